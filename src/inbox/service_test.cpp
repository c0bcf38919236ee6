// Inboxes in the store.
#include "inbox/service.hpp"

#include <gmock/gmock.h>

#include <array>

#include "hours/words.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "inbox/reading.hpp"
#include "inbox/rules.hpp"
#include "inbox/store.hpp"
#include "store/stepping.hpp"
#include "team/service.hpp"
#include "team/settings.hpp"
#include "team/state.hpp"
#include "team/store.hpp"

namespace zhiyin::inbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Inboxes : public testing::TestWithParam<db::Engine> {
 protected:
  Inboxes() { found(); }

  void found() {
    const auto session = at_.store().open_writing();
    session->begin();
    const auto people = identity::found_people(*session, at_.clock.now(), 2);
    team::found_teams(*session, people.new_store, people.new_people, at_.clock.now(), team::Settings{}.lease);
    found_inboxes(*session, people.new_store, at_.chance);
    session->commit();
  }
  Result<Inbox> run(const std::function<Result<Inbox>(writer::Tx&)>& decide) { return at_.run<Inbox>(decide); }
  Result<Inbox> make(const std::string& name) {
    return run([&](writer::Tx& tx) { return inbox::make(tx, name, Kind::web, safe_); });
  }
  Result<Inbox> change(InboxId id, const Changes& wanted) {
    return run([&](writer::Tx& tx) { return inbox::change(tx, id, wanted); });
  }
  Result<Inbox> set_people(InboxId id, const std::vector<AgentId>& people) {
    return run([&](writer::Tx& tx) { return inbox::set_people(tx, id, people); });
  }
  Result<Inbox> set_teams(InboxId id, const std::vector<TeamId>& teams) {
    return run([&](writer::Tx& tx) { return inbox::set_teams(tx, id, teams); });
  }
  [[nodiscard]] std::int64_t generation() { return identity::take_generation(at_.reading(), identity::send_generation(at_.reading())); }
  [[nodiscard]] Inbox now(InboxId id) { return find(at_.reading(), id).value(); }

  trial::Stepping at_{GetParam(),
                      {statements(), identity::statements(), team::statements(), team::state_statements(), timer::statements()}};
  const Safe safe_{crypto::Key{}};
  const AgentId one_{1};
  const AgentId two_{2};
};
INSTANTIATE_TEST_SUITE_P(Engines, Inboxes, trial::both_engines(), trial::engine_label);

TEST_P(Inboxes, ANewStoreHasTheWebsiteServedByEveryone) {
  const auto website = now(web_inbox);
  EXPECT_EQ(website.name, "Website");
  EXPECT_TRUE(website.active);
  EXPECT_THAT(website.teams, ElementsAre(team::everyone));
  EXPECT_THAT(website.people, IsEmpty());
  EXPECT_EQ(safe_.secret_of(website).value().size(), 43U);
  ASSERT_TRUE(change(web_inbox, {.name = "Shop"}));
  found();
  EXPECT_EQ(now(web_inbox).name, "Shop");
  EXPECT_EQ(safe_.secret_of(now(web_inbox)), safe_.secret_of(website));
}

TEST_P(Inboxes, AreFoundAsTheyWereMade) {
  const auto id = make(" Help ")->id;
  EXPECT_THAT(now(id).people, IsEmpty());
  EXPECT_THAT(now(id).teams, IsEmpty());
  const auto changed = change(
      id, {.name = "Help us", .active = false, .reopen_days = 0, .wrap_up = wrap_up_max, .offer = offer_min, .identity_required = true});
  ASSERT_TRUE(changed);
  EXPECT_EQ(now(id), *changed);
  EXPECT_TRUE(set_people(id, {two_, one_, two_}));
  EXPECT_TRUE(set_teams(id, {team::everyone}));
  EXPECT_THAT(now(id).people, ElementsAre(one_, two_));
  EXPECT_THAT(now(id).teams, ElementsAre(team::everyone));
  EXPECT_THAT(served_by(at_.reading(), team::everyone), ElementsAre("inbox Help us", "inbox Website"));
  EXPECT_THAT(all(at_.reading()), ElementsAre(now(web_inbox), now(id)));
  EXPECT_EQ(generation(), 1 + 4);
  EXPECT_TRUE(change(id, {.name = "Help us", .reopen_days = 0}));
  EXPECT_TRUE(set_people(id, {one_, two_}));
  EXPECT_TRUE(set_teams(id, {team::everyone}));
  EXPECT_EQ(generation(), 1 + 4);
  EXPECT_TRUE(set_people(id, {}));
  EXPECT_TRUE(set_teams(id, {}));
  EXPECT_THAT(now(id).people, IsEmpty());
  EXPECT_THAT(now(id).teams, IsEmpty());
}

TEST_P(Inboxes, ThatAreRefusedLeaveNoTrace) {
  const auto before = all(at_.reading());
  const auto generation_before = generation();
  struct Row {
    const char* reason = "";
    Result<Inbox> answer;
    ErrorCode code{};
    const char* where = "";
  };
  const InboxId nowhere{99};
  const auto rows = std::to_array<Row>({
      {"no name", make(" "), ErrorCode::invalid, "name"},
      {"another's name", make("Website"), ErrorCode::conflict, "name"},
      {"a bound", change(web_inbox, {.reopen_days = 366}), ErrorCode::invalid, "reopen_days"},
      {"no inbox to change", change(nowhere, {.name = "x"}), ErrorCode::not_found, ""},
      {"no inbox for people", set_people(nowhere, {}), ErrorCode::not_found, ""},
      {"no inbox for teams", set_teams(nowhere, {}), ErrorCode::not_found, ""},
      {"no inbox with a secret", run([&](writer::Tx& tx) { return rotate_secret(tx, nowhere, safe_); }), ErrorCode::not_found, ""},
      {"no such person", set_people(web_inbox, {one_, AgentId{99}}), ErrorCode::invalid, "people"},
      {"no such team", set_teams(web_inbox, {team::everyone, TeamId{99}}), ErrorCode::invalid, "teams"},
  });
  for (const auto& row : rows) {
    ASSERT_FALSE(row.answer) << row.reason;
    EXPECT_EQ(row.answer.error().code, row.code) << row.reason;
    EXPECT_EQ(row.answer.error().where, row.where) << row.reason;
  }
  EXPECT_EQ(all(at_.reading()), before);
  EXPECT_EQ(generation(), generation_before);
}

TEST_P(Inboxes, GetANewSecretThatTheirServersMustHearOf) {
  const auto before = now(web_inbox);
  const auto rotated = run([&](writer::Tx& tx) { return rotate_secret(tx, web_inbox, safe_); });
  ASSERT_TRUE(rotated);
  EXPECT_NE(safe_.secret_of(*rotated), safe_.secret_of(before));
  EXPECT_EQ(now(web_inbox), *rotated);
  EXPECT_EQ(generation(), 2);
}

TEST_P(Inboxes, KeepTheirHours) {
  const auto schedule = hours::schedule_of({.time_zone = "Europe/Berlin",
                                            .week = {{hours::Day::monday, "09:00", "17:00"}},
                                            .exceptions = {{"2026-12-25", "Christmas Day", {}}}});
  ASSERT_TRUE(schedule);
  const auto before = generation();
  const auto set = [&](InboxId id, std::optional<hours::Schedule> wanted) {
    return run([&](writer::Tx& tx) { return set_hours(tx, id, wanted); });
  };
  ASSERT_TRUE(set(web_inbox, *schedule));
  EXPECT_EQ(now(web_inbox).hours, *schedule);
  EXPECT_EQ(generation(), before + 1);
  ASSERT_TRUE(set(web_inbox, *schedule));
  EXPECT_EQ(generation(), before + 1) << "the same again changes nothing";
  ASSERT_TRUE(change(web_inbox, {.name = "Shop"}));
  EXPECT_EQ(now(web_inbox).hours, *schedule) << "other changes leave them alone";
  ASSERT_TRUE(set(web_inbox, std::nullopt));
  EXPECT_EQ(now(web_inbox).hours, std::nullopt);
  EXPECT_EQ(set(InboxId{99}, *schedule).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace zhiyin::inbox
