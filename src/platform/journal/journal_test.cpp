// Readers follow `pos > last` and nothing else: no gap, no repeat, no swap, on both engines.
#include "platform/journal/journal.hpp"

#include <gmock/gmock.h>

#include "schema/migrations.hpp"
#include "store/place.hpp"

namespace zhiyin::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const auto both_engines = testing::Values(db::Engine::sqlite, db::Engine::postgres);
const auto engine_label = [](const auto& info) { return std::string{db::engine_name(info.param)}; };

class Log : public testing::TestWithParam<db::Engine> {
 protected:
  Log() { found(*writing_, chance_); }

  [[nodiscard]] static Entry entry(std::int64_t subject) {
    return {.kind = "thing", .subject = subject, .revision = 1, .at = from_millis(1), .envelope = "{}"};
  }
  void append_all(std::initializer_list<std::int64_t> subjects, db::Session* by = nullptr) {
    auto& session = by == nullptr ? *writing_ : *by;
    std::vector<Entry> entries;
    for (const auto subject : subjects) {
      entries.push_back(entry(subject));
    }
    session.begin();
    append(session, entries);
    session.commit();
  }
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> read(std::int64_t after, std::int64_t limit = 100) {
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    for (const auto& one : read_after(*reading_, after, limit)) {
      found.emplace_back(one.pos, one.subject);
    }
    return found;
  }

  SystemChance chance_;
  trial::StorePlace place_{GetParam()};
  db::Store store_{place_.options(), migrations(), {statements()}};
  std::unique_ptr<db::Session> writing_ = store_.open_writing();
  std::unique_ptr<db::Session> reading_ = store_.open_reading();
};
INSTANTIATE_TEST_SUITE_P(Engines, Log, both_engines, engine_label);

using At = std::pair<std::int64_t, std::int64_t>;

TEST_P(Log, GivesPositionsWithoutGapInTheOrderOfCommits) {
  EXPECT_EQ(head(*reading_).pos, 0);
  const auto other = store_.open_writing();
  append_all({10, 11});
  append_all({20}, other.get());
  append_all({});
  append_all({12});
  EXPECT_THAT(read(0), ElementsAre(At{1, 10}, At{2, 11}, At{3, 20}, At{4, 12}));
  EXPECT_EQ(head(*reading_).pos, 4);
}

// A batch that failed took positions that nobody may ever miss.
TEST_P(Log, LeavesNoGapBehindWhatWasRolledBack) {
  append_all({10});
  writing_->begin();
  append(*writing_, std::array{entry(11), entry(12)});
  writing_->rollback();
  append_all({13});
  EXPECT_THAT(read(0), ElementsAre(At{1, 10}, At{2, 13}));
}

TEST_P(Log, IsReadFromAPositionInPieces) {
  append_all({1, 2, 3, 4, 5});
  EXPECT_THAT(read(0, 2), ElementsAre(At{1, 1}, At{2, 2}));
  EXPECT_THAT(read(2, 2), ElementsAre(At{3, 3}, At{4, 4}));
  EXPECT_THAT(read(4, 2), ElementsAre(At{5, 5}));
  EXPECT_THAT(read(5, 2), IsEmpty());
}

TEST_P(Log, KeepsEverythingOfAFact) {
  const Entry whole{.pos = 99,
                    .kind = "message_sent",
                    .subject = 7,
                    .revision = 8,
                    .at = from_millis(1'800'000'000'123),
                    .envelope = R"({"a":"\"你好"})",
                    .owner = -5,
                    .retention = Retention::emotion,
                    .body = "name\nwords, it's \"quoted\" \\ {lock} $1"};
  writing_->begin();
  append(*writing_, std::array{entry(1), whole});
  writing_->commit();
  const auto read = read_after(*reading_, 1, 10);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].pos, 2);
  EXPECT_EQ(read[0].kind, whole.kind);
  EXPECT_EQ(read[0].subject, whole.subject);
  EXPECT_EQ(read[0].revision, whole.revision);
  EXPECT_EQ(read[0].at, whole.at);
  EXPECT_EQ(read[0].envelope, whole.envelope);
  EXPECT_EQ(read[0].owner, whole.owner);
  EXPECT_EQ(read[0].retention, whole.retention);
  EXPECT_EQ(read[0].body, whole.body);
}

TEST_P(Log, GoesOnFromItsHeadWhenEverythingWasTrimmed) {
  append_all({1, 2, 3});
  trim(*writing_, 2);
  EXPECT_THAT(read(0), ElementsAre(At{3, 3}));
  trim(*writing_, 3);
  append_all({4});
  EXPECT_THAT(read(0), ElementsAre(At{4, 4}));
}

// A restored store must not be taken for the one that clients know; a restarted one must.
TEST_P(Log, KeepsItsIdUntilItIsRenewed) {
  append_all({1});
  const auto before = head(*reading_);
  EXPECT_EQ(before.log_id.size(), 32U);
  found(*writing_, chance_);
  EXPECT_EQ(head(*reading_).log_id, before.log_id);
  renew(*writing_, chance_);
  EXPECT_NE(head(*reading_).log_id, before.log_id);
  EXPECT_EQ(head(*reading_).pos, 1);
}

}  // namespace
}  // namespace zhiyin::journal
