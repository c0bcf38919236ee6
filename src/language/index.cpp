#include "language/index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace zhiyin::language {
namespace {

using Counts = std::array<std::uint16_t, field_count>;

struct Counted {
  std::uint32_t term;
  std::uint32_t document;
  Counts counts;
};

std::size_t place_of(Field field) {
  return static_cast<std::size_t>(field);
}

float sum(const OfFields& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0F);
}

/// Counts the terms of one document after the other; numbers them as they come.
class Counter {
 public:
  explicit Counter(std::unordered_map<std::string, std::uint32_t>& numbers) : numbers_(numbers) {}

  void count(std::string_view text, Field field) {
    for (auto& token : tokens(text)) {
      const auto [entry, fresh] = numbers_.try_emplace(std::move(token.term), static_cast<std::uint32_t>(numbers_.size()));
      if (fresh) {
        kinds_.push_back(token.kind);
        last_.push_back(0);
      }
      const auto term = entry->second;
      if (last_[term] <= begin_) {
        rows_.push_back({term, document_, {}});
        last_[term] = rows_.size();
      }
      auto& counts = rows_[last_[term] - 1].counts;
      auto& times = counts[place_of(field)];
      times += times < std::numeric_limits<std::uint16_t>::max() ? 1 : 0;
      lengths_.back()[place_of(field)] += 1;
    }
  }
  void begin(std::uint32_t document) {
    document_ = document;
    begin_ = rows_.size();
    lengths_.push_back({});
  }

  [[nodiscard]] const std::vector<Counted>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<OfFields>& lengths() const { return lengths_; }
  [[nodiscard]] const std::vector<TermKind>& kinds() const { return kinds_; }

 private:
  std::unordered_map<std::string, std::uint32_t>& numbers_;
  std::vector<TermKind> kinds_;
  std::vector<std::size_t> last_;  // of each term: one more than the place of its newest row; it is this document's if above begin_
  std::vector<Counted> rows_;
  std::vector<OfFields> lengths_;
  std::uint32_t document_ = 0;
  std::size_t begin_ = 0;
};

OfFields average(const std::vector<OfFields>& lengths) {
  OfFields sums{};
  for (const auto& one : lengths) {
    for (std::size_t f = 0; f < field_count; ++f) {
      sums[f] += one[f];
    }
  }
  for (auto& one : sums) {
    one = lengths.empty() ? 1.0F : std::max(1.0F, one / static_cast<float>(lengths.size()));
  }
  return sums;
}

}  // namespace

Index::Index(std::span<const Document> documents, const Weights& weights) : weights_(weights) {
  Counter counter{numbers_};
  for (const auto& document : documents) {
    counter.begin(static_cast<std::uint32_t>(ids_.size()));
    ids_.push_back(document.id);
    counter.count(document.title, Field::title);
    for (const auto& one : document.asked_as) {
      counter.count(one, Field::asked_as);
    }
    for (const auto& one : document.keywords) {
      counter.count(one, Field::keywords);
    }
    counter.count(document.summary, Field::summary);
    counter.count(document.body, Field::body);
  }

  const auto averages = average(counter.lengths());
  terms_.resize(numbers_.size());
  for (const auto& row : counter.rows()) {
    Posting posting{row.document, {}};
    for (std::size_t f = 0; f < field_count; ++f) {
      const auto length = counter.lengths()[row.document][f];
      const auto discount = 1 - weights_.length[f] + weights_.length[f] * length / averages[f];
      posting.parts[f] = row.counts[f] == 0 ? 0 : weights_.field[f] * static_cast<float>(row.counts[f]) / discount;
    }
    terms_[row.term].postings.push_back(posting);
  }
  const auto all = static_cast<float>(ids_.size());
  for (const auto& [text, number] : numbers_) {
    auto& term = terms_[number];
    const auto having = static_cast<float>(term.postings.size());
    term.text = text;
    term.idf = std::log(1 + (all - having + 0.5F) / (having + 0.5F));
    if (counter.kinds()[number] == TermKind::word) {
      vocabulary_.add(text, number);
    }
  }
}

/// The question's terms, each once. `unknown` becomes the weight of those that no document holds and that nothing is guessed for.
std::vector<Index::Asked> Index::asked(std::string_view query, float& unknown) const {
  std::vector<Asked> all;
  std::vector<std::string> seen;
  const auto add = [&](std::uint32_t term, float weight) {
    const auto there = std::ranges::find(all, term, &Asked::term);
    if (there == all.end()) {
      all.push_back({term, weight});
    } else {
      there->weight = std::max(there->weight, weight);
    }
  };
  const auto strange = std::log(1 + (static_cast<float>(ids_.size()) + 0.5F) / 0.5F);
  for (auto& token : tokens(query)) {
    if (seen.size() == query_terms_max) {
      break;
    }
    if (std::ranges::find(seen, token.term) != seen.end()) {
      continue;
    }
    const auto weight = token.kind == TermKind::one ? weights_.one : 1.0F;
    if (const auto known = numbers_.find(token.term); known != numbers_.end()) {
      add(known->second, weight);
    } else {
      const auto guesses = token.kind == TermKind::word ? vocabulary_.guesses(token.term) : std::vector<Guess>{};
      for (const auto& guess : guesses) {
        add(guess.word, weights_.guessed * guess.likeness);
      }
      unknown += guesses.empty() ? weight * strange : 0;
    }
    seen.push_back(std::move(token.term));
  }
  return all;
}

std::vector<Hit> Index::search(std::string_view query, std::size_t most, const Accept& accept) const {
  struct Sum {
    OfFields parts{};
    float covered = 0;
    bool touched = false;
  };
  float whole = 0;
  const auto wanted = asked(query, whole);
  std::vector<Sum> sums(ids_.size());
  std::vector<std::uint32_t> touched;
  for (const auto& one : wanted) {
    const auto& term = terms_[one.term];
    const auto gain = one.weight * term.idf;
    whole += gain;
    for (const auto& posting : term.postings) {
      auto& into = sums[posting.document];
      if (!into.touched) {
        into.touched = true;
        touched.push_back(posting.document);
      }
      const auto share = gain / (weights_.k1 + sum(posting.parts));
      for (std::size_t f = 0; f < field_count; ++f) {
        into.parts[f] += share * posting.parts[f];
      }
      into.covered += gain;
    }
  }
  if (accept) {
    std::erase_if(touched, [&](std::uint32_t document) { return !accept(ids_[document]); });
  }
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    const auto left = sum(sums[a].parts);
    const auto right = sum(sums[b].parts);
    return left != right ? left > right : ids_[a] < ids_[b];
  };
  const auto kept = std::min(most, touched.size());
  std::ranges::partial_sort(touched, touched.begin() + static_cast<std::ptrdiff_t>(kept), better);

  std::vector<Hit> hits;
  for (std::size_t i = 0; i < kept; ++i) {
    const auto document = touched[i];
    Hit hit{ids_[document], sum(sums[document].parts), sums[document].parts, whole > 0 ? sums[document].covered / whole : 0, {}};
    for (const auto& one : wanted) {
      if (std::ranges::binary_search(terms_[one.term].postings, document, {}, &Posting::document)) {
        hit.matched.push_back(terms_[one.term].text);
      }
    }
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace zhiyin::language
