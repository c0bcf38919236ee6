// Who hears of what on a gateway.
#include "live/hub.hpp"

#include <gmock/gmock.h>

#include <future>

#include "live/live_trial.hpp"

namespace zhiyin::live {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Ear final : public Subscriber {
 public:
  void on_fact(const Relayed& relayed, const Batch&) override {
    heard.push_back(*relayed.frame);
    if (act) {
      act();
    }
  }
  void on_typing(ConversationId, const Person&, const net::Frame& frame) override { heard.push_back(*frame); }
  void on_team(ConversationId conversation, TeamId team) override {
    heard.push_back(std::to_string(conversation.value()) + " waits for " + std::to_string(team.value()));
  }

  std::vector<std::string> heard;
  std::function<void()> act;
};

Batch opened_for(const std::string& address, std::int64_t conversation) {
  auto batch = std::make_shared<std::vector<Relayed>>();
  batch->push_back({{.conversation = ConversationId{conversation},
                     .revision = 1,
                     .at = {},
                     .contact = ContactId{5},
                     .change = event::ConversationOpened{InboxId{1}, address, {}}},
                    net::frame("opened " + std::to_string(conversation))});
  return batch;
}

TEST(Board, TellsThoseWhoFollowAndNobodyElse) {
  Board board;
  Ear one;
  Ear two;
  board.follow(ConversationId{7}, one);
  board.follow(ConversationId{7}, one);  // twice is once
  board.follow(ConversationId{8}, two);
  board.tell(batch_of({{7, 1}, {8, 1}, {9, 1}, {7, 2}}));
  EXPECT_THAT(one.heard, ElementsAre("7@1", "7@2"));
  EXPECT_THAT(two.heard, ElementsAre("8@1"));
  board.unfollow(ConversationId{7}, one);
  board.unfollow(ConversationId{7}, one);
  board.unfollow(ConversationId{9}, two);
  board.tell(batch_of({{7, 3}, {8, 2}}));
  EXPECT_THAT(one.heard, ElementsAre("7@1", "7@2"));
  EXPECT_THAT(two.heard, ElementsAre("8@1", "8@2"));
}

TEST(Board, TellsOfAnotherTeamThoseWhoFollow) {
  Board board;
  Ear one;
  Ear two;
  board.follow(ConversationId{7}, one);
  board.follow(ConversationId{8}, two);
  board.tell_team(ConversationId{7}, TeamId{3});
  board.tell_team(ConversationId{9}, TeamId{3});
  EXPECT_THAT(one.heard, ElementsAre("7 waits for 3"));
  EXPECT_THAT(two.heard, IsEmpty());
}

// A visitor's second page hears that the first has opened a conversation.
TEST(Board, TellsOfConversationsOpenedForAnAddress) {
  Board board;
  Ear mine;
  Ear others;
  board.expect("mine", mine);
  board.expect("other", others);
  board.tell(opened_for("mine", 7));
  EXPECT_THAT(mine.heard, ElementsAre("opened 7"));
  EXPECT_THAT(others.heard, IsEmpty());
  board.unexpect("mine", mine);
  board.tell(opened_for("mine", 8));
  EXPECT_THAT(mine.heard, ElementsAre("opened 7"));
}

// As a visitor does: the fact that opens his conversation makes him follow it, and he hears the next of the same batch.
TEST(Board, LetsASubscriberFollowMoreWhileItIsTold) {
  Board board;
  Ear visitor;
  Ear other;
  board.expect("mine", visitor);
  visitor.act = [&] {
    board.follow(ConversationId{7}, visitor);
    for (std::int64_t more = 100; more < 200; ++more) {
      board.follow(ConversationId{more}, visitor);  // the tables move
    }
  };
  board.follow(ConversationId{7}, other);
  board.tell(opened_for("mine", 7));
  board.tell(batch_of({{7, 2}}));
  EXPECT_THAT(other.heard, ElementsAre("opened 7", "7@2"));
  EXPECT_THAT(visitor.heard, testing::Contains("7@2").Times(1));
}

TEST(Hub, ReachesTheBoardOfEveryReactorInOrder) {
  net::Reactors reactors{2};
  Hub hub{reactors};
  std::array<Ear, 2> ears;
  std::array<std::promise<void>, 2> ready;
  std::array<std::promise<void>, 2> done;
  for (std::size_t i = 0; i < 2; ++i) {
    reactors.at(i).post([&, i] {
      hub.board(reactors.at(i)).follow(ConversationId{7}, ears[i]);
      ready[i].set_value();
    });
    ready[i].get_future().wait();
  }
  hub.publish(batch_of({{7, 1}}));
  hub.publish(batch_of({{7, 2}}));
  hub.typing(ConversationId{7}, {PersonKind::agent, 9, "Wang"});
  hub.typing(ConversationId{8}, {PersonKind::agent, 9, "Wang"});
  for (std::size_t i = 0; i < 2; ++i) {
    reactors.at(i).post([&, i] { done[i].set_value(); });
    done[i].get_future().wait();
    EXPECT_THAT(ears[i].heard, ElementsAre("7@1", "7@2", HasSubstr(R"("t":"typing")")));
  }
}

}  // namespace
}  // namespace zhiyin::live
