// Reading the audit log, and finding what was done to it. On any session, within its transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/audit/chain.hpp"

namespace zhiyin::audit {

[[nodiscard]] std::vector<const db::Statement*> reading_statements();

struct Entry {
  Link link;
  std::optional<std::string> details;  ///< nullopt: erased
  std::string hash;
};

/// Newest first: those with n < `before`; all when `before` is 0. At most page_max.
constexpr std::int64_t page_max = 200;
[[nodiscard]] std::vector<Entry> page(db::Session& session, std::int64_t before, std::int64_t limit);

enum class Fault : std::uint8_t {
  missing,    ///< there is no row of this number
  unlinked,   ///< its previous hash is not the hash of the row before: rows were changed in order, or the row before was replaced
  changed,    ///< its hash is not that of what it says
  details,    ///< its details are not those that were noted, or only they or only their salt are gone
  cut_off,    ///< the newest rows are not those of the head: some were deleted or added
  displaced,  ///< the row that was written down elsewhere has another hash, or is no longer there
};
[[nodiscard]] std::string_view fault_text(Fault fault);
struct Finding {
  std::int64_t n = 0;
  Fault fault = Fault::missing;
  friend bool operator==(const Finding&, const Finding&) = default;
};

constexpr std::size_t findings_max = 100;
struct Report {
  Head head;                      ///< to be written down elsewhere
  std::int64_t rows = 0;          ///< looked at
  std::int64_t erased = 0;        ///< of them without details
  std::vector<Finding> findings;  ///< the first findings_max
};
/// Looks at rows `from` (1: all) to the newest, a thousand at a time. `expected` is a head of before; when there is one.
[[nodiscard]] Report verify(db::Session& session, std::int64_t from = 1, const std::optional<Head>& expected = std::nullopt);

/// "12:5f2c…": how a head is written down.
[[nodiscard]] std::string head_text(const Head& head);
[[nodiscard]] std::optional<Head> parse_head(std::string_view text);

}  // namespace zhiyin::audit
