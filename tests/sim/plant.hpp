// Bugs to switch on, one at a time: a simulation that cannot catch a planted bug proves nothing about the others.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zhiyin::sim {

enum class Plant : std::uint8_t {
  none,
  forget_commit,
  forget_sender_ids,
  shift_seq,
  resolve_unasked,
  drop_idle_timer,
  acknowledge_losers,
  skip_fact,
  keep_fired_timer,
  lower_receipt,
};

struct PlantRow {
  Plant plant;
  std::string_view invariant;  ///< that must catch it, and before any other does
  std::string_view what;
};

constexpr std::array<PlantRow, 9> plants{{
    {Plant::forget_commit, "I1", "a COMMIT that is answered and not done"},
    {Plant::forget_sender_ids, "I2", "a message sent again is taken for a new one"},
    {Plant::shift_seq, "I3", "a message's row has another seq than its fact"},
    {Plant::resolve_unasked, "I4", "an agent resolves a conversation out of the queue"},
    {Plant::drop_idle_timer, "I5", "an idle timer is not stored"},
    {Plant::acknowledge_losers, "I6", "an agent whose take was refused is told that it succeeded"},
    {Plant::skip_fact, "I8", "a listener's cursor jumps over a fact"},
    {Plant::keep_fired_timer, "I9", "a timer fires and its row stays"},
    {Plant::lower_receipt, "I10", "a receipt is stored lower than it was"},
}};

}  // namespace zhiyin::sim
