// Drafts and versions of one language of an article.
#include <fmt/format.h>

#include <algorithm>

#include "event/knowledge.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/rules.hpp"
#include "knowledge/service.hpp"
#include "knowledge/store.hpp"

namespace zhiyin::knowledge {
namespace {

/// The text as it is now, if it is as `at` saw it. A language that nobody has written yet has revision 0.
Result<TextState> as_seen(writer::Tx& tx, const At& at) {
  identity::lock_head(tx);
  auto& session = tx.session();
  if (!find(session, at.article)) {
    return refuse(ErrorCode::not_found, "there is no such article");
  }
  auto state = text_state(session, at.article, at.language).value_or(TextState{.article = at.article, .language = at.language});
  if (state.revision != at.revision) {
    const auto person = identity::find(session, state.revised_by);
    return refuse(ErrorCode::stale,
                  state.revision == 0 ? std::string{"this text is gone"}
                                      : fmt::format("{} changed this text at {}, after you read it", person ? person->name : "A program",
                                                    iso_text(state.revised_at)),
                  "revision", "read it again, and put your changes into what is there now");
  }
  return state;
}

std::unexpected<Error> no_draft() {
  return refuse(ErrorCode::not_found, "there is no draft of this text", "", "save one first");
}

void step(TextState& state, const writer::Tx& tx, AgentId who) {
  ++state.revision;
  state.revised_by = who;
  state.revised_at = tx.now();
}

Text kept(writer::Tx& tx, const At& at) {
  return *text(tx.session(), at.article, at.language);
}

void tell(writer::Tx& tx, event::KnowledgeChange change) {
  tx.record(event::write(event::KnowledgeFact{raise_generation(tx.session()), tx.now(), std::move(change)}));
}

/// What the other languages would have to follow from now on.
void outdate_others(writer::Tx& tx, const At& at) {
  for (auto& other : texts_of(tx.session(), at.article)) {
    if (other.language != at.language && other.live > 0 && !other.stale()) {
      other.stale_since = tx.now();
      put(tx.session(), other);
    }
  }
}

Result<Text> put_draft(writer::Tx& tx, const At& at, TextState state, Words words) {
  step(state, tx, at.who);
  put(tx.session(), state);
  put(tx.session(), at.article, at.language, Draft{state.live, std::move(words), at.who, tx.now()});
  return kept(tx, at);
}

}  // namespace

Result<Text> save_draft(writer::Tx& tx, const At& at, Words words) {
  auto state = as_seen(tx, at);
  if (!state) {
    return std::unexpected(std::move(state.error()));
  }
  auto fit = words_from(std::move(words));
  if (!fit) {
    return std::unexpected(std::move(fit.error()));
  }
  if (state->revision == 0 && texts_of(tx.session(), at.article).size() >= languages_max) {
    return refuse(ErrorCode::too_many, "the article has as many languages as it may have", "language");
  }
  return put_draft(tx, at, *std::move(state), *std::move(fit));
}

Result<void> discard_draft(writer::Tx& tx, const At& at) {
  auto state = as_seen(tx, at);
  if (!state) {
    return std::unexpected(std::move(state.error()));
  }
  if (!state->has_draft) {
    return no_draft();
  }
  remove_draft(tx.session(), at.article, at.language);
  if (state->newest == 0) {
    remove_text(tx.session(), at.article, at.language);
  } else {
    step(*state, tx, at.who);
    put(tx.session(), *state);
  }
  return {};
}

Result<Text> publish(writer::Tx& tx, const At& at, bool minor) {
  auto state = as_seen(tx, at);
  if (!state) {
    return std::unexpected(std::move(state.error()));
  }
  auto& session = tx.session();
  auto written = draft(session, at.article, at.language);
  if (!written) {
    return no_draft();
  }
  if (written->words.body.empty() && written->words.summary.empty()) {
    return refuse(ErrorCode::invalid, "the draft has neither a summary nor a body", "body", "write one of them");
  }
  if (state->newest >= versions_max) {
    return refuse(ErrorCode::too_many, "this text has as many versions as there may be", "", "make a new article");
  }
  const bool follows = state->stale() || state->newest == 0;
  step(*state, tx, at.who);
  state->live = ++state->newest;
  state->published_at = tx.now();
  state->stale_since = {};
  insert(session, at.article, at.language, Version{state->newest, std::move(written->words), written->author, tx.now()});
  remove_draft(session, at.article, at.language);
  put(session, *state);
  if (!minor && !follows) {
    outdate_others(tx, at);
  }
  tell(tx, event::ArticlePublished{at.article, at.language, state->live});
  return kept(tx, at);
}

Result<Text> withdraw(writer::Tx& tx, const At& at) {
  auto state = as_seen(tx, at);
  if (!state) {
    return std::unexpected(std::move(state.error()));
  }
  if (state->live == 0) {
    return refuse(ErrorCode::conflict, "this text is not published", "", "look at its state");
  }
  step(*state, tx, at.who);
  state->live = 0;
  state->stale_since = {};
  put(tx.session(), *state);
  tell(tx, event::ArticleWithdrawn{at.article, at.language});
  return kept(tx, at);
}

Result<Text> restore(writer::Tx& tx, const At& at, std::int64_t version_number) {
  auto state = as_seen(tx, at);
  if (!state) {
    return std::unexpected(std::move(state.error()));
  }
  auto old = version(tx.session(), at.article, at.language, version_number);
  if (!old) {
    return refuse(ErrorCode::not_found, "there is no such version");
  }
  if (state->has_draft) {
    return refuse(ErrorCode::conflict, "there is a draft already", "", "publish or discard it first");
  }
  return put_draft(tx, at, *std::move(state), std::move(old->words));
}

}  // namespace zhiyin::knowledge
