#include "team/rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "identity/rules.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::team {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 5> words{{{State::offline, "offline"},
                                                                   {State::available, "available"},
                                                                   {State::busy, "busy"},
                                                                   {State::wrap_up, "wrap_up"},
                                                                   {State::on_break, "on_break"}}};

}  // namespace

std::string_view state_text(State state) {
  const auto* const found = std::ranges::find(words, state, &std::pair<State, std::string_view>::first);
  require(found != words.end(), "a state has a word");
  return found->second;
}

std::optional<State> parse_state(std::string_view text) {
  const auto* const found = std::ranges::find(words, text, &std::pair<State, std::string_view>::second);
  return found == words.end() ? std::nullopt : std::optional{found->first};
}

bool leased(State state) {
  switch (state) {
    case State::available:
    case State::busy:
    case State::wrap_up: return true;
    case State::on_break:
    case State::offline: return false;
  }
  fail_requirement("a state is one of five", std::source_location::current());
}

bool renews(const AgentState& at, Time now, Millis lease) {
  return leased(at.state) && now + lease / 2 >= at.until;
}

bool run_out(const AgentState& at, Time now) {
  return leased(at.state) && now >= at.until;
}

Result<std::vector<SkillLevel>> levels_from(AgentId agent, std::span<const SkillLevel> wanted) {
  std::vector<SkillLevel> levels{wanted.begin(), wanted.end()};
  std::ranges::sort(levels, {}, &SkillLevel::skill);
  if (std::ranges::adjacent_find(levels, {}, &SkillLevel::skill) != levels.end()) {
    return refuse(ErrorCode::invalid, "a skill is named twice", "skills", "name each once");
  }
  for (auto& one : levels) {
    if (one.level < 1 || one.level > level_max) {
      return refuse(ErrorCode::invalid, "a level is between 1 and 5", "skills", "give 1 for somebody who learns it, up to 5 for an expert");
    }
    one.agent = agent;
  }
  return levels;
}

Result<std::vector<std::string>> reasons_from(std::span<const std::string> wanted) {
  if (wanted.size() > reasons_max) {
    return refuse(ErrorCode::invalid, "there are at most 50 reasons", "reasons", "leave some out");
  }
  std::vector<std::string> reasons;
  for (const auto& text : wanted) {
    auto name = identity::name_from(text, "reasons");
    if (!name) {
      return std::unexpected(std::move(name).error());
    }
    if (*name == lost) {
      return refuse(ErrorCode::invalid, "\"lost\" is what the system says of somebody who vanished", "reasons", "call it otherwise");
    }
    if (std::ranges::find(reasons, *name) != reasons.end()) {
      return refuse(ErrorCode::invalid, "a reason is named twice", "reasons", "name each once");
    }
    reasons.push_back(*std::move(name));
  }
  return reasons;
}

}  // namespace zhiyin::team
