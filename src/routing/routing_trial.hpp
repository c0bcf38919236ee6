// For tests of routing: "Demo 01" to "Demo 03" in the team Everyone, conversations of the website, the listener and the timers stepped in
// set time.
#pragma once

#include <gmock/gmock.h>

#include "conversation/inner.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "platform/listener/stepper.hpp"
#include "routing/listener.hpp"
#include "routing/service.hpp"
#include "routing/survey.hpp"
#include "store/places.hpp"
#include "team/reading.hpp"
#include "team/state.hpp"

namespace zhiyin::routing {

constexpr AgentId first{1};
constexpr AgentId second{2};
constexpr AgentId third{3};
constexpr Millis offer_time = std::chrono::seconds{30};

class Trial : public testing::TestWithParam<db::Engine> {
 protected:
  explicit Trial(const Settings& wanted = {})
      : settings(wanted), listener_{offering_listener([this] { return at.store().open_reading(); }, settings)} {
    listener::found(*at.store().open_writing(), {&listener_, 1});
    stepper_ = std::make_unique<listener::Stepper>(
        listener_, listener::StepperLimits{}, [] { return std::chrono::nanoseconds{0}; },
        listener::StepperFigures{at.metrics.gauge("behind", "."), at.metrics.counter("parked_total", ".")}, danger_);
    kinds_ = timer_kinds(settings);
    kinds_.push_back(team::lease_kind());
  }
  ~Trial() override { at.lane.reset(); }

  ConversationId open(std::int64_t contact = 50) {
    return *at.run<ConversationId>([&](writer::Tx& tx) {
      const auto id = conversation::open(tx, InboxId{1}, "address", {PersonKind::visitor, contact, "Li"});
      (void)conversation::say_as_visitor(tx, id, "v" + std::to_string(++said_), "Where is my parcel?");
      return id;
    });
  }
  void becomes(AgentId agent, team::State state) {
    ASSERT_TRUE(at.run<team::AgentState>([&](writer::Tx& tx) { return team::set_state(tx, agent, state, "", agent, {}); },
                                         [&](writer::Tx& tx) { team::want_state(tx, agent); }));
  }
  void has_room_for(AgentId agent, std::int64_t capacity) {
    ASSERT_TRUE(at.run<identity::Member>([&](writer::Tx& tx) { return identity::change(tx, agent, {.capacity = capacity}); }));
  }
  template <class T = conversation::Moved>
  Result<T> as(AgentId agent, ConversationId id, std::type_identity_t<std::function<Result<T>(writer::Tx&, const access::Viewer&)>> act) {
    return at.run<T>([&](writer::Tx& tx) { return act(tx, access::directory(tx).viewer(agent)); },
                     [&](writer::Tx& tx) { routing::want(tx, id, agent); });
  }
  Result<conversation::Moved> accepts(AgentId agent, ConversationId id) {
    return as<>(agent, id, [id](writer::Tx& tx, const access::Viewer& me) { return accept(tx, id, me); });
  }
  Result<conversation::Moved> declines(AgentId agent, ConversationId id) {
    return as<>(agent, id, [id](writer::Tx& tx, const access::Viewer& me) { return decline(tx, id, me); });
  }
  Result<conversation::Moved> takes(AgentId agent, ConversationId id) {
    return as<>(agent, id, [id](writer::Tx& tx, const access::Viewer& me) { return conversation::take(tx, id, me, std::nullopt); });
  }
  Result<conversation::Moved> resolves(AgentId agent, ConversationId id) {
    return as<>(agent, id, [id](writer::Tx& tx, const access::Viewer& me) { return conversation::resolve(tx, id, me, std::nullopt); });
  }

  /// The listener to the log's end, and whatever timers are due.
  void settle() {
    for (bool moved = true; moved;) {
      moved = false;
      while (auto command = stepper_->next(at.reading())) {
        step(std::move(command));
        moved = true;
      }
      for (auto& command : timer::due_commands(at.reading(), at.clock.now(), kinds_, 50)) {
        step(std::move(command));
        moved = true;
      }
    }
  }
  void pass_time(Millis by) {
    at.clock.advance(by);
    settle();
  }
  void step(std::unique_ptr<writer::Command> command) {
    at.lane->submit_background(std::move(command));
    while (at.lane->step()) {
    }
  }

  [[nodiscard]] AgentId asked(ConversationId id) {
    const auto offer = offer_of(at.reading(), id);
    return offer ? offer->agent : AgentId{};
  }
  [[nodiscard]] conversation::Conversation now(ConversationId id) { return *conversation::conversation_of(at.reading(), id); }
  /// "1 made", "1 expired", "over": who was asked and how it ended.
  [[nodiscard]] std::vector<std::string> story() {
    std::vector<std::string> lines;
    for (const auto& entry : journal::read_after(at.reading(), 0, 10'000)) {
      if (const auto fact = event::read_routing(entry)) {
        if (const auto* made = std::get_if<event::OfferMade>(&fact->change)) {
          lines.push_back(std::to_string(made->agent.value()) + " made");
        } else if (const auto* ended = std::get_if<event::OfferEnded>(&fact->change)) {
          lines.push_back(std::to_string(ended->agent.value()) + " " + std::string{event::offer_end_text(ended->why)});
        } else {
          lines.emplace_back("over");
        }
      }
    }
    return lines;
  }
  template <class T>
  static int status(const Result<T>& result) {
    return result ? 0 : http_status(result.error().code);
  }

  Settings settings;
  trial::Places at{GetParam(), 3, {conversation::statements(), conversation::reading_statements(), statements(), listener::statements()}};

 private:
  listener::Listener listener_;
  listener::Danger danger_;
  std::unique_ptr<listener::Stepper> stepper_;
  std::vector<timer::Kind> kinds_;
  int said_ = 0;
};

}  // namespace zhiyin::routing
