// Which features there are, and a text as a vector of them.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "understanding/features.hpp"

namespace zhiyin::understanding {

struct Entry {
  std::uint32_t number = 0;
  float value = 0;
};
/// Ascending by number; of length 1 unless empty.
using Vector = std::vector<Entry>;

class Lexicon {
 public:
  Lexicon() = default;
  /// Knows the features of these lessons; of more than `most` those that most lessons have.
  Lexicon(std::span<const std::vector<Feature>> lessons, std::size_t most);

  /// Each feature counts by its weight, by how rare it is, and by 1 + ln of how often it is there.
  [[nodiscard]] Vector vector(std::span<const Feature> features) const;
  /// How much a text says: the sum over its words of how rare each is.
  [[nodiscard]] float substance(std::span<const Feature> features) const;
  [[nodiscard]] std::size_t size() const { return rarity_.size(); }

 private:
  struct Known {
    std::uint32_t number;
    std::uint32_t lessons;  // that have it
  };
  std::unordered_map<std::uint64_t, Known> known_;
  std::vector<float> rarity_;  // 0 to 1, by number
  float lessons_ = 0;
};

}  // namespace zhiyin::understanding
