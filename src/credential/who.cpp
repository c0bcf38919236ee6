#include <array>
#include <map>
#include <utility>
#include <vector>

#include "credential/reading.hpp"
#include "credential/store.hpp"
#include "identity/reading.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::credential {
namespace {

constexpr Millis touch_every = std::chrono::minutes{1};

// Both tables in one form, so that one statement answers for a batch: kind 0 is a session, and its `seen` is what idling is counted from.
#define ZHIYIN_WHO_OF_SESSIONS "SELECT digest, 0, id, person, '', '', made_at, 0, seen_at, 0 FROM session WHERE digest "
#define ZHIYIN_WHO_OF_TOKENS \
  "SELECT digest, kind, id, person, name, scopes, made_at, expires_at, used_at, revoked_at FROM token WHERE digest "
constexpr db::Statement read_who{"read_who", ZHIYIN_WHO_OF_SESSIONS "= $1 UNION ALL " ZHIYIN_WHO_OF_TOKENS "= $1"};
constexpr db::Statement read_whos{"read_whos",
                                  ZHIYIN_WHO_OF_SESSIONS "= ANY($1::text[]) UNION ALL " ZHIYIN_WHO_OF_TOKENS "= ANY($1::text[])",
                                  ZHIYIN_WHO_OF_SESSIONS "= $1 UNION ALL " ZHIYIN_WHO_OF_TOKENS "= $1"};
#undef ZHIYIN_WHO_OF_SESSIONS
#undef ZHIYIN_WHO_OF_TOKENS
constexpr std::array<const db::Statement*, 2> all_statements{&read_who, &read_whos};

struct Row {
  std::string digest;
  std::int64_t kind = 0;
  std::int64_t id = 0;
  AgentId person;
  std::string name;
  std::string scopes;
  Time made_at;
  std::optional<Time> expires_at;
  Time seen_at;
  bool revoked = false;
};

Row read_row(const db::Rows& rows, std::size_t i) {
  return {.digest = std::string{rows.text(i, 0)},
          .kind = rows.number(i, 1),
          .id = rows.number(i, 2),
          .person = AgentId{rows.number(i, 3)},
          .name = std::string{rows.text(i, 4)},
          .scopes = std::string{rows.text(i, 5)},
          .made_at = from_millis(rows.number(i, 6)),
          .expires_at = moment(rows.number(i, 7)),
          .seen_at = from_millis(rows.number(i, 8)),
          .revoked = rows.number(i, 9) != 0};
}

std::optional<Who> who_of(const Row& row, const Presented& presented, Time now, const Settings& settings) {
  const std::int64_t presented_kind = presented.token ? static_cast<std::int64_t>(*presented.token) : 0;
  if (!crypto::equal(row.digest, presented.digest) || row.kind != presented_kind || row.revoked) {
    return std::nullopt;
  }
  const bool touch_due = now - row.seen_at >= touch_every;
  if (!presented.token) {
    const auto ends_at = row.made_at + settings.session_life;
    if (now >= ends_at || now >= row.seen_at + settings.session_idle) {
      return std::nullopt;
    }
    return Who{WhoKind::session, row.person, row.id, "", std::nullopt, ends_at, touch_due};
  }
  if (row.expires_at && now >= *row.expires_at) {
    return std::nullopt;
  }
  const auto kind = *presented.token == TokenKind::personal ? WhoKind::personal_token : WhoKind::service_token;
  return Who{kind, row.person, row.id, row.name, scopes_from(row.scopes), row.expires_at, touch_due};
}

/// The rows behind what the commands of a batch were sent with.
class WhoShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override {
    const std::vector<std::string_view> digests{wanted_.begin(), wanted_.end()};
    const std::array<db::Value, 1> parameters{std::span<const std::string_view>{digests}};
    reading_ = session.send_each(read_whos, parameters);
  }
  void take_loads(db::Session& session) override {
    const auto rows = session.take(reading_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto row = read_row(rows, i);
      rows_[row.digest] = std::move(row);
    }
    wanted_.clear();
  }
  void flush(db::Session&) override {}
  void clear() override {
    rows_.clear();
    wanted_.clear();
  }

  void want(const std::string& digest) {
    if (rows_.try_emplace(digest).second) {
      wanted_.push_back(digest);
    }
  }
  [[nodiscard]] const Row* find(const std::string& digest) const {
    const auto found = rows_.find(digest);
    return found == rows_.end() || found->second.id == 0 ? nullptr : &found->second;
  }
  void forget(std::int64_t id) {
    for (auto& [digest, row] : rows_) {
      if (row.id == id) {
        row = {};
      }
    }
  }

 private:
  std::map<std::string, Row> rows_;  // without an id: nobody's
  std::vector<std::string> wanted_;
  db::Ticket reading_;
};

}  // namespace

std::span<const db::Statement* const> who_statements() {
  return all_statements;
}

std::optional<Who> authenticate(db::Session& session, const Presented& presented, Time now, const Settings& settings) {
  const auto rows = session.query(read_who, {presented.digest});
  auto who = rows.empty() ? std::nullopt : who_of(read_row(rows, 0), presented, now, settings);
  if (who && who->kind != WhoKind::service_token) {
    const auto member = identity::find(session, who->person);
    if (!member || !member->active) {
      return std::nullopt;
    }
  }
  return who;
}

void want_who(writer::Tx& tx, const Presented& presented) {
  tx.shelf<WhoShelf>().want(presented.digest);
}

std::optional<Who> find_who(writer::Tx& tx, const Presented& presented, const Settings& settings) {
  const auto* row = tx.shelf<WhoShelf>().find(presented.digest);
  return row == nullptr ? std::nullopt : who_of(*row, presented, tx.now(), settings);
}

void forget_who(writer::Tx& tx, std::int64_t id) {
  tx.shelf<WhoShelf>().forget(id);
}

}  // namespace zhiyin::credential
