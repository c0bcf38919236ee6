#include "understanding/calibration.hpp"

#include <cmath>

namespace zhiyin::understanding {
namespace {

constexpr float of_share = 0.6254F;
constexpr float of_margin = 0.3142F;
constexpr float of_beyond = -0.0531F;
constexpr float of_likeness = 2.4788F;
constexpr float of_other = -1.0958F;
constexpr float of_stranger = -2.5865F;
constexpr float of_substance = 0.2765F;
constexpr float always = -0.6535F;

// The fit is on topics with dozens of phrasings. With a few, a score says less: half as much with two.
constexpr float few_phrasings = 2;

}  // namespace

float probability(const Evidence& evidence) {
  const auto sum = of_share * evidence.share + of_margin * evidence.margin + of_beyond * evidence.beyond + of_likeness * evidence.likeness +
                   of_other * evidence.other + of_stranger * evidence.stranger + of_substance * evidence.substance + always;
  return evidence.phrasings / (evidence.phrasings + few_phrasings) / (1 + std::exp(-sum));
}

}  // namespace zhiyin::understanding
