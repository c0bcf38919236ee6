// What an idle visitor costs: thousands of sockets that said hello and are then silent, through a round of pings, and the server's
// resident memory before and after. (The kernel's own memory for sockets is not in it.)
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>

#include "client/loop.hpp"
#include "client/wire.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"

namespace zhiyin::bench {
namespace {

using std::chrono::seconds;

constexpr std::size_t sockets_per_source = 4000;  // far below the ports that one address has
constexpr std::size_t opening_max = 256;          // at a time, below the listen queue
constexpr auto opened_max = seconds{180};
constexpr double goal_mb = 300;
constexpr rlim_t descriptors_wanted = 65536;

class IdleVisitor final : public client::Wire::User {
 public:
  IdleVisitor(client::Loop& loop, const client::Target& target) : wire_(loop, target, *this) {}

  [[nodiscard]] bool settled() const { return settled_; }
  [[nodiscard]] const std::string& lost() const { return lost_; }
  [[nodiscard]] bool acked() const { return acked_; }
  void say() { wire_.send_text(R"({"t":"send","id":"m-1","text":"Still there?"})"); }

 private:
  void on_open() override { wire_.send_text(R"({"t":"hello","v":1})"); }
  void on_text(std::string_view text) override {
    settled_ = settled_ || text.starts_with(R"({"t":"none")");
    acked_ = acked_ || text.starts_with(R"({"t":"ack")");
  }
  void on_ended(const client::Ending& ending) override {
    lost_ = fmt::format("code {}, status {}: {}", ending.code, ending.http_status, ending.reason);
  }

  client::Wire wire_;
  bool settled_ = false;
  bool acked_ = false;
  std::string lost_;
};

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

// The server inherits the limit.
void raise_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlimit more{descriptors_wanted, descriptors_wanted};
  if (::setrlimit(RLIMIT_NOFILE, &more) != 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

void measure(const harness::Options& options, harness::Report& report) {
  const std::size_t wanted = options.short_run ? 4000 : 19'000;
  const auto idle_for = options.short_run ? seconds{3} : seconds{40};
  raise_descriptors();
  harness::Installation site(harness::Engine::sqlite, 1, nullptr, options);
  site.start_all();
  auto& server = site.gateway(0);
  client::Loop loop;
  loop.run_for(seconds{1});
  const auto before = server.child().resident_bytes();
  std::vector<std::unique_ptr<IdleVisitor>> visitors;
  std::size_t settled = 0;
  const auto all_there = [&] {
    while (settled < visitors.size() && visitors[settled]->settled()) {
      ++settled;
    }
    while (visitors.size() < wanted && visitors.size() - settled < opening_max) {
      const client::Target target{
          server.port(), "/live/visitor", fmt::format("127.0.0.{}", 2 + visitors.size() / sockets_per_source), {}, 0};
      visitors.push_back(std::make_unique<IdleVisitor>(loop, target));
    }
    return settled == wanted || (settled < visitors.size() && !visitors[settled]->lost().empty());
  };
  const auto began = client::Steady::now();
  if (!loop.run_until(all_there, opened_max) || settled < wanted) {
    throw std::runtime_error(
        fmt::format("only {} of {} sockets are open: {}", settled, wanted, settled < visitors.size() ? visitors[settled]->lost() : ""));
  }
  const double opening = std::chrono::duration<double>(client::Steady::now() - began).count();
  const auto opened = server.child().resident_bytes();
  loop.run_for(idle_for);
  const auto after = server.child().resident_bytes();
  const auto lost = std::ranges::count_if(visitors, [](const auto& one) { return !one->lost().empty(); });
  if (lost > 0) {
    report.fail(fmt::format("{} idle sockets were lost", lost));
  }
  visitors.back()->say();
  if (!loop.run_until([&] { return visitors.back()->acked(); }, seconds{10})) {
    report.fail("an idle socket that speaks is not answered");
  }
  const double most = megabytes(std::max(opened, after));
  report.figure("sockets", static_cast<std::int64_t>(wanted));
  report.figure("before_mb", megabytes(before), 1);
  report.figure("resident_mb", most, 1);
  report.figure("per_socket_bytes", (most - megabytes(before)) * 1e6 / static_cast<double>(wanted), 0);
  report.figure("opened_per_second", static_cast<double>(wanted) / opening, 0);
  report.goal(fmt::format("{} idle sockets under {:.0f} MB", wanted, goal_mb), most < goal_mb);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("bench", "idle", options);
  return zhiyin::harness::reported(report, [&] { zhiyin::bench::measure(options, report); });
}
