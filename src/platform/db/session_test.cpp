// One face for both engines: the same statement must give the same rows, and the same trouble the same name.
#include "platform/db/session.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "store/place.hpp"

namespace zhiyin::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Numbers = std::vector<std::int64_t>;

constexpr EmbeddedText schema{"0001_test.sql",
                              "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, amount BIGINT NOT NULL);\n"
                              "CREATE TABLE pair (a BIGINT, b TEXT, value BIGINT, PRIMARY KEY (a, b));\n"};

constexpr Statement all_items{"all_items", "SELECT id, name, amount FROM item ORDER BY id"};
constexpr Statement add_item{"add_item", "INSERT INTO item (id, name, amount) VALUES ($1, $2, $3)"};
constexpr Statement items_among{"items_among", "SELECT id FROM item WHERE id {among:1} ORDER BY id {lock}"};
constexpr Statement items_between{"items_between", "SELECT id FROM item WHERE id < $2 AND id > $1 ORDER BY id"};
constexpr Statement items_named{
    "items_named",
    "SELECT i.id FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS w(id, name, n) JOIN item AS i ON i.id = w.id AND i.name = w.name "
    "ORDER BY w.n",
    "SELECT id FROM item WHERE id = $1 AND name = $2"};
constexpr Statement echo{"echo", "SELECT $1::bigint, $2::text", "SELECT $1, $2"};
constexpr Statement words{"words", "SELECT * FROM unnest($1::text[])", "SELECT value FROM json_each($1)"};
constexpr Statement all_pairs{"all_pairs", "SELECT a, b, value FROM pair ORDER BY a, b"};
constexpr Statement own_pid{"own_pid", "SELECT pg_backend_pid()", "SELECT 0"};
constexpr Statement end_session{"end_session", "SELECT pg_terminate_backend($1::bigint::int, 5000)", "SELECT $1"};
constexpr std::array<const Statement*, 10> statements{&all_items, &add_item, &items_among, &items_between, &items_named,
                                                      &echo,      &words,    &all_pairs,   &own_pid,       &end_session};

constexpr std::array<Column, 3> item_columns{{{"id", ColumnType::number}, {"name", ColumnType::text}, {"amount", ColumnType::number}}};
constexpr Bulk insert_items{"insert_items", Write::insert, "item", item_columns, 1};
constexpr std::array<Column, 3> pair_columns{{{"a", ColumnType::number}, {"b", ColumnType::text}, {"value", ColumnType::number}}};
constexpr Bulk keep_pairs{"keep_pairs", Write::insert_or_ignore, "pair", pair_columns, 2};
constexpr Bulk upsert_pairs{"upsert_pairs", Write::upsert, "pair", pair_columns, 2};
constexpr Bulk update_pairs{"update_pairs", Write::update, "pair", pair_columns, 2};
constexpr Bulk remove_pairs{"remove_pairs", Write::remove, "pair", std::span{pair_columns}.first(2), 2};
constexpr std::array<const Bulk*, 5> bulks{&insert_items, &keep_pairs, &upsert_pairs, &update_pairs, &remove_pairs};

Numbers first_column(const Rows& rows) {
  Numbers numbers;
  numbers.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    numbers.push_back(rows.number(i, 0));
  }
  return numbers;
}

const auto both_engines = testing::Values(Engine::sqlite, Engine::postgres);
const auto engine_label = [](const auto& info) { return std::string{engine_name(info.param)}; };

class Sessions : public testing::TestWithParam<Engine> {
 protected:
  void add(std::int64_t id, Value name = std::string_view{"x"}, Value amount = std::int64_t{0}) {
    (void)writing_->query(add_item, {id, name, amount});
  }
  [[nodiscard]] std::vector<std::string> pairs() {
    std::vector<std::string> lines;
    const auto rows = writing_->query(all_pairs, {});
    lines.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      lines.push_back(std::to_string(rows.number(i, 0)) + std::string{rows.text(i, 1)} + "=" + std::to_string(rows.number(i, 2)));
    }
    return lines;
  }
  static FailureKind failure_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const Failure& failure) {
      return failure.kind();
    }
    ADD_FAILURE() << "nothing failed";
    return FailureKind::broken;
  }

  trial::StorePlace place_{GetParam()};
  static StoreOptions short_waits(StoreOptions options) {
    options.lock_timeout = std::chrono::milliseconds{200};
    return options;
  }
  Store store_{short_waits(place_.options()), std::array{schema}, {{statements, bulks}}};
  std::unique_ptr<Session> writing_ = store_.open_writing();
};
INSTANTIATE_TEST_SUITE_P(Engines, Sessions, both_engines, engine_label);

TEST_P(Sessions, ValuesComeBackAsTheyWere) {
  for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max(), std::int64_t{1} << 31}) {
    EXPECT_EQ(writing_->query(echo, {number, "x"}).number(0, 0), number);
  }
  for (const std::string_view text : {"", "it's", "a\"b\\c", "line\nfeed\ttab", "你好，👋", "$1 ?2 {lock}", "%_"}) {
    EXPECT_EQ(writing_->query(echo, {1, text}).text(0, 1), text);
    const std::array<std::string_view, 3> in_array{"first", text, ""};
    const auto rows = writing_->query(words, {std::span<const std::string_view>{in_array}});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.text(1, 0), text);
  }
  add(1, std::monostate{});
  add(2, "");
  const auto rows = writing_->query(all_items, {});
  EXPECT_TRUE(rows.null(0, 1));
  EXPECT_FALSE(rows.null(1, 1));  // empty is not null
}

TEST_P(Sessions, ParametersAreFoundByTheirNumber) {
  for (const std::int64_t id : {1, 2, 3, 4, 5}) {
    add(id);
  }
  EXPECT_THAT(first_column(writing_->query(items_between, {1, 4})), ElementsAre(2, 3));
  const Numbers wanted{5, 3, 9};
  EXPECT_THAT(first_column(writing_->query(items_among, {std::span{wanted}})), ElementsAre(3, 5));
  EXPECT_THAT(first_column(writing_->query(items_among, {std::span<const std::int64_t>{}})), IsEmpty());
}

TEST_P(Sessions, ManyQuestionsOfOneStatementAreAnsweredInTheirOrder) {
  add(1, "one");
  add(2, "two");
  add(3, "three");
  const std::array<std::int64_t, 4> ids{3, 1, 2, 1};
  const std::array<std::string_view, 4> names{"three", "one", "other", "one"};
  const std::array<Value, 2> arrays{std::span<const std::int64_t>{ids}, std::span<const std::string_view>{names}};
  EXPECT_THAT(first_column(writing_->take(writing_->send_each(items_named, arrays))), ElementsAre(3, 1, 1));
}

TEST_P(Sessions, AnswersMayBeTakenInAnyOrder) {
  add(1);
  writing_->begin();
  const std::array<Value, 2> early{1, "early"};
  const std::array<Value, 2> late{2, "late"};
  const auto first = writing_->send(echo, early);
  const auto second = writing_->send(echo, late);
  EXPECT_EQ(writing_->take(second).text(0, 1), "late");
  EXPECT_EQ(writing_->take(first).text(0, 1), "early");
  writing_->commit();
}

TEST_P(Sessions, BulkWritesDoWhatTheirNamesSay) {
  writing_->begin();
  writing_->put(upsert_pairs, {1, "a", 10});
  writing_->put(upsert_pairs, {1, "b", 20});
  writing_->commit();
  EXPECT_THAT(pairs(), ElementsAre("1a=10", "1b=20"));

  writing_->begin();
  writing_->put(keep_pairs, {1, "a", 99});
  writing_->put(keep_pairs, {2, "a", 30});
  EXPECT_THAT(pairs(), ElementsAre("1a=10", "1b=20", "2a=30"));  // a question sees what was put before it
  writing_->commit();

  writing_->begin();
  writing_->put(upsert_pairs, {1, "b", 21});
  writing_->put(upsert_pairs, {3, "a", 40});
  writing_->put(update_pairs, {2, "a", 31});
  writing_->put(update_pairs, {7, "a", 1});  // not there: stays away
  writing_->put(remove_pairs, {1, "a"});
  writing_->commit();
  EXPECT_THAT(pairs(), ElementsAre("1b=21", "2a=31", "3a=40"));

  writing_->begin();
  writing_->put(insert_items, {1, std::monostate{}, -5});
  writing_->put(insert_items, {2, "", std::numeric_limits<std::int64_t>::max()});
  writing_->commit();
  const auto rows = writing_->query(all_items, {});
  EXPECT_TRUE(rows.null(0, 1));
  EXPECT_EQ(rows.text(1, 1), "");
  EXPECT_EQ(rows.number(1, 2), std::numeric_limits<std::int64_t>::max());
}

TEST_P(Sessions, ARolledBackTransactionLeavesNothing) {
  writing_->begin();
  add(1);
  writing_->put(insert_items, {2, "put", 0});
  writing_->rollback();
  writing_->rollback();  // harmless when none is open
  writing_->begin();
  writing_->put(insert_items, {3, "put", 0});
  writing_->commit();
  EXPECT_THAT(first_column(writing_->query(all_items, {})), ElementsAre(3));
}

TEST_P(Sessions, ATakenKeyIsADuplicateAndAMissingValueABug) {
  add(1);
  writing_->begin();
  EXPECT_EQ(failure_of([&] { add(1); }), FailureKind::duplicate);
  writing_->rollback();
  writing_->begin();
  EXPECT_EQ(failure_of([&] {
              writing_->put(insert_items, {2, "fits", 0});
              writing_->put(insert_items, {1, "taken", 0});
              writing_->commit();
            }),
            FailureKind::duplicate);
  writing_->rollback();
  writing_->begin();
  EXPECT_EQ(failure_of([&] { add(3, "x", std::monostate{}); }), FailureKind::broken);
  writing_->rollback();
  EXPECT_THAT(first_column(writing_->query(all_items, {})), ElementsAre(1));  // and the session works on
}

TEST_P(Sessions, ForReadingCannotWriteAndSeesOneMoment) {
  const auto reading = store_.open_reading();
  EXPECT_EQ(failure_of([&] { (void)reading->query(add_item, {1, "x", 0}); }), FailureKind::broken);
  reading->rollback();
  reading->begin();
  EXPECT_TRUE(reading->query(all_items, {}).empty());
  add(1);
  EXPECT_TRUE(reading->query(all_items, {}).empty());
  reading->commit();
  EXPECT_EQ(reading->query(all_items, {}).size(), 1U);
}

// A statement that does not fit the schema must stop the start, not the first customer.
TEST_P(Sessions, AreNotOpenedWithAStatementThatDoesNotFit) {
  static constexpr Statement unfit{"unfit", "SELECT nothing FROM item"};
  static constexpr std::array<const Statement*, 1> with_unfit{&unfit};
  const trial::StorePlace place{GetParam()};
  Store store{place.options(), std::array{schema}, {{with_unfit, {}}}};
  EXPECT_EQ(failure_of([&] { (void)store.open_writing(); }), FailureKind::broken);
  EXPECT_EQ(failure_of([&] { (void)store.open_reading(); }), FailureKind::broken);
}

class OnPostgres : public Sessions {
 protected:
  void cut_writing_session() {
    const auto pid = writing_->query(own_pid, {}).number(0, 0);
    (void)store_.open_writing()->query(end_session, {pid});
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, OnPostgres, testing::Values(Engine::postgres), engine_label);

// The writer does a lost batch again, but must first look for one in doubt.
TEST_P(OnPostgres, ACutLineIsLostBeforeCommitAndInDoubtAtIt) {
  writing_->begin();
  add(1);
  cut_writing_session();
  EXPECT_EQ(failure_of([&] { add(2); }), FailureKind::lost);
  EXPECT_TRUE(writing_->lost());
  writing_->rollback();

  writing_ = store_.open_writing();
  writing_->begin();
  add(1);
  cut_writing_session();
  EXPECT_EQ(failure_of([&] { writing_->commit(); }), FailureKind::in_doubt);
  EXPECT_TRUE(writing_->lost());
  writing_->rollback();
  EXPECT_TRUE(store_.open_reading()->query(all_items, {}).empty());
}

// A writer that hangs in its transaction holds up the others for half of lock_timeout at most.
TEST_P(OnPostgres, ALockIsContentionAndItsIdleHolderIsEnded) {
  add(1);
  const Numbers one{1};
  const auto hanging = store_.open_writing();
  hanging->begin();
  EXPECT_EQ(hanging->query(items_among, {std::span{one}}).size(), 1U);
  writing_->begin();
  EXPECT_EQ(failure_of([&] { writing_->execute("SELECT id FROM item FOR UPDATE NOWAIT"); }), FailureKind::contention);
  writing_->rollback();
  writing_->begin();
  EXPECT_EQ(writing_->query(items_among, {std::span{one}}).size(), 1U);
  writing_->commit();
  EXPECT_EQ(failure_of([&] { hanging->commit(); }), FailureKind::in_doubt);
}

class OnSqlite : public Sessions {};
INSTANTIATE_TEST_SUITE_P(Engines, OnSqlite, testing::Values(Engine::sqlite), engine_label);

TEST_P(OnSqlite, AFullDiskIsSaidToBeFullAndPasses) {
  const std::string much(100'000, 'x');
  writing_->execute("PRAGMA max_page_count = 10");
  writing_->begin();
  EXPECT_EQ(failure_of([&] { add(1, std::string_view{much}); }), FailureKind::full);
  writing_->rollback();
  writing_->execute("PRAGMA max_page_count = 1000000");
  writing_->begin();
  add(2, std::string_view{much});
  writing_->commit();
  EXPECT_THAT(first_column(writing_->query(all_items, {})), ElementsAre(2));
}

TEST(ValueRows, ACellAskedForAsWhatItIsNotIsABug) {
  Rows rows;
  rows.start(2);
  rows.add_number(1);
  rows.add_text("x");
  EXPECT_DEATH((void)rows.text(0, 0), "the cell holds text");
  EXPECT_DEATH((void)rows.number(0, 1), "the cell holds a number");
}

}  // namespace
}  // namespace zhiyin::db
