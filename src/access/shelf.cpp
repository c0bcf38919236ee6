// The directory in a batch: a picture that the lane keeps as long as the store's generation is its own.
#include "access/directory.hpp"
#include "access/hold.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"

namespace zhiyin::access {
namespace {

class DirectoryShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return wanting_; }

  void send_loads(db::Session& session) override { asked_ = identity::send_generation(session); }
  void take_loads(db::Session& session) override {
    const auto generation = identity::take_generation(session, asked_);
    if (!kept_ || kept_->generation != generation) {
      kept_ = load(session);
    }
    pictures_.push_back(kept_);
    wanting_ = false;
  }

  void flush(db::Session&) override {}
  void clear() override {
    named_ = wanting_ = false;
    pictures_.clear();
  }

  void want() {
    if (!named_) {
      named_ = wanting_ = true;
    }
  }
  [[nodiscard]] const Directory* newest() const { return pictures_.empty() ? nullptr : pictures_.back().get(); }
  /// What a batch has changed itself may be rolled back, and its generation be given to another change: such a picture ends with it.
  const Directory& renew(db::Session& session, bool own_changes) {
    auto picture = load(session);
    if (!own_changes) {
      kept_ = picture;
    }
    pictures_.push_back(std::move(picture));
    return *pictures_.back();
  }

 private:
  DirectoryPtr kept_;                   // of what was committed
  std::vector<DirectoryPtr> pictures_;  // of this batch, the newest last: earlier commands may still point into the others
  db::Ticket asked_;
  bool named_ = false;
  bool wanting_ = false;
};

}  // namespace

void want(writer::Tx& tx) {
  tx.shelf<DirectoryShelf>().want();
}

const Directory* loaded(writer::Tx& tx) {
  return tx.shelf<DirectoryShelf>().newest();
}

const Directory& directory(writer::Tx& tx) {
  auto& shelf = tx.shelf<DirectoryShelf>();
  const auto* picture = shelf.newest();
  require(picture != nullptr, "the directory is asked after it was named and loaded");
  return identity::known_generation(tx) > picture->generation ? shelf.renew(tx.session(), identity::raised(tx)) : *picture;
}

const Directory& hold(writer::Tx& tx) {
  identity::lock_head(tx);
  auto& shelf = tx.shelf<DirectoryShelf>();
  return shelf.newest() == nullptr ? shelf.renew(tx.session(), identity::raised(tx)) : directory(tx);
}

}  // namespace zhiyin::access
