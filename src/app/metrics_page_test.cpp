#include "app/metrics_page.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace zhiyin::app {
namespace {

struct Row {
  const char* why;
  std::string_view peer;
  bool behind_proxy;
  std::string token;   // the setting
  std::string header;  // Authorization
  int status;
};

// Figures tell how much is said, how many are there and what fails: a stranger must not have them, and a proxy on this machine must not
// make one of this machine out of him.
TEST(MetricsPage, is_for_this_machine_and_for_whoever_has_the_token) {
  const std::string token = "a-token-of-the-operator";
  const Row rows[] = {
      {"this machine", "127.0.0.1", false, "", "", 200},
      {"this machine, IPv6", "::1", false, "", "", 200},
      {"this machine, with a token that it does not need", "127.0.0.1", false, token, "", 200},
      {"a stranger", "203.0.113.7", false, "", "", 403},
      {"a stranger who sends anything", "203.0.113.7", false, "", "Bearer x", 403},
      {"a stranger who sends nothing, where nothing is the token", "203.0.113.7", false, "", "Bearer ", 403},
      {"through a proxy here", "127.0.0.1", true, "", "", 403},
      {"the token", "203.0.113.7", false, token, "Bearer " + token, 200},
      {"the token through a proxy", "127.0.0.1", true, token, "Bearer " + token, 200},
      {"another", "203.0.113.7", false, token, "Bearer a-token-of-the-operatoR", 401},
      {"its beginning", "203.0.113.7", false, token, "Bearer a-token", 401},
      {"none", "203.0.113.7", false, token, "", 401},
      {"as a password", "203.0.113.7", false, token, "Basic " + token, 401},
  };
  MetricRegistry metrics;
  metrics.counter("greetings_total", "Greetings given").add(3);
  for (const auto& row : rows) {
    const std::function<std::string_view(std::string_view)> find = [&](std::string_view name) {
      return name == "authorization" ? std::string_view{row.header} : std::string_view{};
    };
    net::Request request;
    request.peer = row.peer;
    request.behind_proxy = row.behind_proxy;
    request.header_ = &find;
    const auto response = metrics_page(request, row.token, metrics);
    EXPECT_EQ(response.status, row.status) << row.why;
    EXPECT_EQ(response.body.contains("greetings_total 3"), row.status == 200) << row.why;
    EXPECT_EQ(response.content_type == "application/problem+json", row.status != 200) << row.why;
  }
}

}  // namespace
}  // namespace zhiyin::app
