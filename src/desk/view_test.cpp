// What a client may ask of a list, and what it then means.
#include "desk/view.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::desk {
namespace {

using identity::Right;

Result<View> parsed(const std::string& members) {
  const auto document = json::Document::parse("{" + members + "}");
  EXPECT_TRUE(document) << members;
  return parse_view(*document->root());
}

Row plain_row() {
  Row row;
  row.id = ConversationId{1};
  row.inbox = InboxId{1};
  row.last_at = from_millis(5'000);
  row.created_at = from_millis(1'000);
  return row;
}

const Time now = from_millis(100'000);
const auto wang = AgentId{9};

TEST(Views, ThatAreBuiltIn) {
  auto queued = plain_row();
  auto mine = plain_row();
  mine.stage = Stage::assigned;
  mine.assignee = wang;
  auto done = mine;
  done.stage = Stage::resolved;
  const auto in = [](const char* name, const Row& row) { return matches(seen_by(*built_in(name), wang).filter, row, now); };
  for (const auto& [name, expected] : {std::pair{"queue", "100"}, {"mine", "010"}, {"open", "110"}}) {
    std::string is;
    for (const auto* row : {&queued, &mine, &done}) {
      is += in(name, *row) ? '1' : '0';
    }
    EXPECT_EQ(is, expected) << name;
  }
  EXPECT_EQ(built_in("Queue"), std::nullopt);
  EXPECT_EQ(built_in(""), std::nullopt);
}

// A member that is misspelt or wrong would otherwise show more than was asked for.
TEST(Views, ThatCannotBeReadSayWhichMemberIsWrong) {
  for (const auto& [members, where] : {std::pair{R"("filter":[])", "filter"},
                                       {R"("filter":{"stage":["queued"]})", "filter"},
                                       {R"("filter":{"stages":["lost"]})", "stages"},
                                       {R"("filter":{"stages":[]})", "stages"},
                                       {R"("filter":{"assignee":"him"})", "assignee"},
                                       {R"("filter":{"assignee":["me","anyone"]})", "assignee"},
                                       {R"("filter":{"assignee":7})", "assignee"},
                                       {R"("filter":{"teams":["1"]})", "teams"},
                                       {R"("filter":{"inboxes":"0000000000001"})", "inboxes"},
                                       {R"("filter":{"labels":[1]})", "labels"},
                                       {R"("filter":{"priority":5})", "priority"},
                                       {R"("filter":{"priority":"high"})", "priority"},
                                       {R"("filter":{"unread":false})", "unread"},
                                       {R"("filter":{"snoozed":"yes"})", "snoozed"},
                                       {R"("filter":{"waiting_ms":-1})", "waiting_ms"},
                                       {R"("filter":{"waiting_ms":31536000001})", "waiting_ms"},
                                       {R"("filter":{"participant":"you"})", "participant"},
                                       {R"("sort":"oldest")", "sort"}}) {
    const auto view = parsed(members);
    ASSERT_FALSE(view) << members;
    EXPECT_EQ(view.error().where, where) << members;
  }
}

// One text for one meaning: windows are shared by it, and saved views are kept in it.
TEST(Views, ThatMeanTheSameHaveOneText) {
  const auto a = parsed(R"("filter":{"assignee":"me","stages":["assigned","queued"],"unread":true},"sort":"newest")");
  const auto b = parsed(R"("filter":{"unread":true,"stages":["queued","assigned","queued"],"assignee":["me"]})");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(canonical(*a), canonical(*b));
  EXPECT_EQ(canonical(*a), R"("filter":{"stages":["queued","assigned"],"assignee":["me"],"unread":true},"sort":"newest")");
  const auto his = parsed(R"("filter":{"assignee":"0000000000009","stages":["queued","assigned"],"unread":true})");
  EXPECT_NE(canonical(*a), canonical(*his));
  EXPECT_EQ(canonical(seen_by(*a, wang)), canonical(seen_by(*his, AgentId{8})));
}

TEST(Views, AreReadBackFromTheirText) {
  rc::check([] {
    View view;
    view.sort = *rc::gen::element(Sort::newest, Sort::waiting, Sort::priority, Sort::created);
    auto& f = view.filter;
    const auto maybe = [] { return *rc::gen::arbitrary<bool>(); };
    f.stages = maybe() ? f.stages : stage_bit(Stage::queued) | (maybe() ? stage_bit(Stage::resolved) : 0U);
    f.owner = *rc::gen::element(Filter::Owner::anyone, Filter::Owner::nobody, Filter::Owner::among);
    if (f.owner == Filter::Owner::among) {
      f.owners = maybe() ? std::vector{wang} : std::vector<AgentId>{};
      f.owner_me = f.owners.empty() || maybe();
    }
    f.teams = maybe() ? std::vector{TeamId{1}, TeamId{2}} : std::vector<TeamId>{};
    f.inboxes = maybe() ? std::vector{InboxId{3}} : std::vector<InboxId>{};
    f.labels = maybe() ? std::vector<std::string>{"a", "b \"c\""} : std::vector<std::string>{};
    f.without_labels = maybe() ? std::vector<std::string>{"退款"} : std::vector<std::string>{};
    f.priority = *rc::gen::inRange<std::int64_t>(0, conversation::priority_max + 1);
    f.unread = maybe();
    f.snoozed = maybe() ? std::optional{maybe()} : std::nullopt;
    f.waiting = Millis{*rc::gen::inRange(0, 100'000)};
    f.participant_me = maybe();
    f.participant = f.participant_me || maybe() ? AgentId{} : wang;
    const auto read = parsed(canonical(view));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == view);
  });
}

/// Each member alone: the row that it lets in, and what makes it stay out.
TEST(Filters, AskForWhatTheySay) {
  auto row = plain_row();
  row.assignee = wang;
  row.stage = Stage::assigned;
  row.team = TeamId{2};
  row.labels = {"refund"};
  row.participants = {AgentId{8}};
  row.priority = 3;
  row.unread = 1;
  row.waiting_since = from_millis(90'000);
  row.snoozed_until = from_millis(100'001);
  const auto in = [&](const std::string& filter, Time at = now) {
    const auto view = parsed(R"("filter":{)" + filter + "}");
    EXPECT_TRUE(view) << filter;
    return view && matches(seen_by(*view, wang).filter, row, at);
  };
  EXPECT_TRUE(in(""));
  EXPECT_TRUE(in(R"("assignee":"me")"));
  EXPECT_FALSE(in(R"("assignee":"nobody")"));
  EXPECT_FALSE(in(R"("assignee":["0000000000008"])"));
  EXPECT_TRUE(in(R"("assignee":["0000000000008","0000000000009"])"));
  EXPECT_FALSE(in(R"("stages":["queued"])"));
  EXPECT_TRUE(in(R"("teams":["0000000000002"])"));
  EXPECT_FALSE(in(R"("teams":["0000000000001"])"));
  EXPECT_FALSE(in(R"("inboxes":["0000000000002"])"));
  EXPECT_TRUE(in(R"("labels":["x","refund"])"));
  EXPECT_FALSE(in(R"("labels":["x"])"));
  EXPECT_FALSE(in(R"("without_labels":["x","refund"])"));
  EXPECT_TRUE(in(R"("priority":3)"));
  EXPECT_FALSE(in(R"("priority":4)"));
  EXPECT_TRUE(in(R"("unread":true)"));
  EXPECT_TRUE(in(R"("snoozed":true)"));
  EXPECT_FALSE(in(R"("snoozed":true)", from_millis(100'001)));
  EXPECT_TRUE(in(R"("waiting_ms":10000)"));
  EXPECT_FALSE(in(R"("waiting_ms":10001)"));
  EXPECT_FALSE(in(R"("participant":"me")"));
  EXPECT_TRUE(in(R"("participant":"0000000000008")"));
}

TEST(Sorts, GiveOneNumberThatJavaScriptHoldsExactly) {
  auto early = plain_row();
  early.waiting_since = from_millis(1'795'000'000'000);
  auto late = early;
  late.waiting_since += Millis{1};
  const auto still = plain_row();
  EXPECT_GT(order_of(Sort::waiting, early), order_of(Sort::waiting, late));
  EXPECT_GT(order_of(Sort::waiting, late), order_of(Sort::waiting, still));
  late.priority = 1;
  EXPECT_GT(order_of(Sort::priority, late), order_of(Sort::priority, early));
  auto high = still;
  high.priority = conversation::priority_max;
  EXPECT_GT(order_of(Sort::priority, high), order_of(Sort::priority, late));
  EXPECT_LT(order_of(Sort::priority, high), std::int64_t{1} << 53);
  EXPECT_GE(order_of(Sort::waiting, still), 1);
  EXPECT_EQ(order_of(Sort::newest, still), 5'000);
  EXPECT_EQ(order_of(Sort::created, still), 1'000);
}

TEST(Names, OfViewsAreShortAndClean) {
  EXPECT_EQ(fault_in_view_name("等待最久"), std::nullopt);
  EXPECT_EQ(fault_in_view_name(std::string(view_name_max_bytes, 'x')), std::nullopt);
  for (const auto& name : {std::string{}, std::string(view_name_max_bytes + 1, 'x'), std::string{"a\nb"}}) {
    EXPECT_TRUE(fault_in_view_name(name)) << name;
  }
}

}  // namespace
}  // namespace zhiyin::desk
