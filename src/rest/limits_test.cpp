// What there may be only so much of, and how often one may ask: over every route of the table, so that a new one is asked too.
#include <gmock/gmock.h>

#include "store/office.hpp"

namespace zhiyin::rest {
namespace {

using testing::HasSubstr;

constexpr const char* some_id = "0000000000001";

std::string path_of(const api::Route& route) {
  const auto numbered = std::regex_replace(std::string{route.about.path}, std::regex{R"(\{[^}:]*:[^}]*\})"}, "1");
  return std::regex_replace(numbered, std::regex{R"(\{[^}]*\})"}, some_id);
}

Office::Answer ask(const Office& office, const api::Route& route) {
  return office.ask("ada", net::method_text(route.about.method), path_of(route), route.body.none() ? "" : "{}");
}

/// Whatever it is asked, it is too often; and it says nothing of when to come again.
void refuse_all(api::Route& route) {
  const auto no = [](auto&&...) -> Result<api::Written> { return refuse(ErrorCode::too_many, "too often"); };
  route.parse = [](const auto&...) { return std::make_shared<api::Asked<api::Nothing>>(); };
  route.want = [](writer::Tx&, const api::Asking&) {};
  route.look = no;
  route.run = no;
  route.prepare = {};
  route.start = [no](const api::Asking&, api::Done done) { done(no(), std::chrono::seconds{0}); };
}

// A client that is told to come again, and not when, comes at once.
TEST(Limits, Every429SaysWhenToComeAgain) {
  const Office refusing{db::Engine::sqlite, {{100'000, 100'000, 100'000}}, refuse_all};
  const Office slow{db::Engine::sqlite, {{1, 1, 1}}};
  int over = 0;
  for (const auto& route : routes()) {
    const auto refused = ask(refusing, route);
    EXPECT_EQ(refused.status, 429) << route.about.operation << refused.body;
    EXPECT_TRUE(refused.has("\r\nRetry-After: 1\r\n")) << route.about.operation << refused.head;
    const auto again = ask(slow, route);
    over += again.status == 429 ? 1 : 0;
    EXPECT_TRUE(again.status != 429 || again.has("\r\nRetry-After: ")) << route.about.operation << again.head;
  }
  EXPECT_GT(over, 80);
}

class Full : public testing::TestWithParam<db::Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, Full, trial::both_engines(), trial::engine_label);

// Waiting makes no room: whoever came again after a while would come for ever.
TEST_P(Full, IsAConflictAndNotTooOften) {
  const Office office{GetParam()};
  const auto view = [&](std::int64_t n) { return office.post("wang", "/api/v1/views", fmt::format(R"({{"name":"view {}"}})", n)); };
  for (std::int64_t n = 0; n < desk::saved_views_max; ++n) {
    ASSERT_EQ(view(n).status, 201) << n;
  }
  const auto full = view(desk::saved_views_max);
  EXPECT_EQ(full.status, 409);
  EXPECT_THAT(full.body, HasSubstr(R"("code":"conflict")"));
  EXPECT_THAT(full.body, HasSubstr("remove some"));
}

}  // namespace
}  // namespace zhiyin::rest
