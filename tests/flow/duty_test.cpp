// docs/live-protocol.md, "Whether anybody is on duty", and the inbox that a visitor comes to. Servers of their own, since everybody is
// told.
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <map>

#include "flow/own_server.hpp"

namespace zhiyin::flow {
namespace {

constexpr const char* website = "0000000000001";

class OnDuty : public OwnServer {
 protected:
  /// From then on states say who is there: before anybody was, the hours alone do.
  void one_comes_and_goes() {
    becomes(1, "available");
    becomes(1, "offline");
    followed(false);
  }
  /// Until the gateway has followed the log so far: whoever comes now is told this first, and nothing older.
  void followed(bool on) {
    const auto probe = visitor();
    if (truth_of(probe->hear("duty"), "on_duty") != on) {
      probe->hear("duty", [on](const Object& duty) { return truth_of(duty, "on_duty") == on; });
    }
  }
  void becomes(int agent, const std::string& state) {
    auto& line = desks_[agent];
    if (!line) {
      line = std::make_unique<Line>(loop(), port(), "/live/agent");
      line->say(fmt::format(R"({{"t":"hello","v":1,"agent":"demo-{:02}"}})", agent));
      line->hear("welcome");
    }
    const auto id = fmt::format("s-{}", ++said_);
    line->say(fmt::format(R"({{"t":"state","id":"{}","state":"{}"}})", id, state));
    EXPECT_EQ(text_of(line->answer(id), "t"), "ack");
  }
  Line& desk(int agent) { return *desks_.at(agent); }
  [[nodiscard]] std::string hours_closed_now() const {
    // One minute of a day that is never today nor tomorrow in UTC: closed now, and it opens within the week.
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    static constexpr std::array<const char*, 7> names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    const auto day = (std::chrono::weekday{today}.iso_encoding() - 1 + 3) % 7;
    return fmt::format(R"({{"time_zone":"UTC","week":[{{"day":"{}","from":"09:00","to":"09:01"}}]}})", names.at(day));
  }

  std::map<int, std::unique_ptr<Line>> desks_;
  int said_ = 0;
};
ON_BOTH_ENGINES(OnDuty);

Object duty_of(Line& line, bool on) {
  return line.hear("duty", [on](const Object& duty) { return truth_of(duty, "on_duty") == on; });
}

TEST_P(OnDuty, is_told_with_the_next_opening_and_nothing_else) {
  one_comes_and_goes();
  const auto line = visitor();
  line->hear("none");
  EXPECT_EQ(boost::json::serialize(line->hear("duty")), R"({"t":"duty","on_duty":false})");
  ask("PUT", fmt::format("/inboxes/{}/hours", website), hours_closed_now());
  const auto closed = line->hear("duty");
  EXPECT_EQ(closed.size(), 3U) << boost::json::serialize(closed);
  EXPECT_TRUE(text_of(closed, "opens").ends_with("T09:00:00.000Z")) << boost::json::serialize(closed);
  becomes(2, "available");  // works late
  EXPECT_EQ(boost::json::serialize(duty_of(*line, true)), R"({"t":"duty","on_duty":true})");
  becomes(2, "busy");
  EXPECT_EQ(text_of(duty_of(*line, false), "opens"), text_of(closed, "opens"));
  ask("DELETE", fmt::format("/inboxes/{}/hours", website));
  EXPECT_EQ(boost::json::serialize(duty_of(*line, true)), R"({"t":"duty","on_duty":true})") << "without hours a busy one counts again";
}

// While somebody has his conversation a customer is not told who else is there; when it waits again he is.
TEST_P(OnDuty, is_told_while_the_conversation_waits) {
  one_comes_and_goes();
  const auto line = visitor();
  line->hear("none");
  line->hear("duty");
  const auto ack = send(*line, "m-1", "Is anybody there?");
  expect_ack(ack);
  const std::string conversation{text_of(ack, "conversation")};
  // Not available, so that it is taken by hand and not offered.
  becomes(3, "busy");
  duty_of(*line, true);
  expect_ack(act(desk(3), "take", "t-1", conversation));
  line->hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "stage"; });
  becomes(3, "offline");
  line->fence();
  EXPECT_EQ(line->unheard("duty"), 0U);
  expect_ack(act(desk(3), "resolve", "r-1", conversation));
  EXPECT_FALSE(truth_of(line->hear("duty"), "on_duty"));
}

// Somebody of the inbox is there, and nobody of the team that it waits for.
TEST_P(OnDuty, is_told_for_the_team_that_the_conversation_waits_for) {
  one_comes_and_goes();
  const auto team = ask("POST", "/teams", R"({"name":"Billing","expert":true})");
  const std::string id{text_of(team, "id")};
  ask("PUT", fmt::format("/teams/{}/members", id), R"({"members":["0000000000001"]})");
  ask("PUT", fmt::format("/inboxes/{}/teams", website), fmt::format(R"({{"teams":["0000000000001","{}"]}})", id));
  becomes(2, "busy");
  followed(true);
  const auto line = visitor();
  line->hear("none");
  duty_of(*line, true);
  const auto ack = send(*line, "m-1", "It is about my bill");
  expect_ack(ack);
  ask("POST", fmt::format("/conversations/{}/transfer", text_of(ack, "conversation")), fmt::format(R"({{"team":"{}"}})", id));
  duty_of(*line, false);
  becomes(1, "busy");
  duty_of(*line, true);
  line->fence();
  EXPECT_EQ(line->everything().find("Billing"), std::string::npos);
  EXPECT_EQ(line->everything().find(id), std::string::npos) << "which team it is, is not told";
}

TEST_P(OnDuty, a_token_in_two_inboxes_is_two_customers) {
  const auto made = ask("POST", "/inboxes", R"({"name":"Shop"})");
  const std::string shop{text_of(object_of(made, "inbox"), "id")};
  const auto in_shop = fmt::format(R"(,"inbox":"{}")", shop);
  const auto here = visitor();
  const std::string token{text_of(here->hear("welcome"), "token")};
  here->hear("none");
  const auto first = send(*here, "m-1", "to the website");
  expect_ack(first);
  const auto with_token = fmt::format(R"(,"token":"{}")", token);
  const auto there = visitor(with_token + in_shop);
  EXPECT_EQ(text_of(there->hear("welcome"), "token"), token);
  there->hear("none");
  const auto second = send(*there, "m-1", "to the shop");
  expect_ack(second);
  EXPECT_NE(text_of(first, "conversation"), text_of(second, "conversation"));
  EXPECT_FALSE(second.contains("again"));
  here->fence();
  EXPECT_EQ(here->everything().find("to the shop"), std::string::npos) << "the website's page hears nothing of the shop";
  const auto contact_of = [&](const Object& ack) {
    return std::string{
        text_of(object_of(ask("GET", fmt::format("/conversations/{}", text_of(ack, "conversation"))), "conversation"), "contact")};
  };
  EXPECT_NE(contact_of(first), contact_of(second));
  // Each comes back to his own.
  for (const auto& [more, conversation] : {std::pair{with_token, first}, {with_token + in_shop, second}}) {
    const auto again = visitor(more);
    EXPECT_EQ(text_of(object_of(again->hear("snapshot"), "conversation"), "id"), text_of(conversation, "conversation"));
  }
}

TEST_P(OnDuty, an_inbox_that_is_not_there_takes_nobody) {
  for (const auto* inbox : {R"(,"inbox":"0000000000099")", R"(,"inbox":7)", R"(,"inbox":"nonsense")"}) {
    const auto line = visitor(inbox);
    EXPECT_EQ(line->hear_end().code, 1008) << inbox;
  }
}

// The plant that this must find: rules that are read at start.
TEST_P(OnDuty, what_an_inbox_asks_of_visitors_holds_for_the_next) {
  visitor()->hear("welcome");
  ask("PATCH", fmt::format("/inboxes/{}", website), R"({"identity_required":true})");
  // The change reaches this gateway with the log.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::chrono::steady_clock::now() < end) {
    const auto line = visitor();
    try {
      line->hear("welcome");
    } catch (const std::exception&) {
      EXPECT_EQ(line->hear_end().code, 1008);
      return;
    }
  }
  FAIL() << "a stranger still comes in";
}

// Without a new hello: who is there is told at once, and what he sends is refused, though it is taken elsewhere.
TEST_P(OnDuty, an_inbox_that_is_switched_off_refuses_who_is_there) {
  const auto line = visitor();
  line->hear("none");
  expect_ack(send(*line, "m-1", "before"));
  ask("PATCH", fmt::format("/inboxes/{}", website), R"({"active":false})");
  const auto told = line->hear("refused");
  EXPECT_FALSE(told.contains("id")) << boost::json::serialize(told);
  EXPECT_EQ(text_of(told, "where"), "inbox");
  const auto refused = send(*line, "m-2", "after");
  expect_refused(refused, "forbidden");
  EXPECT_EQ(text_of(refused, "where"), "inbox");
  ask("PATCH", fmt::format("/inboxes/{}", website), R"({"active":true})");
  expect_ack(send(*line, "m-2", "after"));
}

TEST_P(OnDuty, a_way_that_was_left_is_the_agents_to_see) {
  const auto line = visitor();
  line->hear("none");
  line->say(R"({"t":"reach","id":"r-1","email":"Mei@Example.com","phone":"+86 138 0013 8000"})");
  expect_ack(line->answer("r-1"));
  const auto ack = send(*line, "m-1", "Please call me");
  expect_ack(ack);
  const auto conversation = ask("GET", fmt::format("/conversations/{}", text_of(ack, "conversation")));
  const auto contact = ask("GET", fmt::format("/contacts/{}", text_of(object_of(conversation, "conversation"), "contact")));
  const auto text = boost::json::serialize(contact);
  EXPECT_NE(text.find("Mei@example.com"), std::string::npos) << text;
  EXPECT_NE(text.find("+8613800138000"), std::string::npos) << text;
}

}  // namespace
}  // namespace zhiyin::flow
