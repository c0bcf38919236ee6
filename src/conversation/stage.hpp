// The stage table: what may happen to a conversation in each stage, who may do it, and where it leads. Everything is decided by it;
// docs/stages.md is printed from it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "conversation/model.hpp"
#include "identity/permission.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::conversation {

enum class Act : std::uint8_t {
  customer_message,
  bot_message,
  agent_message,
  edit,  ///< of one's own message
  note,  ///< a note, labels, priority
  take,
  assign,   ///< to somebody, by another or by the routing
  accept,   ///< an offer
  requeue,  ///< the owner has gone, was removed, or gives it back
  transfer_agent,
  transfer_team,
  invite,
  leave,
  resolve,
  finish_wrap_up,
  reopen_by_agent,
  snooze,
  wake,
  hand_over,  ///< by the bot to people
  idle_end,
  rate,  ///< by its customer
};
constexpr std::size_t act_count = 21;
constexpr std::size_t stage_count = 5;
/// In the order of a conversation's life.
constexpr std::array<Stage, stage_count> all_stages{Stage::bot, Stage::queued, Stage::assigned, Stage::wrap_up, Stage::resolved};

/// What somebody is to a conversation, as bits. A person has none of them for an act that his rights do not cover.
enum Who : std::uint16_t {
  nobody = 0,
  customer = 1,
  bot = 2,
  system = 4,
  author = 8,  ///< of the message in question
  owner = 16,
  participant = 32,  ///< was invited
  viewer = 64,       ///< sees it, and has the act's right
  supervisor = 128,  ///< sees it, and has conversation.assign as well
};
using Whos = std::uint16_t;

enum class Outcome : std::uint8_t {
  unsaid,  ///< no cell has it
  stays,
  goes,     ///< to Cell::to
  ends,     ///< to wrap_up; to resolved where the inbox has none
  begins,   ///< to bot where the inbox has one, else to queued
  refused,  ///< whoever does it; Cell::refusal says why
};
enum class Refusal : std::uint8_t { none, with_bot, with_people, unowned, taken, ending, resolved, not_ending, too_early };

struct Cell {
  Outcome outcome = Outcome::unsaid;
  Stage to = Stage::queued;
  Whos who = nobody;
  bool versioned = false;  ///< takes it from somebody: only with the revision that one decided on
  Refusal refusal = Refusal::none;
};

struct ActRow {
  Act act;
  std::string_view text;
  std::string_view what;
  std::string_view what_zh;
  identity::Right right;                ///< that a person needs for it
  std::array<Cell, stage_count> cells;  ///< as all_stages
};

[[nodiscard]] std::span<const ActRow> stage_table();
[[nodiscard]] const Cell& cell(Stage stage, Act act);
[[nodiscard]] std::string_view act_text(Act act);
[[nodiscard]] identity::Right right_of(Act act);
/// What a refused act is told.
[[nodiscard]] Error refusal_error(Refusal refusal);

/// What its inbox has a conversation go through.
struct Ways {
  bool wraps_up = false;  ///< it has a wrap-up time
  bool bot = false;       ///< a bot answers first
};
/// The stage after `act` by somebody who is `whos` to the conversation, or why not.
[[nodiscard]] Result<Stage> decide(Stage stage, Act act, Whos whos, Ways ways = {});

/// The table for people, as Markdown.
[[nodiscard]] std::string stages_page(bool chinese);

}  // namespace zhiyin::conversation
