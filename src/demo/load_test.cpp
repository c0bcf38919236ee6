// The demonstration company is made by the commands that people use, so what it holds is held to all their rules.
#include "demo/load.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "access/directory.hpp"
#include "contact/reading.hpp"
#include "conversation/listing.hpp"
#include "conversation/store.hpp"
#include "credential/service.hpp"
#include "knowledge/hot.hpp"
#include "knowledge/store.hpp"
#include "platform/audit/audit.hpp"
#include "platform/journal/journal.hpp"
#include "schema/migrations.hpp"
#include "store/core.hpp"
#include "store/place.hpp"

namespace zhiyin::demo {
namespace {

const Time now = Time{Millis{1'790'000'000'000}};

/// The company of the repository, with a talk of each ending.
Company small_company() {
  auto company = read_company("demo/campus");
  std::vector<Talk> talks;
  for (const auto ends : {Ends::resolved, Ends::assigned, Ends::queued}) {
    talks.push_back(*std::ranges::find(company.talks, ends, &Talk::ends));
  }
  company.talks = std::move(talks);
  company.articles.resize(6);
  return company;
}

class Load : public testing::TestWithParam<db::Engine> {
 protected:
  Load() {
    const auto session = store_.open_writing();
    journal::found(*session, chance_);
    access::found(*session, chance_, now, 0, std::chrono::minutes{2});
  }

  Loaded load(const Company& company) { return demo::load(writer_, clock_, company, "stored", now); }

  std::vector<conversation::Listed> rows() {
    const auto session = store_.open_reading();
    auto rows = conversation::open_rows(*session, {}, 100);
    for (auto& one : conversation::resolved_rows(*session, Time{}, {}, 100)) {
      rows.push_back(std::move(one));
    }
    return rows;
  }

  trial::StorePlace place_{GetParam()};
  SystemChance chance_;
  MetricRegistry metrics_;
  PastClock clock_{now};
  db::Store store_{
      place_.options(), migrations(),
      trial::core_statements({knowledge::statements(), credential::statements(), audit::statements(), contact::reading_statements(),
                              conversation::reading_statements(), conversation::listing_statements()})};
  writer::Writer writer_{store_, clock_, chance_, 1, {}, {}, metrics_};
};

TEST_P(Load, fills_a_new_store_once) {
  EXPECT_FALSE(in_use(*store_.open_reading()));
  const auto loaded = load(small_company());
  EXPECT_TRUE(in_use(*store_.open_reading()));
  EXPECT_EQ(loaded.people.size(), 9U);
  EXPECT_EQ(loaded.articles, 6U);
  EXPECT_EQ(loaded.talks, 3U);
  const auto directory = access::load(*store_.open_reading());
  EXPECT_EQ(directory->teams.size(), 2U) << "the team of a new store is one of them";
  EXPECT_EQ(directory->inbox(InboxId{1})->teams.size(), 2U);
  EXPECT_TRUE(directory->inbox(InboxId{1})->bot);
  EXPECT_FALSE(knowledge::hot_questions(*store_.open_reading(), "zh-CN").empty());
}

// The lists have life: something of each stage, as old as it says, with its owner, labels and priority.
TEST_P(Load, lets_conversations_happen_as_they_are_told) {
  const auto company = small_company();
  load(company);
  const auto rows = this->rows();
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& talk : company.talks) {
    const auto row = std::ranges::find_if(rows, [&](const auto& one) { return one.conversation.contact_name == talk.customer; });
    ASSERT_NE(row, rows.end()) << talk.id;
    const auto& c = row->conversation;
    const auto expected = talk.ends == Ends::resolved ? Stage::resolved : talk.ends == Ends::assigned ? Stage::assigned : Stage::queued;
    EXPECT_EQ(c.stage, expected) << talk.id;
    EXPECT_EQ(c.assignee.none(), talk.ends == Ends::queued) << talk.id;
    EXPECT_EQ(c.priority, talk.priority) << talk.id;
    EXPECT_EQ(row->labels.size(), talk.labels.size()) << talk.id;
    EXPECT_LT(c.created_at, now) << talk.id;
    EXPECT_GT(c.created_at, now - std::chrono::days{talk.days_ago + 1}) << talk.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Load, testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         [](const auto& info) { return std::string(info.param == db::Engine::sqlite ? "sqlite" : "postgres"); });

// Every talk of the repository can be told: a stage or a name that nobody knows is found here, not at a user's first start.
TEST(Company, is_read_whole) {
  const auto company = read_company("demo/campus");
  EXPECT_GE(company.talks.size(), 200U);
  EXPECT_GE(company.articles.size(), 80U);
  EXPECT_EQ(company.teams.size(), 2U);
  for (const auto& article : company.articles) {
    if (article.file.audience == knowledge::Audience::everybody) {
      EXPECT_GE(article.file.words.asked_as.size(), 20U) << article.name.slug << " has few examples to learn from";
    }
  }
}

TEST(Company, says_what_is_wrong_with_it) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "company";
  std::filesystem::remove_all(folder);
  std::filesystem::copy("demo/campus", folder, std::filesystem::copy_options::recursive);
  std::ofstream(folder / "conversations" / "zz.jsonl") << R"({"id":"x","priority":"normal","stage":"lost","turns":[]})" << '\n';
  try {
    (void)read_company(folder);
    FAIL() << "a stage that is none";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "zz.jsonl: unknown: lost");
  }
  EXPECT_THROW((void)read_company("/nowhere"), std::runtime_error);
}

}  // namespace
}  // namespace zhiyin::demo
