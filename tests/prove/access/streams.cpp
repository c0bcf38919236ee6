#include "prove/access/streams.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "prove/access/streams_rules.hpp"

namespace zhiyin::prove {
namespace {

using flow::array_of;
using flow::object_of;
using flow::text_of;

const Talk* talk_with(World& world, std::string_view id) {
  const auto found = std::ranges::find_if(world.talks(), [id](const auto& one) { return one->id == id; });
  return found == world.talks().end() ? nullptr : found->get();
}

void each_message(const Line& line, const std::function<void(const std::string& text, const Object& message)>& look) {
  std::string_view all = line.everything();
  while (!all.empty()) {
    const std::string text{all.substr(0, all.find('\n'))};
    look(text, boost::json::parse(text).as_object());
    all.remove_prefix(text.size() + 1);
  }
}

/// Whoever looks, types or reads in a conversation sees it.
void judge_person(World& world, const Desk& desk, const Object& message, std::string_view id) {
  const auto* talk = talk_with(world, text_of(message, "conversation"));
  const auto who = std::ranges::find(world.askers(), id, &Asker::id);
  if (talk != nullptr && who != world.askers().end() && !sees(*who, *talk)) {
    world.fail(fmt::format("{} is told that {}, who does not see it, does something at {}", desk.asker->name, who->name, talk->name));
  }
}

void judge_visit(World& world, const Talk& own, const Line& line, std::set<std::string>& heard) {
  each_message(line, [&](const std::string& text, const Object& message) {
    const auto type = text_of(message, "t");
    heard.emplace(type);
    if (std::ranges::find(told_to_visitors(), type) == told_to_visitors().end()) {
      world.fail(fmt::format("no rule for what a visitor is told: {}", text));
    }
    for (const auto& talk : world.talks()) {
      const bool others = talk.get() != &own && (text.contains(talk->mark()) || (type != "refused" && text.contains(talk->id)));
      if (others || text.contains(talk->inner())) {
        world.fail(fmt::format("the visitor of {} is told of {}: {}", own.name, talk->name, text));
      }
    }
    const auto who = text_of(object_of(message, "who"), "id");
    const auto typist = std::ranges::find(world.askers(), who, &Asker::id);
    if (type == "typing" && typist != world.askers().end() && !sees(*typist, own)) {
      world.fail(fmt::format("the visitor of {} is told that {} types, who does not see it", own.name, typist->name));
    }
  });
}

void cover(World& world, std::string_view side, std::span<const std::string_view> told, const std::set<std::string>& heard) {
  for (const auto type : told) {
    if (!heard.contains(std::string{type})) {
      world.fail(fmt::format("no {} was told \"{}\": nothing is shown of it", side, type));
    }
  }
}

}  // namespace

Talk& talk_named(World& world, std::string_view name) {
  return **std::ranges::find_if(world.talks(), [name](const auto& one) { return one->name == name; });
}

void furnish(World& world) {
  const auto id_of = [&](std::string_view name) { return std::ranges::find(world.askers(), name, &Asker::name)->id; };
  const auto to_team = fmt::format(R"(,"team":"{}")", world.team());
  for (const auto* name : {"plain", "gold", "owned", "invited", "resolved", "mine"}) {
    auto& talk = world.talk(name);
    const auto in_team = std::set<std::string>{"gold", "invited", "resolved"}.contains(name);
    if (in_team) {
      world.act("transfer", talk, to_team);
      talk.team = world.team();
    }
    world.act("label", talk, fmt::format(R"(,"add":["{}label"])", talk.inner()));
    world.act("note", talk, fmt::format(R"(,"text":"{}{}note")", talk.inner(), talk.mark()));
    world.act("draft", talk, fmt::format(R"(,"text":"{}{}draft")", talk.inner(), talk.mark()));
  }
  auto& owned = talk_named(world, "owned");
  owned.owner = id_of("agent outside");
  world.act("assign", owned, fmt::format(R"(,"agent":"{}")", owned.owner));
  world.act("priority", owned, R"(,"priority":2)");
  auto& invited = talk_named(world, "invited");
  world.act("take", invited);
  invited.owner = world.admin().id;
  world.act("invite", invited, fmt::format(R"(,"agent":"{}")", id_of("quality outside")));
  invited.participants.insert(id_of("quality outside"));
  auto& resolved = talk_named(world, "resolved");
  world.act("take", resolved);
  world.act("resolve", resolved);
  resolved.owner = world.admin().id;
  auto& mine = talk_named(world, "mine");
  mine.owner = id_of("agent inside");
  world.act("assign", mine, fmt::format(R"(,"agent":"{}")", mine.owner));
  world.act("snooze", mine, R"(,"until":"2027-01-01T00:00:00.000Z")");
}

Desks greet(World& world) {
  Desks desks;
  for (const auto& asker : world.askers()) {
    auto line = world.dial(asker);
    if (asker.comes()) {
      line->hear("welcome");
      desks.push_back({&asker, std::move(line)});
      continue;
    }
    const auto end = line->hear_end();
    if (end.code != 1008 || !line->everything().empty()) {
      world.fail(fmt::format("{} came in, or was told something: {} {}", asker.name, end.code, line->everything()));
    }
  }
  return desks;
}

void judge_desk(World& world, const Desk& desk, const std::string& asked, std::set<std::string>& heard) {
  const auto& asker = *desk.asker;
  each_message(*desk.line, [&](const std::string& text, const Object& message) {
    const auto type = text_of(message, "t");
    heard.emplace(type);
    if (std::ranges::find(told_to_desks(), type) == told_to_desks().end()) {
      world.fail(fmt::format("no rule for what a desk is told: {}", text));
    }
    const bool echoes = type == "refused";  // the id that he gave himself
    for (const auto& talk : world.talks()) {
      if (!sees(asker, *talk) && (text.contains(talk->mark()) || text.contains(talk->inner()) || (!echoes && text.contains(talk->id)))) {
        world.fail(fmt::format("{} is told of {}: {}", asker.name, talk->name, text));
      }
    }
    const auto& watermark = object_of(message, "watermark");
    if (text_of(watermark, "kind") == "agent") {
      judge_person(world, desk, message, text_of(watermark, "id"));
    }
    if (type.starts_with("offer") && (asker.id != asked || !asker.may("conversation.reply"))) {
      world.fail(fmt::format("{} is told of an offer to somebody else, or that he may not answer: {}", asker.name, text));
    }
    if (type == "looking") {
      for (const auto& one : array_of(message, "who")) {
        judge_person(world, desk, message, text_of(one.as_object(), "id"));
      }
    } else if (type == "typing") {
      judge_person(world, desk, message, text_of(object_of(message, "who"), "id"));
    }
  });
}

void judge_visitor(World& world, const Talk& own, std::set<std::string>& heard) {
  judge_visit(world, own, *own.guest, heard);
  for (const auto& line : own.visits) {
    judge_visit(world, own, *line, heard);
  }
}

void prove_streams(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report) {
  std::vector<std::string> words{"--api.reads_per_minute",         "100000", "--api.writes_per_minute",    "100000",
                                 "--api.sign_ins_per_minute",      "1000",   "--sign_in.tries_per_minute", "1000",
                                 "--http.connections_per_address", "0"};
  if (!options.plant.empty() && options.plant != "open_route") {
    words.insert(words.end(), {"--proof.stream", options.plant});
  }
  harness::Installation site(engine, engine == harness::Engine::postgres ? 2 : 1, postgres, options, words);
  site.start_all();
  World world(site, report);
  compare_tables(world);
  furnish(world);
  auto desks = greet(world);
  open_all(world, desks);
  const auto unseen = ask_unseen(world, desks);
  say_others(world, desks);
  ask_as_visitors(world);
  const auto windows = watch_all(world, desks);
  const auto led = lead_lives(world, desks);
  happen(world, desks);
  const auto asked = offer_one(world, desks);
  std::set<std::string> desks_heard;
  std::set<std::string> visitors_heard;
  for (const auto& desk : desks) {
    judge_desk(world, desk, asked, desks_heard);
  }
  for (const auto& talk : world.talks()) {
    judge_visitor(world, *talk, visitors_heard);
  }
  desks.clear();
  desks_heard.insert("gone");  // what withdraw_all waits for
  const auto withdrawn = withdraw_all(world);
  cover(world, "desk", told_to_desks(), desks_heard);
  cover(world, "visitor", told_to_visitors(), visitors_heard);
  const auto name = harness::name_of(engine);
  report.figure(name + "_desks", static_cast<std::int64_t>(world.askers().size()));
  report.figure(name + "_unseen_asked", unseen);
  report.figure(name + "_acts_led", led);
  report.figure(name + "_windows", windows);
  report.figure(name + "_withdrawn", withdrawn);
}

}  // namespace zhiyin::prove
