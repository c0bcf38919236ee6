// How like a text is to what it was learnt from: cosines of vectors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "understanding/training.hpp"

namespace zhiyin::understanding {

class Neighbours {
 public:
  Neighbours() = default;
  Neighbours(std::span<const Lesson> lessons, std::size_t features, std::size_t classes);

  /// For each class the mean likeness, 0 to 1, of its three likest lessons.
  [[nodiscard]] std::vector<float> likeness(const Vector& vector) const;

 private:
  struct Posting {
    std::uint32_t lesson;
    float value;
  };
  std::vector<std::uint32_t> begins_;  // by feature, and one after the last
  std::vector<Posting> postings_;
  std::vector<std::vector<std::uint32_t>> classes_of_;  // by lesson
  std::size_t classes_ = 0;
};

}  // namespace zhiyin::understanding
