// The stage decides who may do what; nobody negotiates. One row for each cell of that table.
#include "conversation/rules.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::conversation {
namespace {

using std::chrono::days;

constexpr AgentId me{1};
constexpr AgentId other{2};
constexpr std::int64_t now = 7;  // the revision of each conversation below
constexpr std::optional<std::int64_t> unseen;

Conversation in(Stage stage, AgentId assignee = {}) {
  return {.id = ConversationId{1}, .stage = stage, .assignee = assignee, .revision = now};
}

/// The code of the refusal; nullopt when it is allowed.
std::optional<ErrorCode> code(const std::optional<Error>& fault) {
  return fault ? std::optional{fault->code} : std::nullopt;
}

struct Row {
  const char* name;
  Conversation conversation;
  std::optional<ErrorCode> say;
  std::optional<ErrorCode> take_unseen;
  std::optional<ErrorCode> take_seen;
  std::optional<ErrorCode> take_stale;
  std::optional<ErrorCode> resolve_unseen;
  std::optional<ErrorCode> resolve_seen;
  std::optional<ErrorCode> resolve_stale;
};

using enum ErrorCode;
constexpr auto ok = std::nullopt;

class Stages : public testing::TestWithParam<Row> {};

TEST_P(Stages, DecideWhatAnAgentMayDo) {
  const auto& row = GetParam();
  const auto& c = row.conversation;
  EXPECT_EQ(code(may_say(c, me)), row.say);
  EXPECT_EQ(code(may_take(c, me, unseen)), row.take_unseen);
  EXPECT_EQ(code(may_take(c, me, now)), row.take_seen);
  EXPECT_EQ(code(may_take(c, me, now - 1)), row.take_stale);
  EXPECT_EQ(code(may_take(c, me, now + 1)), row.take_stale);
  EXPECT_EQ(code(may_resolve(c, me, unseen)), row.resolve_unseen);
  EXPECT_EQ(code(may_resolve(c, me, now)), row.resolve_seen);
  EXPECT_EQ(code(may_resolve(c, me, now - 1)), row.resolve_stale);
}

INSTANTIATE_TEST_SUITE_P(Table, Stages,
                         testing::Values(  //                       say        take: unseen, seen, stale   resolve: unseen, seen, stale
                             Row{"queued", in(Stage::queued), /**/ ok, /**/ ok, ok, stale, /*    */ forbidden, forbidden, forbidden},
                             Row{"mine", in(Stage::assigned, me), /**/ ok, /**/ ok, ok, ok, /*    */ ok, ok, stale},
                             Row{"others", in(Stage::assigned, other), forbidden, conflict, ok, stale, forbidden, forbidden, forbidden},
                             Row{"resolved", in(Stage::resolved, me), conflict, conflict, conflict, stale, /**/ ok, ok, ok}),
                         [](const auto& info) { return std::string{info.param.name}; });

// His page must be able to say what to do next.
TEST(Stages, SayHowToMendARefusal) {
  for (const auto& fault : {may_say(in(Stage::assigned, other), me), may_say(in(Stage::resolved), me),
                            may_take(in(Stage::assigned, other), me, unseen), may_resolve(in(Stage::queued), me, unseen)}) {
    ASSERT_TRUE(fault);
    EXPECT_FALSE(fault->what.empty());
    EXPECT_FALSE(fault->where.empty());
    EXPECT_FALSE(fault->mend.empty());
  }
}

TEST(VisitorsMessage, BelongsToTheConversationUntilLongAfterItsEnd) {
  const auto ended = from_millis(1'800'000'000'000);
  auto c = in(Stage::resolved);
  c.resolved_at = ended;
  EXPECT_TRUE(takes_visitor_message(c, ended));
  EXPECT_TRUE(takes_visitor_message(c, ended + days{7}));
  EXPECT_FALSE(takes_visitor_message(c, ended + days{7} + Millis{1}));
  for (const auto stage : {Stage::queued, Stage::assigned}) {
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
  std::int64_t delivered;
  std::int64_t read;
  std::int64_t then_delivered;
  std::int64_t then_read;
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
