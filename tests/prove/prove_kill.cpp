// Acknowledged means kept: customers and agents talk over real sockets while the server is killed with SIGKILL, at random and at named
// moments, and in the end everybody must agree on every message. --plant early_ack makes the server acknowledge before COMMIT: with it
// this proof must fail.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "harness/installation.hpp"
#include "harness/report.hpp"
#include "prove/talk.hpp"

namespace zhiyin::prove {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto moments = std::to_array<const char*>({"before_commit", "after_commit", "before_relay"});
constexpr std::uint64_t passings_min = 10;
constexpr std::uint64_t passings_spread = 150;
constexpr std::uint64_t down_max_ms = 400;
constexpr auto progress_max = seconds{120};
constexpr auto named_max = seconds{60};
constexpr auto settle_max = seconds{120};

struct Size {
  std::size_t customers;
  std::size_t agents;
  std::uint64_t kills;
  std::uint64_t messages;
};

class Round {
 public:
  Round(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report)
      : options_(options),
        report_(report),
        size_(options.short_run ? Size{40, 8, 6, 4'000} : Size{200, 20, 20, 100'000}),
        name_(harness::name_of(engine)),
        chance_(options.seed),
        site_(engine, engine == harness::Engine::postgres ? 2 : 1, postgres, options, planted()),
        fleet_{loop_, chance_, findings_, {}, milliseconds{100}, milliseconds{1000}} {}

  void run() {
    plan();
    for (std::size_t i = 0; i < site_.count(); ++i) {
      site_.gateway(i).start(i == victim_ ? armed(0) : Words{});
      site_.gateway(i).wait_ready();
    }
    fleet_.ports = site_.ports();
    talk_ = std::make_unique<Talk>(fleet_, size_.customers, size_.agents);
    talk_->start();
    for (done_ = 0; done_ < size_.kills; ++done_) {
      kill_once();
    }
    if (!talk_->run_to(size_.messages, progress_max)) {
      report_.fail(fmt::format("{}: only {} messages acknowledged", name_, talk_->acked()));
    }
    if (!talk_->settle(settle_max)) {
      report_.fail(fmt::format("{}: not settled after {} s:{}", name_, settle_max.count(), talk_->unsettled()));
    }
    report_.figure(name_ + "_kills", static_cast<std::int64_t>(size_.kills));
    report_.figure(name_ + "_named_kills", static_cast<std::int64_t>(named_));
    talk_->conclude(report_, name_ + "_");
    if (talk_->acked() < size_.messages) {
      report_.fail(fmt::format("{}: too few messages", name_));
    }
    for (std::size_t i = 0; i < site_.count(); ++i) {
      if (!site_.gateway(i).stop()) {
        report_.fail(fmt::format("{} does not stop in order on SIGTERM", site_.gateway(i).name()));
      }
    }
  }

 private:
  using Words = std::vector<std::string>;

  [[nodiscard]] Words planted() const { return options_.plant == "early_ack" ? Words{"--proof.early_ack", "true"} : Words{}; }

  // The kinds of deaths in a random order: half of them named, each moment in turn. Empty: at random.
  void plan() {
    for (std::uint64_t i = 0; i < size_.kills; ++i) {
      kinds_.emplace_back(i % 2 == 0 ? "" : moments[(i / 2) % std::size(moments)]);
    }
    for (std::size_t i = kinds_.size(); i > 1; --i) {
      std::swap(kinds_[i - 1], kinds_[chance_.under(i)]);
    }
  }

  /// What the next victim is started with, if its death is a named one.
  [[nodiscard]] Words armed(std::uint64_t index) {
    if (index >= kinds_.size() || kinds_[index].empty()) {
      return {};
    }
    return {"--proof.kill_at", fmt::format("{}:{}", kinds_[index], passings_min + chance_.under(passings_spread))};
  }

  // Meanwhile everybody has gone to the other gateway; half of them find their way back, cut in mid-stream.
  void spread() {
    auto& back = site_.gateway(victim_);
    loop_.run_until([&] { return back.ready() || !back.running(); }, progress_max);
    for (auto* one : talk_->everybody()) {
      if (one->welcomed() && chance_.once_in(2)) {
        one->cut(chance_.once_in(2));
      }
    }
  }

  void kill_once() {
    const auto& kind = kinds_[done_];
    if (kind.empty()) {
      // Any gateway, at a moment of chance after its share of the messages.
      victim_ = chance_.under(site_.count());
      const auto share = size_.messages * (done_ + 1) / (size_.kills + 1);
      if (!talk_->run_to(share, progress_max)) {
        throw std::runtime_error(fmt::format("{}: only {} of {} messages acknowledged; log:\n{}", name_, talk_->acked(), share,
                                             site_.gateway(victim_).log_tail()));
      }
      loop_.run_for(milliseconds{chance_.under(50)});
      site_.gateway(victim_).kill();
    } else {
      // The one that was started last carries the charge.
      auto& victim = site_.gateway(victim_);
      if (!loop_.run_until([&] { return !victim.running(); }, named_max)) {
        report_.fail(fmt::format("{} did not die {} within {} s", victim.name(), kind, named_max.count()));
        victim.kill();
      }
      ++named_;
    }
    harness::Report::say(fmt::format("{}: kill {} of {} ({}), {} acknowledged", name_, done_ + 1, size_.kills,
                                     kind.empty() ? "at random" : kind.c_str(), talk_->acked()));
    loop_.run_for(milliseconds{chance_.under(down_max_ms)});
    site_.gateway(victim_).launch(armed(done_ + 1));
    if (site_.count() > 1) {
      spread();
    }
  }

  const harness::Options& options_;
  harness::Report& report_;
  Size size_;
  std::string name_;
  SeededChance chance_;
  harness::Installation site_;
  client::Loop loop_;
  client::Findings findings_;
  client::Fleet fleet_;
  std::unique_ptr<Talk> talk_;
  std::vector<std::string> kinds_;
  std::uint64_t done_ = 0;
  std::uint64_t named_ = 0;
  std::size_t victim_ = 0;
};

}  // namespace
}  // namespace zhiyin::prove

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("prove", "kill", options);
  return harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      std::unique_ptr<harness::PostgresServer> postgres;
      if (engine == harness::Engine::postgres) {
        postgres = std::make_unique<harness::PostgresServer>();
      }
      prove::Round(engine, postgres.get(), options, report).run();
    }
  });
}
