#include "platform/audit/reading.hpp"

#include <algorithm>
#include <charconv>

#include "platform/base/require.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::audit {
namespace {

constexpr std::int64_t chunk_rows = 1'000;

#define ZHIYIN_AUDIT_COLUMNS "n, at, actor_kind, actor, action, subject_kind, subject, digest, details, salt, previous, hash"
constexpr db::Statement read_head{"read_audit_head", "SELECT n, hash FROM audit_head WHERE one = 1"};
constexpr db::Statement read_from{"read_audit_from", "SELECT " ZHIYIN_AUDIT_COLUMNS " FROM audit_entry WHERE n >= $1 ORDER BY n LIMIT $2"};
constexpr db::Statement read_before{"read_audit_before",
                                    "SELECT " ZHIYIN_AUDIT_COLUMNS " FROM audit_entry WHERE n < $1 ORDER BY n DESC LIMIT $2"};
#undef ZHIYIN_AUDIT_COLUMNS

std::optional<std::string> text_or_none(const db::Rows& rows, std::size_t row, std::size_t column) {
  return rows.null(row, column) ? std::nullopt : std::optional{std::string{rows.text(row, column)}};
}

Entry read_entry(const db::Rows& rows, std::size_t i) {
  return {.link = {.n = rows.number(i, 0),
                   .at = from_millis(rows.number(i, 1)),
                   .actor = {std::string{rows.text(i, 2)}, rows.number(i, 3)},
                   .action = std::string{rows.text(i, 4)},
                   .subject = {std::string{rows.text(i, 5)}, rows.number(i, 6)},
                   .digest = std::string{rows.text(i, 7)},
                   .previous = std::string{rows.text(i, 10)}},
          .details = text_or_none(rows, i, 8),
          .hash = std::string{rows.text(i, 11)}};
}

/// Walks along the chain, one row after the other.
class Walk {
 public:
  Walk(std::int64_t from, const std::optional<Head>& expected) : next_(from), expected_(expected) {}

  void look(const Entry& entry, const std::optional<std::string>& salt) {
    const auto n = entry.link.n;
    // A gap is told by its first row: what follows cannot be linked to what is not there.
    const bool gap = n != next_;
    if (gap) {
      find(next_, Fault::missing);
    } else if (known_ && entry.link.previous != last_.hash) {
      find(n, Fault::unlinked);
    }
    if (link_hash(entry.link) != entry.hash) {
      find(n, Fault::changed);
    }
    if (entry.details.has_value() != salt.has_value() || (salt && details_digest(*salt, *entry.details) != entry.link.digest)) {
      find(n, Fault::details);
    }
    if (expected_ && expected_->n == n) {
      met_ = true;
      if (!crypto::equal(expected_->hash, entry.hash)) {
        find(n, Fault::displaced);
      }
    }
    report_.erased += entry.details ? 0 : 1;
    ++report_.rows;
    last_ = {n, entry.hash};
    known_ = true;
    next_ = n + 1;
  }

  [[nodiscard]] Report end(Head head, std::int64_t from) {
    if (known_ ? last_ != head : head.n >= from) {
      find(std::max(last_.n, head.n), Fault::cut_off);
    }
    if (expected_ && expected_->n >= from && !met_) {
      find(expected_->n, Fault::displaced);
    }
    report_.head = std::move(head);
    return std::move(report_);
  }
  /// The first row has none before it.
  void begin_at_the_first() { known_ = true; }

 private:
  void find(std::int64_t n, Fault fault) {
    if (report_.findings.size() < findings_max) {
      report_.findings.push_back({n, fault});
    }
  }

  std::int64_t next_;
  std::optional<Head> expected_;
  bool met_ = false;
  bool known_ = false;  // last_ is what the next row must be linked to
  Head last_;
  Report report_;
};

}  // namespace

std::vector<const db::Statement*> reading_statements() {
  return {&read_head, &read_from, &read_before};
}

std::vector<Entry> page(db::Session& session, std::int64_t before, std::int64_t limit) {
  constexpr auto newest = std::numeric_limits<std::int64_t>::max();
  const auto rows = session.query(read_before, {before == 0 ? newest : before, std::clamp<std::int64_t>(limit, 1, page_max)});
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    entries.push_back(read_entry(rows, i));
  }
  return entries;
}

Report verify(db::Session& session, std::int64_t from, const std::optional<Head>& expected) {
  require(from >= 1, "rows are counted from one");
  const auto head = session.query(read_head, {});
  require(head.size() == 1, "the audit log has one head");
  Walk walk{from, expected};
  if (from == 1) {
    walk.begin_at_the_first();
  }
  for (auto next = from;;) {
    const auto rows = session.query(read_from, {next, chunk_rows});
    if (rows.empty()) {
      return walk.end({head.number(0, 0), std::string{head.text(0, 1)}}, from);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      walk.look(read_entry(rows, i), text_or_none(rows, i, 9));
    }
    next = rows.number(rows.size() - 1, 0) + 1;
  }
}

std::string_view fault_text(Fault fault) {
  switch (fault) {
    case Fault::missing: return "is missing: rows were deleted from here on";
    case Fault::unlinked: return "does not follow the row before it: rows were put in another order, or replaced";
    case Fault::changed: return "does not say what it said when it was written";
    case Fault::details: return "has other details than those that were noted, or half of an erasure";
    case Fault::cut_off: return "is not the newest that was written: rows were deleted or added at the end";
    case Fault::displaced: return "is not the row that was written down elsewhere";
  }
  fail_requirement("a fault is one of six", std::source_location::current());
}

std::string head_text(const Head& head) {
  return std::to_string(head.n) + ":" + head.hash;
}

std::optional<Head> parse_head(std::string_view text) {
  const auto colon = text.find(':');
  Head head;
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto number = text.substr(0, colon);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), head.n);
  head.hash = std::string{text.substr(colon + 1)};
  const bool hash = head.hash.size() == crypto::digest_chars && head.hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (error != std::errc{} || end != number.data() + number.size() || head.n < 0 || (!hash && (head.n != 0 || !head.hash.empty()))) {
    return std::nullopt;
  }
  return head;
}

}  // namespace zhiyin::audit
