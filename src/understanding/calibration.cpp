#include "understanding/calibration.hpp"

#include <cmath>

namespace zhiyin::understanding {
namespace {

constexpr float of_share = 0.6192F;
constexpr float of_margin = 0.3167F;
constexpr float of_beyond = -0.0548F;
constexpr float of_likeness = 2.6895F;
constexpr float of_other = -1.0632F;
constexpr float of_stranger = -2.4496F;
constexpr float of_substance = 0.2579F;
constexpr float always = -0.7817F;

// The fit is on topics with dozens of phrasings. With a few, a score says less: half as much with two.
constexpr float few_phrasings = 2;

}  // namespace

float probability(const Evidence& evidence) {
  const auto sum = of_share * evidence.share + of_margin * evidence.margin + of_beyond * evidence.beyond + of_likeness * evidence.likeness +
                   of_other * evidence.other + of_stranger * evidence.stranger + of_substance * evidence.substance + always;
  return evidence.phrasings / (evidence.phrasings + few_phrasings) / (1 + std::exp(-sum));
}

}  // namespace zhiyin::understanding
