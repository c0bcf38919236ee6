// Conversations and customers over the API: what each may see and do, and that nothing tells of the rest.
#include <gmock/gmock.h>

#include <set>

#include "store/office.hpp"

namespace zhiyin::rest {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

class Talk : public testing::TestWithParam<db::Engine> {
 protected:
  std::vector<std::string> listed(const std::string& who, const std::string& query = "") {
    const auto answer = office.get(who, "/api/v1/conversations" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return all_of(answer.body, "contact_name");
  }
  std::int64_t rev_of(const Office::Opened& c) { return number_in(office.get("ada", c.path()).body, "rev"); }
  int act(const std::string& who, const Office::Opened& c, std::string_view what, std::string_view body = "{}") {
    return office.post(who, c.path(what), body).status;
  }

  Office office{GetParam()};
  const Office::Opened li = office.open(inbox::web_inbox, "Li");
  const Office::Opened mo = office.open(inbox::web_inbox, "Mo");
  const Office::Opened ning = office.open(office.second, "Ning");
};
INSTANTIATE_TEST_SUITE_P(Engines, Talk, trial::both_engines(), trial::engine_label);

/// A body that a route takes, so that what is refused is the conversation or contact and not the request.
const std::map<std::string_view, std::string> bodies{{"sendMessage", R"({"text":"x","client_id":"c1"})"},
                                                     {"editMessage", R"({"text":"x"})"},
                                                     {"addNote", R"({"text":"x","client_id":"c1"})"},
                                                     {"assignConversation", R"({"agent":"AGENT"})"},
                                                     {"transferConversation", R"({"agent":"AGENT"})"},
                                                     {"inviteToConversation", R"({"agent":"AGENT"})"},
                                                     {"snoozeConversation", R"({"until":"2027-01-01T00:00:00.000Z"})"},
                                                     {"setConversationLabels", R"({"labels":["vip"]})"},
                                                     {"setConversationPriority", R"({"priority":1})"},
                                                     {"keepDraft", R"({"text":"x"})"},
                                                     {"markUnread", R"({"from_seq":1})"},
                                                     {"changeContact", R"({"fields":[{"name":"company","value":"x"}]})"},
                                                     {"addContactIdentity", R"({"kind":"email","value":"x@example.com"})"},
                                                     {"removeContactIdentity", R"({"kind":"email","value":"x@example.com"})"},
                                                     {"mergeContacts", R"({"alias":"ALIAS"})"}};

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  const auto at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

// Over every route that names a conversation or a contact, so that a new one is asked too: what one does not see answers as what does not
// exist, to the letter, whatever one's role; and never "forbidden" for what the role covers.
TEST_P(Talk, WhatOneDoesNotSeeDoesNotExist) {
  const auto nobody = office.run<std::int64_t>([](writer::Tx& tx) { return new_id<ConversationTag>(tx.now(), tx.chance()).value(); });
  int asked = 0;
  for (const auto& route : routes()) {
    const std::string path{route.about.path};
    const bool contact = path.contains("{contact}");
    if (!contact && !path.contains("{conversation}")) {
      continue;
    }
    const auto known = bodies.find(route.about.operation);
    auto body = route.body.none() ? "" : known == bodies.end() ? std::string{"{}"} : known->second;
    body = replaced(replaced(body, "AGENT", office.person("wang").text()), "ALIAS", li.contact.text());
    const auto at = [&](const std::string& id) {
      return replaced(replaced(path, contact ? "{contact}" : "{conversation}", id), "{seq:slug}", "1");
    };
    for (const auto* who : {"sue", "wang", "chen", "quinn", "pia", "service"}) {
      const auto method = net::method_text(route.about.method);
      const auto hidden = office.ask(who, method, at(contact ? ning.contact.text() : ning.id.text()), body);
      const auto missing = office.ask(who, method, at(id_text(*nobody)), body);
      EXPECT_EQ(hidden.status, missing.status) << route.about.operation << " " << who;
      EXPECT_EQ(hidden.body, missing.body) << route.about.operation << " " << who;
      EXPECT_TRUE(hidden.status == 404 || (hidden.status == 403 && hidden.body.contains("this needs the right")))
          << route.about.operation << " " << who << " " << hidden.body;
      asked++;
    }
  }
  EXPECT_GT(asked, 120);
}

TEST_P(Talk, ListsAndCountsHoldWhatOneSees) {
  EXPECT_THAT(listed("wang"), UnorderedElementsAre("Li", "Mo"));
  EXPECT_THAT(listed("quinn"), UnorderedElementsAre("Li", "Mo"));
  EXPECT_THAT(listed("far"), ElementsAre("Ning"));
  EXPECT_THAT(listed("ada"), UnorderedElementsAre("Li", "Mo", "Ning"));
  EXPECT_THAT(listed("service"), IsEmpty());
  EXPECT_EQ(listed("robot").size(), 3U);
  EXPECT_THAT(listed("wang", "?inbox=" + office.second.text()), IsEmpty());
  EXPECT_THAT(listed("wang", "?contact=" + ning.contact.text()), IsEmpty());
  EXPECT_EQ(number_in(office.get("wang", "/api/v1/conversations/counts").body, "queued"), 2);
  EXPECT_EQ(number_in(office.get("far", "/api/v1/conversations/counts").body, "queued"), 1);
  EXPECT_EQ(number_in(office.get("service", "/api/v1/conversations/counts").body, "queued"), 0);
  EXPECT_EQ(office.get("pia", "/api/v1/conversations").status, 403);
  EXPECT_EQ(office.get("wang", "/api/v1/conversations?assignee=nobody").status, 422);
}

TEST_P(Talk, FiltersAndPages) {
  ASSERT_EQ(act("wang", li, "/take"), 200);
  ASSERT_EQ(office.ask("wang", "PUT", li.path("/labels"), R"({"labels":["vip"]})").status, 200);
  ASSERT_EQ(office.ask("wang", "PUT", mo.path("/priority"), R"({"priority":4})").status, 200);
  EXPECT_THAT(listed("wang", "?assignee=me"), ElementsAre("Li"));
  EXPECT_THAT(listed("wang", "?assignee=none"), ElementsAre("Mo"));
  EXPECT_THAT(listed("wang", "?label=vip"), ElementsAre("Li"));
  EXPECT_THAT(listed("wang", "?priority=4"), ElementsAre("Mo"));
  EXPECT_THAT(listed("wang", "?stage=queued,resolved"), ElementsAre("Mo"));
  EXPECT_THAT(listed("wang", "?updated_since=2100-01-01T00:00:00.000Z"), IsEmpty());
  ASSERT_EQ(act("wang", li, "/resolve"), 200);
  EXPECT_THAT(listed("wang", "?stage=resolved"), ElementsAre("Li"));
  std::vector<std::string> names;
  std::string next;
  for (int page = 0; page < 5; ++page) {
    const auto answer = office.get("ada", "/api/v1/conversations?limit=1" + next);
    for (const auto& name : all_of(answer.body, "contact_name")) {
      names.push_back(name);
    }
    const auto cursor = all_of(answer.body, "next");
    if (cursor.empty()) {
      break;
    }
    next = "&after=" + cursor.front();
  }
  EXPECT_THAT(names, ElementsAre("Ning", "Mo", "Li"));
}

// Each count stands beside the one whose it is, whatever order people are kept in.
TEST_P(Talk, LoadsSayWhoHasHowMany) {
  ASSERT_EQ(act("wang", li, "/take"), 200);
  ASSERT_EQ(act("wang", mo, "/take"), 200);
  ASSERT_EQ(act("far", ning, "/take"), 200);
  const auto answer = office.get("wang", "/api/v1/loads");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::map<std::string, int> has{{"ada", 0}, {"sue", 0}, {"wang", 2}, {"chen", 0}, {"far", 1}, {"quinn", 0}, {"pia", 0}};
  for (const auto& [name, count] : has) {
    EXPECT_THAT(answer.body, HasSubstr(fmt::format(R"("id":"{}","in_hand":{},)", office.person(name).text(), count))) << name;
  }
}

TEST_P(Talk, AMessageIsStoredOnceAndReadBothWays) {
  const auto said = office.post("wang", li.path("/messages"), R"({"text":"Hello Li","client_id":"m1"})");
  ASSERT_EQ(said.status, 201) << said.body;
  EXPECT_EQ(number_in(said.body, "seq"), 2);
  EXPECT_EQ(number_in(office.post("wang", li.path("/messages"), R"({"text":"Hello Li","client_id":"m1"})").body, "seq"), 2);
  EXPECT_EQ(office.post("wang", li.path("/messages"), R"({"text":"Other","client_id":"m1"})").status, 409);
  EXPECT_EQ(office.post("wang", mo.path("/messages"), R"({"text":"Hello Li","client_id":"m1"})").status, 409);
  EXPECT_EQ(office.post("wang", li.path("/messages"), R"({"text":"No name"})").status, 422);
  EXPECT_EQ(number_in(office.ask("wang", "POST", li.path("/messages"), R"({"text":"By key"})", "key-1").body, "seq"), 3);
  EXPECT_EQ(office.post("service", li.path("/messages"), R"({"text":"x","client_id":"m9"})").status, 404);
  EXPECT_EQ(office.post("robot", li.path("/messages"), R"({"text":"x","client_id":"m9"})").status, 403);
  EXPECT_EQ(office.post("quinn", li.path("/messages"), R"({"text":"x","client_id":"m9"})").status, 403);
  EXPECT_THAT(all_of(office.get("quinn", li.path("/messages")).body, "text"), ElementsAre("By key", "Hello Li", "Hello, it is Li"));
  EXPECT_THAT(all_of(office.get("wang", li.path("/messages?above=1")).body, "text"), ElementsAre("Hello Li", "By key"));
  EXPECT_THAT(all_of(office.get("wang", li.path("/messages?below=3&limit=1")).body, "text"), ElementsAre("Hello Li"));
  EXPECT_EQ(office.get("wang", li.path("/messages?below=3&above=1")).status, 422);
}

TEST_P(Talk, WhoHasNotSeenAColleaguesAnswerIsTold) {
  ASSERT_EQ(act("wang", li, "/messages", R"({"text":"Mine","client_id":"a"})"), 201);
  ASSERT_EQ(act("wang", li, "/invite", fmt::format(R"({{"agent":"{}"}})", office.person("chen").text())), 200);
  const auto stale = office.post("chen", li.path("/messages"), R"({"text":"Mine too","client_id":"b","seen_seq":1})");
  EXPECT_EQ(stale.status, 409);
  EXPECT_THAT(stale.body, HasSubstr(R"("code":"stale")"));
  EXPECT_EQ(act("chen", li, "/messages", R"({"text":"Mine too","client_id":"b","seen_seq":1,"force":true})"), 201);
}

TEST_P(Talk, AnEditKeepsWhatWasSaid) {
  ASSERT_EQ(act("wang", li, "/messages", R"({"text":"Frist","client_id":"a"})"), 201);
  EXPECT_EQ(office.ask("wang", "PATCH", li.path("/messages/2"), R"({"text":"First"})").status, 200);
  EXPECT_EQ(office.ask("chen", "PATCH", li.path("/messages/2"), R"({"text":"Not mine"})").status, 403);
  EXPECT_EQ(office.ask("wang", "PATCH", li.path("/messages/9"), R"({"text":"x"})").status, 404);
  EXPECT_EQ(office.ask("wang", "PATCH", li.path("/messages/2"), R"({"text":"x","rev":1})").status, 409);
  EXPECT_THAT(all_of(office.get("quinn", li.path("/messages/2/edits")).body, "text"), ElementsAre("Frist"));
  EXPECT_EQ(office.get("quinn", li.path("/messages/7/edits")).status, 404);
}

TEST_P(Talk, EachActPassesTheRevisionThatWasSeen) {
  const auto wang = fmt::format(R"("agent":"{}",)", office.person("wang").text());
  const std::vector<std::pair<std::string, std::string>> acts{
      {"/take", ""},  {"/assign", wang}, {"/requeue", ""}, {"/transfer", wang}, {"/invite", wang},
      {"/leave", ""}, {"/resolve", ""},  {"/finish", ""},  {"/reopen", ""},     {"/snooze", R"("until":"2027-01-01T00:00:00.000Z",)"},
      {"/wake", ""}};
  const auto before = rev_of(li);
  for (const auto& [name, fields] : acts) {
    const auto answer = office.post("sue", li.path(name), fmt::format(R"({{{}"rev":{}}})", fields, before + 7));
    EXPECT_EQ(answer.status, 409) << name << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"stale")")) << name;
  }
  EXPECT_EQ(rev_of(li), before);
}

TEST_P(Talk, WhoIsGivenItIsNotedAndWhoLosesItSeesItNoMore) {
  const auto to = [&](const std::string& name) { return fmt::format(R"({{"agent":"{}"}})", office.person(name).text()); };
  EXPECT_EQ(act("wang", li, "/assign", to("chen")), 403);
  EXPECT_EQ(act("sue", li, "/assign", to("wang")), 200);
  EXPECT_THAT(office.audited(), Contains("person conversation_assigned"));
  EXPECT_EQ(act("chen", li, "/take"), 409);  // from a colleague only with the revision
  EXPECT_EQ(act("wang", li, "/transfer"), 422);
  const auto handed = office.post("wang", li.path("/transfer"), fmt::format(R"({{"team":"{}"}})", office.experts.text()));
  ASSERT_EQ(handed.status, 200) << handed.body;
  EXPECT_EQ(office.get("wang", li.path()).status, 404);
  EXPECT_THAT(listed("wang"), ElementsAre("Mo"));
  EXPECT_EQ(number_in(office.get("wang", "/api/v1/conversations/counts").body, "queued"), 1);
  EXPECT_THAT(listed("chen"), UnorderedElementsAre("Li", "Mo"));
  ASSERT_EQ(act("chen", li, "/take"), 200);
  ASSERT_EQ(act("chen", li, "/invite", to("far")), 200);
  EXPECT_THAT(listed("far"), UnorderedElementsAre("Li", "Ning"));
  EXPECT_THAT(office.get("far", li.path()).body, HasSubstr(R"("name":"far")"));
  ASSERT_EQ(act("far", li, "/leave"), 200);
  EXPECT_THAT(listed("far"), ElementsAre("Ning"));
}

TEST_P(Talk, ItEndsSleepsAndBeginsAgain) {
  ASSERT_EQ(act("wang", li, "/take"), 200);
  EXPECT_EQ(act("wang", li, "/snooze", R"({"until":"2020-01-01T00:00:00.000Z"})"), 422);
  const auto soon = iso_text(std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now() + std::chrono::hours{5}));
  ASSERT_EQ(act("wang", li, "/snooze", fmt::format(R"({{"until":"{}"}})", soon)), 200);
  EXPECT_THAT(office.get("wang", li.path()).body, HasSubstr(soon));
  EXPECT_EQ(act("wang", li, "/wake"), 200);
  EXPECT_EQ(act("chen", li, "/resolve"), 403);
  EXPECT_EQ(act("wang", li, "/resolve"), 200);
  const auto again = office.post("wang", li.path("/reopen"), "{}");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_THAT(again.body, HasSubstr(R"("stage":"assigned")"));
}

TEST_P(Talk, NotesDraftsAndMarks) {
  const auto call = fmt::format(R"({{"text":"Look","client_id":"n1","mentions":["{}"]}})", office.person("chen").text());
  EXPECT_EQ(act("quinn", li, "/notes", call), 201);
  EXPECT_EQ(act("wang", li, "/notes", R"({"text":"Later","client_id":"n2"})"), 201);
  const auto notes = office.get("chen", li.path("/notes?limit=1"));
  EXPECT_THAT(all_of(notes.body, "text"), ElementsAre("Later"));
  EXPECT_THAT(all_of(office.get("chen", li.path("/notes?limit=1&after=" + all_of(notes.body, "next").at(0))).body, "text"),
              ElementsAre("Look"));
  EXPECT_THAT(office.get("chen", li.path("/messages")).body, Not(HasSubstr("Look")));
  const auto stranger = fmt::format(R"({{"text":"x","client_id":"n3","mentions":["{}"]}})", office.person("far").text());
  EXPECT_EQ(act("wang", li, "/notes", stranger), 422);

  EXPECT_EQ(office.ask("wang", "PUT", li.path("/draft"), R"({"text":"I was about to"})").status, 200);
  EXPECT_THAT(office.get("wang", li.path("/draft")).body, HasSubstr("about to"));
  EXPECT_THAT(office.get("chen", li.path("/draft")).body, Not(HasSubstr("about to")));
  EXPECT_EQ(office.ask("robot", "PUT", li.path("/draft"), R"({"text":"x"})").status, 403);
  EXPECT_EQ(office.ask("wang", "DELETE", li.path("/draft")).status, 204);
  EXPECT_THAT(all_of(office.get("wang", li.path("/draft")).body, "text"), ElementsAre(""));
  EXPECT_EQ(office.ask("wang", "PUT", li.path("/unread"), R"({"from_seq":1})").status, 200);
  EXPECT_EQ(office.ask("wang", "PUT", li.path("/unread"), R"({"from_seq":5})").status, 422);
  EXPECT_EQ(office.ask("wang", "PUT", li.path("/labels"), R"({"labels":["Not A Label"]})").status, 422);
  ASSERT_EQ(office.ask("wang", "PUT", li.path("/labels"), R"({"labels":["a","b"]})").status, 200);
  ASSERT_EQ(office.ask("wang", "PUT", li.path("/labels"), R"({"labels":["b","c"]})").status, 200);
  EXPECT_THAT(office.get("wang", li.path()).body, HasSubstr(R"("labels":["b","c"])"));
}

TEST_P(Talk, CustomersAreThoseOfOnesConversations) {
  const auto named = [&](const std::string& who, const std::string& query = "") {
    const auto answer = office.get(who, "/api/v1/contacts" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return all_of(answer.body, "name");
  };
  EXPECT_THAT(named("wang"), UnorderedElementsAre("Li", "Mo"));
  EXPECT_THAT(named("ada"), UnorderedElementsAre("Li", "Mo", "Ning"));
  EXPECT_THAT(named("wang", "?name=ni"), IsEmpty());
  EXPECT_THAT(named("far", "?name=ni"), ElementsAre("Ning"));
  ASSERT_EQ(office.post("far", ning.customer("/identities"), R"({"kind":"email","value":"ning@example.com"})").status, 200);
  EXPECT_THAT(named("wang", "?email=ning@example.com"), IsEmpty());
  EXPECT_THAT(named("far", "?email=ning@EXAMPLE.com"), ElementsAre("Ning"));
  EXPECT_EQ(office.get("far", "/api/v1/contacts?email=ning").status, 422);
  EXPECT_EQ(office.get("far", "/api/v1/contacts?email=a@example.com&name=n").status, 422);
  const auto first = office.get("wang", "/api/v1/contacts?limit=1");
  const auto rest = office.get("wang", "/api/v1/contacts?limit=1&after=" + all_of(first.body, "next").at(0));
  EXPECT_THAT(all_of(first.body, "name"), ElementsAre("Mo"));
  EXPECT_THAT(all_of(rest.body, "name"), ElementsAre("Li"));
  EXPECT_THAT(all_of(rest.body, "next"), IsEmpty());  // that there are others elsewhere does not show
}

TEST_P(Talk, AProfileSaysWhoSaidWhat) {
  EXPECT_EQ(office.ask("quinn", "PATCH", li.customer(), R"({"fields":[{"name":"company","value":"x"}]})").status, 403);
  ASSERT_EQ(office.ask("wang", "PATCH", li.customer(), R"({"fields":[{"name":"company","value":"ACME"},{"name":"city","value":"Xi'an"}]})")
                .status,
            200);
  const auto half = office.ask("wang", "PATCH", li.customer(), R"({"fields":[{"name":"city","value":"Rome"},{"name":"No","value":"x"}]})");
  EXPECT_EQ(half.status, 422) << half.body;
  ASSERT_EQ(
      office.ask("robot", "PATCH", li.customer(), R"({"fields":[{"name":"tier","value":"gold"},{"name":"company","value":null}]})").status,
      200);
  const auto profile = office.get("wang", li.customer()).body;
  EXPECT_THAT(profile, HasSubstr(R"("value":"Xi'an","source":"agent")"));
  EXPECT_THAT(profile, HasSubstr(R"("value":"gold","source":"api","by":null)"));
  EXPECT_THAT(profile, Not(HasSubstr("ACME")));
}

TEST_P(Talk, MergingAndBlockingAreNotedAndOnlyForWhomOneSees) {
  const auto with = [](const Office::Opened& who) { return fmt::format(R"({{"alias":"{}"}})", who.contact.text()); };
  EXPECT_EQ(office.post("wang", li.customer("/merge"), with(ning)).status, 404);
  ASSERT_EQ(office.post("ada", li.customer("/merge"), with(ning)).status, 200);
  // Merged or not, nobody sees the other's conversations who did not before.
  EXPECT_THAT(all_of(office.get("wang", ning.customer("/conversations")).body, "contact_name"), ElementsAre("Li"));
  EXPECT_THAT(all_of(office.get("far", li.customer("/conversations")).body, "contact_name"), ElementsAre("Ning"));
  EXPECT_EQ(all_of(office.get("ada", li.customer("/conversations")).body, "contact_name").size(), 2U);
  EXPECT_THAT(all_of(office.get("far", "/api/v1/contacts").body, "name"), ElementsAre("Li"));
  EXPECT_EQ(all_of(office.get("ada", "/api/v1/contacts").body, "name").size(), 2U);
  EXPECT_EQ(office.ask("ada", "POST", ning.customer("/unmerge")).status, 200);
  EXPECT_EQ(office.ask("ada", "POST", ning.customer("/unmerge")).status, 409);
  EXPECT_EQ(office.get("wang", ning.customer()).status, 404);
  EXPECT_EQ(office.ask("wang", "POST", li.customer("/block")).status, 403);
  EXPECT_EQ(office.ask("sue", "POST", li.customer("/block")).status, 200);
  EXPECT_THAT(office.get("wang", li.customer()).body, HasSubstr(R"("blocked":true)"));
  EXPECT_EQ(office.ask("sue", "POST", li.customer("/unblock")).status, 200);
  EXPECT_EQ(office.ask("sue", "POST", li.customer("/unblock")).status, 200);  // it was so already, and is noted once
  EXPECT_THAT(office.audited(),
              ElementsAre("person contact_unblocked", "person contact_blocked", "person contact_unmerged", "person contact_merged"));
}

TEST_P(Talk, QuickRepliesAreOnesOwnUnlessOneMayMore) {
  const auto made = office.post("wang", "/api/v1/quick-replies", R"({"shortcut":"hi","text":"Hello!"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto path = "/api/v1/quick-replies/" + all_of(made.body, "id").at(0);
  EXPECT_EQ(office.post("wang", "/api/v1/quick-replies", R"({"shortcut":"hi","text":"Again"})").status, 409);
  EXPECT_EQ(office.post("wang", "/api/v1/quick-replies", R"({"shortcut":"all","scope":"everybody","text":"x"})").status, 403);
  EXPECT_EQ(office.post("sue", "/api/v1/quick-replies", R"({"shortcut":"all","scope":"everybody","text":"x"})").status, 201);
  EXPECT_EQ(office.post("ada", "/api/v1/quick-replies", R"({"shortcut":"t","scope":"team","text":"x"})").status, 422);
  const auto of_experts = fmt::format(R"({{"shortcut":"t","scope":"team","team":"{}","text":"x"}})", office.experts.text());
  EXPECT_EQ(office.post("ada", "/api/v1/quick-replies", of_experts).status, 403) << "she is not in it";
  ASSERT_TRUE(office.run<team::Team>(
      [&](writer::Tx& tx) { return team::set_members(tx, office.experts, std::vector{office.person("chen"), office.person("sue")}); }));
  EXPECT_EQ(office.post("chen", "/api/v1/quick-replies", of_experts).status, 403) << "he has not the right";
  const auto teams = office.post("sue", "/api/v1/quick-replies", of_experts);
  ASSERT_EQ(teams.status, 201) << teams.body;
  const auto teams_path = "/api/v1/quick-replies/" + all_of(teams.body, "id").at(0);
  EXPECT_EQ(office.ask("ada", "PATCH", teams_path, R"({"text":"hers now"})").status, 404);
  EXPECT_EQ(office.ask("ada", "DELETE", teams_path).status, 404);
  EXPECT_THAT(all_of(office.get("ada", "/api/v1/quick-replies").body, "shortcut"), ElementsAre("all"));
  EXPECT_THAT(all_of(office.get("wang", "/api/v1/quick-replies").body, "shortcut"), ElementsAre("all", "hi"));
  EXPECT_THAT(all_of(office.get("chen", "/api/v1/quick-replies?limit=1").body, "shortcut"), ElementsAre("all"));
  EXPECT_THAT(all_of(office.get("chen", "/api/v1/quick-replies").body, "shortcut"), ElementsAre("all", "t"));
  EXPECT_EQ(office.ask("chen", "PATCH", path, R"({"text":"mine now"})").status, 404);
  EXPECT_EQ(office.ask("chen", "DELETE", path).status, 404);
  EXPECT_EQ(office.ask("wang", "PATCH", path, R"({"text":"Good day!"})").status, 200);
  EXPECT_THAT(office.get("wang", "/api/v1/quick-replies").body, HasSubstr("Good day!"));
  EXPECT_EQ(office.ask("wang", "DELETE", path).status, 204);
  EXPECT_THAT(all_of(office.get("wang", "/api/v1/quick-replies").body, "shortcut"), ElementsAre("all"));
}

}  // namespace
}  // namespace zhiyin::rest
