#include "sim/agent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conversation/service.hpp"
#include "conversation/store.hpp"

namespace zhiyin::sim {
namespace {

using conversation::Moved;
using conversation::Said;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t first_agent = 101;
constexpr std::int64_t rows_looked_at = 20;

writer::LaneKey lane_of(ConversationId id) {
  return {static_cast<std::uint64_t>(id.value())};
}

}  // namespace

SimAgent::SimAgent(World& world, int number)
    : world_(world),
      me_{PersonKind::agent, first_agent + number, fmt::format("Agent {}", number)},
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

std::optional<conversation::Conversation> SimAgent::look(conversation::View view) {
  auto list = conversation::list(world_.reading(), view, AgentId{me_.id}, rows_looked_at);
  if (list.rows.empty()) {
    return std::nullopt;
  }
  return std::move(list.rows[world_.chance.under(list.rows.size())]);
}

void SimAgent::decide() {
  using conversation::View;
  const auto what = world_.chance.under(20);
  const auto seen = look(what < 5 ? View::queue : what < 16 ? View::mine : View::open);
  if (!seen || connection_.waits()) {
    return;
  }
  const auto id = seen->id;
  const auto revision = world_.chance.once_in(4) ? std::nullopt : std::optional{seen->revision};
  const auto later = [this](std::function<void()> act) {
    world_.after(world_.between(Millis{100}, seconds{40}), [this, act = std::move(act)] {
      if (world_.up()) {
        act();
      }
    });
  };
  if (what < 5 || what >= 18) {
    later([this, id, revision] { take(id, revision); });
  } else if (what < 13 || what == 16) {
    connection_.write(fmt::format("answer of {} at {}", me_.name, to_millis(world_.time())), id, seen->inbox);
  } else if (what < 15) {
    read(*seen);
  } else {
    later([this, id, revision] { resolve(id, revision); });
  }
  if (seen->stage == Stage::queued && world_.plan.plants(Plant::resolve_unasked, 3)) {
    resolve_unasked(id);
  }
}

void SimAgent::take(ConversationId id, std::optional<std::int64_t> seen) {
  world_.submit(writer::command<Moved>(
      lane_of(id), [id](writer::Tx& tx) { conversation::want(tx, id); },
      [this, id, seen](writer::Tx& tx) -> Result<Moved> {
        auto result = conversation::take(tx, id, me_, seen);
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
      lane_of(id), [id](writer::Tx& tx) { conversation::want(tx, id); },
      [me = me_, id, seen](writer::Tx& tx) { return conversation::resolve(tx, id, me, seen); }, noting()));
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

void SimAgent::read(const conversation::Conversation& seen) {
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
        conversation::want(tx, id);
        if (const auto* c = conversation::find(tx, id)) {
          conversation::want_message(tx, c->inbox, me, client_id);
        }
      },
      channel::in_order<Said>(place, [id, me = me_, client_id = letter.id, text = letter.text](
                                         writer::Tx& tx) { return conversation::say_as_agent(tx, id, me, client_id, text); }),
      channel::noting_refusal<Said>(place, world_.heard<Said>(std::move(reply)))));
}

}  // namespace zhiyin::sim
