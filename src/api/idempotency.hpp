// The same request sent again gets the same answer: draft-ietf-httpapi-idempotency-key-header. An answer is kept in the transaction of what
// it tells, so there is never one without the other; it goes after a day, by a timer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/timer/timer.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::api::idempotency {

constexpr std::chrono::hours kept_for{24};  ///< at least so long, at most two hours longer
constexpr std::size_t key_max_bytes = 64;
constexpr std::int64_t swept_at_once = 1'000;  ///< rows one firing deletes, so that the writer is not held

/// 1 to 64 printable ASCII characters.
[[nodiscard]] db::ModuleStatements statements();

[[nodiscard]] bool is_key(std::string_view text);

struct Kept {
  std::string digest;  ///< of the request
  std::int64_t status = 0;
  std::optional<std::string> answer;  ///< none: it held a secret and was not kept
};

/// What was kept for this caller's key, with one statement of its own. In a command's `run`.
[[nodiscard]] std::optional<Kept> find(writer::Tx& tx, const std::string& caller, const std::string& key);
/// After the command has decided and written. Two at once: the store refuses the second, and its command is run again and finds the first.
void keep(writer::Tx& tx, const std::string& caller, const std::string& key, const Kept& kept);

/// Deletes what is older than a day; for the timer runner.
[[nodiscard]] timer::Kind sweep_kind();

}  // namespace zhiyin::api::idempotency
