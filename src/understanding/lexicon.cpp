#include "understanding/lexicon.hpp"

#include <algorithm>
#include <cmath>

namespace zhiyin::understanding {
namespace {

struct Counted {
  std::uint64_t key;
  std::uint32_t lessons;
  bool rare;
};

/// Each feature once, in the order of their keys, so that the same lessons give the same numbers everywhere.
std::vector<Counted> counted(std::span<const std::vector<Feature>> lessons) {
  std::vector<Counted> all;
  std::vector<std::pair<std::uint64_t, bool>> keys;
  std::vector<std::pair<std::uint64_t, bool>> own;
  for (const auto& lesson : lessons) {
    own.clear();
    for (const auto& feature : lesson) {
      own.emplace_back(feature.key, feature.rare);
    }
    std::ranges::sort(own);
    own.erase(std::ranges::unique(own).begin(), own.end());
    keys.insert(keys.end(), own.begin(), own.end());
  }
  std::ranges::sort(keys);
  for (const auto& [key, rare] : keys) {
    if (!all.empty() && all.back().key == key) {
      ++all.back().lessons;
    } else {
      all.push_back({key, 1, rare});
    }
  }
  return all;
}

}  // namespace

Lexicon::Lexicon(std::span<const std::vector<Feature>> lessons, std::size_t most) : lessons_(static_cast<float>(lessons.size())) {
  auto all = counted(lessons);
  std::erase_if(all, [](const Counted& one) { return one.rare && one.lessons < 2; });
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
