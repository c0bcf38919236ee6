#include "conversation/rating.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "conversation/acting.hpp"
#include "conversation/rules.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::conversation {
namespace {

constexpr db::Statement one_rating{"one_rating", "SELECT client_id, comment, given_at, changed_at FROM rating WHERE conversation = $1"};
constexpr db::Statement keep_rating{
    "keep_rating",
    "INSERT INTO rating (conversation, client_id, comment, given_at, changed_at) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (conversation) DO UPDATE SET client_id = excluded.client_id, comment = excluded.comment, given_at = excluded.given_at, "
    "changed_at = excluded.changed_at"};
constexpr std::array<const db::Statement*, 2> all{&one_rating, &keep_rating};

struct Kept {
  std::string client_id;
  std::string comment;
  Time given_at;
  Time changed_at;
};
std::optional<Kept> kept(db::Session& session, const Conversation& c) {
  if (c.rating == 0) {
    return std::nullopt;
  }
  const auto rows = session.query(one_rating, {c.id.value()});
  require(!rows.empty(), "what was rated has its row");
  return Kept{std::string{rows.text(0, 0)}, std::string{rows.text(0, 1)}, from_millis(rows.number(0, 2)), from_millis(rows.number(0, 3))};
}

}  // namespace

std::span<const db::Statement* const> rating_statements() {
  return all;
}

std::optional<Error> fault_in_rating(const NewRating& rating) {
  if (auto fault = fault_in_client_id(rating.client_id)) {
    return fault;
  }
  if (rating.score < 1 || rating.score > rating_most) {
    return Error{
        ErrorCode::invalid, fmt::format("a score is 1 to {}", rating_most), "score", fmt::format("choose one of 1 to {}", rating_most), {}};
  }
  if (characters(rating.comment) > rating_comment_max_chars) {
    return Error{
        ErrorCode::too_large, fmt::format("a comment holds at most {} characters", rating_comment_max_chars), "comment", "shorten it", {}};
  }
  const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F; };
  if (std::ranges::any_of(rating.comment, is_control)) {
    return Error{ErrorCode::invalid, "of control characters a comment holds line breaks and tabs only", "comment", "remove them", {}};
  }
  return std::nullopt;
}

bool replaceable(const Conversation& conversation, Time given_at, Time now) {
  return now - std::max(given_at, conversation.resolved_at) <= rating_replaced_within;
}

Result<Moved> rate(writer::Tx& tx, ConversationId id, const NewRating& rating) {
  if (auto fault = fault_in_rating(rating)) {
    return std::unexpected(std::move(*fault));
  }
  auto* row = tx.shelf<ConversationShelf>().find(id);
  if (row == nullptr) {
    return no_such();
  }
  auto& c = row->conversation;
  const auto before = kept(tx.session(), c);
  const bool same = before && c.rating == rating.score && before->comment == rating.comment;
  if (before && !same && before->client_id == rating.client_id) {
    return refuse(ErrorCode::conflict, "this id was used for another rating", "id", "choose another id");
  }
  if (same) {
    return Moved{id, c.revision, c.inner_revision};
  }
  if (const auto after = decide(c.stage, Act::rate, customer); !after) {
    return std::unexpected(after.error());
  }
  if (before && !replaceable(c, before->given_at, tx.now())) {
    return refuse(ErrorCode::conflict, "this rating is too old to be changed", "score", "write to us");
  }
  // What is said of a conversation that has ended once more is a rating of its own, and as long open as the first was.
  const auto given_at = before && before->given_at >= c.resolved_at ? before->given_at : tx.now();
  (void)tx.session().query(keep_rating, {id.value(), rating.client_id, rating.comment, to_millis(given_at), to_millis(tx.now())});
  row->changed = true;
  record(tx, c, event::ConversationRated{rating.score, std::exchange(c.rating, rating.score), std::string{rating.comment}});
  return Moved{id, c.revision, c.inner_revision};
}

std::optional<Rating> rating_of(db::Session& session, const Conversation& conversation) {
  auto found = kept(session, conversation);
  return found ? std::optional{Rating{conversation.rating, std::move(found->comment), found->changed_at}} : std::nullopt;
}

}  // namespace zhiyin::conversation
