#include "sim/agent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/directory.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "sim/people.hpp"

namespace zhiyin::sim {
namespace {

using conversation::Moved;
using conversation::Said;
using std::chrono::minutes;
using std::chrono::seconds;

writer::LaneKey lane_of(ConversationId id) {
  return {static_cast<std::uint64_t>(id.value())};
}

/// As the directory knows him at the moment of the command.
const access::Viewer& viewer(writer::Tx& tx, const Person& me) {
  return access::directory(tx).viewer(AgentId{me.id});
}

void want(writer::Tx& tx, ConversationId id) {
  conversation::want(tx, id);
  access::want(tx);
}

}  // namespace

SimAgent::SimAgent(World& world, std::int64_t number)
    : world_(world),
      me_(agent_of(first_agent + number)),
      desk_(world, AgentId{me_.id}),
      connection_(world, fmt::format("a{}", number), [this](const Letter& letter, const channel::Place& place) { send(letter, place); }) {
  world.after(world.between(Millis{0}, minutes{10}), [this] { live(); });
}

void SimAgent::live() {
  if (world_.up()) {
    if (!stopped_) {
      decide();
    }
    connection_.push();
  }
  world_.after(world_.plan.calm ? seconds{20} : world_.between(seconds{1}, minutes{8}), [this] { live(); });
}

void SimAgent::decide() {
  const auto what = world_.chance.under(26);
  const auto seen = desk_.look(what < 5 ? "queue" : what < 16 || what >= 23 ? "mine" : "open");
  if (!seen || connection_.waits()) {
    return;
  }
  const auto id = seen->id;
  const auto revision = world_.chance.once_in(4) ? std::nullopt : std::optional{seen->rev};
  const auto later = [this](std::function<void()> act) {
    world_.after(world_.between(Millis{100}, seconds{40}), [this, act = std::move(act)] {
      if (world_.up()) {
        act();
      }
    });
  };
  if (what >= 20) {
    later([this, id] { act(id); });
  } else if (what < 5 || what >= 18) {
    later([this, id, revision] { take(id, revision); });
  } else if (what < 13 || what == 16) {
    connection_.write(fmt::format("answer of {} at {}", me_.name, to_millis(world_.time())), id, seen->inbox);
  } else if (what < 15) {
    read(*seen);
  } else {
    later([this, id, revision] { resolve(id, revision); });
  }
  if (seen->stage == stage_text(Stage::queued) && world_.plan.plants(Plant::resolve_unasked, 3)) {
    resolve_unasked(id);
  }
  if (seen->stage == stage_text(Stage::assigned) && seen->assignee.value() != me_.id && world_.plan.plants(Plant::speak_uninvited, 3)) {
    speak_uninvited(id);
  }
}

void SimAgent::take(ConversationId id, std::optional<std::int64_t> seen) {
  world_.submit(writer::command<Moved>(
      lane_of(id), [id](writer::Tx& tx) { want(tx, id); },
      [this, id, seen](writer::Tx& tx) -> Result<Moved> {
        auto result = conversation::take(tx, id, viewer(tx, me_), seen);
        const auto* c = conversation::find(tx, id);
        if (!result && c != nullptr && world_.plan.plants(Plant::acknowledge_losers, 2)) {
          return Moved{id, c->revision};
        }
        return result;
      },
      world_.heard<Moved>([this](Result<Moved> result) {
        if (result) {
          world_.auditor.acknowledged_take(AgentId{me_.id}, *result);
        }
      })));
}

std::move_only_function<void(Result<Moved>)> SimAgent::noting() {
  return world_.heard<Moved>([this](Result<Moved> result) {
    if (result) {
      world_.auditor.acknowledged_move(*result);
    }
  });
}

void SimAgent::resolve(ConversationId id, std::optional<std::int64_t> seen) {
  world_.submit(writer::command<Moved>(
      lane_of(id), [id](writer::Tx& tx) { want(tx, id); },
      [me = me_, id, seen, wrap_up = world_.chance.once_in(2) ? Millis{0} : world_.between(seconds{30}, minutes{30})](writer::Tx& tx) {
        return conversation::resolve(tx, id, viewer(tx, me), seen, wrap_up);
      },
      noting()));
}

void SimAgent::submit(ConversationId id, Decide decide) {
  world_.submit(writer::command<Moved>(
      lane_of(id),
      [id](writer::Tx& tx) {
        want(tx, id);
        if (const auto* c = conversation::find(tx, id)) {
          conversation::want_newest_of(tx, c->contact, c->inbox);
        }
      },
      [me = me_, decide = std::move(decide)](writer::Tx& tx) { return decide(tx, viewer(tx, me), access::directory(tx)); }, noting()));
}

void SimAgent::act(ConversationId id) {
  auto& chance = world_.chance;
  const AgentId other{first_agent + static_cast<std::int64_t>(chance.under(people_max))};
  switch (chance.under(14)) {
    case 0:
      submit(id, [id, other](writer::Tx& tx, const auto& me, const auto& directory) {
        const auto* c = conversation::find(tx, id);
        return conversation::assign(tx, id, &me, other, directory, c == nullptr ? std::nullopt : std::optional{c->revision});
      });
      break;
    case 1:
      submit(id, [id, other](writer::Tx& tx, const auto& me, const auto& directory) {
        return conversation::transfer_to_agent(tx, id, me, other, directory, std::nullopt);
      });
      break;
    case 2:
      submit(id, [id, team = chance.once_in(2) ? experts : TeamId{}](writer::Tx& tx, const auto& me, const auto& directory) {
        return conversation::transfer_to_team(tx, id, me, team, directory, std::nullopt);
      });
      break;
    case 3:
    case 4:
      submit(id, [id, other](writer::Tx& tx, const auto& me, const auto& directory) {
        return conversation::invite(tx, id, me, other, directory);
      });
      break;
    case 5:
      submit(id, [id, other, self = chance.once_in(2)](writer::Tx& tx, const auto& me, const auto&) {
        return conversation::leave(tx, id, me, self ? me.person : other);
      });
      break;
    case 6:
    case 7:
      submit(id, [id, other, client_id = fmt::format("n{}-{}", me_.id, ++noted_), called = chance.once_in(3)](
                     writer::Tx& tx, const auto& me, const auto& directory) {
        const std::vector<AgentId> mentions = called ? std::vector{other} : std::vector<AgentId>{};
        return conversation::write_note(tx, id, me, {.words = {.client_id = client_id, .text = "noted " + client_id}, .mentions = mentions},
                                        directory);
      });
      break;
    case 8:
      submit(id,
             [id, label = fmt::format("label-{}", chance.under(6)), add = !chance.once_in(3)](writer::Tx& tx, const auto& me, const auto&) {
               const std::vector<std::string_view> one{label};
               return add ? conversation::change_labels(tx, id, me, one, {}) : conversation::change_labels(tx, id, me, {}, one);
             });
      break;
    case 9:
      submit(id, [id, priority = static_cast<std::int64_t>(chance.under(5))](writer::Tx& tx, const auto& me, const auto&) {
        return conversation::set_priority(tx, id, me, priority);
      });
      break;
    case 10:
      submit(id, [id, sleep = world_.between(minutes{1}, minutes{600})](writer::Tx& tx, const auto& me, const auto&) {
        return conversation::snooze(tx, id, me, tx.now() + sleep);
      });
      break;
    case 11:
      submit(id, [id, which = chance.under(3)](writer::Tx& tx, const auto& me, const auto&) {
        return which == 0   ? conversation::wake(tx, id, &me)
               : which == 1 ? conversation::requeue(tx, id, &me)
                            : conversation::finish_wrap_up(tx, id, &me);
      });
      break;
    case 12:
      submit(id, [id](writer::Tx& tx, const auto& me, const auto&) { return conversation::reopen(tx, id, me, world_settings); });
      break;
    default:
      submit(id, [id, back = static_cast<std::int64_t>(chance.under(4)), text = fmt::format("edited by {}", me_.name)](
                     writer::Tx& tx, const auto& me, const auto&) {
        const auto* c = conversation::find(tx, id);
        return conversation::edit(tx, id, me, c == nullptr ? 1 : c->last_seq - back, text, {.edit_within = minutes{60}});
      });
  }
}

/// What resolve() would do without its rule.
void SimAgent::resolve_unasked(ConversationId id) {
  world_.submit(writer::command<Moved>(
      lane_of(id), [id](writer::Tx& tx) { conversation::want(tx, id); },
      [me = me_, id](writer::Tx& tx) -> Result<Moved> {
        auto& row = *tx.shelf<conversation::ConversationShelf>().find(id);
        auto& c = row.conversation;
        if (c.stage == Stage::queued) {
          row.changed = true;
          c.stage = Stage::resolved;
          c.resolved_at = tx.now();
          tx.record(event::write({.conversation = id,
                                  .revision = ++c.revision,
                                  .at = tx.now(),
                                  .contact = c.contact,
                                  .change = event::StageChanged{Stage::resolved, {}, "", me}}));
        }
        return Moved{id, c.revision};
      },
      world_.heard<Moved>([](Result<Moved>) {})));
}

/// What say_as_agent() would do without its rule.
void SimAgent::speak_uninvited(ConversationId id) {
  world_.submit(writer::command<Moved>(
      lane_of(id), [id](writer::Tx& tx) { conversation::want(tx, id); },
      [me = me_, id, client_id = fmt::format("u{}-{}", me_.id, ++noted_)](writer::Tx& tx) -> Result<Moved> {
        auto& row = *tx.shelf<conversation::ConversationShelf>().find(id);
        auto& c = row.conversation;
        if (c.stage == Stage::assigned && c.assignee.value() != me.id && c.invited == 0) {
          row.changed = true;
          ++c.last_seq;
          c.last_at = tx.now();
          c.customer_unread = 0;
          c.waiting_since = {};
          tx.record(event::write({.conversation = id,
                                  .revision = ++c.revision,
                                  .at = tx.now(),
                                  .contact = c.contact,
                                  .assignee = c.assignee,
                                  .change = event::MessageSent{c.last_seq, me, client_id, "uninvited"}}));
          tx.shelf<conversation::MessageShelf>().add({c.inbox, me.id, client_id}, id, PersonKind::agent,
                                                     {c.last_seq, c.revision, me, client_id, tx.now(), "uninvited"});
        }
        return Moved{id, c.revision};
      },
      world_.heard<Moved>([](Result<Moved>) {})));
}

void SimAgent::read(const ShownRow& seen) {
  const auto seq = static_cast<std::int64_t>(world_.chance.under(static_cast<std::uint64_t>(seen.last_seq) + 3));
  const auto read = world_.chance.once_in(3) ? 0 : seq;
  world_.submit(writer::command<Moved>(
      lane_of(seen.id),
      [id = seen.id, me = me_.id](writer::Tx& tx) {
        conversation::want(tx, id);
        conversation::want_watermark(tx, id, PersonKind::agent, me);
      },
      [id = seen.id, me = me_.id, seq, read](writer::Tx& tx) { return conversation::mark(tx, id, PersonKind::agent, me, seq, read); },
      world_.heard<Moved>([this, delivered = std::min(seq, seen.last_seq), upto = std::min(read, seen.last_seq)](Result<Moved> result) {
        if (result) {
          world_.auditor.acknowledged_receipt(*result, {PersonKind::agent, me_.id, delivered, upto});
        }
      })));
}

void SimAgent::send(const Letter& letter, const channel::Place& place) {
  const auto id = letter.conversation;
  auto reply = [this, letter_inbox = letter.inbox, number = connection_.number(), client_id = letter.id,
                text = letter.text](Result<Said> result) {
    if (result) {
      world_.auditor.acknowledged(letter_inbox, me_, client_id, text, *result);
    }
    if (number == connection_.number()) {
      connection_.answered(client_id, result ? nullptr : &result.error());
    }
  };
  world_.submit(writer::command<Said>(
      lane_of(id),
      [id, me = me_.id, client_id = letter.id](writer::Tx& tx) {
        want(tx, id);
        if (const auto* c = conversation::find(tx, id)) {
          conversation::want_message(tx, c->inbox, me, client_id);
        }
      },
      channel::in_order<Said>(place,
                              [id, me = me_, client_id = letter.id, text = letter.text](writer::Tx& tx) {
                                return conversation::say_as_agent(tx, id, viewer(tx, me), {.client_id = client_id, .text = text});
                              }),
      channel::noting_refusal<Said>(place, world_.heard<Said>(std::move(reply)))));
}

}  // namespace zhiyin::sim
