// The schema goes forward only, a step at a time, each step whole or not at all.
#include <gmock/gmock.h>

#include <thread>

#include "store/place.hpp"

namespace zhiyin::db {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr EmbeddedText first{"0001_first.sql", "CREATE TABLE one (id BIGINT PRIMARY KEY);\nINSERT INTO one VALUES (1);\n"};
constexpr EmbeddedText second{"0002_second.sql", "CREATE TABLE two (id BIGINT PRIMARY KEY);\nINSERT INTO two SELECT id FROM one;\n"};
constexpr EmbeddedText broken_second{"0002_second.sql", "CREATE TABLE two (id BIGINT PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);\n"};

TEST(MigrationText, KeepsTheLinesOfItsEngine) {
  constexpr std::string_view text =
      "-- A comment.\n"
      "CREATE TABLE t (  -- owner: x\n"
      "-- sqlite:   id INTEGER PRIMARY KEY,\n"
      "-- postgres:   id BIGINT PRIMARY KEY,\n"
      "\n"
      "  name TEXT\n"
      ");";
  EXPECT_EQ(migration_text(text, Engine::sqlite), "CREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  name TEXT\n);\n");
  EXPECT_EQ(migration_text(text, Engine::postgres), "CREATE TABLE t (\n  id BIGINT PRIMARY KEY,\n  name TEXT\n);\n");
}

constexpr Statement sum_of_one{"sum_of_one", "SELECT count(*) FROM one"};
constexpr Statement sum_of_two{"sum_of_two", "SELECT count(*) FROM two"};
constexpr std::array<const Statement*, 1> on_one{&sum_of_one};
constexpr std::array<const Statement*, 2> on_both{&sum_of_one, &sum_of_two};

const auto both_engines = testing::Values(Engine::sqlite, Engine::postgres);
const auto engine_label = [](const auto& info) { return std::string{engine_name(info.param)}; };

class Migrations : public testing::TestWithParam<Engine> {
 protected:
  void open(std::vector<EmbeddedText> migrations, std::span<const Statement* const> statements = {}) {
    store_.reset();
    store_ = std::make_unique<Store>(place_.options(), migrations, std::vector<ModuleStatements>{{statements, {}}});
  }
  [[nodiscard]] std::int64_t ask(const Statement& statement) { return store_->open_reading()->query(statement, {}).number(0, 0); }

  trial::StorePlace place_{GetParam()};
  std::unique_ptr<Store> store_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Migrations, both_engines, engine_label);

TEST_P(Migrations, AreDoneOnceEachAndInTheirOrder) {
  open({first}, on_one);
  open({first, second}, on_both);
  open({first, second}, on_both);
  EXPECT_EQ(ask(sum_of_one), 1);
  EXPECT_EQ(ask(sum_of_two), 1);
}

TEST_P(Migrations, ThatFailHalfwayLeaveNothingAndCanBeDoneAgain) {
  EXPECT_THROW(open({first, broken_second}), std::runtime_error);
  open({first}, on_one);
  EXPECT_EQ(ask(sum_of_one), 1);
  open({first, second}, on_both);
  EXPECT_EQ(ask(sum_of_two), 1);
}

// It was once taken for done by another process: a unique index over rows that are not, say, was silently left out.
TEST_P(Migrations, ThatFailOnTakenKeysOfTheirOwnAreNotTakenForDone) {
  open({first}, on_one);
  constexpr EmbeddedText clashing{"0002_second.sql", "CREATE TABLE two (id BIGINT PRIMARY KEY);\nINSERT INTO one VALUES (1);\n"};
  EXPECT_THAT([&] { open({first, clashing}); }, ThrowsMessage<std::runtime_error>(HasSubstr("0002_second.sql")));
}

// Yesterday's program on tomorrow's tables would write what tomorrow's cannot read.
TEST_P(Migrations, OfANewerProgramAreNotServedByAnOlder) {
  open({first, second}, on_both);
  EXPECT_THAT([&] { open({first}, on_one); }, ThrowsMessage<std::runtime_error>(HasSubstr("newer version")));
}

TEST_P(Migrations, OutOfOrderAreRefused) {
  EXPECT_THAT([&] { open({second, first}); }, ThrowsMessage<std::runtime_error>(HasSubstr("out of order")));
  constexpr EmbeddedText unnumbered{"first.sql", ""};
  EXPECT_THAT([&] { open({unnumbered}); }, ThrowsMessage<std::runtime_error>(HasSubstr("NNNN_name.sql")));
}

class MigrationsAtOnce : public Migrations {};
INSTANTIATE_TEST_SUITE_P(Engines, MigrationsAtOnce, testing::Values(Engine::postgres), engine_label);

TEST_P(MigrationsAtOnce, AreDoneByOneOfSeveralProcesses) {
  std::atomic<int> opened = 0;
  {
    std::vector<std::jthread> processes;
    processes.reserve(4);
    for (int i = 0; i < 4; ++i) {
      processes.emplace_back([&] {
        try {
          const Store store{place_.options(), std::array{first, second}, {}};
          ++opened;
        } catch (const std::exception& error) {
          ADD_FAILURE() << error.what();
        }
      });
    }
  }
  EXPECT_EQ(opened, 4);
  open({first, second}, on_both);
  EXPECT_EQ(ask(sum_of_two), 1);
}

}  // namespace
}  // namespace zhiyin::db
