// One classifier for each topic and one for what is beyond them: logistic regressions "this one or any other" over the same features,
// learnt together by stochastic gradients whose steps adapt to each weight (AdaGrad: Duchi, Hazan and Singer, Journal of Machine Learning
// Research 12 (2011)). Few rounds with short steps are its regularisation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "understanding/lexicon.hpp"

namespace zhiyin::understanding {

struct Lesson {
  Vector vector;
  std::vector<std::uint32_t> classes;  ///< which it teaches; of several each a part
  float weight = 1;
};

class Classifier {
 public:
  Classifier() = default;
  /// The same lessons in the same order and the same seed give the same classifier.
  Classifier(std::span<const Lesson> lessons, std::size_t features, std::size_t classes, std::uint64_t seed);

  /// For each class the logarithm of the odds that it is meant.
  [[nodiscard]] std::vector<float> scores(const Vector& vector) const;

 private:
  std::size_t classes_ = 0;
  std::size_t row_ = 0;         // classes_ rounded up, so that a row is whole registers
  std::vector<float> weights_;  // a row for each feature
  std::vector<float> bias_;
};

}  // namespace zhiyin::understanding
