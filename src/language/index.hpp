// Documents ranked by how well they fit a question: BM25F, that is BM25 over weighted fields (Robertson and Zaragoza, "The Probabilistic
// Relevance Framework: BM25 and Beyond", Foundations and Trends in Information Retrieval 3 (2009), section 3.6).
//
//   tf~(t, d) = Σ over fields f of  weight_f × tf(t, d, f) / (1 - b_f + b_f × length(d, f) / average length of f)
//   score(d)  = Σ over terms t of   weight of t × idf(t) × tf~ / (k1 + tf~),   idf(t) = ln(1 + (N - n_t + ½) / (n_t + ½))
//
// The weight of a term is 1 for a word and for a pair of characters, less for a single character, and less for a word that was guessed
// (vocabulary.hpp). Built once, then immutable: any number of threads may search.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/tokens.hpp"
#include "language/vocabulary.hpp"

namespace zhiyin::language {

enum class Field : std::uint8_t { title, asked_as, keywords, summary, body };
constexpr std::size_t field_count = 5;
using OfFields = std::array<float, field_count>;

/// What is read while the index is built; nothing of it is kept but its terms.
struct Document {
  std::int64_t id = 0;
  std::string_view title;
  std::span<const std::string> asked_as;
  std::span<const std::string> keywords;
  std::string_view summary;
  std::string_view body;  ///< without marks of its format
};

struct Weights {
  OfFields field{3.0F, 2.5F, 2.0F, 1.5F, 1.0F};
  OfFields length{0.5F, 0.3F, 0.3F, 0.5F, 0.75F};  ///< b_f: how much a long field is discounted
  float k1 = 1.6F;
  float one = 0.25F;     ///< of a single character of Han or kana
  float guessed = 0.6F;  ///< of a word that was not written so, times its likeness
};

struct Hit {
  std::int64_t document = 0;
  float score = 0;
  OfFields parts{};                  ///< of the score, by field; they add up to it
  float coverage = 0;                ///< 0 to 1: the share of the question's terms, by weight, that the document holds
  std::vector<std::string> matched;  ///< the document's terms that counted, in the order of the question
};

constexpr std::size_t query_terms_max = 64;  ///< what comes after them does not count

class Index {
 public:
  explicit Index(std::span<const Document> documents, const Weights& weights = {});

  /// Whether a document may be found by whoever asks.
  using Accept = std::function<bool(std::int64_t document)>;
  /// The best `most`, the best first; of equals the smaller id. Without a term that any document holds: none.
  [[nodiscard]] std::vector<Hit> search(std::string_view query, std::size_t most, const Accept& accept = {}) const;

  [[nodiscard]] std::size_t documents() const { return ids_.size(); }
  [[nodiscard]] std::size_t terms() const { return terms_.size(); }

 private:
  struct Posting {
    std::uint32_t document;  // a place in ids_
    OfFields parts;          // of tf~, by field
  };
  struct Term {
    std::string text;
    float idf = 0;
    std::vector<Posting> postings;  // ascending by document
  };
  struct Asked {
    std::uint32_t term;
    float weight;
  };

  [[nodiscard]] std::vector<Asked> asked(std::string_view query, float& unknown) const;

  const Weights weights_;
  std::vector<std::int64_t> ids_;
  std::vector<Term> terms_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  Vocabulary vocabulary_;
};

}  // namespace zhiyin::language
