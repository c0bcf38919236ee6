// One address is one contact, however many of his messages come at once and whoever brings them.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "store/stepping.hpp"

namespace zhiyin::contact {
namespace {

constexpr InboxId web{1};
constexpr InboxId mail{2};
constexpr db::Statement count_contacts{"count_contacts", "SELECT count(*) FROM contact"};
constexpr std::array<const db::Statement*, 1> own_statements{&count_contacts};

std::unique_ptr<writer::Command> found_or_made(InboxId inbox, const std::string& address, const std::string& name,
                                               std::move_only_function<void(Result<ContactId>)> reply) {
  return writer::command<ContactId>(
      {}, [inbox, address](writer::Tx& tx) { want_address(tx, inbox, address); },
      [inbox, address, name](writer::Tx& tx) -> Result<ContactId> {
        const auto owner = owner_of(tx, inbox, address);
        return owner.none() ? add(tx, inbox, address, name) : owner;
      },
      std::move(reply));
}

class Contacts : public testing::TestWithParam<db::Engine> {
 protected:
  void submit(InboxId inbox, const std::string& address, const std::string& name) {
    at_.lane->submit(found_or_made(inbox, address, name, [this](const Result<ContactId>& id) { ids_.push_back(id.value()); }));
  }
  [[nodiscard]] std::int64_t count() { return at_.reading().query(count_contacts, {}).number(0, 0); }

  trial::Stepping at_{GetParam(), {statements(), reading_statements(), {own_statements, {}}}};
  std::vector<ContactId> ids_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Contacts, trial::both_engines(), trial::engine_label);

TEST_P(Contacts, AreFoundByAnAddressOfAnInbox) {
  for (const auto& [inbox, address] : {std::pair{web, "a"}, {web, "b"}, {mail, "a"}, {web, "a"}, {web, "it's \"b\""}, {web, "A"}}) {
    submit(inbox, address, "Li");
    at_.lane->step();
  }
  EXPECT_EQ(ids_[0], ids_[3]);
  EXPECT_EQ(std::set(ids_.begin(), ids_.end()).size(), 5U);
  EXPECT_EQ(count(), 5);
  EXPECT_EQ(find_by_address(at_.reading(), mail, "a"), (Person{PersonKind::visitor, ids_[2].value(), "Li"}));
  EXPECT_EQ(find_by_address(at_.reading(), mail, "b"), std::nullopt);
}

TEST_P(Contacts, AreMadeOnceInABatchAndKeepTheirFirstName) {
  submit(web, "a", "first");
  submit(web, "a", "second");
  at_.lane->step();
  submit(web, "a", "third");
  at_.lane->step();
  EXPECT_EQ(ids_[0], ids_[1]);
  EXPECT_EQ(ids_[0], ids_[2]);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(find_by_address(at_.reading(), web, "a")->name, "first");
}

class ContactsOnSqlite : public Contacts {};
INSTANTIATE_TEST_SUITE_P(Engines, ContactsOnSqlite, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(ContactsOnSqlite, AnAddressIsGivenAwayOnce) {
  submit(web, "a", "Li");
  at_.lane->step();
  const auto give_again = [this] {
    (void)at_.run<ContactId>([](writer::Tx& tx) { return add(tx, web, "a", "Li"); }, [](writer::Tx& tx) { want_address(tx, web, "a"); });
  };
  const auto give_unseen = [this] { (void)at_.run<ContactId>([](writer::Tx& tx) { return add(tx, web, "new", "Li"); }); };
  EXPECT_DEATH(give_again(), "an address is given away once");
  EXPECT_DEATH(give_unseen(), "an address is given away once");
}

class ContactsOfTwoProcesses : public Contacts {};
INSTANTIATE_TEST_SUITE_P(Engines, ContactsOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// A row that is not there cannot be locked: both would make it, and one batch would be done again for every new customer.
TEST_P(ContactsOfTwoProcesses, AreMadeByTheFirstAndFoundByTheOther) {
  constexpr int addresses = 20;
  std::array<std::vector<ContactId>, 2> ids;
  {
    std::vector<std::jthread> processes;
    processes.reserve(ids.size());
    for (auto& mine : ids) {
      processes.emplace_back([&mine, lane = std::shared_ptr{at_.make_lane()}] {
        for (int n = 0; n < addresses; ++n) {
          lane->submit(found_or_made(web, std::to_string(n), "Li", [&mine](const Result<ContactId>& id) { mine.push_back(id.value()); }));
          lane->step();
        }
      });
    }
  }
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(count(), addresses);
  EXPECT_THAT(at_.metrics.exposition(), testing::HasSubstr("retries_total 0"));
}

}  // namespace
}  // namespace zhiyin::contact
