#include "sim/customer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/service.hpp"
#include "channel/intake.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

Customer::Customer(World& world, int number)
    : world_(world), inbox_(1 + number % 2), address_(fmt::format("address-{}", number)), name_(fmt::format("Customer {}", number)) {
  const auto tabs = world.chance.once_in(3) ? 2U : 1U;
  for (std::size_t i = 0; i < tabs; ++i) {
    tabs_.push_back(
        std::make_unique<Connection>(world, fmt::format("c{}.{}", number, i),
                                     [this, i](const Letter& letter, channel::Place place) { send(i, letter, std::move(place)); }));
  }
  world.after(world.between(Millis{0}, hours{12}), [this] { live(); });
}

bool Customer::settled() const {
  return std::ranges::all_of(tabs_, [](const auto& tab) { return tab->settled(); });
}

/// One visit after the other; now and then he stays away for so long that his conversation is not opened again.
void Customer::live() {
  if (!visiting_ && !stopped_) {
    to_write_ = static_cast<int>(1 + world_.chance.under(12));
  }
  act();
  visiting_ = to_write_ > 0 || !settled();
  const auto pause = visiting_                   ? world_.between(Millis{200}, seconds{90})
                     : world_.chance.once_in(12) ? world_.between(hours{8 * 24}, hours{10 * 24})
                                                 : world_.between(minutes{30}, hours{16});
  world_.after(world_.plan.calm ? seconds{20} : pause, [this] { live(); });
}

void Customer::act() {
  auto& tab = *tabs_[world_.chance.under(tabs_.size())];
  if (stopped_) {
    to_write_ = 0;
  } else if (to_write_ > 0 && !tab.waits()) {
    for (auto burst = 1 + world_.chance.under(3); burst > 0 && to_write_ > 0; --burst, --to_write_) {
      tab.write(fmt::format("words of {} at {}: 你好 {}", name_, to_millis(world_.time()), world_.chance.under(1'000)));
    }
    if (!last_acknowledged_.empty() && world_.chance.once_in(40)) {
      tab.write_in_conflict(last_acknowledged_, "other words under an old id");
    }
  }
  for (const auto& one : tabs_) {
    one->push();
  }
  if (world_.up() && !conversation_.none() && world_.chance.once_in(3)) {
    read();
  }
  if (world_.up() && !conversation_.none() && world_.chance.once_in(20)) {
    world_.submit(bot::ask_for_person(conversation_, contact_, world_.bot(), world_.heard<conversation::Moved>([](const auto&) {})));
  }
}

void Customer::send(std::size_t tab, const Letter& letter, channel::Place place) {
  auto& connection = *tabs_[tab];
  const bool hinted = world_.chance.once_in(2);
  channel::Inbound inbound{
      inbox_, address_, name_, letter.id, letter.text, hinted ? contact_ : ContactId{}, hinted ? conversation_ : ConversationId{}};
  auto reply = [this, &connection, number = connection.number(), id = letter.id, text = letter.text](Result<channel::Taken> result) {
    if (result) {
      world_.auditor.acknowledged(inbox_, {PersonKind::visitor, result->contact.value(), name_}, id, text, result->said);
      contact_ = result->contact;
      last_seq_ = std::max(conversation_ == result->said.conversation ? last_seq_ : 0, result->said.seq);
      conversation_ = result->said.conversation;
      last_acknowledged_ = id;
    }
    if (number == connection.number()) {
      connection.answered(id, result ? nullptr : &result.error());
    }
  };
  world_.submit(channel::intake(std::move(inbound), std::move(place), world_.heard<channel::Taken>(std::move(reply)), world_settings));
}

/// Receipts come late, twice, out of order and beyond the end.
void Customer::read() {
  const auto seq = static_cast<std::int64_t>(world_.chance.under(static_cast<std::uint64_t>(last_seq_) + 4));
  const auto read = world_.chance.once_in(2) ? seq : 0;
  const conversation::Watermark mark{PersonKind::visitor, contact_.value(), std::min(seq, last_seq_), std::min(read, last_seq_)};
  world_.submit(writer::command<conversation::Moved>(
      {static_cast<std::uint64_t>(conversation_.value())},
      [id = conversation_, me = contact_.value()](writer::Tx& tx) {
        conversation::want(tx, id);
        conversation::want_watermark(tx, id, PersonKind::visitor, me);
      },
      [id = conversation_, me = contact_.value(), seq, read](writer::Tx& tx) {
        return conversation::mark(tx, id, PersonKind::visitor, me, seq, read);
      },
      world_.heard<conversation::Moved>([this, mark](Result<conversation::Moved> result) {
        if (result) {
          world_.auditor.acknowledged_receipt(*result, mark);
        }
      })));
}

}  // namespace zhiyin::sim
