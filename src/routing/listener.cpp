#include "routing/listener.hpp"

#include <algorithm>
#include <optional>

#include "event/access.hpp"
#include "event/conversation.hpp"
#include "event/inner.hpp"
#include "event/routing.hpp"
#include "event/state.hpp"
#include "routing/gone.hpp"
#include "routing/service.hpp"
#include "routing/survey.hpp"

namespace zhiyin::routing {
namespace {

/// Words, receipts and ratings change nothing here, and are most of the log.
bool matters(const journal::Entry& entry) {
  return entry.kind != "message_sent" && entry.kind != "message_edited" && entry.kind != "receipt_moved" && entry.kind != "inner_note" &&
         entry.kind != "conversation_rated";
}

/// Who may be gone and have something that somebody waits for.
std::optional<AgentId> concerned(const journal::Entry& entry) {
  if (const auto state = event::read_state(entry)) {
    return state->agent;
  }
  if (const auto access = event::read_access(entry)) {
    return access->part == event::AccessPart::person ? std::optional{AgentId{access->id}} : std::nullopt;
  }
  if (const auto inner = event::read_inner(entry)) {
    return std::holds_alternative<event::Woken>(inner->change) ? std::optional{inner->assignee} : std::nullopt;
  }
  if (const auto fact = event::read(entry)) {
    return std::holds_alternative<event::StageChanged>(fact->change) ? std::optional{fact->assignee} : std::nullopt;
  }
  return std::nullopt;
}

bool passed_in(const journal::Entry& entry) {
  const auto fact = event::read_routing(entry);
  const auto* ended = fact ? std::get_if<event::OfferEnded>(&fact->change) : nullptr;
  return ended != nullptr && (ended->why == event::OfferEnd::declined || ended->why == event::OfferEnd::expired);
}

/// `prepare` fills the plan on the listener's thread while no command of it is under way, which alone reads it.
class Offering {
 public:
  Offering(Open open, const Settings& settings) : open_(std::move(open)), settings_(settings) {}

  void prepare(listener::Entries entries) {
    plan_ = {};
    if (!std::ranges::any_of(entries, matters)) {
      return;
    }
    try {
      if (!session_) {
        session_ = open_();
      }
      plan_ = survey(*session_, directories_, settings_);
    } catch (const db::Failure&) {
      session_.reset();
      throw;
    }
  }

  void want(writer::Tx& tx) const {
    for (const auto& pairs : {plan_.withdrawals, plan_.offers}) {
      for (const auto& pair : pairs) {
        routing::want(tx, pair.conversation, pair.agent);
      }
    }
  }

  void apply(writer::Tx& tx, listener::Entries entries) const {
    for (const auto& entry : entries) {
      if (passed_in(entry)) {
        timer::arm(tx, again_timer, entry.subject, std::max(entry.at, tx.now()) + settings_.again);
      }
      const auto agent = matters(entry) ? concerned(entry) : std::nullopt;
      if (agent && plan_.gone.contains(*agent)) {
        watch(tx, *agent, tx.now());
      }
    }
    for (const auto& pair : plan_.withdrawals) {
      withdraw(tx, pair.conversation, pair.agent);
    }
    for (const auto& pair : plan_.offers) {
      offer(tx, pair.conversation, pair.agent);
    }
  }

 private:
  Open open_;
  Settings settings_;
  std::unique_ptr<db::Session> session_;
  access::Directories directories_;
  Plan plan_;
};

}  // namespace

listener::Listener offering_listener(Open open, const Settings& settings) {
  // Shared by the three functions, which are copied with the Listener.
  auto offering = std::make_shared<Offering>(std::move(open), settings);
  return {.name = "routing",
          .prepare = [offering](listener::Entries entries) { offering->prepare(entries); },
          .want = [offering](writer::Tx& tx, listener::Entries) { offering->want(tx); },
          .apply = [offering](writer::Tx& tx, listener::Entries entries) { offering->apply(tx, entries); },
          .each_alone = true};
}

}  // namespace zhiyin::routing
