// A text as features to learn from. What counts is below; how much, is their weight, found by measuring (docs/benchmarks.md).
//
//   scripts with spaces     stems; two stems in a row; two stems near each other, in any order; 3 to 5 characters within a word, so that a
//                           typing error or an ending spoils only some; kinds of words that mean the like (kindred.hpp)
//   scripts without them    characters; two and three in a row; two characters near each other, in any order
//
// Numbers are all the same feature: which amount somebody names says little about what he asks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace zhiyin::understanding {

enum class Script : std::uint8_t { spaced, unspaced };
/// Of a language's tag: Chinese and Japanese have no spaces.
[[nodiscard]] Script script_of(std::string_view language);

struct Feature {
  std::uint64_t key = 0;  ///< a hash of what it is
  float weight = 0;
  bool word = false;  ///< a word or a character by itself, or a pair of characters: what a text's weight is counted in
  bool rare = false;  ///< of no use unless two lessons have it
};

constexpr std::size_t text_read_bytes = 2'048;  ///< what comes after them does not count

/// In the order of the text, as often as they are there.
[[nodiscard]] std::vector<Feature> features(std::string_view text, Script script);

/// The beginning of a text, not longer than `bytes`, cut between two characters.
[[nodiscard]] std::string_view beginning(std::string_view text, std::size_t bytes);

}  // namespace zhiyin::understanding
