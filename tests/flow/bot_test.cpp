// docs/bot.md over real servers: what customers hear of the bot, and that they always come to people. What is understood is said by the
// messages themselves (prove/scripted_readings.hpp).
#include <fmt/format.h>

#include <cstdlib>

#include "flow/own_server.hpp"

namespace zhiyin::flow {
namespace {

constexpr const char* website = "0000000000001";

/// The installation with the scripted reader.
class Bot : public OwnServer {
 protected:
  Bot() : OwnServer("readings", {"--proof.readings", "true", "--bot.answer_by_ms", "1500"}) {
    ask("PATCH", fmt::format("/inboxes/{}", website), R"({"bot":true})");
    const auto category = ask("POST", "/categories", R"({"slug":"refunds","position":1,"texts":[{"language":"en","name":"Refunds"}]})");
    category_ = text_of(category, "id");
    refund_ = publish("refund-time", "How long does a refund take?", "A refund takes three days.");
    parcel_ = publish("late-parcel", "My parcel is late", "");
  }

  std::string publish(const std::string& slug, const std::string& title, const std::string& summary) {
    const auto made = ask("POST", "/articles", fmt::format(R"({{"slug":"{}","category":"{}","audience":"public"}})", slug, category_));
    const std::string id{text_of(made, "id")};
    const auto saved =
        ask("PUT", fmt::format("/articles/{}/texts/en/draft", id),
            fmt::format(R"({{"revision":0,"words":{{"title":"{}","summary":"{}","body":"The first paragraph.\n\nThe second.",)"
                        R"("asked_as":[],"keywords":[]}}}})",
                        title, summary));
    ask("POST", fmt::format("/articles/{}/texts/en/publish", id),
        fmt::format(R"({{"revision":{}}})", number_of(object_of(saved, "state"), "revision")));
    return id;
  }
  [[nodiscard]] std::unique_ptr<Line> customer(const std::string& more = {}) {
    auto line = visitor(more);
    token_ = text_of(line->hear("welcome"), "token");
    return line;
  }
  /// What the bot says to these words.
  static Object answer_to(Line& line, const std::string& id, const std::string& words) {
    expect_ack(send(line, id, words));
    return object_of(line.hear("fact", is_bots), "entry");
  }
  static bool is_bots(const Object& fact) {
    return text_of(fact, "kind") == "message" && text_of(object_of(object_of(fact, "entry"), "author"), "kind") == "bot";
  }
  static void expect_stage(Line& line, std::string_view stage) {
    line.hear("fact", [stage](const Object& fact) { return text_of(fact, "kind") == "stage" && text_of(fact, "stage") == stage; });
  }
  [[nodiscard]] std::string stage_of(const std::string& conversation) {
    return std::string{text_of(object_of(ask("GET", "/conversations/" + conversation), "conversation"), "stage")};
  }

  std::string category_;
  std::string refund_;
  std::string parcel_;
  std::string token_;
};
ON_BOTH_ENGINES(Bot);

TEST_P(Bot, answers_with_its_source_and_asks_back) {
  const auto line = customer();
  line->hear("none");
  expect_ack(send(*line, "m-1", "answer " + refund_));
  const auto opened = line->hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "opened"; });
  EXPECT_EQ(text_of(object_of(opened, "state"), "stage"), "bot");
  const auto entry = object_of(line->hear("fact", is_bots), "entry");
  EXPECT_EQ(text_of(entry, "text"), "A refund takes three days.");
  EXPECT_EQ(boost::json::serialize(object_of(entry, "author")), R"({"kind":"bot","id":"","name":"Zhi"})");
  EXPECT_EQ(boost::json::serialize(object_of(entry, "source")),
            fmt::format(R"({{"article":"{}","slug":"refund-time","title":"How long does a refund take?","language":"en",)"
                        R"("link":"/help/en/a/refund-time"}})",
                        refund_));
  // The same in the picture of who comes later, in history and over REST.
  const auto again = customer(fmt::format(R"(,"token":"{}")", token_));
  const auto picture = again->hear("snapshot");
  EXPECT_EQ(boost::json::serialize(array_of(picture, "entries").at(1)), boost::json::serialize(entry));
  const std::string id{text_of(object_of(picture, "conversation"), "id")};
  const auto listed = ask("GET", fmt::format("/conversations/{}/messages", id));
  EXPECT_NE(boost::json::serialize(listed).find(R"("link":"/help/en/a/refund-time")"), std::string::npos) << boost::json::serialize(listed);

  const auto back = answer_to(*line, "m-2", fmt::format("ask {} {}", refund_, parcel_));
  EXPECT_EQ(text_of(object_of(back, "source"), "slug"), "late-parcel") << "one of the two has failed: there is nothing to choose";
  EXPECT_EQ(text_of(back, "text"), "The first paragraph.");
}

TEST_P(Bot, takes_the_choice_that_is_tapped) {
  const auto line = customer();
  const auto asked = answer_to(*line, "m-1", fmt::format("ask {} {}", refund_, parcel_));
  EXPECT_EQ(boost::json::serialize(array_of(asked, "choices")), R"(["How long does a refund take?","My parcel is late"])");
  const auto answer = answer_to(*line, "m-2", "My parcel is late");
  EXPECT_EQ(text_of(object_of(answer, "source"), "slug"), "late-parcel");
}

TEST_P(Bot, hands_over_at_its_second_failure) {
  const auto line = customer();
  const auto first = answer_to(*line, "m-1", "unknown");
  EXPECT_EQ(boost::json::serialize(array_of(first, "choices")), R"(["Talk to a person"])");
  const auto second = answer_to(*line, "m-2", "unknown too");
  EXPECT_NE(text_of(second, "text").find("handing you to a person"), std::string_view::npos);
  expect_stage(*line, "queued");
  expect_ack(send(*line, "m-3", "answer " + refund_));
  line->hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "opened"; });
  for (const auto* id : {"m-1", "m-2", "m-3"}) {
    line->message_fact(id);
  }
  line->fence();
  EXPECT_EQ(line->unheard("fact"), 0U) << "people have it: the bot says nothing to the third";
}

// The protocol's `person`: what it answers before, while and after the bot has it.
TEST_P(Bot, hands_over_when_a_person_is_asked_for) {
  const auto line = customer();
  line->hear("none");
  line->say(R"({"t":"person","id":"p-0"})");
  const auto refused = line->answer("p-0");
  expect_refused(refused, "conflict");
  EXPECT_EQ(text_of(refused, "where"), "conversation");
  line->say(R"({"t":"person"})");
  expect_refused(line->hear("refused"), "bad_request");
  answer_to(*line, "m-1", "hello");
  line->say(R"({"t":"person","id":"p-1"})");
  const auto ack = line->answer("p-1");
  expect_ack(ack);
  line->hear("fact", is_bots);
  expect_stage(*line, "queued");
  EXPECT_EQ(stage_of(std::string{text_of(ack, "conversation")}), "queued");
  line->say(R"({"t":"person","id":"p-2"})");
  const auto again = line->answer("p-2");
  expect_ack(again);
  EXPECT_EQ(number_of(again, "rev"), number_of(ack, "rev")) << "with people already it stays as it is";
}

TEST_P(Bot, hands_over_when_asked_in_words) {
  const auto line = customer();
  answer_to(*line, "m-1", "person");
  expect_stage(*line, "queued");
}

// HAND-5: nothing was understood, at once or never.
TEST_P(Bot, hands_over_when_its_reader_is_silent) {
  const auto line = customer();
  answer_to(*line, "m-1", "silent");
  expect_stage(*line, "queued");
  const auto other = customer();
  const auto began = std::chrono::steady_clock::now();
  answer_to(*other, "m-1", "think");
  expect_stage(*other, "queued");
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds{1'400}) << "not before its time is over";
}

TEST_P(Bot, answers_the_newest_of_what_comes_while_it_thinks) {
  const auto line = customer();
  expect_ack(send(*line, "m-1", "think"));
  const auto entry = answer_to(*line, "m-2", "answer " + refund_);
  EXPECT_EQ(number_of(entry, "seq"), 3);
  EXPECT_EQ(text_of(object_of(entry, "source"), "slug"), "refund-time");
  line->fence();
  EXPECT_EQ(line->everything().find("do not know"), std::string::npos) << "the first is not answered any more";
}

// The server dies while it thinks: the next one knows that somebody waits.
TEST_P(Bot, forgets_nobody_when_the_server_dies) {
  auto line = customer();
  expect_ack(send(*line, "m-1", "think"));
  installation_->gateway(0).kill();
  line.reset();
  installation_->gateway(0).start();
  installation_->gateway(0).wait_ready();
  const auto again = customer(fmt::format(R"(,"token":"{}")", token_));
  const auto picture = again->hear("snapshot");
  if (text_of(object_of(picture, "conversation"), "stage") != "queued") {
    expect_stage(*again, "queued");
  }
  // And the bot goes on with others.
  const auto other = customer();
  EXPECT_EQ(text_of(answer_to(*other, "m-1", "answer " + refund_), "text"), "A refund takes three days.");
}

TEST_P(Bot, is_silent_once_an_agent_has_taken_over) {
  const auto line = customer();
  const auto hello = answer_to(*line, "m-1", "hello");
  EXPECT_NE(text_of(hello, "text").find("machine"), std::string_view::npos);
  const auto ack = send(*line, "m-2", "think");
  expect_ack(ack);
  Line desk(loop(), port(), "/live/agent");
  desk.say(R"({"t":"hello","v":1,"agent":"demo-01"})");
  desk.hear("welcome");
  expect_ack(act(desk, "take", "t-1", std::string{text_of(ack, "conversation")}));
  expect_stage(*line, "assigned");
  expect_ack(send(*line, "m-3", "answer " + refund_));
  const auto other = customer();
  answer_to(*other, "m-1", "hello");  // whose reading brings that of the one that was thought about
  line->fence();
  const auto messages = ask("GET", fmt::format("/conversations/{}/messages", text_of(ack, "conversation")));
  EXPECT_EQ(array_of(messages, "items").size(), 4U) << boost::json::serialize(messages);
}

// Resolved and opened again, it begins with the bot again, as if new.
TEST_P(Bot, has_a_conversation_again_that_opens_again) {
  const auto line = customer();
  expect_ack(send(*line, "m-1", "person"));
  expect_stage(*line, "queued");
  const auto picture = customer(fmt::format(R"(,"token":"{}")", token_))->hear("snapshot");
  const std::string id{text_of(object_of(picture, "conversation"), "id")};
  Line desk(loop(), port(), "/live/agent");
  desk.say(R"({"t":"hello","v":1,"agent":"demo-01"})");
  desk.hear("welcome");
  expect_ack(act(desk, "take", "t-1", id));
  expect_ack(act(desk, "resolve", "r-1", id));
  expect_stage(*line, "resolved");
  line->say(R"({"t":"person","id":"p-1"})");
  expect_refused(line->answer("p-1"), "conflict");
  expect_ack(send(*line, "m-2", "answer " + refund_));
  expect_stage(*line, "bot");
  EXPECT_EQ(
      text_of(
          object_of(
              object_of(line->hear("fact", [](const Object& fact) { return is_bots(fact) && object_of(fact, "entry").contains("source"); }),
                        "entry"),
              "source"),
          "slug"),
      "refund-time");
}

}  // namespace
}  // namespace zhiyin::flow
