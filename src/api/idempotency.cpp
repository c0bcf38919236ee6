#include "api/idempotency.hpp"

#include <algorithm>
#include <array>

namespace zhiyin::api::idempotency {
namespace {

constexpr db::Statement find_kept{
    "find_idempotency_key", "SELECT k.digest, k.status, k.kept, k.answer FROM idempotency_key AS k WHERE k.caller = $1 AND k.name = $2"};
constexpr db::Statement sweep_kept{"sweep_idempotency_keys",
                                   "DELETE FROM idempotency_key WHERE (caller, name) IN (SELECT k.caller, k.name FROM idempotency_key AS k "
                                   "WHERE k.at < $1 ORDER BY k.at LIMIT $2) RETURNING 1"};
constexpr std::array<db::Column, 7> columns{{{"caller", db::ColumnType::text},
                                             {"name", db::ColumnType::text},
                                             {"digest", db::ColumnType::text},
                                             {"status", db::ColumnType::number},
                                             {"kept", db::ColumnType::number},
                                             {"answer", db::ColumnType::text},
                                             {"at", db::ColumnType::number}}};
constexpr db::Bulk keep_answer{"keep_idempotency_key", db::Write::insert, "idempotency_key", columns, 2};

constexpr std::array<const db::Statement*, 2> all_statements{&find_kept, &sweep_kept};
constexpr std::array<const db::Bulk*, 1> all_bulks{&keep_answer};

constexpr std::string_view sweep_name = "api_sweep";

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= key_max_bytes && std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

std::optional<Kept> find(writer::Tx& tx, const std::string& caller, const std::string& key) {
  const auto rows = tx.session().query(find_kept, {std::string_view{caller}, std::string_view{key}});
  if (rows.empty()) {
    return std::nullopt;
  }
  Kept kept{std::string{rows.text(0, 0)}, rows.number(0, 1), {}};
  if (rows.number(0, 2) != 0) {
    kept.answer = std::string{rows.text(0, 3)};
  }
  return kept;
}

void keep(writer::Tx& tx, const std::string& caller, const std::string& key, const Kept& kept) {
  tx.session().put(keep_answer, {std::string_view{caller}, std::string_view{key}, std::string_view{kept.digest}, kept.status,
                                 std::int64_t{kept.answer ? 1 : 0}, kept.answer ? std::string_view{*kept.answer} : std::string_view{""},
                                 to_millis(tx.now())});
  // One timer for each hour in which something was kept: arming it again does not put it off.
  const auto hour = std::chrono::ceil<std::chrono::hours>(tx.now());
  timer::arm(tx, sweep_name, hour.time_since_epoch().count(), hour + kept_for + std::chrono::hours{1});
}

timer::Kind sweep_kind() {
  return {sweep_name, nullptr, [](writer::Tx& tx, std::int64_t subject) {
            const auto gone = tx.session().query(sweep_kept, {to_millis(tx.now() - kept_for), swept_at_once});
            if (static_cast<std::int64_t>(gone.size()) == swept_at_once) {
              timer::arm(tx, sweep_name, subject, tx.now());
            }
          }};
}

}  // namespace zhiyin::api::idempotency
