// What must hold, whatever happens: the invariants of ARCHITECTURE.md that apply so far, and three of the simulation's own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zhiyin::sim {

enum class Invariant : std::uint8_t { kept, once, order, stages, reached, owner, sight, listeners, timers, receipts, snapshot, lists, end };

struct InvariantRow {
  Invariant invariant;
  std::string_view name;
  std::string_view what;
};

constexpr std::array<InvariantRow, 13> invariants{{
    {Invariant::kept, "I1", "acknowledged means stored"},
    {Invariant::once, "I2", "one (inbox, sender, client id) is one message"},
    {Invariant::order, "I3", "one order for all observers, without gap or repeat"},
    {Invariant::stages, "I4", "stages follow the table, and speakers the stage"},
    {Invariant::reached, "I5", "no open conversation without queue, owner or bot, and a timer"},
    {Invariant::owner, "I6", "at most one owner"},
    {Invariant::sight, "I7", "nobody is told what he does not follow, or may not see, or no longer"},
    {Invariant::listeners, "I8", "every listener reaches the log's end, and each fact takes effect once, in order, or is parked"},
    {Invariant::timers, "I9", "a timer fires once, not early, and not never"},
    {Invariant::receipts, "I10", "receipts never go backwards"},
    {Invariant::snapshot, "snapshot", "snapshot + facts = fresh snapshot"},
    {Invariant::lists, "lists", "lists show and count what there is: snapshot + updates = fresh snapshot"},
    {Invariant::end, "end", "without faults everything comes to an end: every message is answered"},
}};

[[nodiscard]] constexpr const InvariantRow& row_of(Invariant invariant) {
  return invariants[static_cast<std::size_t>(invariant)];
}

static_assert([] {
  for (std::size_t i = 0; i < invariants.size(); ++i) {
    if (invariants[i].invariant != static_cast<Invariant>(i)) {
      return false;
    }
  }
  return true;
}());

}  // namespace zhiyin::sim
