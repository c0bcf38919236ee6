// What a customer's text asks for: read against what a company's articles answer, in one language.
//
// Built from lessons, from scratch, with nothing else but a table of kindred English words. The same lessons give the same reader. Once
// built it never changes: any number of threads may read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/calibration.hpp"
#include "understanding/says.hpp"

namespace zhiyin::understanding {

/// What is read while a reader is built; nothing of it is kept but its features.
struct Topic {
  std::int64_t id = 0;
  std::string_view title;
  std::span<const std::string> asked_as;  ///< a phrasing that stands under several topics means any of them
  std::span<const std::string> keywords;
  std::string_view summary;
  std::string_view body;  ///< without marks of its format
};

/// What a reader learns from, of one language.
struct Lessons {
  std::string_view language;
  std::span<const Topic> topics;
  std::span<const std::string> beyond;  ///< what people type that no topic answers
};

struct Candidate {
  std::int64_t topic = 0;
  float probability = 0;  ///< of those said with 0.8, about eight in ten are right
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

constexpr std::size_t candidates_max = 5;

struct Reading {
  Says says = Says::question;
  std::vector<Candidate> candidates;  ///< the best first; none when `says` is nothing
  float beyond = 1;                   ///< the probability that no topic is meant
  friend bool operator==(const Reading&, const Reading&) = default;
};

class Reader {
 public:
  explicit Reader(const Lessons& lessons, std::uint64_t seed = 1);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// Any bytes; what is not UTF-8 counts as spaces, what comes after text_read_bytes not at all.
  [[nodiscard]] Reading read(std::string_view text) const;
  /// What the best candidate's probability is made of; nothing when there is no candidate. For measuring.
  struct Weighed {
    std::int64_t topic = 0;
    Evidence evidence;
  };
  [[nodiscard]] std::optional<Weighed> weighed(std::string_view text) const;

 private:
  struct Learnt;
  std::unique_ptr<const Learnt> learnt_;
};

/// The language of a text: "zh-CN" when it holds Han, else "en".
[[nodiscard]] std::string_view language_of(std::string_view text);

}  // namespace zhiyin::understanding
