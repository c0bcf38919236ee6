#include "write/verdict.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

#include "event/conversation.hpp"
#include "platform/journal/journal.hpp"
#include "write/plan.hpp"

namespace zhiyin::prove {
namespace {

constexpr std::int64_t page = 5'000;

constexpr db::Statement messages_after{
    "messages_after",
    "SELECT conversation, seq, client_id, body FROM message WHERE (conversation, seq) > ($1, $2) ORDER BY "
    "conversation, seq LIMIT $3"};
constexpr db::Statement all_last_seqs{"all_last_seqs", "SELECT id, last_seq, revision FROM conversation"};
constexpr db::Statement people{
    "people",
    "SELECT count(*), count(DISTINCT contact), (SELECT count(*) FROM contact), (SELECT count(*) FROM conversation), "
    "(SELECT count(DISTINCT contact) FROM conversation) FROM identity"};
constexpr db::Statement integrity{"integrity", "SELECT 'ok'", "PRAGMA integrity_check"};
constexpr std::array<const db::Statement*, 4> statements{&messages_after, &all_last_seqs, &people, &integrity};

struct Place {
  std::int64_t conversation = 0;
  std::int64_t seq = 0;
  auto operator<=>(const Place&) const = default;
};

class Judge {
 public:
  Judge(db::Session& session, const Fail& fail) : session_(session), fail_(fail) {}

  Counts judge(const std::vector<Record>& records) {
    if (const auto rows = session_.query(integrity, {}); rows.size() != 1 || rows.text(0, 0) != "ok") {
      fail_(fmt::format("the file is damaged: {}", rows.text(0, 0)));
    }
    read_messages();
    read_facts();
    compare_rows_with_facts();
    compare_people();
    compare_with_what_was_told(records);
    return counts_;
  }

 private:
  /// Sequence numbers without gap within each conversation; each message is what its producer wrote, and there once.
  void read_messages() {
    for (Place last;;) {
      const auto rows = session_.query(messages_after, {last.conversation, last.seq, page});
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const Place place{rows.number(i, 0), rows.number(i, 1)};
        const auto turn = turn_of_client_id(rows.text(i, 2));
        if (!turn || turn->text() != rows.text(i, 3)) {
          fail_(fmt::format("a message is not what was sent: conversation {} seq {}", place.conversation, place.seq));
        }
        if (place.seq != ++last_seq_[place.conversation]) {
          fail_(fmt::format("conversation {} has seq {} where {} follows", place.conversation, place.seq, last_seq_[place.conversation]));
        }
        if (turn && !messages_.emplace(turn->key(), place).second) {
          fail_(fmt::format("message {} is stored twice", turn->client_id()));
        }
        last = place;
      }
      counts_.messages += rows.size();
      if (rows.size() < static_cast<std::size_t>(page)) {
        return;
      }
    }
  }

  /// Positions without gap; revisions and sequence numbers of each conversation in the order of positions; each token once.
  void read_facts() {
    std::int64_t pos = 0;
    while (true) {
      const auto entries = journal::read_after(session_, pos, page);
      for (const auto& entry : entries) {
        if (entry.pos != ++pos) {
          fail_(fmt::format("the log has position {} where {} follows", entry.pos, pos));
          pos = entry.pos;
        }
        if (entry.kind == "proof_token") {
          ++tokens_[entry.subject];
          ++counts_.tokens;
          continue;
        }
        if (entry.revision != ++revision_[entry.subject]) {
          fail_(fmt::format("conversation {} has revision {} at position {} where {} follows", entry.subject, entry.revision, pos,
                            revision_[entry.subject]));
        }
        const auto fact = event::read(entry);
        if (const auto* sent = fact ? std::get_if<event::MessageSent>(&fact->change) : nullptr) {
          if (sent->seq != ++fact_seq_[entry.subject]) {
            fail_(fmt::format("facts of conversation {} are swapped at position {}", entry.subject, pos));
          }
        }
      }
      if (entries.size() < static_cast<std::size_t>(page)) {
        break;
      }
    }
    counts_.facts = static_cast<std::size_t>(pos);
    if (journal::head(session_).pos != pos) {
      fail_(fmt::format("the log's head says {}, its last fact is {}", journal::head(session_).pos, pos));
    }
  }

  void compare_rows_with_facts() {
    if (last_seq_ != fact_seq_) {
      fail_("messages and facts are not the same ones");
    }
    const auto rows = session_.query(all_last_seqs, {});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.number(i, 1) != last_seq_[rows.number(i, 0)] || rows.number(i, 2) != revision_[rows.number(i, 0)]) {
        fail_(fmt::format("conversation {} says seq {} revision {}, its rows {} and {}", rows.number(i, 0), rows.number(i, 1),
                          rows.number(i, 2), last_seq_[rows.number(i, 0)], revision_[rows.number(i, 0)]));
      }
    }
  }

  /// One contact and one conversation an address, however many wrote from it for the first time at once.
  void compare_people() {
    const auto rows = session_.query(people, {});
    counts_.addresses = static_cast<std::size_t>(rows.number(0, 0));
    for (std::size_t column = 1; column < 5; ++column) {
      if (rows.number(0, column) != rows.number(0, 0)) {
        fail_(fmt::format("{} addresses have {} contacts ({} rows) and {} conversations of {} contacts", rows.number(0, 0),
                          rows.number(0, 1), rows.number(0, 2), rows.number(0, 3), rows.number(0, 4)));
        return;
      }
    }
  }

  void compare_with_what_was_told(const std::vector<Record>& records) {
    // A producer waits for each answer, so within a conversation its messages stand in the order in which it sent them.
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Turn> newest;
    for (const auto& record : records) {
      const auto turn = turn_of(record.key);
      switch (record.told) {
        case Told::stored: {
          ++counts_.told_stored;
          const auto found = messages_.find(record.key);
          if (found == messages_.end()) {
            fail_(fmt::format("LOST: message {} was acknowledged and is not there", turn.client_id()));
          } else if (found->second != Place{record.conversation, record.seq}) {
            fail_(fmt::format("message {} was acknowledged as seq {} and is seq {}", turn.client_id(), record.seq, found->second.seq));
          }
          auto& before = newest[{turn.slot, turn.producer, record.conversation}];
          if (const auto earlier = messages_.find(before.key());
              before.n > 0 && earlier != messages_.end() && (before.n >= turn.n || earlier->second.seq >= record.seq)) {
            fail_(fmt::format("message {} stands before {}, which was sent earlier", turn.client_id(), before.client_id()));
          }
          before = turn;
          break;
        }
        case Told::recorded:
          ++counts_.told_recorded;
          if (!tokens_.contains(record.key)) {
            fail_(fmt::format("LOST: token {} was acknowledged and is not there", record.key));
          }
          break;
        case Told::not_stored:
          ++counts_.told_not_stored;
          if (tokens_.contains(record.key)) {
            fail_(fmt::format("token {} was refused and is there", record.key));
          }
          break;
        case Told::unknown: ++counts_.unknown; break;
        case Told::wrong: fail_(fmt::format("command {} was refused for a reason that is not the store's", record.key)); break;
      }
    }
    for (const auto& [key, times] : tokens_) {
      if (times > 1) {
        fail_(fmt::format("TWICE: token {} was applied {} times", key, times));
      }
    }
  }

  db::Session& session_;
  const Fail& fail_;
  Counts counts_;
  std::unordered_map<std::int64_t, Place> messages_;         // by Turn::key()
  std::unordered_map<std::int64_t, int> tokens_;             // how often, by Turn::key()
  std::unordered_map<std::int64_t, std::int64_t> last_seq_;  // of each conversation, in table message
  std::unordered_map<std::int64_t, std::int64_t> fact_seq_;  // of each conversation, in the log
  std::unordered_map<std::int64_t, std::int64_t> revision_;
};

}  // namespace

db::ModuleStatements verdict_statements() {
  return {statements, {}};
}

Counts judge(db::Session& session, const std::vector<Record>& records, const Fail& fail) {
  return Judge(session, fail).judge(records);
}

void judge_follower(const std::vector<Seen>& seen, const std::vector<Seen>& whole, const Fail& fail) {
  for (std::size_t i = 0; i < seen.size() && i < whole.size(); ++i) {
    if (seen[i] != whole[i]) {
      fail(fmt::format("a follower saw position {} where the log has {}{}", seen[i].pos, whole[i].pos,
                       seen[i].pos == whole[i].pos ? ", with another fact" : ""));
      return;
    }
  }
  if (seen.size() != whole.size()) {
    fail(fmt::format("a follower saw {} facts of {}", seen.size(), whole.size()));
  }
}

std::vector<Seen> read_whole(db::Session& session, const ReadAfter& read) {
  std::vector<Seen> whole;
  while (true) {
    const auto more = read(session, whole.empty() ? 0 : whole.back().pos);
    if (more.empty()) {
      return whole;
    }
    whole.insert(whole.end(), more.begin(), more.end());
  }
}

}  // namespace zhiyin::prove
