#include "prove/scripted_readings.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace zhiyin::prove {
namespace {

using bot::Says;
using bot::Verdict;

constexpr auto verbs = std::to_array<std::pair<std::string_view, Says>>({{"hello", Says::greeting},
                                                                         {"thanks", Says::thanks},
                                                                         {"yes", Says::agrees},
                                                                         {"no", Says::disagrees},
                                                                         {"machine", Says::asks_whether_machine},
                                                                         {"person", Says::wants_person}});

std::optional<bot::Reading> reading_of(const std::string& text) {
  std::istringstream words{text};
  std::string verb;
  words >> verb;
  if (verb == "silent") {
    return std::nullopt;
  }
  bot::Reading reading;
  if (const auto* found = std::ranges::find(verbs, verb, [](const auto& row) { return row.first; }); found != verbs.end()) {
    reading.says = found->second;
  }
  reading.verdict = verb == "answer" ? Verdict::answer : verb == "ask" ? Verdict::ask_back : Verdict::unknown;
  for (std::string word; words >> word;) {
    if (const auto id = ArticleId::parse(word)) {
      reading.articles.push_back(*id);
    }
  }
  return reading;
}

}  // namespace

void ScriptedReadings::read(std::string text, std::string_view /*language*/, Then then) {
  std::vector<Then> before;
  {
    const std::lock_guard lock(mutex_);
    before = std::exchange(thinking_, {});
    if (text.starts_with("think")) {
      thinking_.push_back(std::move(then));
    }
  }
  for (auto& late : before) {
    late(bot::Reading{});
  }
  if (then) {
    then(reading_of(text));
  }
}

}  // namespace zhiyin::prove
