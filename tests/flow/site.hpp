// The program under test, started once for each engine, and the people who meet in it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "flow/line.hpp"
#include "flow/office.hpp"
#include "harness/installation.hpp"

namespace zhiyin::flow {

/// What the site signs its visitors' identities with.
constexpr const char* identity_secret = "flow-secret";

/// What the first administrator signs in with.
constexpr const char* administrator_password = "a long way to the sea";

/// A visitor who said hello.
struct Guest {
  std::unique_ptr<Line> line;
  std::string token;
  std::string log;
};

/// A visitor with a conversation of one message, "m-1", whose answers and facts are heard.
struct Started {
  Guest guest;
  std::string conversation;
  Line& line() const { return *guest.line; }
};

class FlowTest : public testing::TestWithParam<harness::Engine> {
 protected:
  /// A server that has died tells why, and is started again, so that the tests after it say something too.
  void TearDown() override;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] client::Loop& loop() const;
  /// What the server printed for whoever becomes the first administrator.
  [[nodiscard]] std::string first_code() const;
  /// The session of the first administrator, li@example.com, who is made by the first who asks.
  [[nodiscard]] const std::string& administrator() const;
  /// Opened by the first who asks.
  [[nodiscard]] Office& office() const;

  std::unique_ptr<Line> dial(const std::string& path, const std::string& extra_headers = {}) const {
    return std::make_unique<Line>(loop(), port(), path, extra_headers);
  }
  /// `more` is put into the hello, e.g. `,"name":"Li"`.
  Guest visitor(const std::string& more = {}) const;
  Guest visitor_again(const std::string& token, const std::string& have = {}) const;
  Started started(const std::string& more = {}) const;
  /// The next agent in turn, so that tests meet others' leavings as seldom as possible.
  std::unique_ptr<Line> agent() const;

  /// Sends and gives the answer.
  static Object send(Line& line, const std::string& id, const std::string& text, const std::string& conversation = {});
  static Object act(Line& line, const std::string& type, const std::string& id, const std::string& conversation, std::int64_t rev = 0);
  static Object open(Line& line, const std::string& conversation, const std::string& have = {});
  static Object watch(Line& line, const std::string& view, int limit = 200);
};

void expect_ack(const Object& answer);
void expect_refused(const Object& answer, std::string_view code);
[[nodiscard]] bool is_time(std::string_view text);
[[nodiscard]] std::string have_of(const std::string& conversation, const std::string& log, std::int64_t rev);

/// Declares that a suite runs on both engines.
#define ON_BOTH_ENGINES(suite)                                                                                  \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::Values(harness::Engine::sqlite, harness::Engine::postgres), \
                           [](const auto& engine) { return harness::name_of(engine.param); })

}  // namespace zhiyin::flow
