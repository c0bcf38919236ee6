#include "knowledge/hot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/reading.hpp"
#include "knowledge/rules.hpp"

namespace zhiyin::knowledge {
namespace {

constexpr db::Statement all_hot{"all_hot", "SELECT language, text, article FROM hot_question ORDER BY language, position"};
constexpr db::Statement hot_in{"hot_in", "SELECT text, article FROM hot_question WHERE language = $1 ORDER BY position"};
constexpr db::Statement drop_hot{"drop_hot", "DELETE FROM hot_question WHERE language = $1"};
constexpr db::Statement keep_hot{"keep_hot", "INSERT INTO hot_question (language, position, text, article) VALUES ($1, $2, $3, $4)"};
constexpr std::array<const db::Statement*, 4> all{&all_hot, &hot_in, &drop_hot, &keep_hot};

std::optional<Error> fault_in(db::Session& session, HotQuestion& question, const std::string& where) {
  auto text = line_from(question.text, hot_text_max_chars, where + ".text");
  if (!text) {
    return std::move(text.error());
  }
  question.text = *std::move(text);
  const auto article = question.article.none() ? std::nullopt : find(session, question.article);
  if (!question.article.none() && (!article || article->audience != Audience::everybody)) {
    return Error{ErrorCode::invalid, "there is no such article for everybody", where + ".article", "choose a public one, or none", {}};
  }
  return std::nullopt;
}

std::optional<Error> fault_in_count(db::Session& session, const std::string& language, const std::vector<HotQuestion>& questions) {
  if (questions.size() > hot_questions_max) {
    return Error{ErrorCode::invalid,
                 fmt::format("{} questions are too many", questions.size()),
                 "questions",
                 fmt::format("at most {}", hot_questions_max),
                 {}};
  }
  const auto there = hot_questions(session);
  if (!questions.empty() && there.size() >= languages_max && std::ranges::find(there, language, &HotQuestions::language) == there.end()) {
    return Error{ErrorCode::too_many, fmt::format("{} languages have questions", there.size()), "language", "take those of one away", {}};
  }
  return std::nullopt;
}

}  // namespace

std::span<const db::Statement* const> hot_statements() {
  return all;
}

std::vector<HotQuestions> hot_questions(db::Session& session) {
  const auto rows = session.query(all_hot, {});
  std::vector<HotQuestions> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (found.empty() || found.back().language != rows.text(i, 0)) {
      found.push_back({std::string{rows.text(i, 0)}, {}});
    }
    found.back().questions.push_back({std::string{rows.text(i, 1)}, ArticleId{rows.number(i, 2)}});
  }
  return found;
}

std::vector<HotQuestion> hot_questions(db::Session& session, std::string_view language) {
  const auto rows = session.query(hot_in, {language});
  std::vector<HotQuestion> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({std::string{rows.text(i, 0)}, ArticleId{rows.number(i, 1)}});
  }
  return found;
}

Result<HotQuestions> set_hot_questions(writer::Tx& tx, const std::string& language, std::vector<HotQuestion> questions) {
  auto& session = tx.session();
  if (auto fault = fault_in_count(session, language, questions)) {
    return std::unexpected(*std::move(fault));
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto where = fmt::format("questions[{}]", i);
    if (auto fault = fault_in(session, questions[i], where)) {
      return std::unexpected(*std::move(fault));
    }
    const auto end = questions.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find_if(questions.begin(), end, [&](const HotQuestion& one) { return one.text == questions[i].text; }) != end) {
      return refuse(ErrorCode::invalid, "this question is there twice", where + ".text", "write it once");
    }
  }
  (void)session.query(drop_hot, {std::string_view{language}});
  for (std::size_t i = 0; i < questions.size(); ++i) {
    (void)session.query(keep_hot, {std::string_view{language}, static_cast<std::int64_t>(i), std::string_view{questions[i].text},
                                   questions[i].article.value()});
  }
  return HotQuestions{language, std::move(questions)};
}

}  // namespace zhiyin::knowledge
