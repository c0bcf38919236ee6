// Windows: the rows, and the number, of what each may see of what there is.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

#include "prove/access/streams.hpp"
#include "prove/access/streams_rules.hpp"

namespace zhiyin::prove {
namespace {

using flow::array_of;
using flow::number_of;
using flow::text_of;

struct Seen {
  std::set<std::string> rows;
  std::int64_t total = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen watched(Line& line, const std::string& view, const std::string& more) {
  line.say(fmt::format(R"({{"t":"watch","view":"{}","limit":200{}}})", view, more));
  const auto window = line.hear("window", [&](const Object& message) { return text_of(message, "view") == view; });
  line.say(fmt::format(R"({{"t":"unwatch","view":"{}"}})", view));
  Seen seen{{}, number_of(window, "total")};
  for (const auto& row : array_of(window, "rows")) {
    seen.rows.emplace(text_of(row.as_object(), "id"));
  }
  return seen;
}

std::string put_in(std::string text, const std::string& word, const std::string& value) {
  const auto at = text.find(word);
  return at == std::string::npos ? text : text.replace(at, word.size(), value);
}

/// A filter as `me` asks for it; the administrator names him by his id instead.
std::string filter_of(World& world, const FilterSample& sample, const std::string& me) {
  std::string value{sample.value};
  value = put_in(value, "OWNER", std::ranges::find(world.askers(), "agent outside", &Asker::name)->id);
  value = put_in(value, "TEAM", world.team());
  value = put_in(value, "ELSEWHERE", world.elsewhere());
  value = put_in(value, "INBOX", website);
  value = put_in(value, "ME", me);
  return fmt::format(R"(,"filter":{{"{}":{}}})", sample.member, value);
}

/// Of what there is, what he sees.
Seen of(World& world, const Seen& all, const Asker& asker) {
  Seen seen;
  for (const auto& talk : world.talks()) {
    if (all.rows.contains(talk->id) && sees(asker, *talk)) {
      seen.rows.insert(talk->id);
    }
  }
  seen.total = static_cast<std::int64_t>(seen.rows.size());
  return seen;
}

}  // namespace

std::int64_t watch_all(World& world, Desks& desks) {
  constexpr std::array<const char*, 4> sorts{"newest", "waiting", "priority", "created"};
  // What hangs on time is evaluated now and then: by then everything has waited for longer.
  const auto waits = [&world] { return watched(world.office(), "all", R"(,"filter":{"waiting_ms":1})").total; };
  for (int tries = 0; waits() == 0 && tries < 200; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  std::int64_t windows = 0;
  const auto compare = [&](Desk& desk, const std::string& what, const Seen& all, const Seen& his) {
    ++windows;
    const auto expected = of(world, all, *desk.asker);
    if (all.total != static_cast<std::int64_t>(all.rows.size()) || his != expected) {
      world.fail(fmt::format("{} watches {}: {} rows of {} instead of {}", desk.asker->name, what, his.rows.size(), his.total,
                             expected.rows.size()));
    }
  };
  for (auto& desk : desks) {
    std::size_t turn = 0;
    for (const auto& sample : filter_samples()) {
      const auto sort = fmt::format(R"(,"sort":"{}")", sorts[++turn % sorts.size()]);
      const auto all = watched(world.office(), "all", filter_of(world, sample, desk.asker->id) + sort);
      compare(desk, fmt::format("{} {}", sample.member, sample.value), all,
              watched(*desk.line, "some", filter_of(world, sample, "me") + sort));
    }
    const auto mine = fmt::format(R"(,"filter":{{"assignee":"{}"}})", desk.asker->id);
    for (const auto& [view, same] : {std::pair<const char*, std::string>{"queue", R"(,"filter":{"stages":["queued"]})"},
                                     {"open", R"(,"filter":{})"},
                                     {"mine", mine}}) {
      compare(desk, view, watched(world.office(), "all", same), watched(*desk.line, view, ""));
    }
    // Ids that he does not know lead to what ids of nothing lead to: an empty window, and no refusal.
    for (const auto* member : {"teams", "inboxes"}) {
      if (watched(*desk.line, "none", fmt::format(R"(,"filter":{{"{}":["{}"]}})", member, nowhere)) != Seen{}) {
        world.fail(fmt::format("{} watches {} of nothing and sees something", desk.asker->name, member));
      }
    }
    desk.line->say(R"({"t":"watch","view":"open","limit":200})");  // as it was before, for what is to happen
    desk.line->hear("window");
  }
  return windows;
}

}  // namespace zhiyin::prove
