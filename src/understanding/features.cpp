#include "understanding/features.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "language/normalise.hpp"
#include "language/tokens.hpp"
#include "understanding/kindred.hpp"

namespace zhiyin::understanding {
namespace {

using language::CharacterKind;

constexpr float stem_weight = 1.0F;
constexpr float stems_in_a_row_weight = 0.7F;
constexpr float stems_near_weight = 0.3F;
constexpr std::size_t stems_near = 4;
constexpr float letters_weight = 0.3F;
constexpr std::size_t letters_least = 3;
constexpr std::size_t letters_most = 5;
constexpr float kindred_weight = 0.5F;

constexpr float character_weight = 0.7F;
constexpr float pair_weight = 1.0F;
constexpr float triple_weight = 0.7F;
constexpr float characters_near_weight = 0.3F;
constexpr std::size_t characters_near = 6;

enum class Sort : std::uint8_t { stem = 1, stems_in_a_row, stems_near, letters, kindred, character, pair, triple, characters_near };

/// FNV-1a, then mixed so that every bit counts (the finaliser of MurmurHash3).
class Hash {
 public:
  explicit Hash(Sort sort) { add(static_cast<std::uint64_t>(sort)); }
  Hash& add(std::uint64_t value) {
    value_ = (value_ ^ value) * 1099511628211U;
    return *this;
  }
  Hash& add(std::string_view text) {
    for (const char c : text) {
      add(static_cast<unsigned char>(c));
    }
    return add(0x100U);  // so that "ab c" is not "a bc"
  }
  [[nodiscard]] std::uint64_t value() const {
    auto h = value_;
    h = (h ^ (h >> 33U)) * 0xff51afd7ed558ccdU;
    h = (h ^ (h >> 33U)) * 0xc4ceb9fe1a85ec53U;
    return h ^ (h >> 33U);
  }

 private:
  std::uint64_t value_ = 14695981039346656037U;
};

std::u32string points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto point = language::point_at(text, at);
    points.push_back(point.code < 0 ? U' ' : static_cast<char32_t>(point.code));
    at += point.length;
  }
  return points;
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == 0x2019;
}

std::vector<std::string> stems(std::string_view text) {
  auto all = language::terms(text);
  for (auto& term : all) {
    if (std::ranges::all_of(term, [](char c) { return c >= '0' && c <= '9'; })) {
      term = "0";
    }
  }
  return all;
}

void add_letters(std::vector<Feature>& out, std::u32string_view word) {
  std::u32string edged{U'<'};
  edged.append(word).push_back(U'>');
  for (auto length = letters_least; length <= letters_most; ++length) {
    for (std::size_t i = 0; i + length <= edged.size(); ++i) {
      Hash hash{Sort::letters};
      for (const auto c : std::u32string_view{edged}.substr(i, length)) {
        hash.add(c);
      }
      out.push_back({hash.value(), letters_weight, false, length == letters_most});
    }
  }
}

void add_kindred(std::vector<Feature>& out, std::u32string_view word) {
  std::string letters;
  for (const auto c : word) {
    if (c < U'a' || c > U'z') {
      return;
    }
    letters.push_back(static_cast<char>(c));
  }
  if (const auto groups = groups_of(letters)) {
    for (std::size_t level = 0; level < groups->size(); ++level) {
      out.push_back({Hash{Sort::kindred}.add(level).add((*groups)[level]).value(), kindred_weight, false, false});
    }
  }
}

std::vector<Feature> of_words(std::string_view text) {
  std::vector<Feature> out;
  const auto words = stems(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.push_back({Hash{Sort::stem}.add(words[i]).value(), stem_weight, true, false});
    if (i + 1 < words.size()) {
      out.push_back({Hash{Sort::stems_in_a_row}.add(words[i]).add(words[i + 1]).value(), stems_in_a_row_weight, false, true});
    }
    for (auto j = i + 1; j < words.size() && j <= i + stems_near; ++j) {
      const auto& [less, more] = std::minmax(words[i], words[j]);
      out.push_back({Hash{Sort::stems_near}.add(less).add(more).value(), stems_near_weight, false, true});
    }
  }
  std::u32string word;
  auto points = points_of(language::normalise(text));
  points.push_back(U' ');
  for (const auto c : points) {
    if (language::kind_of(static_cast<std::int32_t>(c)) == CharacterKind::word) {
      word.push_back(c);
    } else if (!is_apostrophe(c) && !word.empty()) {
      add_letters(out, word);
      add_kindred(out, word);
      word.clear();
    }
  }
  return out;
}

/// Only what is read: one space for all that parts, one 0 for each number.
std::u32string condensed(std::string_view text) {
  std::u32string out;
  for (auto c : points_of(language::normalise(text))) {
    if (language::kind_of(static_cast<std::int32_t>(c)) == CharacterKind::other) {
      c = U' ';
    } else if (is_digit(c)) {
      c = U'0';
    }
    const bool again = (c == U' ' || c == U'0') && !out.empty() && out.back() == c;
    if (!again && !(c == U' ' && out.empty())) {
      out.push_back(c);
    }
  }
  while (!out.empty() && out.back() == U' ') {
    out.pop_back();
  }
  return out;
}

std::vector<Feature> of_characters(std::string_view text) {
  std::vector<Feature> out;
  const auto points = condensed(text);
  const auto size = points.size();
  for (std::size_t i = 0; i < size; ++i) {
    const auto one = points[i];
    if (one == U' ') {
      continue;
    }
    out.push_back({Hash{Sort::character}.add(one).value(), character_weight, true, false});
    if (i + 1 < size && points[i + 1] != U' ') {
      const auto two = points[i + 1];
      out.push_back({Hash{Sort::pair}.add(one).add(two).value(), pair_weight, true, false});
      if (i + 2 < size && points[i + 2] != U' ') {
        out.push_back({Hash{Sort::triple}.add(one).add(two).add(points[i + 2]).value(), triple_weight, false, true});
      }
    }
    for (auto j = i + 2; j < size && j <= i + characters_near; ++j) {
      if (points[j] != U' ') {
        const auto near = Hash{Sort::characters_near}.add(std::min(one, points[j])).add(std::max(one, points[j])).value();
        out.push_back({near, characters_near_weight, false, true});
      }
    }
  }
  return out;
}

}  // namespace

Script script_of(std::string_view language) {
  return language.starts_with("zh") || language.starts_with("ja") ? Script::unspaced : Script::spaced;
}

std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
    --bytes;
  }
  return text.substr(0, bytes);
}

std::vector<Feature> features(std::string_view text, Script script) {
  text = beginning(text, text_read_bytes);
  return script == Script::unspaced ? of_characters(text) : of_words(text);
}

}  // namespace zhiyin::understanding
