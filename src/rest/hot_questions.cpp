// The questions that the widget offers before anybody has typed one.
#include "knowledge/hot.hpp"
#include "rest/acting.hpp"
#include "rest/knowledge.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr std::int64_t question_most = static_cast<std::int64_t>(knowledge::hot_text_max_chars);
constexpr std::int64_t questions_most = static_cast<std::int64_t>(knowledge::hot_questions_max);

struct Question {
  std::string text;
  std::optional<ArticleId> article;
};
constexpr auto shape(api::Of<Question>) {
  return api::object<Question>(
      "HotQuestion",
      api::field("text", &Question::text,
                 {.least = 1, .most = question_most, .what = "As it is shown, and asked.", .example = R"("Where is my order?")"}),
      api::field("article", &Question::article,
                 {.needed = false,
                  .what = "The public article that answers it; null: it is asked as a message. One that is not live is passed over."}));
}

struct OfLanguage {
  std::string language;
  std::vector<Question> questions;
};
constexpr auto shape(api::Of<OfLanguage>) {
  return api::object<OfLanguage>(
      "HotQuestions", api::field("language", &OfLanguage::language, {.most = tag_most, .example = R"("en")"}),
      api::field("questions", &OfLanguage::questions, {.items_most = questions_most, .what = "In their order."}));
}

struct All {
  std::vector<OfLanguage> items;
};
constexpr auto shape(api::Of<All>) {
  return api::object<All>("AllHotQuestions", api::field("items", &All::items, {.items_most = languages_most, .what = "By language."}));
}

struct Wanted {
  std::vector<Question> questions;
};
constexpr auto shape(api::Of<Wanted>) {
  return api::object<Wanted>("HotQuestionsWanted",
                             api::field("questions", &Wanted::questions,
                                        {.items_most = questions_most, .what = "All of them, in their order; none stays besides."}));
}

OfLanguage seen(const knowledge::HotQuestions& all) {
  OfLanguage out{all.language, {}};
  for (const auto& one : all.questions) {
    out.questions.push_back({one.text, one.article.none() ? std::nullopt : std::optional{one.article}});
  }
  return out;
}

Result<All> list(const Asked<Nothing>& /*asked*/, db::Session& session) {
  All out;
  for (const auto& one : knowledge::hot_questions(session)) {
    out.items.push_back(seen(one));
  }
  return out;
}

Result<OfLanguage> set(writer::Tx& tx, const Asked<Wanted>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::knowledge_publish); !held) {
    return std::unexpected(held.error());
  }
  const auto language = language_in(asked);
  if (!language) {
    return std::unexpected(language.error());
  }
  std::vector<knowledge::HotQuestion> wanted;
  for (const auto& one : asked.given.questions) {
    wanted.push_back({one.text, one.article.value_or(ArticleId{})});
  }
  const auto done = knowledge::set_hot_questions(tx, *language, std::move(wanted));
  if (!done) {
    return std::unexpected(done.error());
  }
  json::Writer w;
  w.begin_object().field("language", std::string_view{done->language});
  w.field("questions", static_cast<std::int64_t>(done->questions.size()));
  note(tx, asked.caller, "hot_questions_set", {"hot_questions", 0}, w.end_object().take());
  return seen(*done);
}

}  // namespace

std::vector<api::Route> hot_question_routes() {
  return {
      api::read<Nothing, All>({.path = "/api/v1/hot-questions",
                               .needs = api::needs(Right::knowledge_read),
                               .operation = "listHotQuestions",
                               .summary = "The questions that the widget offers, by language",
                               .summary_zh = "聊天组件推荐的常见问题",
                               .tag = "knowledge"},
                              list),
      api::write<Wanted, OfLanguage>({.method = net::Method::put,
                                      .path = "/api/v1/hot-questions/{language:slug}",
                                      .needs = api::needs(Right::knowledge_publish),
                                      .operation = "setHotQuestions",
                                      .summary = "Set the questions of one language",
                                      .summary_zh = "设置某种语言的常见问题",
                                      .tag = "knowledge",
                                      .what = "The language in small letters: `en`, `zh-cn`."},
                                     no_rows, set),
  };
}

}  // namespace zhiyin::rest
