#include "flow/site.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

#include "harness/api_call.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::flow {
namespace {

constexpr int agents = 50;

/// Lives from the first test to the end of the program.
struct Site {
  explicit Site(harness::Engine engine) {
    if (engine == harness::Engine::postgres) {
      postgres = std::make_unique<harness::PostgresServer>();
    }
    installation = std::make_unique<harness::Installation>(
        engine, 1, postgres.get(), options,
        std::vector<std::string>{"--web.identity_secret", identity_secret, "--api.sign_ins_per_minute", "1000",
                                 "--sign_in.tries_per_minute", "1000"});
    installation->start_all();
  }

  harness::Options options;
  std::unique_ptr<harness::PostgresServer> postgres;
  std::unique_ptr<harness::Installation> installation;
  client::Loop loop;
  std::string administrator;  // the cookie
  std::unique_ptr<Office> office;
  int agents_called = 0;
  std::string first_code;
};

std::map<harness::Engine, std::unique_ptr<Site>>& sites() {
  static std::map<harness::Engine, std::unique_ptr<Site>> all;
  return all;
}

Site& site() {
  auto& one = sites()[FlowTest::GetParam()];
  if (!one) {
    one = std::make_unique<Site>(FlowTest::GetParam());
  }
  return *one;
}

struct Refusal {
  std::string_view code;
  int status;
};
constexpr std::array<Refusal, 10> refusals{{{"bad_request", 400},
                                            {"forbidden", 403},
                                            {"not_found", 404},
                                            {"conflict", 409},
                                            {"stale", 409},
                                            {"earlier_refused", 409},
                                            {"too_large", 413},
                                            {"invalid", 422},
                                            {"too_many", 429},
                                            {"unavailable", 503}}};

}  // namespace

void FlowTest::TearDown() {
  auto& server = site().installation->gateway(0);
  if (!server.running()) {
    ADD_FAILURE() << "the server has ended; its log ends:\n" << server.log_tail();
    server.start();
  }
}

std::uint16_t FlowTest::port() const {
  return site().installation->gateway(0).port();
}
client::Loop& FlowTest::loop() const {
  return site().loop;
}

Office& FlowTest::office() const {
  auto& one = site();
  if (!one.office) {
    one.office = std::make_unique<Office>(port(), administrator());
  }
  return *one.office;
}

const std::string& FlowTest::administrator() const {
  auto& cookie = site().administrator;
  if (cookie.empty()) {
    const auto made =
        harness::call_api(port(), {.method = "POST",
                                   .target = "/api/v1/setup",
                                   .body = fmt::format(R"({{"code":"{}","name":"Li Na","email":"li@example.com","password":"{}"}})",
                                                       first_code(), administrator_password)});
    EXPECT_EQ(made.status, 201) << made.body;
    cookie = harness::cookie_of(made);
  }
  return cookie;
}

std::string FlowTest::first_code() const {
  auto& one = site();
  if (one.first_code.empty()) {
    const auto line = one.installation->gateway(0).child().wait_line("first administrator: ", std::chrono::seconds{20});
    one.first_code = line ? line->substr(line->rfind(' ') + 1) : "none was printed";
  }
  return one.first_code;
}

Guest FlowTest::visitor(const std::string& more) const {
  Guest guest;
  guest.line = dial("/live/visitor");
  guest.line->say(fmt::format(R"({{"t":"hello","v":1{}}})", more));
  const auto welcome = guest.line->hear("welcome");
  guest.token = text_of(welcome, "token");
  guest.log = text_of(welcome, "log");
  return guest;
}

Guest FlowTest::visitor_again(const std::string& token, const std::string& have) const {
  return visitor(fmt::format(R"(,"token":"{}"{})", token, have.empty() ? "" : R"(,"have":)" + have));
}

Started FlowTest::started(const std::string& more) const {
  Started started{visitor(more), {}};
  started.line().hear("none");
  const auto ack = send(started.line(), "m-1", "Where is my parcel?");
  expect_ack(ack);
  started.conversation = text_of(ack, "conversation");
  started.line().hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "opened"; });
  started.line().message_fact("m-1");
  return started;
}

std::unique_ptr<Line> FlowTest::agent() const {
  auto line = dial("/live/agent");
  line->say(fmt::format(R"({{"t":"hello","v":1,"agent":"demo-{:02}"}})", 1 + site().agents_called++ % agents));
  line->hear("welcome");
  return line;
}

Object FlowTest::send(Line& line, const std::string& id, const std::string& text, const std::string& conversation) {
  const std::string where = conversation.empty() ? "" : fmt::format(R"(,"conversation":"{}")", conversation);
  line.say(fmt::format(R"({{"t":"send","id":"{}","text":{}{}}})", id, client::quoted(text), where));
  return line.answer(id);
}

Object FlowTest::act(Line& line, const std::string& type, const std::string& id, const std::string& conversation, std::int64_t rev) {
  const std::string seen = rev == 0 ? "" : fmt::format(R"(,"rev":{})", rev);
  line.say(fmt::format(R"({{"t":"{}","id":"{}","conversation":"{}"{}}})", type, id, conversation, seen));
  return line.answer(id);
}

Object FlowTest::open(Line& line, const std::string& conversation, const std::string& have) {
  line.say(fmt::format(R"({{"t":"open","conversation":"{}"{}}})", conversation, have.empty() ? "" : R"(,"have":)" + have));
  const auto about_it = [&](const Object& message) { return text_of(object_of(message, "conversation"), "id") == conversation; };
  return line.hear(have.empty() ? "snapshot" : "changes", about_it);
}

Object FlowTest::watch(Line& line, const std::string& view, int limit) {
  line.say(fmt::format(R"({{"t":"watch","view":"{}","limit":{}}})", view, limit));
  return line.hear("window", [&](const Object& window) { return text_of(window, "view") == view; });
}

void expect_ack(const Object& answer) {
  EXPECT_EQ(text_of(answer, "t"), "ack") << boost::json::serialize(answer);
}

void expect_refused(const Object& answer, std::string_view code) {
  EXPECT_EQ(text_of(answer, "t"), "refused") << boost::json::serialize(answer);
  EXPECT_EQ(text_of(answer, "code"), code) << boost::json::serialize(answer);
  for (const auto& refusal : refusals) {
    if (refusal.code == code) {
      EXPECT_EQ(number_of(answer, "status"), refusal.status);
    }
  }
  EXPECT_NE(text_of(answer, "title"), "");
}

bool is_time(std::string_view text) {
  return parse_iso(text).has_value();
}

std::string have_of(const std::string& conversation, const std::string& log, std::int64_t rev) {
  return fmt::format(R"({{"conversation":"{}","log":"{}","rev":{}}})", conversation, log, rev);
}

}  // namespace zhiyin::flow

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  const int failed = RUN_ALL_TESTS();
  zhiyin::flow::sites().clear();
  return failed;
}
