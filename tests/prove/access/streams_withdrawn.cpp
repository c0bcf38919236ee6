// A right withdrawn ends what it had opened, in every way in which it can be withdrawn: open conversations, lists, and the connection.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "prove/access/streams.hpp"

namespace zhiyin::prove {
namespace {

using flow::array_of;
using flow::number_of;
using flow::text_of;

/// What is left of it.
enum class Left : std::uint8_t { connection, nothing };

struct Case {
  const char* name;
  const char* role;
  bool in_inbox;
  bool in_team;
  bool team_talk;
  bool by_token;
  Left left;
  bool at_once;  ///< rights have changed, not the conversation: its rows go before anything else is told
  std::function<void(World&, Asker&, Talk&)> prepare;
  std::function<void(World&, Asker&, Talk&, const std::string& token)> withdraw;
};

void nothing(World&, Asker&, Talk&) {}

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"inbox", "agent", true, false, false, false, Left::connection, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.set_inbox(who, false); }},
      {"team", "agent", true, true, true, false, Left::connection, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.set_team(who, false); }},
      {"read-all", "administrator", false, false, false, false, Left::connection, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.api("PATCH", "/people/" + who.id, R"({"role":"agent"})"); }},
      {"participant", "agent", false, false, false, false, Left::connection, false,
       [](World& world, Asker& who, Talk& talk) {
         world.act("take", talk);
         world.act("invite", talk, fmt::format(R"(,"agent":"{}")", who.id));
       },
       [](World& world, Asker& who, Talk& talk, const std::string&) { world.act("leave", talk, fmt::format(R"(,"agent":"{}")", who.id)); }},
      {"owner", "agent", false, false, false, false, Left::connection, false,
       [](World& world, Asker& who, Talk& talk) { world.act("assign", talk, fmt::format(R"(,"agent":"{}")", who.id)); },
       [](World& world, Asker&, Talk& talk, const std::string&) { world.act("requeue", talk); }},
      {"other-team", "agent", true, false, false, false, Left::connection, false, nothing,
       [](World& world, Asker&, Talk& talk, const std::string&) {
         world.act("transfer", talk, fmt::format(R"(,"team":"{}")", world.team()));
       }},
      {"role", "agent", true, false, false, false, Left::nothing, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.api("PATCH", "/people/" + who.id, R"({"role":"planner"})"); }},
      {"disabled", "agent", true, false, false, false, Left::nothing, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.api("PATCH", "/people/" + who.id, R"({"active":false})"); }},
      {"session", "agent", true, false, false, false, Left::nothing, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string&) { world.api("DELETE", "/people/" + who.id + "/sessions"); }},
      {"token", "agent", true, false, false, true, Left::nothing, true, nothing,
       [](World& world, Asker& who, Talk&, const std::string& token) { world.api("DELETE", "/tokens/" + token, "", who.cookie); }},
  };
  return all;
}

constexpr std::array<std::pair<const char*, const char*>, 3> views{{{"open", ""},
                                                                    {"inbox", R"(,"filter":{"inboxes":["0000000000001"]})"},
                                                                    {"all", R"(,"filter":{"assignee":"anyone"},"sort":"waiting")"}}};

using Window = std::pair<std::set<std::string>, std::int64_t>;

Window watch(Line& line, const std::string& name, const char* more, const char* prefix = "") {
  const auto view = prefix + name;
  line.say(fmt::format(R"({{"t":"watch","view":"{}","limit":200{}}})", view, *more == 0 && *prefix != 0 ? R"(,"filter":{})" : more));
  const auto window = line.hear("window", [&](const Object& message) { return text_of(message, "view") == view; });
  Window seen{{}, number_of(window, "total")};
  for (const auto& row : array_of(window, "rows")) {
    seen.first.emplace(text_of(row.as_object(), "id"));
  }
  return seen;
}

/// The message that takes the row out of this window.
Object removal(Line& line, const std::string& view, const std::string& id) {
  return line.hear("rows", [&](const Object& message) {
    const auto& gone = array_of(message, "remove");
    return text_of(message, "view") == view && std::ranges::find(gone, boost::json::value(id)) != gone.end();
  });
}

class Withdrawal {
 public:
  Withdrawal(World& world, const Case& one) : world_(world), case_(one), talk_(world.talk(fmt::format("way-{}", one.name))) {}

  void run() {
    auto who = world_.person(fmt::format("loses {}", case_.name), case_.role, case_.in_inbox, case_.in_team);
    if (case_.team_talk) {
      world_.act("transfer", talk_, fmt::format(R"(,"team":"{}")", world_.team()));
    }
    case_.prepare(world_, who, talk_);
    std::string token;
    const auto line = world_.desk(case_.by_token ? world_.by_token(who, {"conversation.read", "conversation.reply"}, &token) : who);
    open(*line);
    open(world_.witness());
    std::map<std::string, Window> windows;
    for (const auto& [view, more] : views) {
      windows[view] = watch(*line, view, more);
      if (!windows[view].first.contains(talk_.id)) {
        world_.fail(fmt::format("{}: the window {} has nothing to lose", case_.name, view));
      }
    }
    const auto before = line->everything().size();
    case_.withdraw(world_, who, talk_, token);
    say_later("later");
    if (case_.left == Left::nothing) {
      if (line->hear_end().code != 1008) {
        fail("its connection ends otherwise");
      }
    } else {
      lose(*line, windows, before);
    }
    say_later("again");
    if (case_.left == Left::connection) {
      line->fence();
    }
    const auto after = std::string_view{line->everything()}.substr(before);
    for (const auto* words : {"later", "again"}) {
      if (after.contains(talk_.mark() + words)) {
        fail(fmt::format("{} was told: {}", words, after.substr(0, 2'000)));
      }
    }
  }

 private:
  void open(Line& line) {
    line.say(fmt::format(R"({{"t":"open","conversation":"{}"}})", talk_.id));
    line.hear("snapshot");
  }
  void fail(const std::string& what) { world_.fail(fmt::format("{} withdrawn: {}", case_.name, what)); }

  /// Words, a note and somebody who types, each told to whoever may still hear of it.
  void say_later(const std::string& words) {
    const auto text = talk_.mark() + words;
    talk_.guest->say(fmt::format(R"({{"t":"send","id":"{0}","text":"{0}"}})", text));
    talk_.guest->answer(text);
    world_.act("note", talk_, fmt::format(R"(,"text":"{}")", talk_.inner() + text));
    world_.witness().message_fact(text);
    world_.witness().hear("inner",
                          [&](const Object& inner) { return text_of(flow::object_of(inner, "note"), "text") == talk_.inner() + text; });
  }

  void lose(Line& line, std::map<std::string, Window>& windows, std::size_t before) {
    line.hear("gone", [&](const Object& message) { return text_of(message, "conversation") == talk_.id; });
    for (const auto& [view, more] : views) {
      const auto told = removal(line, view, talk_.id);
      auto& [rows, total] = windows[view];
      for (const auto& id : array_of(told, "remove")) {
        rows.erase(std::string{id.as_string()});
      }
      if (const auto fresh = watch(line, view, more, "fresh-"); fresh != Window{rows, number_of(told, "total")}) {
        fail(fmt::format("its window {} is not what a fresh one is: {} of {}, not {} of {}", view, rows.size(), number_of(told, "total"),
                         fresh.first.size(), fresh.second));
      }
    }
    const auto after = std::string_view{line.everything()}.substr(before);
    if (case_.at_once && after.rfind(R"("remove":[")") > after.find(R"("t":"gone")")) {
      fail("a list was told of it later than the conversation");
    }
  }

  World& world_;
  const Case& case_;
  Talk& talk_;
};

}  // namespace

std::int64_t withdraw_all(World& world) {
  std::int64_t withdrawn = 0;
  for (const auto& one : cases()) {
    try {
      Withdrawal(world, one).run();
      ++withdrawn;
    } catch (const std::exception& e) {
      world.fail(fmt::format("{} withdrawn: {}", one.name, e.what()));
      break;  // each would wait in vain for as long
    }
  }
  return withdrawn;
}

}  // namespace zhiyin::prove
