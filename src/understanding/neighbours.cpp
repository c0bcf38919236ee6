#include "understanding/neighbours.hpp"

#include <algorithm>
#include <array>

namespace zhiyin::understanding {
namespace {

constexpr std::size_t likest = 3;
constexpr float full_weight = 0.5F;      // a lesson of at least this weight was written as a question, a title or a summary
constexpr float of_lighter_ones = 0.7F;  // a keyword or a piece of the body is less than a phrasing

void put(std::array<float, likest>& best, float value) {
  for (auto& one : best) {
    if (value > one) {
      std::swap(one, value);
    }
  }
}

}  // namespace

Neighbours::Neighbours(std::span<const Lesson> lessons, std::size_t features, std::size_t classes)
    : begins_(features + 1), classes_(classes) {
  for (const auto& lesson : lessons) {
    for (const auto& entry : lesson.vector) {
      ++begins_[entry.number + 1];
    }
  }
  for (std::size_t i = 1; i < begins_.size(); ++i) {
    begins_[i] += begins_[i - 1];
  }
  postings_.resize(begins_.back());
  auto at = begins_;
  for (std::uint32_t i = 0; i < lessons.size(); ++i) {
    const auto part = lessons[i].weight > full_weight ? 1 : of_lighter_ones;
    for (const auto& entry : lessons[i].vector) {
      postings_[at[entry.number]++] = {i, entry.value * part};
    }
    classes_of_.push_back(lessons[i].classes);
  }
}

std::vector<float> Neighbours::likeness(const Vector& vector) const {
  std::vector<float> cosine(classes_of_.size());
  for (const auto& [number, value] : vector) {
    for (auto i = begins_[number]; i < begins_[number + 1]; ++i) {
      cosine[postings_[i].lesson] += postings_[i].value * value;
    }
  }
  std::vector<std::array<float, likest>> best(classes_);
  for (std::size_t i = 0; i < cosine.size(); ++i) {
    if (cosine[i] > 0) {
      for (const auto c : classes_of_[i]) {
        put(best[c], cosine[i]);
      }
    }
  }
  std::vector<float> mean;
  mean.reserve(classes_);
  for (const auto& [a, b, c] : best) {
    mean.push_back((a + b + c) / static_cast<float>(likest));
  }
  return mean;
}

}  // namespace zhiyin::understanding
