// What comes by itself: facts, inner facts, lists, who looks, who types; and what visitors are told.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "prove/access/streams.hpp"
#include "prove/access/streams_rules.hpp"

namespace zhiyin::prove {
namespace {

using flow::array_of;
using flow::object_of;
using flow::text_of;

constexpr std::array<const char*, 6> furnished{"plain", "gold", "owned", "invited", "resolved", "mine"};

void open(Line& line, const std::string& id, const std::string& more = {}) {
  line.say(fmt::format(R"({{"t":"open","conversation":"{}"{}}})", id, more));
}

bool has_row(const Object& message, const std::string& id) {
  return std::ranges::any_of(array_of(message, "upsert"), [&](const auto& row) { return text_of(row.as_object(), "id") == id; });
}

}  // namespace

void open_all(World& world, Desks& desks) {
  for (const auto& talk : world.talks()) {
    for (auto& desk : desks) {
      if (sees(*desk.asker, *talk)) {
        open(*desk.line, talk->id);
        const auto snapshot = desk.line->hear("snapshot");
        desk.line->hear("looking");
        const auto rev = flow::number_of(object_of(snapshot, "conversation"), "rev");
        open(*desk.line, talk->id, fmt::format(R"(,"have":{{"log":"","rev":{}}})", rev));  // of another log: whole again
        const auto again = desk.line->hear("snapshot");
        open(*desk.line, talk->id, fmt::format(R"(,"have":{{"log":"{}","rev":{}}})", text_of(again, "log"), rev));
        desk.line->hear("changes");
      }
    }
    open(world.office(), talk->id);
    world.office().hear("snapshot");
  }
  for (auto& desk : desks) {
    desk.line->say(R"({"t":"watch","view":"open","limit":200})");
    desk.line->hear("window");
  }
}

std::string offer_one(World& world, Desks& desks) {
  const auto& talk = talk_named(world, "plain");
  auto& desk = *std::ranges::find(desks, "agent inside", [](const Desk& one) { return one.asker->name; });
  auto& line = *desk.line;
  if (text_of(ask(world.office(), "requeue", "q-1", talk.id), "code") == "not_found") {
    world.fail("the administrator does not see what is to be offered");
  }
  line.say(R"({"t":"state","id":"o-1","state":"available"})");
  line.answer("o-1");
  const auto offer = line.hear("offer");
  const auto declined = ask(line, "decline", "o-2", std::string{text_of(offer, "conversation")});
  if (text_of(declined, "t") != "ack") {
    world.fail("an offer cannot be declined: " + boost::json::serialize(declined));
  }
  line.hear("offer_ended");
  line.say(R"({"t":"state","id":"o-3","state":"busy"})");
  line.answer("o-3");
  for (auto& each : desks) {
    each.line->fence();
  }
  return desk.asker->id;
}

void happen(World& world, Desks& desks) {
  for (const auto* name : furnished) {
    auto& talk = talk_named(world, name);
    const auto words = talk.mark() + "live";
    const auto note = talk.inner() + talk.mark() + "live";
    for (auto& desk : desks) {
      open(*desk.line, talk.id);  // whoever does not see it looks in vain
      desk.line->say(fmt::format(R"({{"t":"typing","conversation":"{}"}})", talk.id));
      desk.line->say(fmt::format(R"({{"t":"seen","seq":1,"conversation":"{}"}})", talk.id));
    }
    talk.guest->say(R"({"t":"typing"})");
    world.office().say(fmt::format(R"({{"t":"typing","conversation":"{}"}})", talk.id));
    talk.guest->say(fmt::format(R"({{"t":"send","id":"{0}","text":"{0}"}})", words));
    talk.guest->answer(words);
    world.act("note", talk, fmt::format(R"(,"text":"{}")", note));
    world.act("label", talk, fmt::format(R"(,"add":["{}more"])", talk.inner()));
    talk.guest->hear("typing");
    for (auto& desk : desks) {
      if (!sees(*desk.asker, talk)) {
        desk.line->hear("refused", [&](const Object& message) { return text_of(message, "conversation") == talk.id; });
        continue;
      }
      desk.line->overhear(R"("text":")" + words);
      desk.line->overhear(note);
      desk.line->hear("rows", [&](const Object& message) { return has_row(message, talk.id); });
    }
  }
  for (auto& desk : desks) {
    desk.line->fence();
  }
}

void ask_as_visitors(World& world) {
  auto& own = talk_named(world, "plain");
  const auto& other = talk_named(world, "gold");
  auto& line = *own.guest;
  for (const auto& rule : act_rules()) {
    if (std::ranges::find(visitor_words(), rule.type) == visitor_words().end() &&
        text_of(ask(line, std::string{rule.type}, "v-1", own.id, R"(,"text":"x","agent":"7zzzzzzzzzzzz")"), "code") != "bad_request") {
      world.fail(fmt::format("{} from a visitor is listened to", rule.type));
    }
  }
  for (const auto word : desk_words()) {
    if (std::ranges::find(visitor_words(), word) == visitor_words().end() &&
        text_of(ask(line, std::string{word}, "v-2", other.id, R"(,"view":"open","limit":9,"state":"busy")"), "code") != "bad_request") {
      world.fail(fmt::format("{} from a visitor is listened to", word));
    }
  }
  // His own conversation is meant, whatever he names; what he is told is judged in the end.
  const auto named = fmt::format(R"(,"conversation":"{}")", other.id);
  line.say(fmt::format(R"({{"t":"history","before":9{}}})", named));
  if (text_of(line.hear("history"), "conversation") != own.id) {
    world.fail("a visitor reads on in another's conversation");
  }
  for (const auto* type : {"got", "seen"}) {
    line.say(fmt::format(R"({{"t":"{}","seq":1{}}})", type, named));
  }
  line.say(fmt::format(R"({{"t":"send","id":"{0}v","text":"{0}named"{1}}})", own.mark(), named));
  if (text_of(line.answer(own.mark() + "v"), "conversation") != own.id) {
    world.fail("a visitor writes into another's conversation");
  }
  line.say(R"({"t":"reach","id":"v-3","email":"somebody@example.com"})");
  line.answer("v-3");
  line.say(fmt::format(R"({{"t":"person","id":"v-6"{}}})", named));
  if (text_of(line.answer("v-6"), "conversation") != own.id) {
    world.fail("a visitor asks for a person in another's conversation");
  }
  line.say(fmt::format(R"({{"t":"rate","id":"v-7","score":5{}}})", named));
  if (const auto rated = line.answer("v-7"); text_of(rated, "t") == "ack" && text_of(rated, "conversation") != own.id) {
    world.fail("a visitor rates another's conversation");
  }
  line.say(R"({"t":"skip","id":"v-4"})");
  line.hear("skipped");
  line.say(fmt::format(R"({{"t":"send","id":"v-5","text":""{}}})", named));
  line.answer("v-5");
  line.say(R"({"t":"skip","id":"v-5"})");
  line.hear("skipped");
  line.fence();
  // A stranger with another's position, and one with a token that is nobody's.
  const auto have =
      fmt::format(R"("have":{{"conversation":"{}","log":"{}","rev":1}})", other.id, text_of(world.visitor()->hear("welcome"), "log"));
  for (const auto& more : {"," + have, R"(,"token":"00000000000000000000000000000000",)" + have}) {
    const auto stranger = world.visitor(more);
    stranger->hear("none");
    stranger->fence();
    if (stranger->everything().contains(other.mark()) || stranger->everything().contains(other.id)) {
      world.fail("a stranger is told of a conversation that he named: " + stranger->everything());
    }
  }
  auto again = world.visitor(fmt::format(R"(,"token":"{}",{})", own.token, have));
  if (text_of(object_of(again->hear("snapshot"), "conversation"), "id") != own.id) {
    world.fail("a visitor comes back to another's conversation");
  }
  const auto rev = fmt::format(R"(,"token":"{}","have":{{"conversation":"{}","log":"{}","rev":1}})", own.token, own.id,
                               text_of(world.visitor()->hear("welcome"), "log"));
  own.visits.push_back(std::move(again));
  own.visits.push_back(world.visitor(rev));
  own.visits.back()->hear("changes");
}

}  // namespace zhiyin::prove
