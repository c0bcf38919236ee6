#include "language/tokens.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "language/normalise.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::language {
namespace {

struct Close {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

/// A stemmer holds its last answer, so each thread has its own.
sb_stemmer* english() {
  thread_local const std::unique_ptr<sb_stemmer, Close> stemmer{sb_stemmer_new("english", "UTF_8")};
  require(stemmer != nullptr, "the stemmer for English is compiled into libstemmer");
  return stemmer.get();
}

bool is_english(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '\''; });
}

std::string stemmed(const std::string& word) {
  if (!is_english(word)) {
    return word;
  }
  const auto* stem = sb_stemmer_stem(english(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  require(stem != nullptr, "a stemmer has memory for a word");
  std::string out{reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(english()))};
  std::erase(out, '\'');  // "don't" and "dont" are one word
  return out;
}

std::string_view cut(std::string_view word) {
  if (word.size() <= word_max_bytes) {
    return word;
  }
  auto end = word_max_bytes;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return word.substr(0, end);
}

bool is_apostrophe(std::int32_t code) {
  return code == '\'' || code == 0x2019;
}

/// The end of the word that begins at `at`: an apostrophe between letters is part of it.
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const auto point = point_at(text, at);
    const auto next = at + point.length;
    const bool joins = is_apostrophe(point.code) && next < text.size() && kind_of(point_at(text, next).code) == CharacterKind::word;
    if (!joins && (point.code < 0 || kind_of(point.code) != CharacterKind::word)) {
      return at;
    }
    at = next;
  }
  return at;
}

std::string term_of_word(std::string_view word) {
  std::string plain{cut(word)};
  for (auto at = plain.find("\xE2\x80\x99"); at != std::string::npos; at = plain.find("\xE2\x80\x99", at)) {
    plain.replace(at, 3, "'");
  }
  return stemmed(normalise(plain));
}

/// Normalising leaves them as they are: nearly all of a Chinese text.
bool is_usual(std::int32_t code) {
  return code >= 0x4E00 && code <= 0x9FFF;
}

std::string gram(std::string_view text, bool usual) {
  return usual ? std::string{text} : normalise(text);
}

}  // namespace

std::vector<Token> tokens(std::string_view text) {
  std::vector<Token> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = point_at(text, at);
    const auto kind = point.code < 0 ? CharacterKind::other : kind_of(point.code);
    const auto next = at + point.length;
    if (kind == CharacterKind::other) {
      at = next;
    } else if (kind == CharacterKind::word) {
      const auto end = word_end(text, at);
      if (auto term = term_of_word(text.substr(at, end - at)); !term.empty()) {
        all.push_back({std::move(term), TermKind::word, at, end});
      }
      at = end;
    } else {
      all.push_back({gram(text.substr(at, point.length), is_usual(point.code)), TermKind::one, at, next});
      if (next < text.size()) {
        const auto second = point_at(text, next);
        if (second.code >= 0 && kind_of(second.code) == CharacterKind::gram) {
          const bool usual = is_usual(point.code) && is_usual(second.code);
          all.push_back({gram(text.substr(at, point.length + second.length), usual), TermKind::pair, at, next + second.length});
        }
      }
      at = next;
    }
  }
  return all;
}

std::vector<std::string> terms(std::string_view text) {
  std::vector<std::string> all;
  for (auto& token : tokens(text)) {
    all.push_back(std::move(token.term));
  }
  return all;
}

std::vector<Span> places(std::string_view text, std::span<const std::string> terms) {
  const std::unordered_set<std::string_view> wanted{terms.begin(), terms.end()};
  const auto is_one = [](const std::string& term) {
    const auto point = term.empty() ? Point{} : point_at(term, 0);
    return point.length == term.size() && kind_of(point.code) == CharacterKind::gram;
  };
  const bool ones = std::ranges::all_of(terms, is_one);
  std::vector<Span> found;
  for (const auto& token : tokens(text)) {
    if ((token.kind == TermKind::one && !ones) || !wanted.contains(token.term)) {
      continue;
    }
    if (!found.empty() && token.begin <= found.back().end) {
      found.back().end = std::max(found.back().end, token.end);
    } else {
      found.push_back({token.begin, token.end});
    }
  }
  return found;
}

}  // namespace zhiyin::language
