// No gap, no repeat: connections are cut in mid-stream in every way that a network knows, and their clients resume, on another gateway
// too, and after the store was restored from a backup too. The clients verify as they go (tests/client/view.hpp); in the end all is read
// anew and compared.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "harness/http_get.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"
#include "prove/talk.hpp"

namespace zhiyin::prove {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto settle_max = seconds{120};
constexpr auto progress_max = seconds{120};
constexpr auto half_open_for = seconds{4};
constexpr auto cut_max = seconds{60};
constexpr int slow_buffer_bytes = 4096;
constexpr int asks_between_looks = 25;  // answers of some 30 KB each
constexpr std::size_t slow_agents = 2;

struct Size {
  std::size_t customers;
  std::size_t agents;
  std::uint64_t resumed;
  std::uint64_t restores;
  std::uint64_t messages_between;
  std::uint64_t slow_cuts;
};

class Round {
 public:
  Round(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report)
      : report_(report),
        size_(options.short_run ? Size{30, 8, 150, 1, 300, 1} : Size{80, 16, 1'000, 3, 2'000, 6}),
        name_(harness::name_of(engine)),
        chance_(options.seed),
        site_(engine, engine == harness::Engine::postgres ? 2 : 1, postgres, options),
        fleet_{loop_, chance_, findings_, {}, milliseconds{50}, milliseconds{1000}} {}
  ~Round() {
    for (const int fd : half_open_) {
      ::close(fd);
    }
  }

  void run() {
    site_.start_all();
    fleet_.ports = site_.ports();
    talk_ = std::make_unique<Talk>(fleet_, size_.customers, size_.agents);
    talk_->text_max_bytes = 1000;
    for (std::size_t i = 0; i < slow_agents; ++i) {
      talk_->agents()[i]->receive_buffer_bytes = slow_buffer_bytes;
    }
    talk_->start();
    progress(size_.messages_between);
    cut_many();
    for (std::uint64_t i = 0; i < size_.slow_cuts; ++i) {
      read_slowly(*talk_->agents()[i % slow_agents]);
    }
    for (std::uint64_t i = 0; site_.engine() == harness::Engine::sqlite && i < size_.restores; ++i) {
      restore_once();
    }
    settle();
    report_.figure(name_ + "_cuts", static_cast<std::int64_t>(cuts_));
    report_.figure(name_ + "_slow_told_4008", static_cast<std::int64_t>(findings_.close_codes[4008]));
    report_.figure(name_ + "_changes", static_cast<std::int64_t>(findings_.changes));
    report_.figure(name_ + "_snapshots", static_cast<std::int64_t>(findings_.snapshots));
    report_.figure(name_ + "_facts", static_cast<std::int64_t>(findings_.facts));
    talk_->conclude(report_, name_ + "_");
  }

 private:
  void progress(std::uint64_t messages) {
    if (!talk_->run_to(talk_->acked() + messages, progress_max)) {
      throw std::runtime_error(name_ + ": the talk does not go on:" + talk_->unsettled() + "\n" + site_.gateway(0).log_tail());
    }
  }

  void settle() {
    if (!talk_->settle(settle_max)) {
      report_.fail(fmt::format("{}: not settled:{}", name_, talk_->unsettled()));
    }
  }

  void cut_many() {
    const auto all = talk_->everybody();
    const auto target = findings_.resumed + size_.resumed;
    while (findings_.resumed < target) {
      auto& one = *all[chance_.under(all.size())];
      if (one.welcomed()) {
        cut(one);
        if (++cuts_ % 100 == 0) {
          harness::Report::say(fmt::format("{}: {} cuts, {} resumed, {} acknowledged", name_, cuts_, findings_.resumed, talk_->acked()));
        }
      }
      loop_.run_for(milliseconds{chance_.under(30)});
      if (cuts_ > 20 * size_.resumed) {
        throw std::runtime_error(fmt::format("{}: {} cuts, and only {} resumed", name_, cuts_, findings_.resumed));
      }
    }
  }

  void cut(client::Session& one) {
    switch (chance_.under(5)) {
      case 0: one.cut(true); break;
      case 1: one.cut(false); break;
      case 2: one.wire().cut_after_read(1 + chance_.under(5000)); break;
      case 3: one.wire().cut_after_write(1 + chance_.under(1500)); break;
      default: {
        const int fd = one.leave_half_open();
        half_open_.push_back(fd);
        loop_.after(half_open_for, [this, fd] {
          std::erase(half_open_, fd);
          ::close(fd);
        });
      }
    }
  }

  // Asks for much and reads nothing, until the server has cut him.
  void read_slowly(client::AgentClient& agent) {
    const auto& customer = *talk_->customers().front();
    loop_.run_until([&] { return customer.view() != nullptr; }, progress_max);
    if (customer.view() == nullptr) {
      throw std::runtime_error(name_ + ": a customer has no conversation");
    }
    agent.open(customer.view()->id());
    if (!loop_.run_until([&] { return agent.informed() && !agent.views().empty(); }, progress_max)) {
      throw std::runtime_error(name_ + ": an agent is not shown what it opened");
    }
    // Those that were left half open read nothing either, and are cut for it: their turn comes first.
    loop_.run_until([this] { return half_open_.empty(); }, 2 * half_open_for);
    const auto views = agent.views();
    const auto lost = findings_.lost;
    const auto cut_before = slow_readers_cut();
    agent.wire().pause_reading();
    const auto patience = std::chrono::steady_clock::now() + cut_max;
    while (slow_readers_cut() == cut_before && std::chrono::steady_clock::now() < patience) {
      // One by one: of several openings of a conversation that are under way only the last is answered.
      for (int n = 0; n < asks_between_looks; ++n) {
        agent.open_anew(views[static_cast<std::size_t>(n) % views.size()]->id());
        loop_.run_for(milliseconds{2});
      }
    }
    if (slow_readers_cut() == cut_before) {
      report_.fail(name_ + ": a slow reader is not cut");
    }
    // The server waits a moment for him to take the close frame.
    agent.wire().resume_reading();
    if (!loop_.run_until([&] { return findings_.lost > lost; }, seconds{20})) {
      report_.fail(name_ + ": a slow reader that was cut does not notice");
    }
  }

  // By the servers' own count: the close frame is lost with a connection that is reset.
  std::int64_t slow_readers_cut() {
    constexpr std::string_view name = "\nws_cut_slow_total ";
    std::int64_t sum = 0;
    for (const auto port : site_.ports()) {
      const auto metrics = harness::http_get(port, "/metrics").body;
      if (const auto at = metrics.find(name); at != std::string::npos) {
        sum += std::strtoll(metrics.c_str() + at + name.size(), nullptr, 10);
      }
    }
    return sum;
  }

  void copy(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }

  // A backup of a quiet moment; then the talk goes on, and in the middle of it the store is put back to that moment.
  void restore_once() {
    auto& gateway = site_.gateway(0);
    settle();
    gateway.stop();
    copy(site_.data(), site_.data() + ".backup");
    std::vector<std::size_t> acked;
    for (const auto* one : talk_->everybody()) {
      acked.push_back(one->ledger().size());
    }
    const std::string old_log = talk_->agents().front()->log();
    gateway.start();
    talk_->talk_again();
    progress(size_.messages_between);
    gateway.kill();
    const auto all = talk_->everybody();
    // Acknowledgements that are on their way still count to the time that is undone.
    if (!loop_.run_until([&] { return std::ranges::none_of(all, [](const auto* one) { return one->welcomed(); }); }, progress_max)) {
      throw std::runtime_error(name_ + ": somebody does not notice that the server was killed");
    }
    copy(site_.data() + ".backup", site_.data());
    harness::run({{harness::zhiyin_binary(), "restored", "--data", site_.data()}, {}, {}, {}});
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i]->forget_acked_after(acked[i]);
    }
    const auto snapshots = findings_.snapshots;
    gateway.start();
    progress(size_.messages_between);
    if (!loop_.run_until([&] { return talk_->agents().front()->log() != old_log; }, progress_max)) {
      report_.fail(name_ + ": the restored store has its old log id");
    }
    report_.figure(name_ + "_snapshots_after_restore", static_cast<std::int64_t>(findings_.snapshots - snapshots));
  }

  harness::Report& report_;
  Size size_;
  std::string name_;
  SeededChance chance_;
  harness::Installation site_;
  client::Loop loop_;
  client::Findings findings_;
  client::Fleet fleet_;
  std::unique_ptr<Talk> talk_;
  std::vector<int> half_open_;
  std::uint64_t cuts_ = 0;
};

}  // namespace
}  // namespace zhiyin::prove

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("prove", "resume", options);
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
