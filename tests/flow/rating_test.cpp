// docs/live-protocol.md, "What he thinks of it".
#include <fmt/format.h>

#include "flow/site.hpp"
#include "harness/api_call.hpp"

namespace zhiyin::flow {
namespace {

class Rating : public FlowTest {
 protected:
  static Object rate(Line& line, const std::string& id, int score, const std::string& more = {}) {
    line.say(fmt::format(R"({{"t":"rate","id":"{}","score":{}{}}})", id, score, more));
    return line.answer(id);
  }
  [[nodiscard]] std::string over_rest(const std::string& conversation) const {
    return harness::call_api(port(), {.target = "/api/v1/conversations/" + conversation, .cookie = administrator()}).body;
  }
};
ON_BOTH_ENGINES(Rating);

Object rated_fact(Line& line, int score) {
  return line.hear("fact", [score](const Object& fact) {
    return text_of(fact, "kind") == "rated" && number_of(object_of(fact, "rating"), "score") == score;
  });
}

TEST_P(Rating, reaches_the_visitor_the_desk_and_the_api) {
  const auto talk = started();
  expect_refused(rate(talk.line(), "r-0", 5), "conflict");  // nobody has it yet
  const auto desk = agent();
  open(*desk, talk.conversation);
  expect_ack(act(*desk, "take", "t-1", talk.conversation));
  expect_ack(act(*desk, "resolve", "t-2", talk.conversation));
  const auto ack = rate(talk.line(), "r-1", 4, R"(,"comment":"quick & 友好")");
  expect_ack(ack);
  EXPECT_EQ(text_of(ack, "conversation"), talk.conversation);
  for (auto* line : {&talk.line(), desk.get()}) {
    const auto fact = rated_fact(*line, 4);
    EXPECT_EQ(number_of(fact, "rev"), number_of(ack, "rev"));
    EXPECT_EQ(text_of(object_of(fact, "rating"), "comment"), "quick & 友好");
  }
  EXPECT_NE(over_rest(talk.conversation).find(R"("rating":{"score":4,"comment":"quick & 友好","at":")"), std::string::npos)
      << over_rest(talk.conversation);
  // Who comes back sees it, and may think again.
  const auto again = visitor_again(talk.guest.token);
  EXPECT_EQ(number_of(object_of(object_of(again.line->hear("snapshot"), "conversation"), "rating"), "score"), 4);
  expect_ack(rate(*again.line, "r-2", 2));
  EXPECT_FALSE(object_of(rated_fact(talk.line(), 2), "rating").contains("comment"));
  EXPECT_FALSE(object_of(rated_fact(*desk, 2), "rating").contains("comment"));
}

TEST_P(Rating, the_same_again_is_told_once) {
  const auto talk = started();
  const auto desk = agent();
  expect_ack(act(*desk, "take", "t-1", talk.conversation));
  const auto first = rate(talk.line(), "r-1", 5);
  const auto second = rate(talk.line(), "r-1", 5);
  expect_ack(second);
  EXPECT_EQ(number_of(first, "rev"), number_of(second, "rev"));
  rated_fact(talk.line(), 5);
  expect_refused(rate(talk.line(), "r-1", 1), "conflict");
  talk.line().fence();
  EXPECT_EQ(talk.line().everything().find(R"("kind":"rated")"), talk.line().everything().rfind(R"("kind":"rated")"));
}

TEST_P(Rating, what_is_wrong_is_refused) {
  const auto guest = visitor();
  guest.line->hear("none");
  expect_refused(rate(*guest.line, "r-1", 5), "not_found");
  const auto talk = started();
  expect_ack(act(*agent(), "take", "t-1", talk.conversation));
  expect_refused(rate(talk.line(), "r-1", 0), "invalid");
  expect_refused(rate(talk.line(), "r-2", 6), "invalid");
  expect_refused(rate(talk.line(), "r-3", 5, R"(,"comment":7)"), "bad_request");
  expect_refused(rate(talk.line(), "r-4", 5, fmt::format(R"(,"comment":"{}")", std::string(1'001, 'x'))), "too_large");
  talk.line().say(R"({"t":"rate","id":"r-5","score":"five"})");
  expect_refused(talk.line().answer("r-5"), "bad_request");
  for (int i = 0; i < 20; ++i) {
    rate(talk.line(), fmt::format("s-{}", i), 5);
  }
  expect_refused(rate(talk.line(), "r-6", 5), "too_many");
}

}  // namespace
}  // namespace zhiyin::flow
