// docs/live-protocol.md, "Opening" and the desk: who comes in at the agents' socket, and that a right withdrawn ends what it had opened.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "flow/office.hpp"
#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

using testing::HasSubstr;
using testing::Not;

class RightsAtTheDesk : public FlowTest {
 protected:
  std::unique_ptr<Line> signed_in(const Colleague& one) const {
    auto line = dial("/live/agent", one.header());
    line->say(R"({"t":"hello","v":1})");
    EXPECT_EQ(text_of(object_of(line->hear("welcome"), "me"), "name"), one.name);
    return line;
  }
  std::unique_ptr<Line> by_token(const std::string& token) const {
    auto line = dial("/live/agent");
    line->say(fmt::format(R"({{"t":"hello","v":1,"token":"{}"}})", token));
    line->hear("welcome");
    return line;
  }
  /// A name that no other test has engaged.
  static std::string fresh(const std::string& name) {
    static int count = 0;
    return fmt::format("{}{}", name, ++count);
  }
};
ON_BOTH_ENGINES(RightsAtTheDesk);

TEST_P(RightsAtTheDesk, are_those_of_the_session_or_the_tokens_scopes) {
  const auto li = office().engage(fresh("li"));
  const auto one = started();
  const auto desk = signed_in(li);
  open(*desk, one.conversation);
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  const auto reading = by_token(office().token(li, {"conversation.read"}));
  open(*reading, one.conversation);
  expect_refused(send(*reading, "s-1", "not mine to say", one.conversation), "forbidden");
  for (const auto* hello : {R"({"t":"hello","v":1})", R"({"t":"hello","v":1,"token":"zyp_wrong"})"}) {
    const auto stranger = dial("/live/agent");
    stranger->say(hello);
    EXPECT_EQ(stranger->hear_end().code, 1008) << hello;
  }
}

TEST_P(RightsAtTheDesk, withdrawn_while_it_streams_reach_no_later_fact) {
  const auto li = office().engage(fresh("li"));
  const auto one = started();
  const auto desk = signed_in(li);
  const auto other = agent();
  open(*desk, one.conversation);
  open(*other, one.conversation);
  for (int i = 0; i < 50; ++i) {
    one.line().say(fmt::format(R"({{"t":"send","id":"before-{}","text":"before"}})", i));
    one.line().answer(fmt::format("before-{}", i));
  }
  auto people = office().members();
  std::erase(people, li.id);
  office().set_members(people);
  expect_ack(send(one.line(), "after", "words after it"));  // committed later, so its place in the log is later
  other->message_fact("after");
  desk->hear("gone");
  desk->fence();
  EXPECT_THAT(desk->everything(), HasSubstr("before-49"));
  EXPECT_THAT(desk->everything(), Not(HasSubstr("words after it")));
  desk->say(fmt::format(R"({{"t":"open","conversation":"{}"}})", one.conversation));
  expect_refused(desk->hear("refused"), "not_found");
  expect_refused(act(*desk, "take", "t-1", one.conversation), "not_found");
  desk->say(fmt::format(R"({{"t":"history","before":9,"conversation":"{}"}})", one.conversation));
  expect_refused(desk->hear("refused"), "not_found");
}

TEST_P(RightsAtTheDesk, end_with_the_session_that_brought_them) {
  const auto li = office().engage(fresh("li"));
  const auto token = office().token(li, {"conversation.read"});
  const auto desk = signed_in(li);
  const auto program = by_token(token);
  office().sign_out(li);
  EXPECT_EQ(desk->hear_end().code, 1008);
  program->fence();
  office().disable(li.id);
  EXPECT_EQ(program->hear_end().code, 1008);
  const auto again = dial("/live/agent", li.header());
  again->say(R"({"t":"hello","v":1})");
  EXPECT_EQ(again->hear_end().code, 1008);
}

TEST_P(RightsAtTheDesk, tell_ones_own_state_on_all_ones_connections) {
  const auto li = office().engage(fresh("li"));
  const auto desk = signed_in(li);
  const auto other = signed_in(li);
  desk->say(R"({"t":"state","id":"s-1","state":"available"})");
  expect_ack(desk->answer("s-1"));
  const auto told = other->hear("state");
  EXPECT_EQ(text_of(object_of(told, "state"), "state"), "available");
  const auto third = dial("/live/agent", li.header());
  third->say(R"({"t":"hello","v":1})");
  EXPECT_EQ(text_of(object_of(third->hear("welcome"), "state"), "state"), "available");
}

}  // namespace
}  // namespace zhiyin::flow
