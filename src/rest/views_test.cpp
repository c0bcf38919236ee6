// Saved views over the API, the list of what one is called to, and that a team cannot leave its conversations behind.
#include <gmock/gmock.h>

#include "store/office.hpp"

namespace zhiyin::rest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Views : public testing::TestWithParam<db::Engine> {
 protected:
  std::string add(const std::string& who, const std::string& body) {
    const auto made = office.post(who, "/api/v1/views", body);
    EXPECT_EQ(made.status, 201) << made.body;
    return "/api/v1/views/" + all_of(made.body, "id").at(0);
  }
  std::vector<std::string> names(const std::string& who) { return all_of(office.get(who, "/api/v1/views").body, "name"); }

  Office office{GetParam()};
  const Office::Opened li = office.open(inbox::web_inbox, "Li");
  const Office::Opened mo = office.open(inbox::web_inbox, "Mo");
};
INSTANTIATE_TEST_SUITE_P(Engines, Views, trial::both_engines(), trial::engine_label);

TEST_P(Views, AreKeptAsTheyWereGiven) {
  const auto whole = fmt::format(
      R"({{"stages":["queued","wrap_up"],"assignee":["{}","me"],"teams":["{}"],"inboxes":["{}"],"labels":["late","vip"],"without_labels":["spam"],)"
      R"("priority":2,"unread":true,"snoozed":false,"waiting_ms":60000,"participant":"me"}})",
      office.person("chen").text(), office.experts.text(), office.second.text());
  const auto path = add("wang", fmt::format(R"({{"name":"Late","filter":{},"sort":"waiting"}})", whole));
  const auto listed = office.get("wang", "/api/v1/views").body;
  EXPECT_THAT(listed, HasSubstr(R"("filter":)" + whole + R"(,"sort":"waiting")"));
  EXPECT_THAT(listed, HasSubstr(R"("owner":")" + office.person("wang").text() + R"(","name":"Late","shared":false)"));
  EXPECT_EQ(office.ask("wang", "PATCH", path, R"({"sort":"newest"})").status, 200);
  EXPECT_THAT(office.get("wang", "/api/v1/views").body, HasSubstr(whole + R"(,"sort":"newest")")) << "what is not said stays";
  const auto changed = office.ask("wang", "PATCH", path, R"({"filter":{"assignee":["nobody"]}})").body;
  EXPECT_THAT(changed, HasSubstr(R"({"stages":null,"assignee":["nobody"],"teams":null)"));
  EXPECT_THAT(changed, HasSubstr(R"("sort":"newest")"));
  EXPECT_EQ(office.ask("wang", "DELETE", path).status, 204);
  EXPECT_THAT(names("wang"), IsEmpty());
}

TEST_P(Views, AreOnesOwnAndTheSharedOnes) {
  const auto his = add("wang", R"({"name":"mine"})");
  const auto shared = add("sue", R"({"name":"ours","shared":true})");
  EXPECT_THAT(names("wang"), ElementsAre("mine", "ours"));
  EXPECT_THAT(names("chen"), ElementsAre("ours"));
  EXPECT_THAT(names("robot"), ElementsAre("ours")) << "a program has none of its own";
  EXPECT_EQ(office.get("pia", "/api/v1/views").status, 403) << "a planner reads no conversations";
  struct Row {
    const char* who;
    std::string path;
    const char* body;
    int status;
  };
  const Row rows[] = {
      {"chen", his, R"({"name":"x"})", 404},       {"ada", his, R"({"name":"x"})", 404},     {"wang", shared, R"({"name":"x"})", 403},
      {"wang", his, R"({"shared":true})", 403},    {"wang", his, R"({"name":"mine"})", 200}, {"ada", shared, R"({"name":"all"})", 200},
      {"robot", shared, R"({"name":"all"})", 200}, {"robot", his, R"({"name":"x"})", 404},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(office.ask(row.who, "PATCH", row.path, row.body).status, row.status) << row.who << " " << row.body;
  }
  EXPECT_EQ(office.ask("chen", "DELETE", his).body, office.ask("chen", "DELETE", "/api/v1/views/7zzzzzzzzzzzz").body);
  EXPECT_EQ(office.ask("wang", "DELETE", shared).status, 403);
  EXPECT_EQ(office.ask("sue", "DELETE", shared).status, 204);
}

TEST_P(Views, ThatCannotBeAreRefused) {
  (void)add("wang", R"({"name":"taken"})");
  const std::pair<const char*, int> rows[] = {
      {R"({"name":"taken"})", 409},
      {R"({"name":"all","shared":true})", 403},
      {R"({"name":""})", 422},
      {R"({"name":"这个名字的字节数超过了六十四个所以不能作为视图名称使用"})", 422},
      {R"({"name":"a","filter":{"stages":[]}})", 422},
      {R"({"name":"a","filter":{"stages":["waiting"]}})", 422},
      {R"({"name":"a","filter":{"assignee":["me","nobody"]}})", 422},
      {R"({"name":"a","filter":{"participant":"nobody"}})", 422},
      {R"({"name":"a","filter":{"stage":["queued"]}})", 422},
      {R"({"name":"a","sort":"oldest"})", 422},
  };
  for (const auto& [body, status] : rows) {
    EXPECT_EQ(office.post("wang", "/api/v1/views", body).status, status) << body;
  }
  EXPECT_THAT(office.post("wang", "/api/v1/views", rows[3].first).body, HasSubstr(R"("where":"name")"));
  EXPECT_EQ(office.post("robot", "/api/v1/views", R"({"name":"a"})").status, 403);
  EXPECT_THAT(names("wang"), ElementsAre("taken"));
}

// Whoever is called in a note finds it, and only as long as he sees the conversation.
TEST_P(Views, ListWhatOneIsCalledTo) {
  const auto chen = office.person("chen").text();
  const auto note = fmt::format(R"({{"text":"look","client_id":"n","mentions":["{}"]}})", chen);
  ASSERT_EQ(office.post("wang", li.path("/notes"), note).status, 201);
  const auto listed = [&](const std::string& who, const std::string& query) {
    return all_of(office.get(who, "/api/v1/conversations" + query).body, "contact_name");
  };
  EXPECT_THAT(listed("chen", "?mentions=me"), ElementsAre("Li"));
  EXPECT_THAT(listed("wang", "?mentions=me"), IsEmpty());
  EXPECT_THAT(listed("wang", "?mentions=" + chen), ElementsAre("Li"));
  EXPECT_THAT(listed("far", "?mentions=" + chen), IsEmpty()) << "he does not see it";
  EXPECT_THAT(listed("chen", "?mentions=me&contact=" + li.contact.text()), ElementsAre("Li"));
  EXPECT_THAT(listed("chen", "?mentions=me&contact=" + mo.contact.text()), IsEmpty());
  EXPECT_EQ(number_in(office.get("chen", "/api/v1/conversations/counts?mentions=me").body, "queued"), 1);
  EXPECT_EQ(number_in(office.get("wang", "/api/v1/conversations/counts?mentions=me").body, "queued"), 0);
  EXPECT_EQ(office.get("robot", "/api/v1/conversations?mentions=me").status, 422);
  EXPECT_EQ(office.get("chen", "/api/v1/conversations?mentions=nobody").status, 422);
}

// A team that is gone shows its conversations to nobody who served it: they must go elsewhere before.
TEST_P(Views, ATeamGoesAfterItsConversations) {
  const auto team = "/api/v1/teams/" + office.experts.text();
  const auto to_team = fmt::format(R"({{"team":"{}"}})", office.experts.text());
  ASSERT_EQ(office.post("sue", li.path("/transfer"), to_team).status, 200);
  ASSERT_EQ(office.post("sue", mo.path("/transfer"), to_team).status, 200);
  ASSERT_EQ(office.ask("ada", "PUT", team + "/members", R"({"members":[]})").status, 200);
  const auto refused = office.ask("ada", "DELETE", team);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("2 open conversations"));
  const auto others = all_of(office.post("ada", "/api/v1/teams", R"({"name":"Others"})").body, "id").at(0);
  const auto chen = fmt::format(R"({{"members":["{}"]}})", office.person("chen").text());
  ASSERT_EQ(office.ask("ada", "PUT", "/api/v1/teams/" + others + "/members", chen).status, 200);
  ASSERT_EQ(office.post("ada", li.path("/transfer"), fmt::format(R"({{"team":"{}"}})", others)).status, 200);
  EXPECT_THAT(office.ask("ada", "DELETE", team).body, HasSubstr("1 open conversation\""));
  ASSERT_EQ(office.post("ada", mo.path("/transfer"), fmt::format(R"({{"team":"{}"}})", others)).status, 200);
  EXPECT_EQ(office.ask("ada", "DELETE", team).status, 204);
  // One that is resolved does not stand in the way, and is nobody's in particular when it begins again.
  ASSERT_EQ(office.post("ada", li.path("/take")).status, 200);
  ASSERT_EQ(office.post("ada", li.path("/resolve")).status, 200);
  ASSERT_EQ(office.ask("ada", "PUT", "/api/v1/teams/" + others + "/members", R"({"members":[]})").status, 200);
  EXPECT_THAT(office.ask("ada", "DELETE", "/api/v1/teams/" + others).body, HasSubstr("1 open conversation\""));
  ASSERT_EQ(office.post("ada", mo.path("/take")).status, 200);
  ASSERT_EQ(office.post("ada", mo.path("/resolve")).status, 200);
  ASSERT_EQ(office.ask("ada", "DELETE", "/api/v1/teams/" + others).status, 204);
  EXPECT_THAT(office.get("ada", li.path()).body, HasSubstr(others));
  ASSERT_EQ(office.post("ada", li.path("/reopen")).status, 200);
  EXPECT_THAT(office.get("ada", li.path()).body, Not(HasSubstr(others)));
}

}  // namespace
}  // namespace zhiyin::rest
