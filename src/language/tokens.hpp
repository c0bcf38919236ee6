// A text as the terms that it is found by.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::language {

enum class TermKind : std::uint8_t {
  word,  ///< letters and digits between spaces, normalised; English stems (Porter 2, snowballstem.org)
  pair,  ///< two neighbouring characters of a script without spaces
  one,   ///< one such character
};

struct Token {
  std::string term;
  TermKind kind = TermKind::word;
  std::size_t begin = 0;  ///< bytes in the text as it was given
  std::size_t end = 0;
};

constexpr std::size_t word_max_bytes = 64;  ///< of longer words only the beginning counts

/// In the order of the text; a character comes before the pair that it begins.
[[nodiscard]] std::vector<Token> tokens(std::string_view text);
[[nodiscard]] std::vector<std::string> terms(std::string_view text);

/// A piece of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};
/// Where any of the terms stands, ascending, neighbours joined: what a page marks. Single characters count only when all terms are such.
[[nodiscard]] std::vector<Span> places(std::string_view text, std::span<const std::string> terms);

}  // namespace zhiyin::language
