// docs/live-protocol.md, "How a connection ends".
#include <fmt/format.h>

#include <array>
#include <csignal>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

using client::Opcode;

class Closing : public FlowTest {};
ON_BOTH_ENGINES(Closing);

TEST_P(Closing, each_broken_rule_has_its_code) {
  struct Row {
    const char* why = "";
    Opcode opcode{};
    std::string payload;
    int code = 0;
  };
  const auto rows = std::to_array<Row>({
      {"bad JSON", Opcode::text, R"({"t":"send)", 1002},
      {"no JSON at all", Opcode::text, "hello", 1002},
      {"an empty frame", Opcode::text, "", 1002},
      {"two objects", Opcode::text, R"({"t":"ping"}{"t":"ping"})", 1002},
      {"nested without end", Opcode::text, std::string(60'000, '['), 1002},
      {"a binary frame", Opcode::binary, R"({"t":"ping"})", 1003},
      {"not UTF-8", Opcode::text, "{\"t\":\"\xc3\x28\"}", 1007},
      {"too long", Opcode::text, R"({"t":"ping","x":")" + std::string(65536, 'x') + "\"}", 1009},
      {"the client closes", Opcode::close, client::close_payload(1000, "bye"), 1000},
  });
  for (const auto& row : rows) {
    for (const bool welcomed : {true, false}) {
      const auto line = dial("/live/visitor");
      if (welcomed) {
        line->say(R"({"t":"hello","v":1})");
        line->hear("none");
      }
      line->wire().send_frame(row.opcode, row.payload);
      EXPECT_EQ(line->hear_end().code, row.code) << row.why << (welcomed ? "" : ", before hello");
    }
  }
}

TEST_P(Closing, no_hello_within_ten_seconds_is_1002) {
  const auto silent = dial("/live/visitor");
  const auto agent = dial("/live/agent");
  silent->wire();
  agent->wire();
  EXPECT_EQ(silent->hear_end().code, 1002);
  EXPECT_EQ(agent->hear_end().code, 1002);
}

TEST_P(Closing, something_else_before_hello_does_nothing) {
  const auto line = dial("/live/visitor");
  line->say(R"({"t":"send","id":"m-1","text":"too early"})");
  EXPECT_THROW(line->hear("ack"), std::runtime_error);
}

TEST_P(Closing, a_server_that_stops_says_1001_and_keeps_everything) {
  harness::Options options;
  std::unique_ptr<harness::PostgresServer> postgres;
  if (GetParam() == harness::Engine::postgres) {
    postgres = std::make_unique<harness::PostgresServer>();
  }
  harness::Installation site(GetParam(), 1, postgres.get(), options);
  site.start_all();
  Line line(loop(), site.gateway(0).port(), "/live/visitor");
  line.say(R"({"t":"hello","v":1})");
  const std::string token(text_of(line.hear("welcome"), "token"));
  expect_ack(send(line, "m-1", "before the stop"));
  site.gateway(0).child().signal(SIGTERM);
  EXPECT_EQ(line.hear_end().code, 1001);
  const auto end = site.gateway(0).child().wait(std::chrono::seconds{30});
  EXPECT_TRUE(end && end->status == 0 && end->signal == 0);
  site.start_all();
  Line back(loop(), site.gateway(0).port(), "/live/visitor");
  back.say(fmt::format(R"({{"t":"hello","v":1,"token":"{}"}})", token));
  EXPECT_EQ(array_of(back.hear("snapshot"), "entries").size(), 1U);
}

}  // namespace
}  // namespace zhiyin::flow
