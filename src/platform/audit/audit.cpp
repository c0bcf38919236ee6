#include "platform/audit/audit.hpp"

#include <array>
#include <vector>

#include "platform/audit/chain.hpp"
#include "platform/audit/reading.hpp"
#include "platform/audit/shelf.hpp"
#include "platform/base/require.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::audit {
namespace {

using db::ColumnType;

constexpr std::size_t salt_bytes = 16;

constexpr db::Statement lock_head{"lock_audit_head", "SELECT n, hash FROM audit_head WHERE one = 1 {lock}"};
constexpr db::Statement move_head{"move_audit_head", "UPDATE audit_head SET n = $1, hash = $2 WHERE one = 1"};
constexpr db::Statement erase_details{
    "erase_audit_details", "UPDATE audit_entry SET details = NULL, salt = NULL WHERE n = $1 AND details IS NOT NULL RETURNING n"};
constexpr std::array<db::Column, 12> entry_columns{{{"n", ColumnType::number},
                                                    {"at", ColumnType::number},
                                                    {"actor_kind", ColumnType::text},
                                                    {"actor", ColumnType::number},
                                                    {"action", ColumnType::text},
                                                    {"subject_kind", ColumnType::text},
                                                    {"subject", ColumnType::number},
                                                    {"digest", ColumnType::text},
                                                    {"details", ColumnType::text},
                                                    {"salt", ColumnType::text},
                                                    {"previous", ColumnType::text},
                                                    {"hash", ColumnType::text}}};
constexpr db::Bulk insert_entry{"insert_audit_entry", db::Write::insert, "audit_entry", entry_columns, 1};

}  // namespace

db::ModuleStatements statements() {
  static const auto all = [] {
    std::vector<const db::Statement*> rows{&lock_head, &move_head, &erase_details};
    const auto more = reading_statements();
    rows.insert(rows.end(), more.begin(), more.end());
    return rows;
  }();
  static constexpr std::array<const db::Bulk*, 1> bulks{&insert_entry};
  return {all, bulks};
}

void NoteShelf::add(Time at, std::string salt, Note note) {
  noted_.push_back({at, std::move(salt), std::move(note)});
}

void NoteShelf::flush(db::Session& session) {
  if (noted_.empty()) {
    return;
  }
  const auto rows = session.query(lock_head, {});
  require(rows.size() == 1, "the audit log has one head");
  Head head{rows.number(0, 0), std::string{rows.text(0, 1)}};
  for (auto& [at, salt, note] : noted_) {
    const Link link{.n = head.n + 1,
                    .at = at,
                    .actor = note.actor,
                    .action = note.action,
                    .subject = note.subject,
                    .digest = details_digest(salt, note.details),
                    .previous = head.hash};
    const auto hash = link_hash(link);
    session.put(insert_entry, {link.n, to_millis(at), link.actor.kind, link.actor.id, link.action, link.subject.kind, link.subject.id,
                               link.digest, note.details, salt, link.previous, hash});
    head = {link.n, hash};
  }
  (void)session.query(move_head, {head.n, head.hash});
}

void note(writer::Tx& tx, Note note) {
  require(is_word(note.actor.kind) && is_word(note.action) && is_word(note.subject.kind), "what is noted is said in words");
  tx.shelf<NoteShelf>().add(tx.now(), crypto::base64url(crypto::random_bytes(tx.chance(), salt_bytes)), std::move(note));
}

bool erase(writer::Tx& tx, std::int64_t n) {
  return !tx.session().query(erase_details, {n}).empty();
}

}  // namespace zhiyin::audit
