// docs/live-protocol.md, "Earlier entries", and the newest 50 of a snapshot.
#include <fmt/format.h>

#include <array>
#include <numeric>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class History : public FlowTest {
 protected:
  static std::pair<std::vector<std::int64_t>, bool> page(Line& line, const std::string& ask) {
    line.say(ask);
    const auto history = line.hear("history");
    std::vector<std::int64_t> seqs;
    for (const auto& entry : array_of(history, "entries")) {
      seqs.push_back(number_of(entry.as_object(), "seq"));
    }
    return {seqs, truth_of(history, "earlier")};
  }
  static std::vector<std::int64_t> from_to(std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(to - from + 1));
    std::iota(all.begin(), all.end(), from);
    return all;
  }
};
ON_BOTH_ENGINES(History);

TEST_P(History, is_read_page_by_page_down_to_the_first) {
  const auto one = started();
  for (int i = 2; i <= 120; ++i) {
    expect_ack(send(one.line(), fmt::format("m-{}", i), "x"));
  }
  const auto back = visitor_again(one.guest.token);
  const auto snapshot = back.line->hear("snapshot");
  EXPECT_EQ(array_of(snapshot, "entries").size(), 50U);
  EXPECT_TRUE(truth_of(snapshot, "earlier"));
  struct Row {
    std::string ask;
    std::vector<std::int64_t> seqs;
    bool earlier = false;
  };
  const auto rows = std::to_array<Row>({
      {R"("before":71)", from_to(21, 70), true},
      {R"("before":21)", from_to(1, 20), false},
      {R"("before":51)", from_to(1, 50), false},
      {R"("before":1)", {}, false},
      {R"("before":71,"limit":3)", {68, 69, 70}, true},
      {R"("before":4,"limit":3)", {1, 2, 3}, false},
      {R"("before":1000000)", from_to(71, 120), true},
  });
  const auto desk = agent();
  open(*desk, one.conversation);
  for (const auto& row : rows) {
    const auto visitors = page(*back.line, fmt::format(R"({{"t":"history",{}}})", row.ask));
    EXPECT_EQ(visitors, std::pair(row.seqs, row.earlier)) << row.ask;
    const auto agents = page(*desk, fmt::format(R"({{"t":"history",{},"conversation":"{}"}})", row.ask, one.conversation));
    EXPECT_EQ(agents, std::pair(row.seqs, row.earlier)) << row.ask;
  }
}

TEST_P(History, shows_who_said_what) {
  const auto one = started();
  const auto desk = agent();
  expect_ack(send(*desk, "a-1", "How may I help?", one.conversation));
  one.line().say(R"({"t":"history","before":100})");
  const auto history = one.line().hear("history");
  EXPECT_EQ(text_of(history, "conversation"), one.conversation);
  ASSERT_EQ(array_of(history, "entries").size(), 2U);
  const auto& second = array_of(history, "entries").back().as_object();
  EXPECT_EQ(text_of(object_of(second, "author"), "kind"), "agent");
  EXPECT_EQ(text_of(second, "text"), "How may I help?");
  EXPECT_EQ(text_of(second, "client_id"), "a-1");
}

}  // namespace
}  // namespace zhiyin::flow
