// What the server and its language process say to each other, as JSON. Both are the same program; what cannot be read is dropped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/reader.hpp"

namespace zhiyin::understanding::wire {

/// Lessons that own their words.
class KeptLessons {
 public:
  KeptLessons(const KeptLessons&) = delete;
  KeptLessons& operator=(const KeptLessons&) = delete;
  KeptLessons(KeptLessons&&) = default;
  KeptLessons& operator=(KeptLessons&&) = default;
  ~KeptLessons() = default;
  /// nullopt: not lessons.
  [[nodiscard]] static std::optional<KeptLessons> read(std::string_view text);
  [[nodiscard]] Lessons lessons() const { return {.language = language_, .topics = topics_, .beyond = beyond_}; }
  [[nodiscard]] const std::string& language() const { return language_; }

 private:
  KeptLessons() = default;
  struct KeptTopic {
    std::int64_t id = 0;
    std::string title, summary, body;
    std::vector<std::string> asked_as, keywords;
  };
  std::string language_;
  std::vector<KeptTopic> kept_;
  std::vector<std::string> beyond_;
  std::vector<Topic> topics_;  // points into kept_, whose elements stay where they are when this is moved
};

struct Question {
  std::string text;
  std::string language;
};

[[nodiscard]] std::string lessons_text(const Lessons& lessons);
[[nodiscard]] std::string question_text(std::string_view text, std::string_view language);
[[nodiscard]] std::optional<Question> question_from(std::string_view text);
[[nodiscard]] std::string reading_text(const Reading& reading);
[[nodiscard]] std::optional<Reading> reading_from(std::string_view text);

}  // namespace zhiyin::understanding::wire
