#include "prove/access/streams_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "channel/web/visitor.hpp"
#include "desk/agent.hpp"
#include "live/told.hpp"

namespace zhiyin::prove {
namespace {

constexpr std::string_view read = "conversation.read";
constexpr std::string_view reply = "conversation.reply";
constexpr std::string_view note = "conversation.note";

constexpr auto acts = std::to_array<ActRule>({
    {"open", read, Answered::by_conversation},
    {"history", read, Answered::by_conversation, R"(,"before":9)"},
    {"got", read, Answered::silently, R"(,"seq":1)"},
    {"seen", read, Answered::silently, R"(,"seq":1)"},
    {"typing", read, Answered::silently},
    {"take", reply},
    {"send", reply, Answered::by_id, R"(,"text":"an answer")"},
    {"edit", reply, Answered::by_id, R"(,"seq":2,"text":"a better answer")"},
    {"note", note, Answered::by_id, R"(,"text":"a note")"},
    {"label", note, Answered::by_id, R"(,"add":["proof"])"},
    {"priority", note, Answered::by_id, R"(,"priority":2)"},
    {"snooze", reply, Answered::by_id, R"(,"until":"2027-01-01T00:00:00.000Z")"},
    {"wake", reply},
    // Somebody's own, whatever he may do else.
    {"draft", read, Answered::by_id, R"(,"text":"a draft")"},
    {"unread", read, Answered::by_id, R"(,"seq":1)"},
    {"invite", reply, Answered::by_id, R"(,"agent":"PERSON")"},
    // Anybody may end his own part; a colleague's its owner may, and owning needs the right to reply.
    {"leave", reply, Answered::by_id, R"(,"agent":"PERSON")"},
    {"assign", "conversation.assign", Answered::by_id, R"(,"agent":"ME")"},
    {"transfer", reply, Answered::by_id, R"(,"agent":"ME")"},
    {"requeue", reply},
    // Nobody was asked.
    {"accept", reply, Answered::by_id, "", "conflict"},
    {"decline", reply, Answered::by_id, "", "conflict"},
    {"take", reply},
    {"resolve", reply},
    {"finish", reply},
    {"reopen", reply},
    {"close", read, Answered::silently},
});

constexpr auto desk_others = std::to_array<std::string_view>({"hello", "skip", "state", "watch", "unwatch", "ping"});
constexpr auto visitor_all =
    std::to_array<std::string_view>({"hello", "send", "skip", "got", "seen", "reach", "person", "rate", "typing", "history", "ping"});
constexpr auto desk_told =
    std::to_array<std::string_view>({"welcome", "snapshot", "changes", "fact", "typing", "history", "ack", "refused", "skipped", "pong",
                                     "inner", "window", "rows", "looking", "state", "gone", "offer", "offer_ended"});
constexpr auto visitor_told = std::to_array<std::string_view>(
    {"welcome", "none", "snapshot", "changes", "fact", "typing", "history", "ack", "refused", "skipped", "pong", "duty", "place"});

constexpr auto filters = std::to_array<FilterSample>({
    {"stages", R"(["queued"])"},
    {"stages", R"(["resolved"])"},
    {"stages", R"(["bot","queued","assigned","wrap_up","resolved"])"},
    {"assignee", R"("anyone")"},
    {"assignee", R"("nobody")"},
    {"assignee", R"("ME")"},
    {"assignee", R"("OWNER")"},
    {"assignee", R"(["ME","OWNER"])"},
    {"teams", R"(["TEAM"])"},
    {"inboxes", R"(["INBOX"])"},
    {"inboxes", R"(["ELSEWHERE"])"},
    {"labels", R"(["in-gold-label","in-owned-label"])"},
    {"without_labels", R"(["in-gold-label"])"},
    {"priority", "1"},
    {"unread", "true"},
    {"snoozed", "true"},
    {"snoozed", "false"},
    {"waiting_ms", "1"},
    {"participant", R"("ME")"},
    {"participant", R"("OWNER")"},
});

void same(World& world, std::string_view what, std::vector<std::string_view> code, std::vector<std::string_view> ruled) {
  std::ranges::sort(code);
  std::ranges::sort(ruled);
  ruled.erase(std::ranges::unique(ruled).begin(), ruled.end());
  for (const auto type : code) {
    if (!std::ranges::binary_search(ruled, type)) {
      world.fail(fmt::format("no rule for {} {}; after thinking about it, add it to tests/prove/access/streams_rules.cpp", what, type));
    }
  }
  for (const auto type : ruled) {
    if (!std::ranges::binary_search(code, type)) {
      world.fail(fmt::format("there is a rule for {} {}, but no such thing", what, type));
    }
  }
}

std::vector<std::string_view> told(bool live::ToldRow::* side) {
  std::vector<std::string_view> types;
  for (const auto& row : live::all_told) {
    if (row.*side) {
      types.push_back(row.type);
    }
  }
  return types;
}

template <class Rows, class Member>
std::vector<std::string_view> column(const Rows& rows, Member member) {
  std::vector<std::string_view> words;
  std::ranges::transform(rows, std::back_inserter(words), member);
  return words;
}

}  // namespace

std::span<const ActRule> act_rules() {
  return acts;
}
std::span<const std::string_view> desk_words() {
  return desk_others;
}
std::span<const std::string_view> visitor_words() {
  return visitor_all;
}
std::span<const std::string_view> told_to_desks() {
  return desk_told;
}
std::span<const std::string_view> told_to_visitors() {
  return visitor_told;
}
std::span<const FilterSample> filter_samples() {
  return filters;
}

std::string members_of(const ActRule& rule, const Asker& asker, const std::string& person) {
  std::string text{rule.more};
  for (const auto& [word, id] : {std::pair<std::string, std::string>{"ME", asker.id}, {"PERSON", person}}) {
    if (const auto at = text.find(word); at != std::string::npos) {
      text.replace(at, word.size(), id);
    }
  }
  return text;
}

void compare_tables(World& world) {
  auto desk = column(acts, &ActRule::type);
  desk.insert(desk.end(), desk_others.begin(), desk_others.end());
  same(world, "a desk's message", desk::Agent::message_types(), desk);
  same(world, "a visitor's message", channel::web::Visitor::message_types(), {visitor_all.begin(), visitor_all.end()});
  same(world, "what desks are told:", told(&live::ToldRow::to_desks), {desk_told.begin(), desk_told.end()});
  same(world, "what visitors are told:", told(&live::ToldRow::to_visitors), {visitor_told.begin(), visitor_told.end()});
  const auto members = desk::filter_members();
  same(world, "a filter's member", {members.begin(), members.end()}, column(filters, &FilterSample::member));
}

}  // namespace zhiyin::prove
