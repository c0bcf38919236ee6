// Lists of many agents: 200 desks with five live views each, customers' messages at a steady pace, each of them in ten of the thousand
// views. From the transaction that stores a message to the row on each of the ten screens; what a message costs with and without the
// lists; and what they hold in memory.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <memory>
#include <sstream>
#include <unordered_map>

#include "client/json.hpp"
#include "client/loop.hpp"
#include "client/visitor.hpp"
#include "client/wire.hpp"
#include "harness/api_call.hpp"
#include "harness/http_get.hpp"
#include "harness/installation.hpp"
#include "harness/latencies.hpp"
#include "harness/report.hpp"
#include "platform/base/id.hpp"

namespace zhiyin::bench {
namespace {

using client::Steady;
using harness::Latencies;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t agents_count = 200;
constexpr std::size_t views_each = 5;
constexpr std::uint64_t screens_per_message = 10;
constexpr double rate = 500;
constexpr double p99_max_ms = 1000;
constexpr auto setup_max = seconds{120};
constexpr auto drain_max = seconds{30};
constexpr const char* text = "Hello, my parcel 4711 has not arrived yet; it was promised for Tuesday. 我的包裹在哪里？";

struct Size {
  std::size_t customers;
  seconds time;
};

/// An agent's screen: it says hello, takes its conversations, watches, and notes when a row shows something new.
class Desk final : public client::Wire::User {
 public:
  using Seen = std::function<void(std::string_view at)>;

  Desk(client::Loop& loop, std::uint16_t port, std::size_t number, Seen seen)
      : name_(fmt::format("demo-{:02}", number)),
        seen_(std::move(seen)),
        wire_(loop, client::Target{port, "/live/agent", {}, {}, 0}, *this) {}

  [[nodiscard]] const std::string& me() const { return me_; }
  [[nodiscard]] std::size_t granted() const { return granted_; }
  [[nodiscard]] std::size_t windows() const { return windows_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

  void take(const std::string& conversation) {
    wire_.send_text(fmt::format(R"({{"t":"take","id":"t-{}","conversation":"{}"}})", ++asked_, conversation));
  }
  /// His own by two rules, and those of the two and three agents beginning with him: 1 + 1 + 2 + 3 + 3 views show each conversation.
  void watch(std::string_view next, std::string_view second) {
    wire_.send_text(R"({"t":"watch","view":"mine","limit":50})");
    ask("unread", R"({"assignee":"me","unread":true})", "newest");
    ask("pair", fmt::format(R"({{"assignee":["me","{}"]}})", next), "newest");
    const auto three = fmt::format(R"({{"assignee":["me","{}","{}"]}})", next, second);
    ask("three", three, "newest");
    ask("longest", three, "waiting");
  }

 private:
  void ask(std::string_view view, std::string_view filter, std::string_view sort) {
    wire_.send_text(fmt::format(R"({{"t":"watch","view":"{}","filter":{},"sort":"{}","limit":50}})", view, filter, sort));
  }
  void note(std::string_view view, const boost::json::object& row, bool first) {
    const auto at = client::text_of(client::object_of(row, "last"), "at");
    auto& known = newest_[fmt::format("{} {}", view, client::text_of(row, "id"))];
    if (!first && at > known) {
      seen_(at);
    }
    rows_ += known.empty() ? 1 : 0;
    known = std::max(known, std::string{at});
  }
  void on_open() override { wire_.send_text(fmt::format(R"({{"t":"hello","v":1,"agent":"{}"}})", name_)); }
  void on_ended(const client::Ending& ending) override { wrong_ = fmt::format("{} lost: {} {}", name_, ending.code, ending.reason); }
  void on_text(std::string_view said) override {
    const auto* message = reader_.read(said);
    if (message == nullptr) {
      return;
    }
    const auto type = client::text_of(*message, "t");
    if (type == "rows" || type == "window") {
      ++(type == "window" ? windows_ : differences_);
      for (const auto& row : client::array_of(*message, type == "window" ? "rows" : "upsert")) {
        note(client::text_of(*message, "view"), row.as_object(), type == "window");
      }
    } else if (type == "welcome") {
      me_ = client::text_of(client::object_of(*message, "me"), "id");
    } else if (type == "ack") {
      ++granted_;
    } else if (type == "refused") {
      wrong_ = said;
    }
  }

  std::string name_;
  Seen seen_;
  std::string me_;
  std::string wrong_;
  std::size_t asked_ = 0;
  std::size_t granted_ = 0;
  std::size_t windows_ = 0;
  std::size_t differences_ = 0;
  std::size_t rows_ = 0;
  std::unordered_map<std::string, std::string> newest_;  // the last message's time, by view and conversation
  client::JsonReader reader_;
  client::Wire wire_;
};

std::int64_t now_ms() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Processor time of the server so far.
double cpu_seconds(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string all(std::istreambuf_iterator<char>(file), {});
  std::istringstream fields(all.substr(all.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double metric(std::uint16_t port, const std::string& name) {
  const auto body = harness::http_get(port, "/metrics").body;
  const auto at = body.find("\n" + name + " ");
  return at == std::string::npos ? 0 : std::stod(body.substr(at + name.size() + 2));
}

struct Spent {
  double cpu_us = 0;  // of the whole server, a message
  double per_second = 0;
  std::uint64_t sent = 0;
};

class Load {
 public:
  Load(harness::Installation& site, client::Fleet& fleet, const Size& size) : site_(site), fleet_(fleet), size_(size) {}

  void set_up() {
    for (std::size_t i = 0; i < size_.customers; ++i) {
      customers_.push_back(std::make_unique<client::Visitor>(fleet_, fmt::format("customer {}", i)));
      customers_.back()->on_ack = [this](const client::Outbox::Message&, const boost::json::object&) { ++acked_; };
      customers_.back()->start();
    }
    const auto port = site_.gateway(0).port();
    for (std::size_t i = 0; i < agents_count; ++i) {
      desks_.push_back(std::make_unique<Desk>(fleet_.loop, port, i + 1, [this](std::string_view at) { shown(at); }));
    }
    wait("connections", [this] {
      return std::ranges::all_of(customers_, [](auto& one) { return one->informed(); }) &&
             std::ranges::all_of(desks_, [](auto& one) { return !one->me().empty(); });
    });
    std::ranges::for_each(customers_, [](auto& one) { one->say(text); });
    wait("conversations", [this] { return acked_ == customers_.size(); });
    wait("what was opened", [this] { return std::ranges::all_of(customers_, [](auto& one) { return one->view() != nullptr; }); });
    for (std::size_t i = 0; i < customers_.size(); ++i) {
      desks_[i % agents_count]->take(customers_[i]->view()->id());
    }
    wait("assignees", [this] { return sum(&Desk::granted) == customers_.size(); });
  }

  /// How long the last of a thousand windows took.
  double watch() {
    const auto began = Steady::now();
    for (std::size_t i = 0; i < agents_count; ++i) {
      desks_[i]->watch(desks_[(i + 1) % agents_count]->me(), desks_[(i + 2) % agents_count]->me());
    }
    wait("windows", [this] { return sum(&Desk::windows) == agents_count * views_each; });
    if (sum(&Desk::rows) != customers_.size() * screens_per_message) {
      throw std::runtime_error(fmt::format("the windows show {} rows", sum(&Desk::rows)));
    }
    return std::chrono::duration<double>(Steady::now() - began).count();
  }

  Spent run(std::uint64_t screens) {
    const auto pid = site_.gateway(0).child().pid();
    const auto cpu = cpu_seconds(pid);
    const auto began = Steady::now();
    const auto acked_before = acked_;
    shown_ = 0;
    Spent spent;
    while (Steady::now() - began < size_.time) {
      const auto due = static_cast<std::uint64_t>(std::chrono::duration<double>(Steady::now() - began).count() * rate);
      for (; spent.sent < due; ++spent.sent) {
        turn_ = (turn_ + 379) % customers_.size();
        customers_[turn_]->say(text);
      }
      fleet_.loop.turn(milliseconds{1});
    }
    spent.per_second = static_cast<double>(acked_ - acked_before) / std::chrono::duration<double>(Steady::now() - began).count();
    complete_ = fleet_.loop.run_until([&] { return acked_ - acked_before == spent.sent && shown_ >= spent.sent * screens; }, drain_max);
    spent.cpu_us = (cpu_seconds(pid) - cpu) * 1e6 / static_cast<double>(spent.sent);
    return spent;
  }

  void forget() { latencies_.clear(); }
  [[nodiscard]] Latencies& latencies() { return latencies_; }
  /// Every message came to every screen that it belongs to.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] std::string wrong() const {
    const auto found = std::ranges::find_if(desks_, [](const auto& one) { return !one->wrong().empty(); });
    return found == desks_.end() ? "" : (*found)->wrong();
  }

 private:
  void wait(const char* what, const std::function<bool()>& done) {
    if (!fleet_.loop.run_until([&] { return !wrong().empty() || done(); }, setup_max) || !wrong().empty()) {
      auto& server = site_.gateway(0);
      throw std::runtime_error(fmt::format("waited in vain for {} {}; the server {}; its log ends:\n{}", what, wrong(),
                                           server.running() ? "runs" : "is gone", server.log_tail()));
    }
  }
  [[nodiscard]] std::size_t sum(std::size_t (Desk::*figure)() const) const {
    std::size_t all = 0;
    for (const auto& one : desks_) {
      all += ((*one).*figure)();
    }
    return all;
  }
  /// The row's newest message is of the time of its transaction, which is before its commit: the latency is a little overstated.
  void shown(std::string_view at) {
    ++shown_;
    if (const auto time = parse_iso(at)) {
      latencies_.add(milliseconds{now_ms() - to_millis(*time)});
    }
  }

  harness::Installation& site_;
  client::Fleet& fleet_;
  Size size_;
  std::vector<std::unique_ptr<client::Visitor>> customers_;
  std::vector<std::unique_ptr<Desk>> desks_;
  Latencies latencies_;
  std::uint64_t acked_ = 0;
  std::uint64_t shown_ = 0;
  std::size_t turn_ = 0;
  bool complete_ = false;
};

/// What a change of rights costs: every window of whoever may see other things is evaluated anew before the follower goes on.
class Office {
 public:
  explicit Office(harness::Gateway& server) : server_(server) {
    const auto line = server.child().wait_line("first administrator: ", seconds{30});
    const auto body = fmt::format(R"({{"code":"{}","name":"Bench","email":"bench@example.com","password":"a long way to the sea"}})",
                                  line ? line->substr(line->rfind(' ') + 1) : "");
    cookie_ = harness::cookie_of(call("POST", "/api/v1/setup", body));
    const auto team = boost::json::parse(call("GET", everyone, "").body).as_object();
    for (const auto& one : client::array_of(team, "members")) {
      members_.emplace_back(one.as_string());
    }
  }
  /// Milliseconds, when all but the first `leaving` are left in the team by which they see the website's inbox.
  double without(std::size_t leaving) {
    const auto sum = metric(server_.port(), "desk_adopt_seconds_sum");
    boost::json::array staying;
    for (std::size_t i = leaving; i < members_.size(); ++i) {
      staying.emplace_back(members_[i]);
    }
    call("PUT", std::string{everyone} + "/members", fmt::format(R"({{"members":{}}})", boost::json::serialize(staying)));
    const auto end = Steady::now() + seconds{10};
    while (metric(server_.port(), "desk_adopt_seconds_sum") == sum && Steady::now() < end) {
    }
    return (metric(server_.port(), "desk_adopt_seconds_sum") - sum) * 1e3;
  }

 private:
  static constexpr const char* everyone = "/api/v1/teams/0000000000001";
  harness::Answer call(const std::string& method, const std::string& target, const std::string& body) {
    auto answer = harness::call_api(server_.port(), {.method = method, .target = target, .body = body, .cookie = cookie_});
    if (answer.status < 200 || answer.status > 299) {
      throw std::runtime_error(fmt::format("{} {}: {} {}", method, target, answer.status, answer.body));
    }
    return answer;
  }

  harness::Gateway& server_;
  std::string cookie_;
  std::vector<std::string> members_;
};

void measure_engine(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report) {
  const Size size = options.short_run ? Size{1000, seconds{5}} : Size{2000, seconds{30}};
  const auto name = harness::name_of(engine);
  SeededChance chance(options.seed);
  harness::Installation site(engine, 1, postgres, options, {"--demo.agents", std::to_string(agents_count)});
  site.start_all();
  client::Loop loop;
  client::Findings findings;
  client::Fleet fleet{loop, chance, findings, site.ports()};
  Load load(site, fleet, size);
  load.set_up();
  const auto port = site.gateway(0).port();
  auto& server = site.gateway(0).child();
  const auto without = load.run(0);
  const auto before = server.resident_bytes();
  const auto opening = load.watch();
  load.forget();
  const auto evaluated_before = metric(port, "desk_evaluate_seconds_sum");
  const auto frames_before = metric(port, "desk_frames_total");
  const auto with = load.run(screens_per_message);
  const auto sent = static_cast<double>(with.sent);
  const auto p99 = load.latencies().percentile_ms(0.99);
  if (!load.complete() || !load.wrong().empty()) {
    report.fail(fmt::format("{}: not every message came to its ten screens: {}", name, load.wrong()));
  }
  for (const auto& what : findings.first()) {
    report.fail(what);
  }
  report.figure(name + "_per_second", with.per_second, 0);
  report.figure(name + "_screens", static_cast<std::int64_t>(load.latencies().count()));
  report.figure(name + "_p50_ms", load.latencies().percentile_ms(0.5), 1);
  report.figure(name + "_p99_ms", p99, 1);
  report.figure(name + "_cpu_us_per_message", with.cpu_us, 0);
  report.figure(name + "_cpu_us_without_lists", without.cpu_us, 0);
  report.figure(name + "_evaluate_us_per_message", (metric(port, "desk_evaluate_seconds_sum") - evaluated_before) * 1e6 / sent, 1);
  report.figure(name + "_frames_per_message", (metric(port, "desk_frames_total") - frames_before) / sent, 1);
  report.figure(name + "_windows_open_s", opening, 2);
  report.figure(name + "_resident_mb", static_cast<double>(server.resident_bytes()) / 1e6, 1);
  report.figure(name + "_lists_mb", (static_cast<double>(server.resident_bytes()) - static_cast<double>(before)) / 1e6, 1);
  Office office(site.gateway(0));
  report.figure(name + "_adopt_one_ms", office.without(1), 2);
  report.figure(name + "_adopt_one_back_ms", office.without(0), 2);
  report.figure(name + "_adopt_all_ms", office.without(agents_count), 2);
  report.goal(fmt::format("{}: {:.0f}/s to ten of {} views at p99 under 1 s", name, rate, agents_count * views_each),
              load.complete() && with.per_second >= 0.98 * rate && p99 < p99_max_ms);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("bench", "desk", options);
  return harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      std::unique_ptr<harness::PostgresServer> postgres;
      if (engine == harness::Engine::postgres) {
        postgres = std::make_unique<harness::PostgresServer>();
      }
      bench::measure_engine(engine, postgres.get(), options, report);
    }
  });
}
