// docs/live-protocol.md, "Lists": the server decides who is in a window; other tests' conversations are in it too.
#include <fmt/format.h>

#include <algorithm>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class List : public FlowTest {
 protected:
  static const Object* find(const boost::json::array& rows, const std::string& id) {
    for (const auto& row : rows) {
      if (text_of(row.as_object(), "id") == id) {
        return &row.as_object();
      }
    }
    return nullptr;
  }
  static Object upsert(Line& line, const std::string& view, const std::string& id) {
    const auto rows = line.hear("rows", [&](const Object& message) {
      return text_of(message, "view") == view && find(array_of(message, "upsert"), id) != nullptr;
    });
    return *find(array_of(rows, "upsert"), id);
  }
  static void removed(Line& line, const std::string& view, const std::string& id) {
    line.hear("rows", [&](const Object& message) {
      return text_of(message, "view") == view &&
             std::ranges::any_of(array_of(message, "remove"), [&id](const auto& gone) { return std::string_view(gone.as_string()) == id; });
    });
  }
};
ON_BOTH_ENGINES(List);

TEST_P(List, a_conversation_wanders_from_queue_to_mine_and_out) {
  const auto desk = agent();
  for (const char* view : {"queue", "mine", "open"}) {
    const auto window = watch(*desk, view);
    EXPECT_GE(number_of(window, "total"), static_cast<std::int64_t>(array_of(window, "rows").size()));
  }
  const auto one = started(R"(,"name":"Ana")");
  const auto queued = upsert(*desk, "queue", one.conversation);
  EXPECT_EQ(text_of(queued, "stage"), "queued");
  EXPECT_TRUE(queued.at("assignee").is_null());
  EXPECT_EQ(text_of(object_of(queued, "visitor"), "name"), "Ana");
  EXPECT_EQ(text_of(object_of(queued, "last"), "text"), "Where is my parcel?");
  EXPECT_EQ(text_of(object_of(queued, "last"), "kind"), "visitor");
  EXPECT_EQ(number_of(object_of(queued, "last"), "seq"), 1);
  EXPECT_TRUE(is_time(text_of(queued, "waiting_since")));
  EXPECT_EQ(number_of(queued, "unread"), 1);
  upsert(*desk, "open", one.conversation);
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  removed(*desk, "queue", one.conversation);
  EXPECT_EQ(text_of(upsert(*desk, "mine", one.conversation), "stage"), "assigned");
  expect_ack(send(*desk, "a-1", "Here.", one.conversation));
  Object answered;
  do {
    answered = upsert(*desk, "mine", one.conversation);
  } while (number_of(object_of(answered, "last"), "seq") < 2);
  EXPECT_TRUE(answered.at("waiting_since").is_null());
  EXPECT_EQ(number_of(answered, "unread"), 0);
  expect_ack(act(*desk, "resolve", "r-1", one.conversation));
  removed(*desk, "mine", one.conversation);
  removed(*desk, "open", one.conversation);
}

TEST_P(List, a_window_holds_the_newest_first_and_no_more_than_its_limit) {
  const auto first = started();
  const auto second = started();
  const auto third = started();
  const auto desk = agent();
  const auto window = watch(*desk, "open", 2);
  const auto& rows = array_of(window, "rows");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(text_of(rows[0].as_object(), "id"), third.conversation);
  EXPECT_EQ(text_of(rows[1].as_object(), "id"), second.conversation);
  EXPECT_GT(number_of(rows[0].as_object(), "order"), number_of(rows[1].as_object(), "order"));
  EXPECT_GE(number_of(window, "total"), 3);
  expect_ack(send(first.line(), "m-2", "to the top"));
  const auto top = upsert(*desk, "open", first.conversation);
  EXPECT_GT(number_of(top, "order"), number_of(rows[0].as_object(), "order"));
}

TEST_P(List, a_window_of_two_gives_up_the_older_one) {
  const auto first = started();
  const auto second = started();
  const auto desk = agent();
  watch(*desk, "open", 2);
  const auto third = started();
  removed(*desk, "open", first.conversation);
  (void)third;
}

TEST_P(List, last_text_is_cut_at_120_characters) {
  const auto one = visitor();
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "知";
  }
  const std::string id(text_of(send(*one.line, "m-1", text), "conversation"));
  const auto desk = agent();
  const auto window = watch(*desk, "queue");
  const auto* row = find(array_of(window, "rows"), id);
  ASSERT_NE(row, nullptr);
  const auto last = text_of(object_of(*row, "last"), "text");
  EXPECT_LE(last.size(), 120U * 3U);
  EXPECT_GT(last.size(), 100U * 3U);
}

TEST_P(List, one_who_does_not_watch_any_more_hears_nothing) {
  const auto desk = agent();
  watch(*desk, "queue");
  desk->say(R"({"t":"unwatch","view":"queue"})");
  watch(*desk, "open");
  const auto one = started();
  upsert(*desk, "open", one.conversation);
  desk->fence();
  // Whatever else comes by now is about the list that is watched.
  while (desk->unheard("rows") > 0) {
    EXPECT_EQ(text_of(desk->hear("rows"), "view"), "open");
  }
}

TEST_P(List, a_filter_makes_a_view_of_the_clients_own) {
  const auto desk = agent();
  const auto one = started();
  desk->say(R"({"t":"watch","view":"我的未读","filter":{"assignee":"me","unread":true},"sort":"waiting","limit":10})");
  EXPECT_EQ(text_of(desk->hear("window"), "view"), "我的未读");
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  const auto row = upsert(*desk, "我的未读", one.conversation);
  EXPECT_EQ(number_of(row, "unread"), 1);
  EXPECT_EQ(text_of(row, "inbox").size(), 13U);
  EXPECT_TRUE(is_time(text_of(row, "created_at")));
  expect_ack(send(*desk, "a-1", "Here.", one.conversation));
  removed(*desk, "我的未读", one.conversation);
}

// Nobody writes and nothing happens: the row comes because time goes.
TEST_P(List, who_waits_long_enough_appears) {
  const auto one = started();
  const auto desk = agent();
  desk->say(R"({"t":"watch","view":"late","filter":{"waiting_ms":1500},"limit":200})");
  const auto window = desk->hear("window");
  if (find(array_of(window, "rows"), one.conversation) == nullptr) {
    upsert(*desk, "late", one.conversation);
  }
}

TEST_P(List, who_has_a_conversation_open_is_told_who_looks) {
  const auto one = started();
  const auto desk = agent();
  const auto other = agent();
  open(*desk, one.conversation);
  EXPECT_EQ(array_of(desk->hear("looking"), "who").size(), 1U);
  open(*other, one.conversation);
  const auto two = [](const Object& message) { return array_of(message, "who").size() == 2; };
  EXPECT_EQ(text_of(desk->hear("looking", two), "conversation"), one.conversation);
  desk->say(R"({"t":"close","conversation":")" + one.conversation + R"("})");
  other->hear("looking", [](const Object& message) { return array_of(message, "who").size() == 1; });
  one.line().fence();
  EXPECT_EQ(one.line().unheard("looking"), 0U);  // a visitor is never told
}

TEST_P(List, windows_of_a_connection_are_twenty_at_most) {
  const auto desk = agent();
  for (int i = 0; i < 20; ++i) {
    desk->say(R"({"t":"watch","view":"v)" + std::to_string(i) + R"(","filter":{},"limit":1})");
    desk->hear("window");
  }
  desk->say(R"({"t":"watch","view":"one more","filter":{},"limit":1})");
  const auto refused = desk->hear("refused");
  expect_refused(refused, "too_many");
  EXPECT_EQ(text_of(refused, "view"), "one more");
  desk->say(R"({"t":"watch","view":"v7","filter":{"assignee":"nobody"},"limit":1})");  // another in its place
  EXPECT_EQ(text_of(desk->hear("window"), "view"), "v7");
}

TEST_P(List, a_filter_that_cannot_be_read_is_refused) {
  const auto desk = agent();
  for (const char* ask : {R"({"t":"watch","view":"x","filter":{"stage":["queued"]},"limit":10})",
                          R"({"t":"watch","view":"x","filter":{"assignee":"him"},"limit":10})",
                          R"({"t":"watch","view":"x","filter":{},"sort":"oldest","limit":10})",
                          R"({"t":"watch","view":"queue","filter":{},"limit":10})", R"({"t":"watch","view":"","filter":{},"limit":10})"}) {
    desk->say(ask);
    expect_refused(desk->hear("refused"), "invalid");
  }
}

TEST_P(List, a_watch_that_is_not_allowed_is_refused) {
  const auto desk = agent();
  for (const char* ask : {R"({"t":"watch","view":"queue","limit":0})", R"({"t":"watch","view":"queue","limit":201})",
                          R"({"t":"watch","view":"everything","limit":10})"}) {
    desk->say(ask);
    expect_refused(desk->hear("refused"), "invalid");
  }
}

}  // namespace
}  // namespace zhiyin::flow
