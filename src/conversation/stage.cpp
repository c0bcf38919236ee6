#include "conversation/stage.hpp"

#include <algorithm>

#include "platform/base/require.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;

constexpr Cell stays(int who) {
  return {.outcome = Outcome::stays, .who = static_cast<Whos>(who)};
}
constexpr Cell goes(Stage to, int who) {
  return {.outcome = Outcome::goes, .to = to, .who = static_cast<Whos>(who)};
}
constexpr Cell takes_over(int who) {
  return {.outcome = Outcome::goes, .to = Stage::assigned, .who = static_cast<Whos>(who), .versioned = true};
}
constexpr Cell ends(int who) {
  return {.outcome = Outcome::ends, .to = Stage::wrap_up, .who = static_cast<Whos>(who)};
}
constexpr Cell begins(int who) {
  return {.outcome = Outcome::begins, .to = Stage::queued, .who = static_cast<Whos>(who)};
}
constexpr Cell no(Refusal why) {
  return {.outcome = Outcome::refused, .refusal = why};
}
using enum Refusal;
constexpr auto to_queue = Stage::queued;
constexpr auto to_owner = Stage::assigned;
constexpr auto to_end = Stage::resolved;

// clang-format off
constexpr std::array<ActRow, act_count> table{{
    // act                                                                   bot                                 queued                                 assigned                              wrap_up                             resolved
    {Act::customer_message, "customer_message", "the customer writes", "客户发来消息", Right::conversation_read,
     {stays(customer), stays(customer), stays(customer), goes(to_owner, customer), begins(customer)}},
    {Act::bot_message, "bot_message", "the bot answers", "机器人回复", Right::conversation_read,
     {stays(bot), no(with_people), no(with_people), no(with_people), no(Refusal::resolved)}},
    {Act::agent_message, "agent_message", "an agent writes to the customer", "客服回复客户", Right::conversation_reply,
     {goes(to_owner, viewer), goes(to_owner, viewer), stays(owner | participant), no(ending), no(Refusal::resolved)}},
    {Act::edit, "edit", "an agent changes what he wrote", "客服修改自己的消息", Right::conversation_reply,
     {stays(author), stays(author), stays(author), stays(author), stays(author)}},
    {Act::note, "note", "a note, labels or priority", "备注、标签或优先级", Right::conversation_note,
     {stays(viewer), stays(viewer), stays(viewer), stays(viewer), stays(viewer)}},
    {Act::take, "take", "an agent takes it", "客服领取会话", Right::conversation_reply,
     {goes(to_owner, viewer), goes(to_owner, viewer), takes_over(viewer), no(ending), no(Refusal::resolved)}},
    {Act::assign, "assign", "it is given to an agent", "会话被分配给客服", Right::conversation_assign,
     {goes(to_owner, supervisor | system), goes(to_owner, supervisor | system), takes_over(supervisor | system), no(ending), no(Refusal::resolved)}},
    {Act::accept, "accept", "an agent accepts an offer", "客服接受派单", Right::conversation_reply,
     {no(with_bot), goes(to_owner, viewer), no(taken), no(taken), no(Refusal::resolved)}},
    {Act::requeue, "requeue", "the owner is gone, or gives it back", "负责人离开或退回会话", Right::conversation_reply,
     {no(with_bot), stays(system | supervisor), goes(to_queue, owner | supervisor | system), goes(to_end, supervisor | system), stays(system | supervisor)}},
    {Act::transfer_agent, "transfer_agent", "it is transferred to an agent", "转接给客服", Right::conversation_reply,
     {goes(to_owner, supervisor), goes(to_owner, supervisor), goes(to_owner, owner | supervisor), no(ending), no(Refusal::resolved)}},
    {Act::transfer_team, "transfer_team", "it is transferred to a team", "转接给团队", Right::conversation_reply,
     {goes(to_queue, supervisor | bot), stays(supervisor), goes(to_queue, owner | supervisor), no(ending), no(Refusal::resolved)}},
    {Act::invite, "invite", "a colleague is invited", "邀请同事参与", Right::conversation_reply,
     {no(with_bot), no(unowned), stays(owner | participant | supervisor), stays(owner | supervisor), no(Refusal::resolved)}},
    {Act::leave, "leave", "a participant leaves, or is removed", "参与者离开或被移除", Right::conversation_read,
     {stays(participant | supervisor), stays(participant | supervisor), stays(participant | owner | supervisor), stays(participant | owner | supervisor), stays(participant | owner | supervisor)}},
    {Act::resolve, "resolve", "it is resolved", "解决会话", Right::conversation_reply,
     {goes(to_end, bot | system), no(unowned), ends(owner), stays(owner), stays(viewer)}},
    {Act::finish_wrap_up, "finish_wrap_up", "wrap-up is over", "结束整理", Right::conversation_reply,
     {no(not_ending), no(not_ending), no(not_ending), goes(to_end, owner | supervisor | system), stays(viewer | system)}},
    {Act::reopen_by_agent, "reopen_by_agent", "an agent opens it again", "客服重新打开", Right::conversation_reply,
     {stays(viewer), stays(viewer), stays(viewer), goes(to_owner, owner | supervisor), goes(to_owner, viewer)}},
    {Act::snooze, "snooze", "it is put off until later", "稍后处理", Right::conversation_reply,
     {no(with_bot), no(unowned), stays(owner | supervisor), no(ending), no(Refusal::resolved)}},
    {Act::wake, "wake", "it is looked at again", "唤醒会话", Right::conversation_reply,
     {stays(viewer | system), stays(viewer | system), stays(owner | supervisor | system), stays(viewer | system), stays(viewer | system)}},
    {Act::hand_over, "hand_over", "the bot hands over to people", "机器人转人工", Right::conversation_assign,
     {goes(to_queue, customer | bot | system | supervisor), stays(customer | bot | system | supervisor), stays(customer | bot | system | supervisor), stays(customer | bot | system | supervisor), stays(bot | system | supervisor)}},
    {Act::idle_end, "idle_end", "nobody has written for long", "长时间无人发言", Right::conversation_read,
     {goes(to_end, system), goes(to_end, system), goes(to_end, system), goes(to_end, system), stays(system)}},
    {Act::rate, "rate", "the customer rates it", "客户评价会话", Right::conversation_read,
     {no(too_early), no(too_early), stays(customer), stays(customer), stays(customer)}},
}};
// clang-format on

constexpr bool every_cell_is_there() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].act) != i) {
      return false;
    }
    for (const auto& one : table[i].cells) {
      const bool refused = one.outcome == Outcome::refused;
      if (one.outcome == Outcome::unsaid || refused != (one.refusal != Refusal::none) || refused != (one.who == nobody)) {
        return false;
      }
    }
  }
  return true;
}
static_assert(every_cell_is_there());

/// Whoever is nobody in this: what he is told depends on what he tried.
Error not_his(Act act) {
  if (act == Act::agent_message) {
    return {ErrorCode::forbidden, "another agent has this conversation", "conversation", "take it over first", {}};
  }
  if (act == Act::resolve) {
    return {ErrorCode::forbidden, "only the agent who has it may resolve it", "conversation", "take it first", {}};
  }
  if (act == Act::edit) {
    return {ErrorCode::forbidden, "only its author may change a message", "seq", "write a new one", {}};
  }
  return {ErrorCode::forbidden, "this is not yours to do in this conversation", "conversation", "ask its owner or a supervisor", {}};
}

}  // namespace

std::span<const ActRow> stage_table() {
  return table;
}

const Cell& cell(Stage stage, Act act) {
  const auto* column = std::ranges::find(all_stages, stage);
  require(column != all_stages.end(), "a stage is one of five");
  return table.at(static_cast<std::size_t>(act)).cells.at(static_cast<std::size_t>(column - all_stages.begin()));
}

std::string_view act_text(Act act) {
  return table.at(static_cast<std::size_t>(act)).text;
}

identity::Right right_of(Act act) {
  return table.at(static_cast<std::size_t>(act)).right;
}

Error refusal_error(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: break;
    case Refusal::with_bot: return {ErrorCode::conflict, "the bot has this conversation", "conversation", "take it first", {}};
    case Refusal::with_people: return {ErrorCode::conflict, "people have this conversation by now", "conversation", "say nothing more", {}};
    case Refusal::unowned: return {ErrorCode::forbidden, "nobody has this conversation yet", "conversation", "take it first", {}};
    case Refusal::taken:
      return {ErrorCode::conflict, "another agent has this conversation by now", "conversation", "take the next one", {}};
    case Refusal::ending: return {ErrorCode::conflict, "this conversation is in wrap-up", "conversation", "open it again first", {}};
    case Refusal::resolved:
      return {ErrorCode::conflict, "this conversation is resolved", "conversation", "it opens again when the visitor writes", {}};
    case Refusal::not_ending: return {ErrorCode::conflict, "this conversation is not in wrap-up", "conversation", "resolve it first", {}};
    case Refusal::too_early:
      return {ErrorCode::conflict,
              "this conversation cannot be rated yet",
              "conversation",
              "rate it when somebody has it, or once it is over",
              {}};
  }
  fail_requirement("a refusal says why", std::source_location::current());
}

Result<Stage> decide(Stage stage, Act act, Whos whos, Ways ways) {
  const auto& found = cell(stage, act);
  if (found.outcome == Outcome::refused) {
    return std::unexpected(refusal_error(found.refusal));
  }
  if ((found.who & whos) == 0) {
    return std::unexpected(not_his(act));
  }
  if (found.outcome == Outcome::ends) {
    return ways.wraps_up ? Stage::wrap_up : Stage::resolved;
  }
  if (found.outcome == Outcome::begins) {
    return ways.bot ? Stage::bot : Stage::queued;
  }
  return found.outcome == Outcome::goes ? found.to : stage;
}

}  // namespace zhiyin::conversation
