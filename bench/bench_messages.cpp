// From a customer's socket over the durable store to agents' sockets, with the load on the same machine: the highest rate that keeps its
// goal, for messages to the one assignee, and with all agents watching one live list of changing rows. The load is paced: a latency
// counts from the moment at which the message was due, so that a server that stalls is not spared the questions it delayed.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "client/agent_client.hpp"
#include "client/audit.hpp"
#include "client/visitor.hpp"
#include "harness/installation.hpp"
#include "harness/latencies.hpp"
#include "harness/report.hpp"

namespace zhiyin::bench {
namespace {

using client::Steady;
using harness::Latencies;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double goal_per_second = 5000;
constexpr double assignee_p99_max_ms = 100;
constexpr double list_p99_max_ms = 1000;
constexpr std::size_t list_rows = 50;
constexpr std::size_t sample_every = 25;
constexpr double first_rate = 1000;
constexpr double step = 1.4;
constexpr int bisections = 3;
constexpr double backlog_max_seconds = 2;
constexpr auto setup_max = seconds{120};
constexpr auto drain_max = seconds{60};
constexpr const char* text = "Hello, my parcel 4711 has not arrived yet; it was promised for Tuesday. 我的包裹在哪里？";

struct Size {
  std::size_t customers;
  std::size_t agents;
  seconds step_time;
  seconds final_time;
};

struct Measured {
  double per_second = 0;
  bool overloaded = false;
  double p50_ms = 0;
  double p99_ms = 0;
  double list_p50_ms = 0;
  double list_p99_ms = 0;
};

class Load {
 public:
  Load(client::Fleet& fleet, const Size& size) : fleet_(fleet), due_(size.customers), newest_(size.agents), next_sample_(size.agents) {
    for (std::size_t i = 0; i < size.agents; ++i) {
      agents_.push_back(std::make_unique<client::AgentClient>(fleet, fmt::format("demo-{:02}", i + 1)));
    }
    for (std::size_t i = 0; i < size.customers; ++i) {
      customers_.push_back(std::make_unique<client::Visitor>(fleet, fmt::format("customer {}", i)));
    }
  }

  /// Every customer has a conversation, and every conversation its agent, who follows it.
  void set_up() {
    std::ranges::for_each(agents_, [](auto& one) { one->start(); });
    std::ranges::for_each(customers_, [](auto& one) { one->start(); });
    wait("connections", [&] {
      return std::ranges::all_of(customers_, [](auto& one) { return one->informed(); }) &&
             std::ranges::all_of(agents_, [](auto& one) { return one->welcomed(); });
    });
    std::ranges::for_each(customers_, [](auto& one) { one->say(text); });
    wait("conversations", [&] {
      return std::ranges::all_of(customers_,
                                 [](auto& one) { return one->outbox().empty() && one->view() != nullptr && one->view()->last_seq() == 1; });
    });
    for (std::size_t i = 0; i < customers_.size(); ++i) {
      auto& agent = *agents_[i % agents_.size()];
      const auto id = customers_[i]->view()->id();
      customer_of_.emplace(id, i);
      agent.on_taken = [&agent](const std::string& taken, std::string_view) { agent.open(taken); };
      agent.take(id);
    }
    wait("assignees", [&] {
      std::size_t followed = 0;
      for (const auto& agent : agents_) {
        followed += agent->informed() ? agent->views().size() : 0;
      }
      return followed == customers_.size();
    });
    for (std::size_t i = 0; i < agents_.size(); ++i) {
      agents_[i]->on_entry = [this](const client::View& view, const client::Entry&) { delivered(view.id()); };
      agents_[i]->on_list = [this, i](const std::string&, const boost::json::object& message) { listed(i, message); };
    }
    for (auto& one : customers_) {
      one->on_ack = [this](const client::Outbox::Message& message, const boost::json::object& ack) { acked(message, ack); };
    }
  }

  void watch_list() {
    lists_ = true;
    std::ranges::for_each(agents_, [](auto& one) { one->watch("open", list_rows); });
    wait("lists", [&] { return std::ranges::all_of(agents_, [](auto& one) { return one->informed(); }); });
  }

  Measured measure(double rate, seconds time) {
    latencies_.clear();
    list_latencies_.clear();
    const auto began = Steady::now();
    const auto delivered_before = delivered_;
    std::uint64_t sent = 0;
    Measured result;
    while (Steady::now() - began < time && !result.overloaded) {
      const auto due = static_cast<std::uint64_t>(std::chrono::duration<double>(Steady::now() - began).count() * rate);
      for (; sent < due; ++sent) {
        send(began + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(static_cast<double>(sent) / rate)));
      }
      fleet_.loop.turn(milliseconds{1});
      result.overloaded = static_cast<double>(sent - (delivered_ - delivered_before)) > rate * backlog_max_seconds;
    }
    const auto took = std::chrono::duration<double>(Steady::now() - began).count();
    result.per_second = static_cast<double>(delivered_ - delivered_before) / took;
    wait("the end of a step", [&] { return delivered_ - delivered_before == sent && samples_.empty(); });
    result.p50_ms = latencies_.percentile_ms(0.5);
    result.p99_ms = latencies_.percentile_ms(0.99);
    result.list_p50_ms = list_latencies_.percentile_ms(0.5);
    result.list_p99_ms = list_latencies_.percentile_ms(0.99);
    return result;
  }

  /// Everything that was acknowledged is there, once, for everybody.
  void conclude(harness::Report& report) {
    if (!client::settle(fleet_, customers_, agents_, drain_max)) {
      report.fail("the load does not settle");
    }
    const auto audit = client::audit(fleet_, customers_, agents_, {"demo-49", "demo-50"});
    for (const auto& what : fleet_.findings.first()) {
      report.fail(what);
    }
    if (audit.missing + audit.duplicates + audit.unknown > 0) {
      report.fail(fmt::format("of {} acknowledged {} missing, {} duplicates, {} unknown", audit.acked, audit.missing, audit.duplicates,
                              audit.unknown));
    }
  }

 private:
  struct Sample {
    Steady::time_point born;
    std::string at;
    std::size_t agents_left;
  };

  void wait(const char* what, const std::function<bool()>& done) {
    if (!fleet_.loop.run_until(done, setup_max)) {
      throw std::runtime_error(fmt::format("waited {} s in vain for {}", setup_max.count(), what));
    }
  }

  void send(Steady::time_point born) {
    // A stride coprime to their number visits all customers in turn without neighbours coming together.
    turn_ = (turn_ + 379) % customers_.size();
    due_[turn_].push_back(born);
    customers_[turn_]->say(text, born);
  }

  // Entries of one customer come in his order (the view verifies that), so the first one due is the one that came.
  void delivered(const std::string& conversation) {
    auto& due = due_[customer_of_.at(conversation)];
    latencies_.add(Steady::now() - due.front());
    due.pop_front();
    ++delivered_;
  }

  void acked(const client::Outbox::Message& message, const boost::json::object& ack) {
    if (!lists_ || ++acks_ % sample_every != 0) {
      return;
    }
    samples_.push_back({message.born, std::string(client::text_of(ack, "at")), agents_.size()});
    for (std::size_t i = 0; i < agents_.size(); ++i) {
      advance(i);
    }
  }

  // A window shows the newest activity, so once it holds a row as new as the sample's message it has taken that message in, be it that
  // newer rows pushed its conversation out again.
  void listed(std::size_t agent, const boost::json::object& message) {
    for (const auto& row : client::array_of(message, message.contains("rows") ? "rows" : "upsert")) {
      const auto at = client::text_of(client::object_of(row.as_object(), "last"), "at");
      if (at > newest_[agent]) {
        newest_[agent] = at;
      }
    }
    advance(agent);
  }

  void advance(std::size_t agent) {
    auto& next = next_sample_[agent];
    next = std::max(next, samples_gone_);
    while (next - samples_gone_ < samples_.size() && samples_[next - samples_gone_].at <= newest_[agent]) {
      --samples_[next - samples_gone_].agents_left;
      ++next;
    }
    while (!samples_.empty() && samples_.front().agents_left == 0) {
      list_latencies_.add(Steady::now() - samples_.front().born);
      samples_.pop_front();
      ++samples_gone_;
    }
  }

  client::Fleet& fleet_;
  std::vector<std::unique_ptr<client::Visitor>> customers_;
  std::vector<std::unique_ptr<client::AgentClient>> agents_;
  std::unordered_map<std::string, std::size_t> customer_of_;
  std::vector<std::deque<Steady::time_point>> due_;
  Latencies latencies_;
  std::uint64_t delivered_ = 0;
  std::size_t turn_ = 0;

  bool lists_ = false;
  std::uint64_t acks_ = 0;
  std::deque<Sample> samples_;
  std::size_t samples_gone_ = 0;
  std::vector<std::string> newest_;       // per agent: the newest activity that his list shows
  std::vector<std::size_t> next_sample_;  // per agent, counted from the first sample ever
  Latencies list_latencies_;
};

/// The highest rate for which `good` holds, confirmed over a longer time.
template <class Good>
Measured highest(Load& load, const Size& size, const std::string& what, Good good) {
  const auto attempt = [&](double rate, seconds time) {
    const auto m = load.measure(rate, time);
    const bool kept = !m.overloaded && m.per_second > 0.97 * rate && good(m);
    harness::Report::say(fmt::format("{}: offered {:.0f}/s: {:.0f}/s, p50 {:.1f} ms, p99 {:.1f} ms, list p99 {:.1f} ms{}", what, rate,
                                     m.per_second, m.p50_ms, m.p99_ms, m.list_p99_ms, kept ? "" : "  (too much)"));
    return std::pair(kept, m);
  };
  double best = 0;
  double bad = first_rate;
  while (attempt(bad, size.step_time).first) {
    best = bad;
    bad *= step;
  }
  for (int i = 0; i < bisections; ++i) {
    const auto middle = (best + bad) / 2;
    (attempt(middle, size.step_time).first ? best : bad) = middle;
  }
  Measured last;
  double rate = best;
  while (rate > first_rate / 8) {
    const auto [kept, measured] = attempt(rate, size.final_time);
    last = measured;
    if (kept) {
      break;
    }
    rate *= 0.93;
  }
  return last;
}

void measure_engine(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report) {
  const Size size = options.short_run ? Size{200, 50, seconds{2}, seconds{4}} : Size{1000, 50, seconds{4}, seconds{15}};
  const auto name = harness::name_of(engine);
  SeededChance chance(options.seed);
  harness::Installation site(engine, 1, postgres, options);
  site.start_all();
  client::Loop loop;
  client::Findings findings;
  client::Fleet fleet{loop, chance, findings, site.ports()};
  Load load(fleet, size);
  load.set_up();
  const auto one = highest(load, size, name + ", to the assignee", [](const Measured& m) { return m.p99_ms < assignee_p99_max_ms; });
  load.watch_list();
  const auto list = highest(load, size, name + ", all watch a list", [](const Measured& m) { return m.list_p99_ms < list_p99_max_ms; });
  load.conclude(report);
  report.figure(name + "_assignee_per_second", one.per_second, 0);
  report.figure(name + "_assignee_p50_ms", one.p50_ms, 1);
  report.figure(name + "_assignee_p99_ms", one.p99_ms, 1);
  report.figure(name + "_list_per_second", list.per_second, 0);
  report.figure(name + "_list_p50_ms", list.list_p50_ms, 1);
  report.figure(name + "_list_p99_ms", list.list_p99_ms, 1);
  report.figure(name + "_list_assignee_p99_ms", list.p99_ms, 1);
  if (engine == harness::Engine::sqlite) {
    report.goal("5000/s to the assignee at p99 under 100 ms on SQLite",
                one.per_second >= 0.99 * goal_per_second && one.p99_ms < assignee_p99_max_ms);
    report.goal("5000/s with 50 lists at p99 under 1 s on SQLite",
                list.per_second >= 0.99 * goal_per_second && list.list_p99_ms < list_p99_max_ms);
  }
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("bench", "messages", options);
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
