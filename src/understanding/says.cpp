#include "understanding/says.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "language/normalise.hpp"
#include "understanding/features.hpp"
#include "understanding/says_words.hpp"

namespace zhiyin::understanding {
namespace {

using language::CharacterKind;

constexpr std::size_t units_max = 24;    // a longer text tells a story
constexpr std::size_t phrase_most = 10;  // units of the longest in the table

bool is_apostrophe(std::int32_t code) {
  return code == '\'' || code == 0x2019;
}

/// "heyyy" as "hey": three of a letter are one. Digits stay, 888 is not 8.
void add_letter(std::string& word, std::string_view letter) {
  const bool digit = letter[0] >= '0' && letter[0] <= '9';
  if (!digit && word.ends_with(std::string{letter} + std::string{letter})) {
    word.resize(word.size() - letter.size());
    return;
  }
  word += letter;
}

/// Words, and each character of a script without spaces by itself.
std::vector<std::string> units_of(std::string_view text) {
  std::vector<std::string> units;
  const auto normal = language::normalise(beginning(text, text_read_bytes));
  bool in_word = false;
  for (std::size_t at = 0; at < normal.size();) {
    const auto point = language::point_at(normal, at);
    const auto letter = std::string_view{normal}.substr(at, point.length);
    const auto kind = point.code < 0 ? CharacterKind::other : language::kind_of(point.code);
    // A sign that changes an emoji is a mark of Unicode's, but no letter.
    const bool sign = point.code >= 0xFE00 && point.code <= 0xFE0F;
    if (kind == CharacterKind::gram) {
      units.emplace_back(letter);
      in_word = false;
    } else if (kind == CharacterKind::word && !sign) {
      if (!in_word) {
        units.emplace_back();
      }
      add_letter(units.back(), letter);
      in_word = true;
    } else if (!is_apostrophe(point.code)) {
      in_word = false;
    }
    at += point.length;
  }
  return units;
}

std::string joined(std::span<const std::string> units) {
  std::string out;
  for (const auto& unit : units) {
    out.append(out.empty() ? "" : " ").append(unit);
  }
  return out;
}

using Table = std::unordered_map<std::string, Part>;

const Table& table() {
  static const Table all = [] {
    Table made;
    for (const auto& [part, phrases] : words::phrases()) {
      for (const auto phrase : phrases) {
        made.emplace(joined(units_of(phrase)), part);
      }
    }
    return made;
  }();
  return all;
}

/// Which parts a text is made of, when it is made of nothing else. At each place the longest phrase counts.
std::vector<Part> parts_of(std::span<const std::string> units) {
  std::vector<Part> parts;
  for (std::size_t at = 0; at < units.size();) {
    auto length = std::min(phrase_most, units.size() - at);
    auto found = table().end();
    for (; length > 0 && found == table().end(); --length) {
      found = table().find(joined(units.subspan(at, length)));
    }
    if (found == table().end()) {
      return {};
    }
    parts.push_back(found->second);
    at += length + 1;
  }
  return parts;
}

bool any_of(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// "… talk to a real person …": a verb, nothing but small words, and whom; not after a word that asks when or how.
bool asks_for_person_in_words(std::span<const std::string> units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (any_of(words::asking, units[i]) || (i == 0 && any_of(words::asking_first, units[i]))) {
      return false;
    }
    const bool talking = any_of(words::talking, units[i]);
    if (!talking && !any_of(words::wanting, units[i])) {
      continue;
    }
    auto j = i + 1;
    while (j < units.size() && any_of(words::between, units[j])) {
      ++j;
    }
    if (j == units.size() || !(any_of(words::people, units[j]) || (talking && any_of(words::anybody, units[j])))) {
      continue;
    }
    while (j < units.size() && any_of(words::people, units[j])) {
      ++j;
    }
    if (j == units.size() || talking || any_of(words::after, units[j])) {
      return j == units.size() || !any_of(words::further, units[j]);
    }
  }
  return false;
}

bool asks_for_person_in_characters(std::span<const std::string> units) {
  std::string text;
  for (const auto& unit : units) {
    text += unit;
  }
  const auto has = [&text](std::string_view one) { return text.contains(one); };
  return std::ranges::any_of(words::persons_in_chinese, has) && std::ranges::none_of(words::about_persons_in_chinese, has);
}

}  // namespace

std::string_view says_text(Says says) {
  switch (says) {
    case Says::question: return "question";
    case Says::greeting: return "greeting";
    case Says::thanks: return "thanks";
    case Says::goodbye: return "goodbye";
    case Says::wants_person: return "wants person";
    case Says::asks_whether_machine: return "asks whether machine";
    case Says::agrees: return "agrees";
    case Says::disagrees: return "disagrees";
    case Says::nothing: break;
  }
  return "nothing";
}

Says says(std::string_view text) {
  const auto units = units_of(text);
  if (units.empty()) {
    return Says::nothing;
  }
  if (units.size() > units_max) {
    return Says::question;
  }
  // Of several things that a text says the one that matters most: "thanks, bye" is a farewell.
  static constexpr std::array order{std::pair{Part::person, Says::wants_person}, std::pair{Part::machine, Says::asks_whether_machine},
                                    std::pair{Part::goodbye, Says::goodbye},     std::pair{Part::disagrees, Says::disagrees},
                                    std::pair{Part::thanks, Says::thanks},       std::pair{Part::agrees, Says::agrees},
                                    std::pair{Part::greeting, Says::greeting}};
  const auto parts = parts_of(units);
  for (const auto& [part, meant] : order) {
    if (std::ranges::find(parts, part) != parts.end()) {
      return meant;
    }
  }
  return asks_for_person_in_words(units) || asks_for_person_in_characters(units) ? Says::wants_person : Says::question;
}

}  // namespace zhiyin::understanding
