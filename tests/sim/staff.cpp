#include "sim/staff.hpp"

#include <fmt/format.h>

#include <utility>

#include "conversation/work.hpp"
#include "routing/service.hpp"
#include "team/state.hpp"

namespace zhiyin::sim {
namespace {

using conversation::Moved;
using conversation::Said;
using std::chrono::minutes;
using std::chrono::seconds;

writer::LaneKey lane_of(std::int64_t id) {
  return {static_cast<std::uint64_t>(id)};
}

}  // namespace

Staff::Staff(World& world, std::int64_t number) : world_(world), me_(number) {
  world.after(world.between(Millis{0}, minutes{20}), [this] { live(); });
}

void Staff::live() {
  if (world_.up() && !stopped_ && world_.since_start() >= away_until_) {
    auto& chance = world_.chance;
    if (!there_) {
      be(team::State::available);
    } else if (chance.once_in(routing::offers_to(world_.reading(), me_).empty() ? 400 : 40)) {  // with something to answer rather
      world_.chronicle.note(fmt::format("{} staff {} vanishes", iso_text(world_.time()), me_.value()));
      world_.vanishing.gone(world_.reading(), me_, world_.since_start());
      vanished_ = true;
      there_ = false;
      away_until_ = world_.since_start() + world_.between(minutes{20}, minutes{240});
    } else if (chance.once_in(300)) {
      be(chance.once_in(2) ? team::State::on_break : team::State::offline);
      there_ = false;
      away_until_ = world_.since_start() + world_.between(minutes{1}, minutes{60});
    } else {
      answer_offers();
      if (chance.once_in(3)) {
        work();
      }
      if (world_.since_start() - renewed_ > minutes{4}) {
        show_life();
      }
    }
  }
  world_.after(world_.between(seconds{20}, seconds{120}), [this] { live(); });
}

void Staff::answer_offers() {
  for (const auto& offer : routing::offers_to(world_.reading(), me_)) {
    const auto id = offer.conversation;
    const auto what = world_.chance.under(10);
    if (what < 7) {
      submit(id, [id](writer::Tx& tx, const auto& me) { return routing::accept(tx, id, me); }, true);
    } else if (what < 8) {
      submit(id, [id](writer::Tx& tx, const auto& me) { return routing::decline(tx, id, me); });
    }
  }
}

void Staff::work() {
  const std::array<std::int64_t, 1> one{me_.value()};
  const auto mine = conversation::held_by(world_.reading(), one);
  if (mine.empty()) {
    return;
  }
  const auto id = mine[world_.chance.under(mine.size())].id;
  switch (world_.chance.under(30)) {
    case 0:
    case 1: submit(id, [id](writer::Tx& tx, const auto& me) { return conversation::resolve(tx, id, me, std::nullopt); }); break;
    case 2:
      submit(id, [id, sleep = world_.between(minutes{1}, minutes{200})](writer::Tx& tx, const auto& me) {
        return conversation::snooze(tx, id, me, tx.now() + sleep);
      });
      break;
    case 3:
    case 4:
    case 5:
    case 6:
      submit(id, [id, client_id = fmt::format("d{}-{}", me_.value(), ++said_)](writer::Tx& tx, const auto& me) -> Result<Moved> {
        const auto said = conversation::say_as_agent(tx, id, me, {.client_id = client_id, .text = "words of " + client_id});
        return said ? Result<Moved>{Moved{id, conversation::find(tx, id)->revision}} : std::unexpected(said.error());
      });
      break;
    default: break;  // he thinks
  }
}

void Staff::submit(ConversationId id, std::function<Result<Moved>(writer::Tx&, const access::Viewer&)> decide, bool owns_after) {
  world_.submit(writer::command<Moved>(
      lane_of(id.value()),
      [id](writer::Tx& tx) {
        conversation::want(tx, id);
        access::want(tx);
      },
      [me = me_, decide = std::move(decide)](writer::Tx& tx) { return decide(tx, access::directory(tx).viewer(me)); },
      world_.heard<Moved>([this, owns_after](Result<Moved> result) {
        if (result && owns_after) {
          ++world_.chronicle.counts.accepted;
          world_.auditor.acknowledged_take(me_, *result);
        } else if (result) {
          world_.auditor.acknowledged_move(*result);
        }
      })));
}

void Staff::be(team::State state) {
  world_.submit(writer::command<team::AgentState>(
      lane_of(me_.value()), [me = me_](writer::Tx& tx) { team::want_state(tx, me); },
      [me = me_, state](writer::Tx& tx) { return team::set_state(tx, me, state, "", me, staff_lease); },
      world_.heard<team::AgentState>([this, state](Result<team::AgentState> result) {
        if (result) {
          there_ = state == team::State::available;
          if (std::exchange(vanished_, vanished_ && !there_)) {
            world_.vanishing.back(me_);
          }
          renewed_ = world_.since_start();
        }
      })));
}

/// A silence that was too long ended his state: then he says anew that he is there.
void Staff::show_life() {
  world_.submit(writer::command<bool>(
      lane_of(me_.value()), [me = me_](writer::Tx& tx) { team::want_state(tx, me); },
      [me = me_](writer::Tx& tx) -> Result<bool> { return team::renew(tx, me, staff_lease); },
      world_.heard<bool>([this](Result<bool> result) {
        if (result) {
          there_ = there_ && *result;
          renewed_ = world_.since_start();
        }
      })));
}

}  // namespace zhiyin::sim
