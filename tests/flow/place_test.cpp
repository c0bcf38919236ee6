// docs/live-protocol.md, "His place in the queue". Servers of their own: whoever else waits would stand in it.
#include <fmt/format.h>

#include <array>

#include "flow/own_server.hpp"

namespace zhiyin::flow {
namespace {

class InTheQueue : public OwnServer {
 protected:
  struct Waiter {
    std::unique_ptr<Line> line;
    std::string token;
    std::string conversation;
  };
  Waiter waits(const std::string& text) {
    Waiter waiter{visitor(), {}, {}};
    waiter.token = text_of(waiter.line->hear("welcome"), "token");
    waiter.line->hear("none");
    waiter.conversation = text_of(send(*waiter.line, "m-1", text), "conversation");
    return waiter;
  }
};
ON_BOTH_ENGINES(InTheQueue);

Object place_of(Line& line, int ahead) {
  return line.hear("place", [ahead](const Object& place) { return number_of(place, "ahead") == ahead; });
}

TEST_P(InTheQueue, each_is_told_how_many_are_before_him_and_nothing_of_them) {
  const std::array<Waiter, 3> all{waits("I am first-word"), waits("I am second-word"), waits("I am third-word")};
  EXPECT_EQ(boost::json::serialize(place_of(*all[0].line, 0)), R"({"t":"place","ahead":0,"wait_s":null})");
  place_of(*all[1].line, 1);
  place_of(*all[2].line, 2);
  ask("POST", fmt::format("/conversations/{}/take", all[1].conversation), "{}");
  place_of(*all[2].line, 1);
  ask("PUT", fmt::format("/conversations/{}/priority", all[2].conversation), R"({"priority":4})");
  place_of(*all[2].line, 0);
  place_of(*all[0].line, 1);
  for (std::size_t who = 0; who < all.size(); ++who) {
    all.at(who).line->fence();
    for (std::size_t other = 0; other < all.size(); ++other) {
      EXPECT_EQ(who != other && all.at(who).line->everything().contains(all.at(other).conversation), false) << who << " of " << other;
    }
  }
  EXPECT_EQ(all[1].line->unheard("place"), 0U) << "somebody has his: he waits no more";
}

TEST_P(InTheQueue, is_told_to_whoever_comes_back_and_waits) {
  const auto first = waits("first");
  auto second = waits("second");
  place_of(*second.line, 1);
  second.line->hang_up();
  const auto again = visitor(fmt::format(R"(,"token":"{}")", second.token));
  again->hear("snapshot");
  place_of(*again, 1);
  ask("POST", fmt::format("/conversations/{}/take", first.conversation), "{}");
  place_of(*again, 0);
  ask("POST", fmt::format("/conversations/{}/requeue", first.conversation), "{}");
  place_of(*first.line, 0);  // still: he waits since his first word
}

}  // namespace
}  // namespace zhiyin::flow
