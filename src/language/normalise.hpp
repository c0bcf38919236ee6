// Two writings of the same word made one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::language {

/// NFKC with full case folding (Unicode Standard Annex 15; utf8proc's tables of Unicode 14): "ＡＢＣ" and "ABC" become "abc", "①" becomes
/// "1". What is not UTF-8 becomes a space.
[[nodiscard]] std::string normalise(std::string_view text);

struct Point {
  std::int32_t code = 0;   ///< -1: a byte that is not UTF-8
  std::size_t length = 1;  ///< in bytes
};
/// The code point that begins at `at`, which is below text.size().
[[nodiscard]] Point point_at(std::string_view text, std::size_t at);

enum class CharacterKind : std::uint8_t {
  other,  ///< parts words: spaces, punctuation, signs
  word,   ///< letters, digits and marks of scripts that put spaces between words
  gram,   ///< Han, kana: scripts without spaces
};
[[nodiscard]] CharacterKind kind_of(std::int32_t code);

}  // namespace zhiyin::language
