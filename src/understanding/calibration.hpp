// From scores to a probability that holds: a logistic regression over a few signs, fitted once on lessons that the classifier had not seen
// and on the development questions (docs/benchmarks.md). It knows no topic, so it serves every company.
#pragma once

namespace zhiyin::understanding {

/// What speaks for the best topic, and against it.
struct Evidence {
  float share = 0;      ///< the logarithm of its share among all classes
  float margin = 0;     ///< how far its score is above the next topic's
  float beyond = 0;     ///< the score of "none of them"
  float likeness = 0;   ///< to its own likest lessons, 0 to 1
  float other = 0;      ///< to the likest lessons of any other topic
  float stranger = 0;   ///< to the likest lessons of "none of them"
  float substance = 0;  ///< the logarithm of how much the text says
  float phrasings = 0;  ///< how many ways of asking it was learnt from
};

/// That the best topic is right.
[[nodiscard]] float probability(const Evidence& evidence);

}  // namespace zhiyin::understanding
