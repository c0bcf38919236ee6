// People in the store: what is refused leaves no trace, and every change raises the head by one.
#include "identity/service.hpp"

#include <gmock/gmock.h>

#include <array>

#include "identity/reading.hpp"
#include "identity/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::identity {
namespace {

using testing::ElementsAre;

class People : public testing::TestWithParam<db::Engine> {
 protected:
  People() { found(2); }

  void found(std::int64_t demo_agents) { identity::found(*at_.store().open_writing(), at_.clock.now(), demo_agents); }
  Result<Member> add(const std::string& name, const std::string& email, Role role = Role::agent) {
    return at_.run<Member>([&](writer::Tx& tx) { return identity::add(tx, {.name = name, .email = email, .role = role}); });
  }
  Result<Member> change(AgentId id, const Changes& wanted) {
    return at_.run<Member>([&](writer::Tx& tx) { return identity::change(tx, id, wanted); });
  }
  [[nodiscard]] std::int64_t generation() { return take_generation(at_.reading(), send_generation(at_.reading())); }
  [[nodiscard]] std::vector<event::AccessChanged> facts() {
    std::vector<event::AccessChanged> all;
    for (const auto& entry : journal::read_after(at_.reading(), 0, 10'000)) {
      all.push_back(event::read_access(entry).value());
    }
    return all;
  }
  [[nodiscard]] std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& member : identity::all(at_.reading())) {
      all.push_back(member.name + (member.active ? "" : " (off)"));
    }
    return all;
  }

  trial::Stepping at_{GetParam(), {statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, People, trial::both_engines(), trial::engine_label);

TEST_P(People, AreFoundAsTheyWereAdded) {
  const auto added = add(" Li Wei ", "Li@Example.com", Role::supervisor);
  ASSERT_TRUE(added) << added.error().what;
  EXPECT_EQ(added->name, "Li Wei");
  EXPECT_EQ(find(at_.reading(), added->id), *added);
  EXPECT_EQ(find_by_email(at_.reading(), "li@example.com"), *added);
  EXPECT_EQ(find_by_email(at_.reading(), ""), std::nullopt);  // which demonstration people have
  EXPECT_THAT(names(), ElementsAre("Demo 01", "Demo 02", "Li Wei"));
  EXPECT_EQ(all(at_.reading(), AgentId{1}, 1).front().id, AgentId{2});
  EXPECT_EQ(facts().back().part, event::AccessPart::person);
  EXPECT_EQ(facts().back().id, added->id.value());
}

TEST_P(People, ThatAreRefusedLeaveNoTrace) {
  const auto admin = add("Admin", "admin@example.com", Role::administrator)->id;
  const auto li = add("Li", "li@example.com")->id;
  const auto before = generation();
  const AgentId demo{1};
  struct Row {
    const char* reason = "";
    Result<Member> answer;
    ErrorCode code{};
    const char* where = "";
  };
  const auto rows = std::to_array<Row>({
      {"a name is missing", add(" ", "x@example.com"), ErrorCode::invalid, "name"},
      {"no address", add("X", ""), ErrorCode::invalid, "email"},
      {"somebody's address, in capitals", add("X", "LI@example.com"), ErrorCode::conflict, "email"},
      {"nobody", change(AgentId{99}, {.name = "X"}), ErrorCode::not_found, ""},
      {"another's address", change(li, {.email = "admin@example.com"}), ErrorCode::conflict, "email"},
      {"capacity", change(li, {.capacity = 101}), ErrorCode::invalid, "capacity"},
      {"the last administrator's role", change(admin, {.role = Role::agent}), ErrorCode::conflict, "role"},
      {"the last administrator", change(admin, {.active = false}), ErrorCode::conflict, "active"},
      {"a demonstration person with an address", change(demo, {.email = "d@example.com"}), ErrorCode::invalid, "email"},
      {"or switched off by hand", change(demo, {.active = false}), ErrorCode::invalid, "active"},
  });
  for (const auto& row : rows) {
    ASSERT_FALSE(row.answer) << row.reason;
    EXPECT_EQ(row.answer.error().code, row.code) << row.reason;
    EXPECT_EQ(row.answer.error().where, row.where) << row.reason;
  }
  EXPECT_EQ(generation(), before);
}

TEST_P(People, ChangeAndTheGenerationCountsIt) {
  const auto li = *add("Li", "li@example.com");
  const auto before = generation();
  const auto after = change(li.id, {.name = "Li Wei", .email = "wei@example.com", .role = Role::quality, .active = false, .capacity = 0});
  ASSERT_TRUE(after);
  EXPECT_EQ(find(at_.reading(), li.id), *after);
  EXPECT_EQ(after->created_at, li.created_at);
  EXPECT_EQ(generation(), before + 1);
  EXPECT_TRUE(add("Li", "li@example.com"));           // the address is free again
  EXPECT_TRUE(change(li.id, {.name = "Li Wei"}));     // which it is already
  EXPECT_TRUE(change(AgentId{1}, {.active = true}));  // likewise
  EXPECT_TRUE(change(AgentId{1}, {.role = Role::planner}));
  EXPECT_EQ(generation(), before + 3);
  std::int64_t last = 1;
  for (const auto& fact : facts()) {
    EXPECT_EQ(fact.generation, ++last);
  }
  EXPECT_EQ(last, generation());
}

// Two administrators who disable each other in one batch: one stays.
TEST_P(People, OfOneBatchSeeEachOthersChanges) {
  const auto first = add("A", "a@example.com", Role::administrator)->id;
  const auto second = add("B", "b@example.com", Role::administrator)->id;
  int refused = 0;
  for (const auto id : {first, second}) {
    at_.lane->submit(writer::command<Member>(
        {}, [](writer::Tx&) {}, [id](writer::Tx& tx) { return identity::change(tx, id, {.active = false}); },
        [&refused](const Result<Member>& answer) { refused += answer ? 0 : 1; }));
  }
  at_.lane->step();
  EXPECT_EQ(refused, 1);
  EXPECT_FALSE(find(at_.reading(), first)->active);
  EXPECT_TRUE(find(at_.reading(), second)->active);
}

TEST_P(People, ForDemonstrationsAreAsTheSettingSays) {
  EXPECT_THAT(names(), ElementsAre("Demo 01", "Demo 02"));
  (void)change(AgentId{2}, {.name = "Wang"});
  found(1);
  EXPECT_THAT(names(), ElementsAre("Demo 01", "Wang (off)"));
  found(0);
  EXPECT_THAT(names(), ElementsAre("Demo 01 (off)", "Wang (off)"));
  found(3);
  EXPECT_THAT(names(), ElementsAre("Demo 01", "Wang", "Demo 03"));
  const auto before = generation();
  found(3);
  EXPECT_EQ(generation(), before);
  EXPECT_EQ(static_cast<std::int64_t>(facts().size()), before - 1);  // the first two people came with the store, which nobody knew
}

class PeopleOnSqlite : public People {};
INSTANTIATE_TEST_SUITE_P(Engines, PeopleOnSqlite, testing::Values(db::Engine::sqlite), trial::engine_label);

// What was read without the lock may be another's past.
TEST_P(PeopleOnSqlite, ChangeOnlyUnderTheHeadsLock) {
  const auto raise = [this] {
    (void)at_.run<int>([](writer::Tx& tx) {
      raise_head(tx, event::AccessPart::team, 1);
      return 0;
    });
  };
  EXPECT_DEATH(raise(), "change under the head's lock");
}

}  // namespace
}  // namespace zhiyin::identity
