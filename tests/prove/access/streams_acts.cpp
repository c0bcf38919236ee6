// What is asked about conversations: of those that one does not see, and of those that one does.
#include <fmt/format.h>

#include <algorithm>

#include "prove/access/streams.hpp"
#include "prove/access/streams_rules.hpp"

namespace zhiyin::prove {
namespace {

using flow::object_of;
using flow::text_of;

/// The id of a conversation, wherever a message has it.
std::string_view about(const Object& message) {
  const auto id = text_of(message, "conversation");
  return id.empty() ? text_of(object_of(message, "conversation"), "id") : id;
}

std::string without(std::string text, const std::string& id) {
  for (auto at = text.find(id); at != std::string::npos; at = text.find(id)) {
    text.replace(at, id.size(), "ID");
  }
  return text;
}

/// Says it and gives the answer; empty for what is not answered.
Object answered(Line& line, const ActRule& rule, const std::string& id, const std::string& conversation, const std::string& more) {
  line.say(fmt::format(R"({{"t":"{}","id":"{}","conversation":"{}"{}}})", rule.type, id, conversation, more));
  switch (rule.answered) {
    case Answered::by_id: return line.answer(id);
    case Answered::by_conversation:
      return line.hear_any([&](const Object& message) {
        const auto type = text_of(message, "t");
        return about(message) == conversation &&
               (type == "refused" || (rule.type == "open" && (type == "snapshot" || type == "changes")) || type == rule.type);
      });
    case Answered::silently: break;
  }
  line.fence();
  return {};
}

void give_up(Line& line, const ActRule& rule, const std::string& id, const Object& answer) {
  if (rule.type == "send" && text_of(answer, "t") == "refused") {
    line.say(fmt::format(R"({{"t":"skip","id":"{}"}})", id));
    line.hear("skipped");
  }
}

}  // namespace

std::int64_t ask_unseen(World& world, Desks& desks) {
  const auto person = std::ranges::find(world.askers(), "quality outside", &Asker::name)->id;
  std::int64_t asked = 0;
  for (auto& desk : desks) {
    for (const auto& talk : world.talks()) {
      if (sees(*desk.asker, *talk)) {
        continue;
      }
      for (const auto& rule : act_rules()) {
        const auto id = fmt::format("u-{}", ++asked);
        const auto more = members_of(rule, *desk.asker, person);
        const auto there = answered(*desk.line, rule, id, talk->id, more);
        give_up(*desk.line, rule, id, there);
        const auto not_there = answered(*desk.line, rule, id, nowhere, more);
        give_up(*desk.line, rule, id, not_there);
        const auto text = without(boost::json::serialize(there), talk->id);
        if (rule.answered != Answered::silently && text_of(there, "code") != "not_found") {
          world.fail(fmt::format("{} by {} at {}, which he does not see: {}", rule.type, desk.asker->name, talk->name, text));
        } else if (text != without(boost::json::serialize(not_there), nowhere)) {
          world.fail(fmt::format("{} by {} at {} tells that it is there: {} and {}", rule.type, desk.asker->name, talk->name, text,
                                 boost::json::serialize(not_there)));
        }
      }
    }
  }
  return asked;
}

std::int64_t lead_lives(World& world, Desks& desks) {
  const auto person = std::ranges::find(world.askers(), "planner outside", &Asker::name);
  const auto colleague = std::ranges::find(world.askers(), "quality outside", &Asker::name)->id;
  std::int64_t led = 0;
  for (auto& desk : desks) {
    auto& talk = world.talk(fmt::format("life{}", world.talks().size()));
    if (!sees(*desk.asker, talk)) {
      continue;
    }
    if (desk.asker->may("conversation.reply")) {
      talk.participants.insert(colleague);  // for a while
    }
    for (const auto& rule : act_rules()) {
      const auto id = fmt::format("l-{}", ++led);
      const auto answer = answered(*desk.line, rule, id, talk.id, members_of(rule, *desk.asker, colleague));
      give_up(*desk.line, rule, id, answer);
      const auto code = text_of(answer, "code");
      const std::string expected = desk.asker->may(std::string{rule.needs}) ? std::string{rule.granted} : "forbidden";
      if (code != expected) {
        world.fail(fmt::format("{} by {}, who sees it: \"{}\" instead of \"{}\": {}", rule.type, desk.asker->name, code, expected,
                               boost::json::serialize(answer)));
      }
    }
  }
  // Nobody can be made to see by who may not read at all.
  const auto refused =
      ask(world.office(), "invite", "l-planner", talk_named(world, "invited").id, fmt::format(R"(,"agent":"{}")", person->id));
  if (text_of(refused, "code") != "invalid") {
    world.fail("somebody who may not read conversations was invited: " + boost::json::serialize(refused));
  }
  return led;
}

void say_others(World& world, Desks& desks) {
  const auto& seen = talk_named(world, "plain");
  for (auto& desk : desks) {
    auto& line = *desk.line;
    for (const auto word : visitor_words()) {
      const bool his_too = std::ranges::find(desk_words(), word) != desk_words().end() ||
                           std::ranges::find(act_rules(), word, &ActRule::type) != act_rules().end();
      if (!his_too && text_of(ask(line, std::string{word}, "w-1", seen.id), "code") != "bad_request") {
        world.fail(fmt::format("{} from a desk is listened to", word));
      }
    }
    line.say(R"({"t":"hello","v":1})");
    const auto again = line.hear("refused");
    line.say(R"({"t":"state","id":"w-2","state":"busy"})");
    const auto stated = line.answer("w-2");
    const std::string expected = desk.asker->may("state.own") ? "" : "forbidden";
    if (text_of(again, "code") != "bad_request" || text_of(stated, "code") != expected) {
      world.fail(fmt::format("{} says hello again, or his state: {}", desk.asker->name, boost::json::serialize(stated)));
    }
    line.say(R"({"t":"skip","id":"w-3"})");
    line.hear("skipped");
    line.say(R"({"t":"unwatch","view":"nothing"})");
    line.fence();
  }
}

}  // namespace zhiyin::prove
