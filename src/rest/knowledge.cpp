#include "rest/knowledge.hpp"

#include "knowledge/rules.hpp"

namespace zhiyin::rest {
namespace {

std::optional<AgentId> person_of(AgentId id) {
  return id.none() ? std::nullopt : std::optional{id};
}

}  // namespace

TextLine told(const knowledge::TextState& state) {
  const bool live = state.live > 0;
  return {.language = state.language,
          .state = state.state(),
          .title = state.title,
          .has_draft = state.has_draft,
          .stale = state.stale(),
          .version = live ? std::optional{state.live} : std::nullopt,
          .published_at = live ? std::optional{state.published_at} : std::nullopt,
          .revision = state.revision,
          .revised_at = state.revised_at,
          .revised_by = person_of(state.revised_by)};
}

ArticleSeen told(const knowledge::Article& article, const std::vector<knowledge::TextState>& texts) {
  ArticleSeen seen{article.id, article.slug, article.category, article.audience, article.created_at, {}};
  for (const auto& text : texts) {
    if (text.article == article.id) {
      seen.texts.push_back(told(text));
    }
  }
  return seen;
}

WordsSeen told(const knowledge::Words& words) {
  return {words.title, words.summary, words.body, words.asked_as, words.keywords};
}

VersionSeen told(const knowledge::Version& version) {
  return {version.number, told(version.words), person_of(version.author), version.at};
}

TextSeen told(const knowledge::Text& text) {
  TextSeen seen{text.state.article, told(text.state), {}, {}};
  if (text.live) {
    seen.live = told(*text.live);
  }
  if (text.draft) {
    seen.draft = DraftSeen{text.draft->based_on, told(text.draft->words), person_of(text.draft->author), text.draft->at};
  }
  return seen;
}

Result<std::string> language_in(const api::Asking& asked) {
  return knowledge::language_from(asked.word("language"));
}

}  // namespace zhiyin::rest
