// The questions that customers are offered before they have typed one, a few in each language, in their order. Table: hot_question.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::knowledge {

constexpr std::size_t hot_questions_max = 8;  ///< of one language
constexpr std::size_t hot_text_max_chars = 80;

struct HotQuestion {
  std::string text;   ///< as it is shown, and asked
  ArticleId article;  ///< that answers it; none: it is asked
  friend bool operator==(const HotQuestion&, const HotQuestion&) = default;
};
struct HotQuestions {
  std::string language;
  std::vector<HotQuestion> questions;
};

[[nodiscard]] std::span<const db::Statement* const> hot_statements();

/// Ascending by language; those that have any.
[[nodiscard]] std::vector<HotQuestions> hot_questions(db::Session& session);
[[nodiscard]] std::vector<HotQuestion> hot_questions(db::Session& session, std::string_view language);

/// These and no others, under the head's lock (identity/service.hpp); none takes them away. invalid: out of shape, twice the same, or an
/// article that is not there or not for everybody. too_many: a language too many (languages_max), when it has none yet.
Result<HotQuestions> set_hot_questions(writer::Tx& tx, const std::string& language, std::vector<HotQuestion> questions);

}  // namespace zhiyin::knowledge
