#include "demo/past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "access/directory.hpp"
#include "access/hold.hpp"
#include "channel/intake.hpp"
#include "conversation/service.hpp"

namespace zhiyin::demo {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto rests_min = minutes{2};        // how long ago the last word of an open conversation was said
constexpr auto rests_step = minutes{3};       // each open one a little longer
constexpr auto first_hour = minutes{9 * 60};  // of a day, at the company
constexpr auto open_hours = minutes{12 * 60};
constexpr auto zone = minutes{8 * 60};  // ahead of UTC
constexpr auto resolves_after = seconds{45};

struct Step {
  Time at;
  std::size_t order = 0;  // among steps of one moment
  std::function<void()> act;
};

class Past {
 public:
  Past(writer::Writer& writer, PastClock& clock, const Company& company, const Cast& cast)
      : writer_(writer), clock_(clock), company_(company), cast_(cast), ids_(company.talks.size()) {}

  void tell(Time now) {
    std::vector<Step> steps;
    int open = 0;
    for (std::size_t i = 0; i < company_.talks.size(); ++i) {
      const auto& talk = company_.talks[i];
      plan(i, talk.ends == Ends::resolved || talk.days_ago > 0 ? begins_on(i, now) : now - lasts(talk) - rests_min - open++ * rests_step,
           steps);
    }
    std::ranges::sort(steps, {}, [](const Step& step) { return std::pair{step.at, step.order}; });
    for (const auto& step : steps) {
      clock_.set(std::min(step.at, now));
      step.act();
    }
  }

 private:
  static Millis lasts(const Talk& talk) {
    Millis all{0};
    for (const auto& turn : talk.turns) {
      all += turn.after;
    }
    return all;
  }

  /// Spread over the opening hours of its day, and never in the future.
  [[nodiscard]] Time begins_on(std::size_t index, Time now) const {
    const auto& talk = company_.talks[index];
    const auto day = std::chrono::floor<std::chrono::days>(now + zone) - std::chrono::days{talk.days_ago};
    const auto place = Millis{open_hours} * static_cast<std::int64_t>(index * 37 % company_.talks.size()) /
                       static_cast<std::int64_t>(company_.talks.size());
    const auto latest = now - lasts(talk) - resolves_after;
    return std::min(Time{day.time_since_epoch() + first_hour + place - zone}, latest);
  }

  void plan(std::size_t i, Time begins, std::vector<Step>& steps) {
    const auto& talk = company_.talks[i];
    auto at = begins;
    for (std::size_t n = 0; n < talk.turns.size(); ++n) {
      at += talk.turns[n].after;
      steps.push_back({at, steps.size(), [this, i, n] { say(i, n); }});
      if (n == 0) {
        steps.push_back({at, steps.size(), [this, i] { sort_in(i); }});
      }
    }
    if (talk.ends == Ends::resolved) {
      steps.push_back({at + resolves_after, steps.size(), [this, i] { resolve(i); }});
    }
  }

  /// As its sender's client would have called it.
  [[nodiscard]] std::string name_of(std::size_t i, std::size_t n) const { return fmt::format("{}-{}", company_.talks[i].id, n); }

  void say(std::size_t i, std::size_t n) {
    const auto& turn = company_.talks[i].turns[n];
    switch (turn.who) {
      case Teller::customer: return ask(i, n);
      case Teller::agent:
        act<conversation::Said>(i, name_of(i, n), [&](writer::Tx& tx, const access::Viewer& who) {
          return conversation::say_as_agent(tx, *ids_[i], who, {.client_id = name_of(i, n), .text = turn.text});
        });
        return;
      case Teller::note:
        act<conversation::Moved>(i, name_of(i, n), [&](writer::Tx& tx, const access::Viewer& who) {
          return conversation::write_note(tx, *ids_[i], who, {.words = {.client_id = name_of(i, n), .text = turn.text}},
                                          access::directory(tx));
        });
        return;
    }
  }

  void ask(std::size_t i, std::size_t n) {
    const auto& talk = company_.talks[i];
    channel::Inbound inbound{cast_.inbox, "past-" + talk.id, talk.customer, name_of(i, n), talk.turns[n].text, {}, {}};
    std::promise<Result<channel::Taken>> answer;
    writer_.submit(channel::intake(std::move(inbound), {std::make_shared<writer::SenderOrder>(), 1},
                                   [&](Result<channel::Taken> result) { answer.set_value(std::move(result)); }));
    ids_[i] = taken(answer.get_future().get()).said.conversation;
  }

  /// What a lead does with what has just come in.
  void sort_in(std::size_t i) {
    const auto& talk = company_.talks[i];
    const std::vector<std::string_view> labels(talk.labels.begin(), talk.labels.end());
    const auto as_lead = [&](const auto& decide) {
      done<conversation::Moved>(
          writer_, [&](writer::Tx& tx) { want(tx, i); },
          [&](writer::Tx& tx) { return decide(tx, access::directory(tx).viewer(cast_.lead)); });
    };
    if (const auto team = cast_.teams.find(talk.agent); team != cast_.teams.end()) {
      as_lead([&](writer::Tx& tx, const access::Viewer& lead) {
        return conversation::transfer_to_team(tx, *ids_[i], lead, team->second, access::hold(tx), {});
      });
    }
    as_lead([&](writer::Tx& tx, const access::Viewer& lead) { return conversation::set_labels(tx, *ids_[i], lead, labels); });
    as_lead([&](writer::Tx& tx, const access::Viewer& lead) { return conversation::set_priority(tx, *ids_[i], lead, talk.priority); });
  }

  void resolve(std::size_t i) {
    act<conversation::Moved>(i, {},
                             [&](writer::Tx& tx, const access::Viewer& who) { return conversation::resolve(tx, *ids_[i], who, {}); });
  }

  void want(writer::Tx& tx, std::size_t i) const {
    access::want(tx);
    conversation::want(tx, *ids_[i]);
  }

  template <class T>
  void act(std::size_t i, const std::string& message, const std::function<Result<T>(writer::Tx&, const access::Viewer&)>& decide) {
    const auto who = cast_.people.at(company_.talks[i].agent);
    done<T>(
        writer_,
        [&](writer::Tx& tx) {
          want(tx, i);
          conversation::want_message(tx, cast_.inbox, who.value(), message);
        },
        [&](writer::Tx& tx) { return decide(tx, access::directory(tx).viewer(who)); });
  }

  writer::Writer& writer_;
  PastClock& clock_;
  const Company& company_;
  const Cast& cast_;
  std::vector<std::optional<ConversationId>> ids_;
};

}  // namespace

std::size_t tell_past(writer::Writer& writer, PastClock& clock, const Company& company, const Cast& cast, Time now) {
  Past(writer, clock, company, cast).tell(now);
  return company.talks.size();
}

}  // namespace zhiyin::demo
