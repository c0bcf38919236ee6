#include "understanding/decide.hpp"

namespace zhiyin::understanding {
namespace {

constexpr std::size_t choices_max = 3;

}  // namespace

Decision decide(const Reading& reading, const Thresholds& thresholds) {
  if (reading.says != Says::question || reading.candidates.empty()) {
    return {};
  }
  const auto& best = reading.candidates.front();
  if (best.probability >= thresholds.answer) {
    return {Verdict::answer, {best.topic}};
  }
  if (reading.beyond > thresholds.beyond_most) {
    return {};
  }
  Decision decision{Verdict::ask_back, {}};
  float together = 0;
  for (const auto& candidate : reading.candidates) {
    if (decision.topics.size() < choices_max && candidate.probability >= thresholds.each) {
      decision.topics.push_back(candidate.topic);
      together += candidate.probability;
    }
  }
  return decision.topics.size() > 1 && together >= thresholds.together ? decision : Decision{};
}

}  // namespace zhiyin::understanding
