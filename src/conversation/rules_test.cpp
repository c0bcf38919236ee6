// Decisions that need no store.
#include "conversation/rules.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::conversation {
namespace {

using std::chrono::days;

constexpr AgentId me{1};
constexpr AgentId other{2};

Conversation in(Stage stage, AgentId assignee = {}) {
  return {.id = ConversationId{1}, .stage = stage, .assignee = assignee};
}

/// The code of the refusal; nullopt when it is allowed.
std::optional<ErrorCode> code(const std::optional<Error>& fault) {
  return fault ? std::optional{fault->code} : std::nullopt;
}

using enum ErrorCode;

access::Viewer person(AgentId id, identity::Role role, std::vector<TeamId> teams = {}) {
  return {.person = id, .name = "P", .rights = identity::rights_of(role), .inboxes = {InboxId{1}}, .teams = std::move(teams)};
}

TEST(ViewerBits, SayWhatHeIsToIt) {
  const auto agent = person(me, identity::Role::agent);
  EXPECT_EQ(viewer_bits(in(Stage::queued), agent), viewer);
  EXPECT_EQ(viewer_bits(in(Stage::assigned, other), agent), viewer);
  EXPECT_EQ(viewer_bits(in(Stage::assigned, me), agent), viewer | owner);
  EXPECT_EQ(viewer_bits(in(Stage::queued), person(me, identity::Role::supervisor)), viewer | supervisor);
  // Whoever comes without a person (a service token) must not own what nobody owns.
  EXPECT_EQ(viewer_bits(in(Stage::queued), person({}, identity::Role::agent)), viewer);
}

TEST(Colleague, MustExistAndBeAbleTo) {
  access::Directory directory;
  directory.viewers.emplace(me, person(me, identity::Role::agent));
  directory.viewers.emplace(other, person(other, identity::Role::quality));
  EXPECT_FALSE(fault_in_colleague(directory, me, identity::Right::conversation_reply));
  EXPECT_EQ(code(fault_in_colleague(directory, other, identity::Right::conversation_reply)), invalid);
  EXPECT_FALSE(fault_in_colleague(directory, other, identity::Right::conversation_read));
  EXPECT_EQ(code(fault_in_colleague(directory, AgentId{3}, identity::Right::conversation_read)), invalid);
}

// A conversation given to a team in which nobody can see it would wait for ever.
TEST(Team, MustHaveSomebodyWhoSeesAndAnswers) {
  constexpr TeamId team{4};
  auto c = in(Stage::assigned, me);
  c.inbox = InboxId{1};
  access::Directory directory;
  EXPECT_EQ(code(fault_in_team(directory, c, team)), invalid);
  directory.teams.emplace(team, team::Team{.id = team, .name = "T", .expert = true, .members = {}});
  EXPECT_EQ(code(fault_in_team(directory, c, team)), invalid) << "no members";
  directory.viewers.emplace(other, person(other, identity::Role::quality, {team}));
  EXPECT_EQ(code(fault_in_team(directory, c, team)), invalid) << "nobody who answers";
  directory.viewers.insert_or_assign(other, person(other, identity::Role::agent, {team}));
  EXPECT_FALSE(fault_in_team(directory, c, team));
  c.inbox = InboxId{2};
  EXPECT_EQ(code(fault_in_team(directory, c, team)), invalid) << "not their inbox";
  EXPECT_FALSE(fault_in_team(directory, c, TeamId{})) << "no team in particular is anybody's";
}

TEST(Label, IsASlug) {
  for (const std::string& label : {std::string{"refund"}, std::string{"vip-2_a"}, std::string{"退款"}, std::string(40, 'x')}) {
    EXPECT_FALSE(fault_in_label(label)) << label;
  }
  for (const std::string& label : {std::string{}, std::string{"Refund"}, std::string{"a b"}, std::string{"-a"}, std::string(41, 'x'),
                                   std::string{"a\nb"}, std::string{"a,b"}}) {
    EXPECT_EQ(code(fault_in_label(label)), invalid) << label;
  }
}

TEST(VisitorsMessage, BelongsToTheConversationUntilLongAfterItsEnd) {
  const auto ended = from_millis(1'800'000'000'000);
  auto c = in(Stage::resolved);
  c.resolved_at = ended;
  EXPECT_TRUE(takes_visitor_message(c, ended));
  EXPECT_TRUE(takes_visitor_message(c, ended + days{7}));
  EXPECT_FALSE(takes_visitor_message(c, ended + days{7} + Millis{1}));
  EXPECT_TRUE(takes_visitor_message(c, ended + days{30}, days{30})) << "its inbox says how long";
  EXPECT_FALSE(takes_visitor_message(c, ended + Millis{1}, days{0}));
  for (const auto stage : {Stage::bot, Stage::queued, Stage::assigned, Stage::wrap_up}) {
    c.stage = stage;  // opened again: its old end means nothing
    EXPECT_TRUE(takes_visitor_message(c, ended + days{100}));
  }
}

TEST(IdleUntil, CountsFromTheLastMessageOfAnOpenConversation) {
  auto c = in(Stage::queued);
  c.last_at = from_millis(1'000);
  EXPECT_EQ(idle_until(c, Millis{500}), from_millis(1'500));
  c.stage = Stage::assigned;
  EXPECT_EQ(idle_until(c, Millis{500}), from_millis(1'500));
  c.snoozed_until = from_millis(9'000);
  EXPECT_EQ(idle_until(c, Millis{500}), from_millis(9'500)) << "it sleeps, which is not idle";
  c.stage = Stage::resolved;
  EXPECT_EQ(idle_until(c, Millis{500}), std::nullopt);
}

TEST(ClientId, IsPrintableAsciiWithoutSpace) {
  for (const std::string& id : {std::string{"m"}, std::string{"!~"}, std::string(64, 'x'), std::string{"0190-aF:/?#"}}) {
    EXPECT_FALSE(fault_in_client_id(id)) << id;
  }
  using std::string_literals::operator""s;
  for (const std::string& id : {""s, std::string(65, 'x'), "a b"s, "a\tb"s, "\x7f"s, "\0"s, "é"s, " a"s}) {
    EXPECT_EQ(code(fault_in_client_id(id)), invalid) << id;
  }
}

TEST(Text, HoldsSomethingWithinItsLimit) {
  using std::string_literals::operator""s;
  for (const std::string& text : {"x"s, " x "s, "0"s, "好"s, "\u3000"s, std::string(text_max_bytes, 'x')}) {
    EXPECT_FALSE(fault_in_text(text)) << text.size();
  }
  for (const std::string& text : {""s, " "s, " \t\r\n"s, "a\0b"s}) {
    EXPECT_EQ(code(fault_in_text(text)), invalid) << text.size();
  }
  EXPECT_EQ(code(fault_in_text(std::string(text_max_bytes + 1, 'x'))), too_large);
  EXPECT_EQ(code(fault_in_text(std::string(text_max_bytes + 1, ' '))), too_large);
}

std::string times(std::size_t count, std::string_view character) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += character;
  }
  return text;
}

// A fact's body keeps the name in its first line.
TEST(Name, IsCutToCharactersAndHasNoControls) {
  EXPECT_EQ(clean_name("Li 李"), "Li 李");
  EXPECT_EQ(clean_name("a\nb\x7f\x01"
                       "c\r"),
            "abc");
  EXPECT_EQ(clean_name(times(80, "好")), times(80, "好"));
  EXPECT_EQ(clean_name(times(81, "好")), times(80, "好"));
  EXPECT_EQ(clean_name(times(79, "a") + "👋👋"), times(79, "a") + "👋");
  EXPECT_EQ(clean_name(""), "");
}

TEST(Preview, IsOneLineAndCutsNoCharacter) {
  EXPECT_EQ(preview("one\r\ntwo\tthree"), "one  two three");
  EXPECT_EQ(preview(times(120, "👋")), times(120, "👋"));
  EXPECT_EQ(preview(times(119, "x") + "好好"), times(119, "x") + "好");
}

struct Receipt {
  std::int64_t delivered = 0;
  std::int64_t read = 0;
  std::int64_t then_delivered = 0;
  std::int64_t then_read = 0;
};

TEST(Receipts, MoveForwardUpToTheLastMessage) {
  const Watermark at{PersonKind::agent, 1, 5, 3};
  for (const auto& [delivered, read, then_delivered, then_read] : {
           Receipt{0, 0, 5, 3},        // nothing new
           Receipt{6, 0, 6, 3},        //
           Receipt{4, 2, 5, 3},        // never back
           Receipt{0, 4, 5, 4},        //
           Receipt{0, 7, 7, 7},        // what was read was delivered
           Receipt{999, 999, 10, 10},  // above the last message counts as the last
           Receipt{-1, -1, 5, 3},
       }) {
    const auto then = moved(at, delivered, read, 10);
    EXPECT_EQ(then.delivered, then_delivered) << delivered << " " << read;
    EXPECT_EQ(then.read, then_read) << delivered << " " << read;
    EXPECT_EQ(then.id, 1);
  }
}

RC_GTEST_PROP(Receipts, NeverGoBackAndNeverPassEachOther, (const std::vector<std::pair<std::int8_t, std::int8_t>>& receipts)) {
  Watermark at;
  for (const auto& [delivered, read] : receipts) {
    const auto then = moved(at, delivered, read, 50);
    RC_ASSERT(then.delivered >= at.delivered && then.read >= at.read);
    RC_ASSERT(then.read <= then.delivered && then.delivered <= 50);
    at = then;
  }
}

}  // namespace
}  // namespace zhiyin::conversation
