#include "language/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "language/normalise.hpp"

namespace zhiyin::language {
namespace {

constexpr std::size_t long_word = 8;
constexpr std::size_t length_most = 32;  // a longer word is a number or an accident, and costs too much to compare

std::u32string points_of(std::string_view word) {
  std::u32string points;
  for (std::size_t at = 0; at < word.size();) {
    const auto point = point_at(word, at);
    points.push_back(static_cast<char32_t>(point.code));
    at += point.length;
  }
  return points;
}

/// With its edges, so that the first and the last letter count too. Ascending, each once.
std::vector<std::uint64_t> trigrams(std::u32string_view word) {
  std::u32string edged{U'\x02'};
  edged.append(word).push_back(U'\x03');
  std::vector<std::uint64_t> all;
  for (std::size_t i = 0; i + 2 < edged.size(); ++i) {
    all.push_back((std::uint64_t{edged[i]} << 42U) | (std::uint64_t{edged[i + 1]} << 21U) | std::uint64_t{edged[i + 2]});
  }
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

}  // namespace

std::size_t edits(std::u32string_view a, std::u32string_view b, std::size_t most) {
  if (a.size() > length_most || b.size() > length_most || std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) {
    return most + 1;
  }
  using Row = std::array<std::size_t, length_most + 1>;
  Row before{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return std::min(last[b.size()], most + 1);
}

void Vocabulary::add(std::string_view word, std::uint32_t number) {
  auto points = points_of(word);
  if (points.size() < word_least || points.size() > length_most) {
    return;
  }
  const auto place = static_cast<std::uint32_t>(words_.size());
  for (const auto trigram : trigrams(points)) {
    of_trigram_[trigram].push_back(place);
  }
  words_.push_back({std::move(points), number});
}

std::vector<Guess> Vocabulary::guesses(std::string_view word) const {
  const auto points = points_of(word);
  if (points.size() < word_least || points.size() > length_most) {
    return {};
  }
  const std::size_t most = points.size() < long_word ? 1 : 2;
  const auto own = trigrams(points);
  std::unordered_map<std::uint32_t, std::size_t> shared;
  for (const auto trigram : own) {
    if (const auto found = of_trigram_.find(trigram); found != of_trigram_.end()) {
      for (const auto place : found->second) {
        ++shared[place];
      }
    }
  }
  std::vector<Guess> all;
  for (const auto& [place, count] : shared) {
    // One edit spoils at most three trigrams, two neighbours swapped four.
    if (count + 4 * most < own.size()) {
      continue;
    }
    const auto& other = words_[place];
    if (const auto far = edits(points, other.text, most); far <= most) {
      const auto longer = static_cast<float>(std::max(points.size(), other.text.size()));
      all.push_back({other.number, 1 - static_cast<float>(far) / longer});
    }
  }
  std::ranges::sort(all,
                    [](const Guess& a, const Guess& b) { return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word; });
  all.resize(std::min(all.size(), guesses_max));
  return all;
}

}  // namespace zhiyin::language
