// What was done to the log shows, whoever did it with whatever statement; an erasure does not.
#include "platform/audit/audit.hpp"

#include <gmock/gmock.h>

#include <ranges>
#include <thread>

#include "platform/audit/reading.hpp"
#include "store/stepping.hpp"

namespace zhiyin::audit {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Note signed_in(std::int64_t who) {
  return {.actor = {"person", who}, .action = "signed_in", .subject = {"session", who * 10}, .details = R"({"address":"192.0.2.1"})"};
}

class Auditing : public testing::TestWithParam<db::Engine> {
 protected:
  void note_some(std::int64_t count) {
    for (const auto i : std::views::iota(std::int64_t{1}, count + 1)) {
      ASSERT_TRUE(at_.run<int>([i](writer::Tx& tx) -> Result<int> {
        note(tx, signed_in(i));
        return 0;
      }));
      at_.clock.advance(Millis{1});
    }
  }
  [[nodiscard]] Report look(std::int64_t from = 1, const std::optional<Head>& expected = std::nullopt) {
    auto session = at_.store().open_reading();
    session->begin();
    auto report = verify(*session, from, expected);
    session->rollback();
    return report;
  }
  /// As somebody does who has the database's password.
  void meddle(std::string_view statements) {
    const auto session = at_.store().open_writing();
    while (!statements.empty()) {
      const auto end = std::min(statements.find(';'), statements.size());
      session->execute(std::string{statements.substr(0, end)});
      statements.remove_prefix(std::min(end + 1, statements.size()));
    }
  }

  trial::Stepping at_{GetParam(), {statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Auditing, trial::both_engines(), trial::engine_label);

TEST_P(Auditing, IsWholeAsItWasWritten) {
  EXPECT_EQ(look().head, Head{});
  EXPECT_THAT(look().findings, IsEmpty());
  note_some(5);
  const auto report = look();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.rows, 5);
  EXPECT_EQ(report.head.n, 5);
  EXPECT_THAT(look(3).findings, IsEmpty());
  EXPECT_EQ(look(3).rows, 3);
}

TEST_P(Auditing, IsReadNewestFirst) {
  note_some(5);
  auto& session = at_.reading();
  const auto newest = page(session, 0, 2);
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].link.n, 5);
  EXPECT_EQ(newest[0].link.actor, (Party{"person", 5}));
  EXPECT_EQ(newest[0].link.action, "signed_in");
  EXPECT_EQ(newest[0].details, R"({"address":"192.0.2.1"})");
  EXPECT_EQ(newest[1].hash, newest[0].link.previous);
  EXPECT_EQ(page(session, newest[1].link.n, 100).size(), 3U);
  EXPECT_THAT(page(session, 1, 100), IsEmpty());
}

// Each row of this table is somebody who wants something not to have happened.
TEST_P(Auditing, ShowsWhatWasDoneToIt) {
  struct Plant {
    const char* what = "";
    const char* sql = "";
    Finding found;
  };
  const std::array<Plant, 13> plants{{
      {"another did it", "UPDATE audit_entry SET actor = 99 WHERE n = 3", {3, Fault::changed}},
      {"it was something else", "UPDATE audit_entry SET action = 'signed_out' WHERE n = 3", {3, Fault::changed}},
      {"to something else", "UPDATE audit_entry SET subject = 1 WHERE n = 3", {3, Fault::changed}},
      {"at another time", "UPDATE audit_entry SET at = at + 1 WHERE n = 3", {3, Fault::changed}},
      {"in other circumstances", "UPDATE audit_entry SET details = '{}' WHERE n = 3", {3, Fault::details}},
      {"its digest adapted", "UPDATE audit_entry SET digest = 'x' WHERE n = 3", {3, Fault::changed}},
      {"erased by half", "UPDATE audit_entry SET details = NULL WHERE n = 3", {3, Fault::details}},
      {"its hash replaced", "UPDATE audit_entry SET hash = previous WHERE n = 3", {4, Fault::unlinked}},
      {"deleted", "DELETE FROM audit_entry WHERE n = 3", {3, Fault::missing}},
      {"the first deleted", "DELETE FROM audit_entry WHERE n = 1", {1, Fault::missing}},
      {"two swapped",
       "UPDATE audit_entry SET n = -3 WHERE n = 3; UPDATE audit_entry SET n = 3 WHERE n = 4; "
       "UPDATE audit_entry SET n = 4 WHERE n = -3",
       {3, Fault::unlinked}},
      {"cut off", "DELETE FROM audit_entry WHERE n > 3", {5, Fault::cut_off}},
      {"all gone", "DELETE FROM audit_entry", {5, Fault::cut_off}},
  }};
  note_some(5);
  meddle("CREATE TABLE audit_kept AS SELECT * FROM audit_entry");
  for (const auto& plant : plants) {
    meddle(plant.sql);
    EXPECT_THAT(look().findings, Contains(plant.found)) << plant.what;
    meddle("DELETE FROM audit_entry; INSERT INTO audit_entry SELECT * FROM audit_kept");
    EXPECT_THAT(look().findings, IsEmpty()) << "mended after: " << plant.what;
  }
}

// He who edits a row and makes its hash, and all later ones, anew, is found by a head that was written down elsewhere, and by nothing else.
TEST_P(Auditing, ShowsANewChainToWhomWroteDownTheOldHead) {
  note_some(3);
  const auto before = look().head;
  note_some(2);
  EXPECT_THAT(look(1, before).findings, IsEmpty());
  meddle("DELETE FROM audit_entry; UPDATE audit_head SET n = 0, hash = ''");
  EXPECT_THAT(look(1, before).findings, ElementsAre(Finding{3, Fault::displaced}));
  note_some(5);
  EXPECT_THAT(look().findings, IsEmpty()) << "a new chain is whole in itself";
  EXPECT_THAT(look(1, before).findings, ElementsAre(Finding{3, Fault::displaced}));
}

TEST_P(Auditing, StaysWholeWhenDetailsAreErased) {
  note_some(3);
  EXPECT_EQ(at_.run<bool>([](writer::Tx& tx) -> Result<bool> { return erase(tx, 2); }), true);
  EXPECT_EQ(at_.run<bool>([](writer::Tx& tx) -> Result<bool> { return erase(tx, 2); }), false) << "there was nothing left";
  EXPECT_EQ(at_.run<bool>([](writer::Tx& tx) -> Result<bool> { return erase(tx, 9); }), false);
  EXPECT_THAT(look().findings, IsEmpty());
  EXPECT_EQ(look().erased, 1);
  EXPECT_EQ(page(at_.reading(), 3, 1).front().details, std::nullopt);
  note_some(1);
  EXPECT_THAT(look().findings, IsEmpty());
}

TEST_P(Auditing, NotesSeveralOfABatchAndNothingOfWhatWasRolledBack) {
  for (int i = 1; i <= 3; ++i) {
    at_.lane->submit(writer::command<int>(
        {}, [](writer::Tx&) {},
        [i](writer::Tx& tx) -> Result<int> {
          note(tx, signed_in(i));
          if (i == 2) {
            throw std::runtime_error("a command that dies");  // rolls the batch back; the others are done again one by one
          }
          return 0;
        },
        [](Result<int>) {}));
  }
  while (at_.lane->step()) {
  }
  EXPECT_THAT(look().findings, IsEmpty());
  EXPECT_EQ(look().head.n, 2);
  EXPECT_EQ(page(at_.reading(), 0, 9).front().link.actor.id, 3);
}

// More than are read at once.
TEST_P(Auditing, IsLookedAtInChunks) {
  constexpr std::int64_t rows = 2'500;
  ASSERT_TRUE(at_.run<int>([](writer::Tx& tx) -> Result<int> {
    for (const auto i : std::views::iota(std::int64_t{1}, rows + 1)) {
      note(tx, signed_in(i));
    }
    return 0;
  }));
  EXPECT_EQ(look().rows, rows);
  EXPECT_THAT(look().findings, IsEmpty());
  meddle("DELETE FROM audit_entry WHERE n = 1000 OR n = 2001");
  EXPECT_THAT(look().findings, ElementsAre(Finding{1000, Fault::missing}, Finding{2001, Fault::missing}));
  meddle("UPDATE audit_entry SET at = 0");
  EXPECT_EQ(look().findings.size(), findings_max);
}

class AuditingOfTwoProcesses : public Auditing {};
INSTANTIATE_TEST_SUITE_P(Engines, AuditingOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

TEST_P(AuditingOfTwoProcesses, IsOneChain) {
  constexpr int each = 40;
  {
    std::vector<std::jthread> processes;
    processes.reserve(2);
    for (int p = 0; p < 2; ++p) {
      processes.emplace_back([p, lane = std::shared_ptr{at_.make_lane()}] {
        for (int i = 0; i < each; ++i) {
          lane->submit(writer::command<int>(
              {}, [](writer::Tx&) {},
              [p](writer::Tx& tx) -> Result<int> {
                note(tx, signed_in(p));
                return 0;
              },
              [](const Result<int>& done) { EXPECT_TRUE(done); }));
          lane->step();
        }
      });
    }
  }
  EXPECT_THAT(look().findings, IsEmpty());
  EXPECT_EQ(look().head.n, 2 * each);
}

TEST(Chain, CanBeCheckedWithoutUs) {
  // printf 'zhiyin audit 1\n7\n1800000000000\nperson\n5\nsigned_in\nsession\n50\nd\np\n' | sha256sum
  const Link link{.n = 7,
                  .at = from_millis(1'800'000'000'000),
                  .actor = {"person", 5},
                  .action = "signed_in",
                  .subject = {"session", 50},
                  .digest = "d",
                  .previous = "p"};
  EXPECT_EQ(link_hash(link), "9e01f8654fb115ca367cc65f19d1e5195b2e1c124457fa06c6cbe299d2b1838a");
}

TEST(Chain, HeadsAreReadAsTheyAreWritten) {
  const Head head{12, std::string(64, 'a')};
  EXPECT_EQ(parse_head(head_text(head)), head);
  EXPECT_EQ(parse_head(head_text(Head{})), Head{});
  for (const auto& wrong : std::vector<std::string>{"", "12", ":", "12:abc", "x:" + std::string(64, 'a'), "-1:" + std::string(64, 'a'),
                                                    "12:" + std::string(64, 'A'), "12 :" + std::string(64, 'a')}) {
    EXPECT_EQ(parse_head(wrong), std::nullopt) << wrong;
  }
}

TEST(Chain, WordsStandOnALineOfTheirOwn) {
  EXPECT_TRUE(is_word("signed_in"));
  for (const auto& wrong : std::vector<std::string>{std::string{}, std::string{"two words"}, std::string{"line\n"}, std::string{"Word"},
                                                    std::string(41, 'a')}) {
    EXPECT_FALSE(is_word(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace zhiyin::audit
