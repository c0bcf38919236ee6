// What an operator's tools ask over HTTP beside the sockets.
#include "flow/site.hpp"
#include "harness/http_get.hpp"

namespace zhiyin::flow {
namespace {

using harness::http_get;
using harness::http_raw;

class Http : public FlowTest {};
ON_BOTH_ENGINES(Http);

TEST_P(Http, says_that_it_lives_and_is_ready) {
  EXPECT_EQ(http_get(port(), "/healthz").status, 200);
  EXPECT_EQ(http_get(port(), "/readyz").status, 200);
}

TEST_P(Http, gives_its_figures) {
  const auto one = started();
  const auto metrics = http_get(port(), "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_TRUE(metrics.header("content-type").starts_with("text/plain"));
  EXPECT_NE(metrics.body.find("# TYPE "), std::string::npos);
  EXPECT_EQ(metrics.body.find("Where is my parcel"), std::string::npos);
}

TEST_P(Http, what_is_not_there_is_a_problem_that_says_so) {
  const auto answer = http_get(port(), "/no/such/page");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
}

TEST_P(Http, a_wrong_method_names_the_right_one) {
  const auto answer = http_raw(port(), "DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_NE(answer.header("allow").find("GET"), std::string::npos);
}

TEST_P(Http, the_public_api_is_there_and_knows_nobody_without_credentials) {
  EXPECT_EQ(http_get(port(), "/api/openapi.json").status, 200);
  EXPECT_TRUE(http_get(port(), "/api/docs").header("content-type").starts_with("text/html"));
  const auto nobody = http_get(port(), "/api/v1/me");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_TRUE(nobody.header("www-authenticate").starts_with("Bearer"));
  EXPECT_EQ(nobody.header("ratelimit-limit"), "600");
  const auto invented =
      http_raw(port(), "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer invented\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(invented.status, 401);
  EXPECT_EQ(http_get(port(), "/api/v1/nothing").header("content-type"), "application/problem+json");
}

TEST_P(Http, a_live_path_without_upgrade_is_no_socket) {
  const auto answer = http_get(port(), "/live/visitor");
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
}

TEST_P(Http, a_socket_on_another_path_is_refused) {
  const auto line = dial("/live/nobody");
  EXPECT_EQ(line->hear_end().http_status, 404);
}

}  // namespace
}  // namespace zhiyin::flow
