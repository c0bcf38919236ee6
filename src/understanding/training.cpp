#include "understanding/training.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zhiyin::understanding {
namespace {

constexpr int rounds = 8;
constexpr float step = 0.1F;
constexpr float step_shrinks = 0.9F;  // to a tenth in the last round
constexpr float spread = 4;           // a vector's length while learning: how far apart scores may get
constexpr float too_small = 0.01F;    // an error that is not worth a step
constexpr float decay = 1e-5F;
constexpr float least = 1e-6F;
constexpr std::size_t lane = 8;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers with every library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    auto z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>((z ^ (z >> 31U)) % bound);
  }

 private:
  std::uint64_t state_;
};

/// What is wrong with one answer, class by class; only what is worth a step.
struct Error {
  std::uint32_t class_;
  float gradient;
};

void errors_of(const Lesson& lesson, const std::vector<float>& scores, std::size_t classes, std::vector<Error>& errors) {
  errors.clear();
  const auto part = 1.0F / static_cast<float>(lesson.classes.size());
  for (std::uint32_t c = 0; c < classes; ++c) {
    const auto wanted = std::ranges::find(lesson.classes, c) != lesson.classes.end() ? part : 0.0F;
    const auto gradient = (1 / (1 + std::exp(-scores[c])) - wanted) * lesson.weight;
    if (std::abs(gradient) >= too_small) {
      errors.push_back({c, gradient});
    }
  }
}

}  // namespace

Classifier::Classifier(std::span<const Lesson> lessons, std::size_t features, std::size_t classes, std::uint64_t seed)
    : classes_(classes), row_((classes + lane - 1) / lane * lane), weights_(features * row_), bias_(row_) {
  std::vector<float> seen(weights_.size(), least);
  std::vector<float> bias_seen(row_, least);
  std::vector<std::size_t> order(lessons.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random{seed};
  std::vector<Error> errors;
  for (int round = 0; round < rounds; ++round) {
    for (auto i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[random.below(i)]);
    }
    const auto now = step * (1 - step_shrinks * static_cast<float>(round) / rounds);
    for (const auto i : order) {
      const auto& lesson = lessons[i];
      errors_of(lesson, scores(lesson.vector), classes_, errors);
      for (const auto& [number, value] : lesson.vector) {
        auto* weight = weights_.data() + number * row_;
        auto* sum = seen.data() + number * row_;
        for (const auto& [c, gradient] : errors) {
          const auto slope = gradient * value * spread + decay * weight[c];
          sum[c] += slope * slope;
          weight[c] -= now * slope / std::sqrt(sum[c]);
        }
      }
      for (const auto& [c, gradient] : errors) {
        bias_seen[c] += gradient * gradient;
        bias_[c] -= now * gradient / std::sqrt(bias_seen[c]);
      }
    }
  }
}

std::vector<float> Classifier::scores(const Vector& vector) const {
  auto all = bias_;
  for (const auto& [number, value] : vector) {
    const auto* weight = weights_.data() + number * row_;
    const auto scaled = value * spread;
    for (std::size_t c = 0; c < row_; ++c) {
      all[c] += weight[c] * scaled;
    }
  }
  all.resize(classes_);
  return all;
}

}  // namespace zhiyin::understanding
