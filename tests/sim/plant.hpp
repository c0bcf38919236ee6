// Bugs to switch on, one at a time: a simulation that cannot catch a planted bug proves nothing about the others. They live in the
// simulation's own parts (its session, its gateway, its people), never in the product; Plant::acknowledge_early is a hook of the lane, and
// Plant::count_unseen and forget_ageing are hooks of the lists, that other proofs and tests use too.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/invariant.hpp"

namespace zhiyin::sim {

enum class Plant : std::uint8_t {
  none,
  forget_commit,
  acknowledge_early,
  forget_sender_ids,
  shift_seq,
  swap_facts,
  resolve_unasked,
  speak_uninvited,
  drop_idle_timer,
  drop_snooze_timer,
  drop_bot_timer,
  acknowledge_losers,
  keep_following,
  skip_fact,
  forget_cursor,
  keep_fired_timer,
  lose_timer,
  lower_receipt,
  hide_assignee,
  lose_inner_fact,
  miscount_unread,
  swallow_answer,
  keep_lost_work,
  blind_lists,
  count_unseen,
  forget_upsert,
  forget_ageing,
};

struct PlantRow {
  Plant plant;
  Invariant invariant;  ///< that must catch it, and before any other does
  std::string_view what;
};

constexpr std::array<PlantRow, 26> plants{{
    {Plant::keep_lost_work, Invariant::reached, "what a vanished agent had is not queued again"},
    {Plant::forget_commit, Invariant::kept, "a COMMIT that is answered and not done"},
    {Plant::acknowledge_early, Invariant::kept, "answers leave before COMMIT"},
    {Plant::forget_sender_ids, Invariant::once, "a message sent again is taken for a new one"},
    {Plant::shift_seq, Invariant::order, "a message's row has another seq than its fact"},
    {Plant::swap_facts, Invariant::order, "two facts of a conversation are told the wrong way round"},
    {Plant::resolve_unasked, Invariant::stages, "an agent resolves a conversation out of the queue"},
    {Plant::speak_uninvited, Invariant::stages, "a colleague who was not invited speaks in another's conversation"},
    {Plant::drop_idle_timer, Invariant::reached, "an idle timer is not stored"},
    {Plant::drop_snooze_timer, Invariant::reached, "a conversation sleeps and nothing will wake it"},
    {Plant::drop_bot_timer, Invariant::reached, "a message waits for the bot, and nothing will end that"},
    {Plant::acknowledge_losers, Invariant::owner, "an agent whose take was refused is told that it succeeded"},
    {Plant::keep_following, Invariant::sight, "a page that was closed is still told"},
    {Plant::blind_lists, Invariant::sight, "lists do not adopt a right that was withdrawn"},
    {Plant::count_unseen, Invariant::sight, "a list counts rows that its reader may not see"},
    {Plant::skip_fact, Invariant::listeners, "a listener's cursor jumps over a fact"},
    {Plant::forget_cursor, Invariant::listeners, "a listener's cursor is not saved with its effects"},
    {Plant::keep_fired_timer, Invariant::timers, "a timer fires and its row stays"},
    {Plant::lose_timer, Invariant::timers, "a timer is not stored"},
    {Plant::lower_receipt, Invariant::receipts, "a receipt is stored lower than it was"},
    {Plant::hide_assignee, Invariant::snapshot, "a change of stage is told without its assignee"},
    {Plant::lose_inner_fact, Invariant::snapshot, "an inner fact is not told"},
    {Plant::miscount_unread, Invariant::lists, "a list's count of unread messages is one too high"},
    {Plant::forget_upsert, Invariant::lists, "a new conversation is not told to lists"},
    {Plant::forget_ageing, Invariant::lists, "a list forgets that time brings rows and takes them"},
    {Plant::swallow_answer, Invariant::end, "an answer is never given"},
}};

/// Every invariant has a bug that shows it awake.
static_assert([] {
  for (const auto& invariant : invariants) {
    bool proven = false;
    for (const auto& row : plants) {
      proven = proven || row.invariant == invariant.invariant;
    }
    if (!proven) {
      return false;
    }
  }
  return true;
}());

}  // namespace zhiyin::sim
