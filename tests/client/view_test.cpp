// Every fault that the proofs look for must be seen by the client's view: each row plants one.
#include "client/view.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "client/findings.hpp"
#include "client/json.hpp"

namespace zhiyin::client {
namespace {

constexpr const char* id = "01h8000000abc";

std::string entry(int seq, int rev, const std::string& client_id = {}) {
  return fmt::format(
      R"({{"seq":{},"rev":{},"author":{{"kind":"visitor","id":"01h8000000vvv","name":""}},"client_id":"{}","at":"2026-11-21T10:53:07.042Z","text":"t"}})",
      seq, rev, client_id.empty() ? fmt::format("m-{}", seq) : client_id);
}
std::string state(int rev, int last_seq, int delivered = 0) {
  return fmt::format(
      R"({{"id":"{}","stage":"queued","assignee":null,"visitor":{{"kind":"visitor","id":"01h8000000vvv","name":""}},"created_at":"2026-11-21T10:53:07.042Z","rev":{},"last_seq":{},"watermarks":[{{"kind":"visitor","id":"01h8000000vvv","delivered":{},"read":0}}]}})",
      id, rev, last_seq, delivered);
}
std::string snapshot(int rev, int last_seq, const std::string& entries, bool earlier = false, const char* log = "L", int delivered = 0) {
  return fmt::format(R"({{"t":"snapshot","log":"{}","conversation":{},"entries":[{}],"earlier":{}}})", log, state(rev, last_seq, delivered),
                     entries, earlier);
}
std::string changes(int rev, int last_seq, const std::string& entries, const char* log = "L") {
  return fmt::format(R"({{"t":"changes","log":"{}","conversation":{},"entries":[{}]}})", log, state(rev, last_seq), entries);
}
std::string message(int rev, const std::string& what) {
  return fmt::format(R"({{"t":"fact","conversation":"{}","rev":{},"at":"2026-11-21T10:53:07.042Z","kind":"message","entry":{}}})", id, rev,
                     what);
}
const std::string reconnect = "reconnect";

struct Seen {
  Findings findings;
  View view{"test", findings};
};

void tell(Seen& seen, const std::string& text) {
  if (text == reconnect) {
    seen.view.new_connection();
    return;
  }
  JsonReader reader;
  const auto* object = reader.read(text);
  ASSERT_NE(object, nullptr) << text;
  const auto type = text_of(*object, "t");
  if (type == "snapshot") {
    seen.view.take_snapshot(*object);
  } else if (type == "changes") {
    seen.view.take_changes(*object);
  } else {
    seen.view.take_fact(*object);
  }
}

struct Row {
  const char* why = "";
  std::vector<std::string> messages;
  bool good = false;
};

TEST(View, sees_each_fault) {
  const std::string two = entry(1, 2) + "," + entry(2, 3);
  const auto rows = std::to_array<Row>({
      {"snapshot and facts", {snapshot(3, 2, two), message(4, entry(3, 4)), message(5, entry(4, 5))}, true},
      {"changes after a reconnect", {snapshot(3, 2, two), reconnect, changes(5, 3, entry(3, 5)), message(6, entry(4, 6))}, true},
      {"another life of the store", {snapshot(3, 2, two), reconnect, snapshot(2, 1, entry(1, 2, "z"), false, "M")}, true},
      {"a fact that a snapshot held may come", {snapshot(3, 2, two), message(3, entry(2, 3)), message(4, entry(3, 4))}, true},
      {"a gap", {snapshot(3, 2, two), message(5, entry(3, 5))}, false},
      {"a fact twice", {snapshot(3, 2, two), message(4, entry(3, 4)), message(4, entry(3, 4))}, false},
      {"a fact again that the client had", {snapshot(3, 2, two), reconnect, message(3, entry(2, 3))}, false},
      {"facts swapped", {snapshot(3, 2, two), message(5, entry(4, 5)), message(4, entry(3, 4))}, false},
      {"a seq left out", {snapshot(3, 2, two), message(4, entry(4, 4))}, false},
      {"a seq repeated", {snapshot(3, 2, two), message(4, entry(2, 4))}, false},
      {"one client id twice", {snapshot(3, 2, two), message(4, entry(3, 4, "m-1"))}, false},
      {"an entry changed", {snapshot(3, 2, two), reconnect, snapshot(3, 2, entry(1, 2) + "," + entry(2, 3, "other"))}, false},
      {"the state goes back", {snapshot(3, 2, two), reconnect, snapshot(2, 1, entry(1, 2))}, false},
      {"changes of another log", {snapshot(3, 2, two), reconnect, changes(4, 3, entry(3, 4), "M")}, false},
      {"changes leave one out", {snapshot(3, 2, two), reconnect, changes(5, 4, entry(4, 5))}, false},
      {"changes end early", {snapshot(3, 2, two), reconnect, changes(5, 4, entry(3, 4))}, false},
      {"changes repeat what was known", {snapshot(3, 2, two), reconnect, changes(4, 3, entry(2, 3) + "," + entry(3, 4))}, false},
      {"a snapshot with a hole", {snapshot(4, 3, entry(1, 2) + "," + entry(3, 4))}, false},
      {"a snapshot that hides the beginning", {snapshot(3, 2, entry(2, 3))}, false},
      {"a watermark goes back", {snapshot(3, 2, two, false, "L", 2), reconnect, snapshot(3, 2, two, false, "L", 1)}, false},
      {"a watermark ahead of the end", {snapshot(3, 2, two, false, "L", 3)}, false},
  });
  for (const auto& row : rows) {
    Seen seen;
    for (const auto& text : row.messages) {
      tell(seen, text);
    }
    EXPECT_EQ(seen.findings.violations() == 0, row.good) << row.why << ": " << (row.good ? seen.findings.first().at(0) : "not seen");
  }
}

TEST(View, knows_where_a_message_is) {
  Seen seen;
  tell(seen, snapshot(3, 2, entry(1, 2) + "," + entry(2, 3)));
  EXPECT_EQ(seen.view.seq_of("visitor:01h8000000vvv", "m-2"), 2);
  EXPECT_EQ(seen.view.seq_of("visitor:01h8000000vvv", "m-3"), 0);
  EXPECT_EQ(seen.view.position(), R"("log":"L","rev":3)");
}

}  // namespace
}  // namespace zhiyin::client
