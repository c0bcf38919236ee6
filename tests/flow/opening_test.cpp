// docs/live-protocol.md, "Opening": what each hello is answered with.
#include <fmt/format.h>

#include <array>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Opening : public FlowTest {};
ON_BOTH_ENGINES(Opening);

TEST_P(Opening, a_new_visitor_is_given_a_token_and_nothing_is_stored) {
  const auto line = dial("/live/visitor");
  line->say(R"({"t":"hello","v":1,"colour":"blue"})");
  const auto welcome = line->hear("welcome");
  EXPECT_EQ(number_of(welcome, "v"), 1);
  EXPECT_EQ(text_of(welcome, "token").size(), 32U);
  EXPECT_NE(text_of(welcome, "log"), "");
  EXPECT_TRUE(is_time(text_of(welcome, "now")));
  EXPECT_EQ(boost::json::serialize(object_of(welcome, "me")), R"({"kind":"visitor","id":"","name":""})");
  const auto& limits = object_of(welcome, "limits");
  EXPECT_EQ(number_of(limits, "text_max_bytes"), 16384);
  EXPECT_EQ(number_of(limits, "in_flight_max"), 32);
  EXPECT_EQ(number_of(limits, "open_max"), 200);
  EXPECT_EQ(number_of(limits, "rows_max"), 200);
  EXPECT_EQ(number_of(limits, "message_max_bytes"), 65536);
  line->hear("none");
  const auto again = visitor_again(std::string(text_of(welcome, "token")));
  EXPECT_EQ(again.token, text_of(welcome, "token"));
  again.line->hear("none");
}

TEST_P(Opening, a_visitor_who_comes_back_is_shown_his_conversation) {
  const auto first = started(R"(,"name":"Li Wei")");
  const auto back = visitor_again(first.guest.token);
  const auto snapshot = back.line->hear("snapshot");
  const auto& state = object_of(snapshot, "conversation");
  EXPECT_EQ(text_of(snapshot, "log"), back.log);
  EXPECT_EQ(text_of(state, "id"), first.conversation);
  EXPECT_EQ(text_of(state, "stage"), "queued");
  EXPECT_TRUE(state.at("assignee").is_null());
  EXPECT_EQ(number_of(state, "rev"), 2);
  EXPECT_EQ(number_of(state, "last_seq"), 1);
  EXPECT_TRUE(is_time(text_of(state, "created_at")));
  EXPECT_EQ(text_of(object_of(state, "visitor"), "name"), "Li Wei");
  EXPECT_EQ(array_of(snapshot, "entries").size(), 1U);
  EXPECT_FALSE(truth_of(snapshot, "earlier"));
}

TEST_P(Opening, an_agent_is_welcomed_by_name_only) {
  const auto line = dial("/live/agent");
  line->say(R"({"t":"hello","v":1,"agent":"demo-01"})");
  const auto welcome = line->hear("welcome");
  EXPECT_EQ(text_of(object_of(welcome, "me"), "kind"), "agent");
  EXPECT_EQ(text_of(object_of(welcome, "me"), "id").size(), 13U);
  EXPECT_FALSE(welcome.contains("token"));
}

TEST_P(Opening, who_may_not_come_in_is_told_by_1008) {
  struct Row {
    const char* path = "";
    const char* hello = "";
  };
  const auto rows = std::to_array<Row>({
      {"/live/agent", R"({"t":"hello","v":1,"agent":"demo-51"})"},
      {"/live/agent", R"({"t":"hello","v":1,"agent":"demo-00"})"},
      {"/live/agent", R"({"t":"hello","v":1,"agent":"root"})"},
      {"/live/agent", R"({"t":"hello","v":1})"},
      {"/live/agent", R"({"t":"hello","v":2,"agent":"demo-01"})"},
      {"/live/visitor", R"({"t":"hello","v":2})"},
  });
  for (const auto& row : rows) {
    const auto line = dial(row.path);
    line->say(row.hello);
    const auto end = line->hear_end();
    EXPECT_EQ(end.code, 1008) << row.hello;
    EXPECT_NE(end.reason, "") << row.hello;
  }
}

TEST_P(Opening, a_demonstration_agent_may_not_come_through_a_proxy) {
  for (const char* header : {"X-Forwarded-For: 203.0.113.7\r\n", "Forwarded: for=203.0.113.7\r\n"}) {
    const auto line = dial("/live/agent", header);
    int code = 0;
    try {
      line->say(R"({"t":"hello","v":1,"agent":"demo-01"})");
      code = line->hear_end().code;
    } catch (const std::runtime_error&) {
      code = line->hear_end().http_status;
    }
    EXPECT_TRUE(code == 1008 || code == 403) << header << code;
  }
}

}  // namespace
}  // namespace zhiyin::flow
