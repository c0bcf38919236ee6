#include "prove/talk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace zhiyin::prove {

using client::AgentClient;
using client::Entry;
using client::View;
using client::Visitor;

namespace {

constexpr std::size_t in_flight_per_customer = 2;
constexpr int unanswered_max = 4;
constexpr std::size_t queue_rows = 50;
constexpr std::size_t mine_rows = 200;
constexpr auto nudge_every = std::chrono::seconds{1};

}  // namespace

Talk::Talk(client::Fleet& fleet, std::size_t customers, std::size_t agents) : fleet_(fleet), unanswered_(customers) {
  for (std::size_t i = 0; i < customers; ++i) {
    customers_.push_back(std::make_unique<Visitor>(fleet, fmt::format("customer {}", i)));
    instruct(*customers_.back(), i);
  }
  for (std::size_t i = 0; i < agents; ++i) {
    agents_.push_back(std::make_unique<AgentClient>(fleet, fmt::format("demo-{:02}", i + 1)));
    instruct(*agents_.back(), i);
  }
  nudge_timer_ = fleet_.loop.after(nudge_every, [this] { nudge(); });
}

Talk::~Talk() {
  fleet_.loop.cancel(nudge_timer_);
}

std::vector<client::Session*> Talk::everybody() const {
  std::vector<client::Session*> all;
  all.reserve(customers_.size() + agents_.size());
  for (const auto& one : customers_) {
    all.push_back(one.get());
  }
  for (const auto& one : agents_) {
    all.push_back(one.get());
  }
  return all;
}

std::string Talk::words() {
  constexpr auto said = std::to_array<std::string_view>(
      {"Where is my parcel?", "我的包裹在哪里？", "It was promised for \"Tuesday\".", "知音", "ok", "Ça va\tbien 😀"});
  std::string text;
  const auto length = 1 + fleet_.chance.under(text_max_bytes);
  do {
    const auto part = said[fleet_.chance.under(std::size(said))];
    if (!text.empty() && text.size() + part.size() > length) {
      break;
    }
    text += part;
  } while (text.size() < length);
  return text;
}

void Talk::instruct(Visitor& customer, std::size_t index) {
  customer.on_ack = [this, index](const auto&, const auto&) {
    ++acked_;
    speak(index);
  };
  customer.on_entry = [this, index, &customer](const View& view, const Entry& entry) {
    if (!entry.author.starts_with("agent:")) {
      return;
    }
    unanswered_[index] = std::max(0, unanswered_[index] - 1);
    if (fleet_.chance.once_in(4)) {
      customer.seen(view.last_seq());
    }
    speak(index);
  };
}

void Talk::speak(std::size_t index) {
  auto& customer = *customers_[index];
  while (talking_ && unanswered_[index] < unanswered_max && customer.outbox().size() < in_flight_per_customer) {
    if (customer.welcomed() && fleet_.chance.once_in(16)) {
      customer.typing();
    }
    ++unanswered_[index];
    customer.say(words());
  }
}

void Talk::instruct(AgentClient& agent, std::size_t index) {
  agent.on_ack = [this](const auto&, const auto&) { ++acked_; };
  agent.on_row = [this, index, &agent](const std::string& list, const std::string& id, const auto&) {
    if (list == "mine") {
      agent.open(id);
    } else if (std::hash<std::string>{}(id) % agents_.size() == index) {
      agent.take(id);
    }
  };
  agent.on_taken = [&agent](const std::string& id, std::string_view refused) {
    if (refused.empty()) {
      agent.open(id);
    }
  };
  agent.on_entry = [this, &agent](const View& view, const Entry& entry) {
    if (entry.author.starts_with("visitor:") && view.assignee() == agent.me()) {
      if (fleet_.chance.once_in(4)) {
        agent.got(view.id(), view.last_seq());
      }
      agent.say(view.id(), words());
    }
  };
  agent.watch("queue", queue_rows);
  agent.watch("mine", mine_rows);
}

// Whoever would wait for ever, because what he waited for is lost for good reason (a restore, an agent's take without answer), goes on.
void Talk::nudge() {
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    if (customers_[i]->outbox().empty()) {
      unanswered_[i] = std::min(unanswered_[i], unanswered_max - 1);
      speak(i);
    }
  }
  for (const auto& agent : agents_) {
    const auto& queue = agent->windows().at("queue").rows();
    if (!queue.empty()) {
      agent->take(std::next(queue.begin(), static_cast<std::ptrdiff_t>(fleet_.chance.under(queue.size())))->first);
    }
  }
  nudge_timer_ = fleet_.loop.after(nudge_every, [this] { nudge(); });
}

void Talk::start() {
  for (auto* one : everybody()) {
    one->start();
  }
  talk_again();
}

void Talk::talk_again() {
  talking_ = true;
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    speak(i);
  }
}

bool Talk::settle(std::chrono::milliseconds within) {
  hush();
  return client::settle(fleet_, customers_, agents_, within);
}

bool Talk::run_to(std::uint64_t acked, std::chrono::milliseconds within) {
  return fleet_.loop.run_until([&] { return acked_ >= acked; }, within);
}

std::string Talk::unsettled() const {
  std::string text;
  for (const auto* one : everybody()) {
    if (!one->welcomed() || !one->outbox().empty()) {
      text += fmt::format("\n  {}: {}, {} unanswered{}", one->who(), one->welcomed() ? "connected" : "not connected", one->outbox().size(),
                          one->outbox().held() ? ", held after a refusal" : "");
    }
  }
  return text;
}

void Talk::conclude(harness::Report& report, const std::string& prefix) {
  const auto audit = client::audit(fleet_, customers_, agents_, {"demo-49", "demo-50"});
  auto& findings = fleet_.findings;
  for (const auto& text : findings.first()) {
    report.fail(text);
  }
  if (findings.violations() > findings.first().size()) {
    report.fail(fmt::format("and {} more", findings.violations() - findings.first().size()));
  }
  if (audit.stored != audit.acked) {
    report.fail(fmt::format("{} stored, {} acknowledged", audit.stored, audit.acked));
  }
  const auto put = [&](const char* name, std::uint64_t value) { report.figure(prefix + name, static_cast<std::int64_t>(value)); };
  put("acknowledged", audit.acked);
  put("conversations", audit.conversations);
  put("missing", audit.missing);
  put("duplicates", audit.duplicates);
  put("unknown", audit.unknown);
  put("disagreements", audit.disagreements);
  put("violations", findings.violations());
  put("acked_again", findings.acked_again);
  put("connections", findings.connections);
  put("resumed", findings.resumed);
  put("overlaps", findings.overlaps);
}

}  // namespace zhiyin::prove
