#include "understanding/lexicon.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace zhiyin::understanding {
namespace {

struct Counted {
  std::uint64_t key;
  std::uint32_t lessons;
};

/// Each feature once that is of use, in the order of their keys, so that the same lessons give the same numbers everywhere.
std::vector<Counted> counted(std::span<const std::vector<Feature>> lessons) {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint64_t> own;
  std::unordered_set<std::uint64_t> alone;  // those that count even when a single lesson has them
  for (const auto& lesson : lessons) {
    own.clear();
    for (const auto& feature : lesson) {
      own.push_back(feature.key);
      if (!feature.rare) {
        alone.insert(feature.key);
      }
    }
    std::ranges::sort(own);
    own.erase(std::ranges::unique(own).begin(), own.end());
    keys.insert(keys.end(), own.begin(), own.end());
  }
  std::ranges::sort(keys);
  std::vector<Counted> all;
  for (std::size_t i = 0; i < keys.size();) {
    auto end = i + 1;
    while (end < keys.size() && keys[end] == keys[i]) {
      ++end;
    }
    if (end - i > 1 || alone.contains(keys[i])) {
      all.push_back({keys[i], static_cast<std::uint32_t>(end - i)});
    }
    i = end;
  }
  return all;
}

}  // namespace

Lexicon::Lexicon(std::span<const std::vector<Feature>> lessons, std::size_t most) : lessons_(static_cast<float>(lessons.size())) {
  auto all = counted(lessons);
  if (all.size() > most) {
    std::ranges::sort(all,
                      [](const Counted& a, const Counted& b) { return a.lessons != b.lessons ? a.lessons > b.lessons : a.key < b.key; });
    all.resize(most);
  }
  known_.reserve(all.size());
  for (const auto& one : all) {
    known_.emplace(one.key, Known{static_cast<std::uint32_t>(rarity_.size()), one.lessons});
    rarity_.push_back(std::log((lessons_ + 1) / static_cast<float>(one.lessons)) / std::log(lessons_ + 1));
  }
}

Vector Lexicon::vector(std::span<const Feature> features) const {
  struct Found {
    std::uint32_t number;
    float weight;
  };
  std::vector<Found> found;
  found.reserve(features.size());
  for (const auto& feature : features) {
    if (const auto at = known_.find(feature.key); at != known_.end()) {
      found.push_back({at->second.number, feature.weight});
    }
  }
  std::ranges::sort(found, {}, &Found::number);
  Vector out;
  out.reserve(found.size());
  float square = 0;
  for (std::size_t i = 0; i < found.size();) {
    auto end = i + 1;
    while (end < found.size() && found[end].number == found[i].number) {
      ++end;
    }
    const auto value = (1 + std::log(static_cast<float>(end - i))) * found[i].weight * rarity_[found[i].number];
    out.push_back({found[i].number, value});
    square += value * value;
    i = end;
  }
  const auto scale = square > 0 ? 1 / std::sqrt(square) : 0;
  for (auto& entry : out) {
    entry.value *= scale;
  }
  return out;
}

float Lexicon::substance(std::span<const Feature> features) const {
  float sum = 0;
  for (const auto& feature : features) {
    if (feature.word) {
      const auto at = known_.find(feature.key);
      const auto lessons = at == known_.end() ? 0.0F : static_cast<float>(at->second.lessons);
      sum += feature.weight * std::log((lessons_ + 1) / (lessons + 0.5F));
    }
  }
  return std::max(sum, 0.0F);
}

}  // namespace zhiyin::understanding
