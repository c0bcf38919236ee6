// Whose a conversation is, who takes part, how it ends and begins again.
#include "access/hold.hpp"
#include "conversation/lost_team.hpp"
#include "platform/json/writer.hpp"
#include "rest/auditing.hpp"
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using conversation::Moved;
using identity::Right;

struct ToAgent {
  AgentId agent;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<ToAgent>) {
  return api::object<ToAgent>("ToAgent", api::field("agent", &ToAgent::agent, {.what = "The colleague."}),
                              api::field("rev", &ToAgent::rev, rev_bounds));
}

struct Transfer {
  std::optional<AgentId> agent;
  std::optional<std::optional<TeamId>> team;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<Transfer>) {
  return api::object<Transfer>(
      "Transfer", api::field("agent", &Transfer::agent, {.what = "To this colleague; or name a team."}),
      api::field("team", &Transfer::team, {.what = "Into the queue of this team; null: of no team in particular."}),
      api::field("rev", &Transfer::rev, rev_bounds));
}

struct Leave {
  std::optional<AgentId> agent;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<Leave>) {
  return api::object<Leave>("Leave", api::field("agent", &Leave::agent, {.what = "Who leaves; without it you."}),
                            api::field("rev", &Leave::rev, rev_bounds));
}

struct Snooze {
  Time until;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<Snooze>) {
  return api::object<Snooze>("Snooze", api::field("until", &Snooze::until, {.what = "When it wakes, within a year."}),
                             api::field("rev", &Snooze::rev, rev_bounds));
}

Result<Moved> take(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  return conversation::take(tx, conversation_in(asked), asked.caller.viewer, asked.given.rev);
}

Result<Moved> assign(writer::Tx& tx, const api::Asked<ToAgent>& asked) {
  const auto id = conversation_in(asked);
  const auto to = asked.given.agent;
  const auto* c = conversation::find(tx, id);
  const auto before = c == nullptr ? AgentId{} : c->assignee;
  auto moved = conversation::assign(tx, id, &asked.caller.viewer, to, access::directory(tx), asked.given.rev);
  if (moved && to != asked.caller.person && to != before) {
    json::Writer details;
    details.begin_object().field("agent", to.text()).field("before", before.none() ? "" : before.text()).end_object();
    note_audit(tx, asked.caller, "conversation_assigned", {"conversation", id.value()}, details.take());
  }
  return moved;
}

Result<Moved> requeue(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  return conversation::requeue(tx, conversation_in(asked), &asked.caller.viewer);
}

Result<Moved> transfer(writer::Tx& tx, const api::Asked<Transfer>& asked) {
  const auto& given = asked.given;
  if (given.agent.has_value() == given.team.has_value()) {
    return refuse(ErrorCode::invalid, "a transfer goes to a colleague or to a team", "agent", "send agent or team, and not both");
  }
  const auto id = conversation_in(asked);
  if (given.agent) {
    return conversation::transfer_to_agent(tx, id, asked.caller.viewer, *given.agent, access::directory(tx), given.rev);
  }
  return conversation::transfer_to_team(tx, id, asked.caller.viewer, given.team->value_or(TeamId{}), access::hold(tx), given.rev);
}

Result<Moved> invite(writer::Tx& tx, const api::Asked<ToAgent>& asked) {
  return conversation::invite(tx, conversation_in(asked), asked.caller.viewer, asked.given.agent, access::directory(tx));
}

Result<Moved> leave(writer::Tx& tx, const api::Asked<Leave>& asked) {
  if (auto fault = asked.given.agent ? std::nullopt : fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  return conversation::leave(tx, conversation_in(asked), asked.caller.viewer, asked.given.agent.value_or(asked.caller.person));
}

Result<Moved> resolve(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  const auto id = conversation_in(asked);
  const auto* c = conversation::find(tx, id);
  const auto* inbox = c == nullptr ? nullptr : access::directory(tx).inbox(c->inbox);
  return conversation::resolve(tx, id, asked.caller.viewer, asked.given.rev, inbox == nullptr ? Millis{0} : inbox->wrap_up);
}

Result<Moved> finish(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  return conversation::finish_wrap_up(tx, conversation_in(asked), &asked.caller.viewer);
}

api::Route reopen_route(const Rules& rules) {
  return act<OnSeen>(
      {.path = "/api/v1/conversations/{conversation}/reopen",
       .needs = api::needs(Right::conversation_reply),
       .operation = "reopenConversation",
       .summary = "Begin a resolved one again",
       .summary_zh = "重新打开会话",
       .what = "Only the customer's newest; it is yours then."},
      [settings = rules.conversations](writer::Tx& tx, const api::Asked<OnSeen>& asked) -> Result<Moved> {
        if (auto fault = fault_without_person(asked)) {
          return std::unexpected(std::move(*fault));
        }
        auto moved = conversation::reopen(tx, conversation_in(asked), asked.caller.viewer, settings);
        if (moved) {
          moved->inner_revision = conversation::leave_lost_team(tx, moved->conversation);
        }
        return moved;
      },
      want_to_reopen);
}

Result<Moved> snooze(writer::Tx& tx, const api::Asked<Snooze>& asked) {
  return conversation::snooze(tx, conversation_in(asked), asked.caller.viewer, asked.given.until);
}

Result<Moved> wake(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  return conversation::wake(tx, conversation_in(asked), &asked.caller.viewer);
}

std::vector<api::Route> handing_routes() {
  return {
      act<OnSeen>({.path = "/api/v1/conversations/{conversation}/take",
                   .needs = api::needs(Right::conversation_reply),
                   .operation = "takeConversation",
                   .summary = "Make it yours",
                   .summary_zh = "接手会话",
                   .what = "From a colleague only with the revision that you saw."},
                  take),
      act<ToAgent>({.path = "/api/v1/conversations/{conversation}/assign",
                    .needs = api::needs(Right::conversation_assign),
                    .operation = "assignConversation",
                    .summary = "Give it to somebody",
                    .summary_zh = "分配会话",
                    .what = "From a colleague only with the revision that you saw."},
                   assign),
      act<OnSeen>({.path = "/api/v1/conversations/{conversation}/requeue",
                   .needs = api::needs(Right::conversation_reply),
                   .operation = "requeueConversation",
                   .summary = "Put it back into the queue",
                   .summary_zh = "放回队列"},
                  requeue),
      act<Transfer>({.path = "/api/v1/conversations/{conversation}/transfer",
                     .needs = api::needs(Right::conversation_reply),
                     .operation = "transferConversation",
                     .summary = "Hand it over to a colleague or a team",
                     .summary_zh = "转接给同事或团队"},
                    transfer),
      act<ToAgent>({.path = "/api/v1/conversations/{conversation}/invite",
                    .needs = api::needs(Right::conversation_reply),
                    .operation = "inviteToConversation",
                    .summary = "Ask a colleague to take part",
                    .summary_zh = "邀请同事参与"},
                   invite),
      act<Leave>({.path = "/api/v1/conversations/{conversation}/leave",
                  .needs = api::needs(Right::conversation_read),
                  .operation = "leaveConversation",
                  .summary = "End somebody's part in it",
                  .summary_zh = "退出会话"},
                 leave),
  };
}

}  // namespace

std::vector<api::Route> act_routes(const Rules& rules) {
  auto all = handing_routes();
  all.push_back(act<OnSeen>({.path = "/api/v1/conversations/{conversation}/resolve",
                             .needs = api::needs(Right::conversation_reply),
                             .operation = "resolveConversation",
                             .summary = "End it",
                             .summary_zh = "解决会话",
                             .what = "Where the inbox has a wrap-up time it ends with that."},
                            resolve));
  all.push_back(act<OnSeen>({.path = "/api/v1/conversations/{conversation}/finish",
                             .needs = api::needs(Right::conversation_reply),
                             .operation = "finishWrapUp",
                             .summary = "End the wrap-up",
                             .summary_zh = "结束话后处理"},
                            finish));
  all.push_back(reopen_route(rules));
  all.push_back(act<Snooze>({.path = "/api/v1/conversations/{conversation}/snooze",
                             .needs = api::needs(Right::conversation_reply),
                             .operation = "snoozeConversation",
                             .summary = "Let it sleep",
                             .summary_zh = "稍后处理",
                             .what = "A customer's message wakes it."},
                            snooze));
  all.push_back(act<OnSeen>({.path = "/api/v1/conversations/{conversation}/wake",
                             .needs = api::needs(Right::conversation_reply),
                             .operation = "wakeConversation",
                             .summary = "Wake it",
                             .summary_zh = "唤醒会话"},
                            wake));
  return all;
}

}  // namespace zhiyin::rest
