#include "platform/listener/trim.hpp"

#include <algorithm>
#include <utility>

#include "platform/journal/journal.hpp"
#include "platform/listener/listener.hpp"

namespace zhiyin::listener {
namespace {

/// No cursor ever goes back, so what was below all of them when it was looked at still is.
class Trim final : public writer::Command {
 public:
  Trim(std::int64_t pos, std::function<void()> done) : pos_(pos), done_(std::move(done)) {}
  Trim(const Trim&) = delete;
  Trim& operator=(const Trim&) = delete;
  ~Trim() override { tell(); }

  [[nodiscard]] writer::LaneKey lane() const override { return {}; }
  void want(writer::Tx& /*tx*/) override {}
  void run(writer::Tx& tx) override { journal::trim(tx.session(), pos_); }
  void committed() override { tell(); }
  void failed(Error /*error*/) override { tell(); }  // the next look finds the same again

 private:
  void tell() {
    if (const auto done = std::exchange(done_, nullptr)) {
      done();
    }
  }

  std::int64_t pos_;
  std::function<void()> done_;
};

}  // namespace

std::unique_ptr<writer::Command> trim_command(db::Session& reading, std::int64_t log_kept_max, std::function<void()> done) {
  const auto oldest = journal::read_after(reading, 0, 1);
  if (oldest.empty()) {
    return nullptr;
  }
  const auto below_newest = journal::head(reading).pos - log_kept_max;
  const auto last = std::min({slowest(reading).value_or(below_newest), below_newest, oldest.front().pos - 1 + trim_chunk_max});
  return last < oldest.front().pos ? nullptr : std::make_unique<Trim>(last, std::move(done));
}

}  // namespace zhiyin::listener
