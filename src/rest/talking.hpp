// What the routes of conversations share: shapes that more than one answers, who may ask, and how a decision becomes a command.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/route.hpp"
#include "conversation/service.hpp"
#include "rest/talk_words.hpp"

namespace zhiyin::rest {

constexpr std::int64_t text_most = static_cast<std::int64_t>(conversation::text_max_bytes);  ///< a character has a byte at least
constexpr std::int64_t name_most = static_cast<std::int64_t>(conversation::name_max_chars);
constexpr std::int64_t label_most = static_cast<std::int64_t>(conversation::label_max_chars);
constexpr std::int64_t labels_most = static_cast<std::int64_t>(conversation::labels_max);
constexpr std::int64_t client_id_most = static_cast<std::int64_t>(conversation::client_id_max);
constexpr std::size_t text_body_max = std::size_t{128} * 1024;  ///< a body with a text, whose characters may be escaped

/// Somebody who speaks, owns or is named: a colleague, or a customer.
struct Somebody {
  std::optional<Id<struct SomebodyTag>> id;
  PersonKind kind = PersonKind::agent;
  std::string name;
};
constexpr auto shape(api::Of<Somebody>) {
  return api::object<Somebody>(
      "Somebody", api::field("id", &Somebody::id, {.what = "Of the person or the contact; null for a program."}),
      api::field("kind", &Somebody::kind, {.what = "What the id names."}),
      api::field("name", &Somebody::name, {.most = name_most, .what = "As it was then.", .example = R"("Li Na")"}));
}
[[nodiscard]] Somebody somebody(const Person& person);

/// What an act came to.
struct Decided {
  ConversationId conversation;
  std::int64_t rev = 0;
  std::int64_t inner_rev = 0;
  Stage stage = Stage::queued;
  std::optional<Somebody> assignee;
};
constexpr auto shape(api::Of<Decided>) {
  return api::object<Decided>(
      "Decided", api::field("conversation", &Decided::conversation, {}),
      api::field("rev", &Decided::rev, {.most = api::whole_most, .what = "The conversation's revision after it."}),
      api::field("inner_rev", &Decided::inner_rev, {.most = api::whole_most, .what = "That of what only colleagues see."}),
      api::field("stage", &Decided::stage, {.what = "Where it stands now."}),
      api::field("assignee", &Decided::assignee, {.what = "Whose it is now."}));
}

constexpr api::Bounds rev_bounds{
    .least = 1, .most = api::whole_most, .what = "The revision that you decided on: if it is not the newest any more, nothing is done."};

/// A body that says no more than what one had seen.
struct OnSeen {
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<OnSeen>) {
  return api::object<OnSeen>("OnSeen", api::field("rev", &OnSeen::rev, rev_bounds));
}

[[nodiscard]] std::unexpected<Error> no_conversation();
/// A service token speaks for nobody: what is one person's own, or said by him, is not its to do.
[[nodiscard]] std::optional<Error> fault_without_person(const api::Asking& asked);

/// In `want`: the conversation of the path, and the directory.
void want_conversation(writer::Tx& tx, const api::Asking& asked);
/// Besides, which is the newest of its contact.
void want_to_reopen(writer::Tx& tx, const api::Asking& asked);
[[nodiscard]] inline ConversationId conversation_in(const api::Asking& asked) {
  return asked.id<ConversationTag>("conversation");
}

/// After what was done, as the batch has it.
[[nodiscard]] Result<Decided> decided(writer::Tx& tx, const Result<conversation::Moved>& moved);

/// A route for an act on the conversation of its path, whose body may say the revision that was seen.
template <class Body>
[[nodiscard]] api::Route act(api::About about, std::function<Result<conversation::Moved>(writer::Tx&, const api::Asked<Body>&)> decide,
                             std::function<void(writer::Tx&, const api::Asking&)> want = want_conversation) {
  about.method = about.method == net::Method::get ? net::Method::post : about.method;
  about.tag = "conversations";
  about.errors.push_back(ErrorCode::stale);
  return api::write<Body, Decided>(
      std::move(about), [want = std::move(want)](writer::Tx& tx, const api::Asked<Body>& asked) { want(tx, asked); },
      [decide = std::move(decide)](writer::Tx& tx, const api::Asked<Body>& asked) -> Result<Decided> {
        if (auto seen = conversation::decided_on(tx, conversation_in(asked), asked.caller.viewer, asked.given.rev); !seen) {
          return std::unexpected(std::move(seen.error()));
        }
        return decided(tx, decide(tx, asked));
      });
}

}  // namespace zhiyin::rest
