// A query is read as strictly as a body, from texts alone.
#include "api/query.hpp"

#include <gtest/gtest.h>

#include "event/ids.hpp"

namespace zhiyin::api {
namespace {

struct Filter {
  std::string word;
  std::int64_t most = 7;
  std::optional<bool> open;
  std::vector<TeamId> teams;
  std::optional<Time> since;
};
constexpr auto shape(Of<Filter>) {
  return object<Filter>("Filter", field("word", &Filter::word, {.least = 1, .most = 10}),
                        field("most", &Filter::most, {.least = 1, .most = 9, .needed = false}), field("open", &Filter::open, {}),
                        field("teams", &Filter::teams, {.items_most = 2, .needed = false}), field("since", &Filter::since, {}));
}

std::string faults_of(std::string_view query, Filter* into = nullptr) {
  Reading reading;
  const auto text = read_query_text(query, reading);
  Filter filter;
  read_query(text, into == nullptr ? filter : *into, reading);
  std::string out;
  for (const auto& fault : reading.faults()) {
    out += fault.where + ": " + fault.what + "\n";
  }
  return out;
}

TEST(Query, IsReadByItsShape) {
  Filter filter;
  EXPECT_EQ(faults_of("word=%E4%BD%A0+a%2Bb&most=3&open=false&teams=0000000000001,0000000000002&since=2026-11-21T10:53:07.042Z", &filter),
            "");
  EXPECT_EQ(filter.word, "你 a+b");
  EXPECT_EQ(filter.most, 3);
  EXPECT_EQ(filter.open, false);
  EXPECT_EQ(filter.teams, (std::vector{TeamId{1}, TeamId{2}}));
  EXPECT_TRUE(filter.since.has_value());
  Filter least;
  EXPECT_EQ(faults_of("word=a&&", &least), "");
  EXPECT_EQ(least.most, 7);
  EXPECT_FALSE(least.open.has_value());
}

TEST(Query, NamesItsFaults) {
  EXPECT_EQ(faults_of(""), "word: it is missing\n");
  EXPECT_EQ(faults_of("word=a&most=10"), "most: 10 is out of bounds\n");
  EXPECT_EQ(faults_of("word=a&most=1x"), "most: it is not a whole number\n");
  EXPECT_EQ(faults_of("word=a&most="), "most: it is not a whole number\n");
  EXPECT_EQ(faults_of("word=a&open=yes"), "open: it is not true or false\n");
  EXPECT_EQ(faults_of("word=a&word=b"), "word: it is there twice\n");
  EXPECT_EQ(faults_of("word=a&wrod=b"), "wrod: nothing of this name is known here\n");
  EXPECT_EQ(faults_of("word=a&teams=0000000000001,,"), "teams: it is not an id of 13 characters, as it was given to you\n");
  EXPECT_EQ(faults_of("word=a&teams=0000000000001,0000000000001,0000000000001"), "teams: it holds 3 items\n");
  EXPECT_EQ(faults_of("word=%FF").substr(0, 30), ": the query cannot be decoded\n");
  EXPECT_EQ(faults_of("word=%1").substr(0, 30), ": the query cannot be decoded\n");
}

TEST(Query, HasAnEnd) {
  std::string query = "word=a";
  for (int i = 0; i < 1000; ++i) {
    query += "&x" + std::to_string(i) + "=1";
  }
  Reading reading;
  EXPECT_LE(read_query_text(query, reading).size(), query_parts_max);
  EXPECT_FALSE(reading.well());
}

}  // namespace
}  // namespace zhiyin::api
