#include "credential/guess.hpp"

#include <algorithm>
#include <array>

#include "credential/store.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::credential {
namespace {

using db::ColumnType;

constexpr std::size_t account_chars = 32;
constexpr std::int64_t trim_rows = 1'000;

constexpr db::Statement make_guesses{
    "make_guesses",
    "INSERT INTO guess (account, tries, last_at, locked_until, untold, told_at) SELECT a, 0, 0, 0, 0, 0 "
    "FROM unnest($1::text[]) AS a ORDER BY a ON CONFLICT DO NOTHING",
    "INSERT INTO guess (account, tries, last_at, locked_until, untold, told_at) VALUES ($1, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING"};
constexpr db::Statement lock_guesses{
    "lock_guesses",
    "SELECT account, tries, last_at, locked_until, untold, told_at FROM guess WHERE account = ANY($1::text[]) ORDER BY account FOR UPDATE",
    "SELECT account, tries, last_at, locked_until, untold, told_at FROM guess WHERE account = $1"};
constexpr db::Statement trim_old_guesses{
    "trim_old_guesses",
    "DELETE FROM guess WHERE account IN (SELECT account FROM guess WHERE last_at < $1 ORDER BY last_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
    "DELETE FROM guess WHERE account IN (SELECT account FROM guess WHERE last_at < $1 ORDER BY last_at LIMIT $2)"};
constexpr std::array<const db::Statement*, 3> all_statements{&make_guesses, &lock_guesses, &trim_old_guesses};

constexpr std::array<db::Column, 6> guess_columns{{{"account", ColumnType::text},
                                                   {"tries", ColumnType::number},
                                                   {"last_at", ColumnType::number},
                                                   {"locked_until", ColumnType::number},
                                                   {"untold", ColumnType::number},
                                                   {"told_at", ColumnType::number}}};
// An upsert: trim_guesses may have taken the row away since it was loaded, in this very batch.
constexpr db::Bulk put_guess{"put_guess", db::Write::upsert, "guess", guess_columns, 1};
constexpr std::array<const db::Bulk*, 1> all_bulks{&put_guess};

}  // namespace

std::span<const db::Statement* const> guess_statements() {
  return all_statements;
}

std::span<const db::Bulk* const> guess_bulks() {
  return all_bulks;
}

std::string account_key(const crypto::Key& secret, std::string_view what, std::string_view name) {
  return crypto::hmac_hex(secret, std::string{what}.append(":").append(name)).substr(0, account_chars);
}

void GuessShelf::want(const std::string& account) {
  if (rows_.try_emplace(account).second) {
    wanted_.push_back(account);
  }
}

void GuessShelf::send_loads(db::Session& session) {
  const std::vector<std::string_view> accounts{wanted_.begin(), wanted_.end()};
  const std::array<db::Value, 1> keys{std::span<const std::string_view>{accounts}};
  making_ = session.send_each(make_guesses, keys);
  reading_ = session.send_each(lock_guesses, keys);
}

void GuessShelf::take_loads(db::Session& session) {
  (void)session.take(making_);
  const auto rows = session.take(reading_);
  if (rows.size() != wanted_.size()) {
    // Another process trimmed a row between our making it and our locking it; the batch is done again, and makes it anew.
    throw db::Failure(db::FailureKind::contention, "a row of guesses was trimmed meanwhile");
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[std::string{rows.text(i, 0)}] = {.guesses = {.tries = rows.number(i, 1),
                                                       .last_at = from_millis(rows.number(i, 2)),
                                                       .locked_until = from_millis(rows.number(i, 3)),
                                                       .untold = rows.number(i, 4),
                                                       .told_at = from_millis(rows.number(i, 5))},
                                           .loaded = true};
  }
  wanted_.clear();
}

const Guesses& GuessShelf::at(const std::string& account) const {
  const auto found = rows_.find(account);
  require(found != rows_.end() && found->second.loaded, "guesses are counted on a row that was loaded");
  return found->second.guesses;
}

void GuessShelf::put(const std::string& account, const Guesses& guesses) {
  require(rows_.contains(account), "guesses are counted on a row that was loaded");
  rows_[account] = {guesses, true, true};
}

void GuessShelf::flush(db::Session& session) {
  for (const auto& [account, row] : rows_) {
    if (row.changed) {
      const auto& g = row.guesses;
      session.put(put_guess, {account, g.tries, to_millis(g.last_at), to_millis(g.locked_until), g.untold, to_millis(g.told_at)});
    }
  }
}

void GuessShelf::clear() {
  rows_.clear();
  wanted_.clear();
}

void trim_guesses(writer::Tx& tx) {
  (void)tx.session().query(trim_old_guesses, {to_millis(tx.now() - forget_tries_after), trim_rows});
}

}  // namespace zhiyin::credential
