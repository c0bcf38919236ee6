// The words that documents hold, and which of them somebody may have meant who wrote none of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zhiyin::language {

/// A word that was meant, perhaps.
struct Guess {
  std::uint32_t word = 0;
  float likeness = 0;  ///< 0 to 1: one minus the edits over the length of the longer word
  friend bool operator==(const Guess&, const Guess&) = default;
};

class Vocabulary {
 public:
  static constexpr std::size_t word_least = 4;  ///< characters: shorter ones are too like each other
  static constexpr std::size_t guesses_max = 3;

  /// `word` must be new; it is called `number` from now on.
  void add(std::string_view word, std::uint32_t number);
  /// The likest words, the best first: those that share enough trigrams of characters and are at most one edit away, from eight characters
  /// on two (insertion, deletion, replacement or two neighbours swapped: the optimal string alignment distance).
  [[nodiscard]] std::vector<Guess> guesses(std::string_view word) const;

 private:
  struct Word {
    std::u32string text;
    std::uint32_t number;
  };
  std::vector<Word> words_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> of_trigram_;  // places in words_
};

/// Edits between two words, counted up to `most`; more is `most` + 1.
[[nodiscard]] std::size_t edits(std::u32string_view a, std::u32string_view b, std::size_t most);

}  // namespace zhiyin::language
