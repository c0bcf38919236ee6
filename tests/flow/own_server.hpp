// A server of one's own for each test, with an administrator: for what concerns everybody who is there.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "flow/site.hpp"
#include "harness/api_call.hpp"

namespace zhiyin::flow {

class OwnServer : public FlowTest {
 protected:
  OwnServer() : OwnServer("", {}) {}
  /// With a planted build (harness::Options::plant), and further words for the server.
  OwnServer(std::string plant, std::vector<std::string> words) {
    options_.plant = std::move(plant);
    if (GetParam() == harness::Engine::postgres) {
      postgres_ = std::make_unique<harness::PostgresServer>();
    }
    installation_ = std::make_unique<harness::Installation>(GetParam(), 1, postgres_.get(), options_, std::move(words));
    installation_->start_all();
    const auto line = installation_->gateway(0).child().wait_line("first administrator: ", std::chrono::seconds{20});
    const auto code = line ? line->substr(line->rfind(' ') + 1) : "none was printed";
    const auto made = harness::call_api(
        port(),
        {.method = "POST",
         .target = "/api/v1/setup",
         .body = fmt::format(R"({{"code":"{}","name":"Li Na","email":"li@example.com","password":"{}"}})", code, administrator_password)});
    EXPECT_EQ(made.status, 201) << made.body;
    cookie_ = harness::cookie_of(made);
  }

  [[nodiscard]] std::uint16_t port() const { return installation_->gateway(0).port(); }
  /// As the administrator; an answer that is no success fails the test.
  Object ask(const std::string& method, const std::string& path, const std::string& body = {}) {
    const auto answer = harness::call_api(port(), {.method = method, .target = "/api/v1" + path, .body = body, .cookie = cookie_});
    EXPECT_TRUE(answer.status >= 200 && answer.status < 300) << method << " " << path << ": " << answer.body;
    return answer.body.empty() ? Object{} : boost::json::parse(answer.body).as_object();
  }
  [[nodiscard]] std::unique_ptr<Line> visitor(const std::string& more = {}) {
    auto line = std::make_unique<Line>(loop(), port(), "/live/visitor");
    line->say(fmt::format(R"({{"t":"hello","v":1{}}})", more));
    return line;
  }

  harness::Options options_;
  std::unique_ptr<harness::PostgresServer> postgres_;
  std::unique_ptr<harness::Installation> installation_;
  std::string cookie_;
};

}  // namespace zhiyin::flow
