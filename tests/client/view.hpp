// One conversation as one client knows it, kept by the client's rule of docs/live-protocol.md, which it verifies on the way.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zhiyin::client {

class Findings;

struct Entry {
  std::int64_t seq = 0;
  std::string author;  ///< "visitor:ID" or "agent:ID"
  std::string client_id;
  std::uint64_t digest = 0;  ///< of author, client id, time and text
  bool edited = false;       ///< since it was sent; then its text may differ from what was seen before
};

struct Watermark {
  std::int64_t delivered = 0;
  std::int64_t read = 0;
  friend bool operator==(const Watermark&, const Watermark&) = default;
};

/// FNV-1a, 64 bits.
[[nodiscard]] std::uint64_t digest_of(std::string_view text, std::uint64_t so_far = 0xcbf29ce484222325ULL);
/// What its sender knows of a message once it is acknowledged.
[[nodiscard]] std::uint64_t message_digest(std::string_view text, std::string_view at, std::string_view client_id);
/// Entry::digest, from message_digest and the author.
[[nodiscard]] std::uint64_t entry_digest(std::uint64_t message, std::string_view author);

class View {
 public:
  /// What the messages taught: entries learned for the first time are entries()[learned_from …].
  struct Learned {
    bool state = false;
    std::size_t entries = 0;
    bool gap = false;  ///< something is missing: close and resume
  };

  View(std::string who, Findings& findings) : who_(std::move(who)), findings_(&findings) {}

  Learned take_snapshot(const boost::json::object& message);
  Learned take_changes(const boost::json::object& message);
  Learned take_fact(const boost::json::object& message);
  /// `opened`: the conversation begins.
  void begin(const boost::json::object& message, std::string_view log);
  /// Earlier entries, to be put before those that are known; gives whether there are more.
  bool take_history(const boost::json::object& message);
  /// A new connection: what it sends may repeat nothing of itself, but may answer with what we have.
  void new_connection() {
    fact_rev_here_ = 0;
    snapshot_rev_here_ = 0;
  }

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& log() const { return log_; }
  [[nodiscard]] std::int64_t rev() const { return rev_; }
  [[nodiscard]] std::int64_t last_seq() const { return last_seq_; }
  [[nodiscard]] std::int64_t rating() const { return rating_; }
  [[nodiscard]] const std::string& stage() const { return stage_; }
  [[nodiscard]] const std::string& assignee() const { return assignee_; }
  [[nodiscard]] const std::string& visitor() const { return visitor_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const std::map<std::string, Watermark>& watermarks() const { return watermarks_; }
  /// Where this author's message with this client id was seen; 0 when it was not.
  [[nodiscard]] std::int64_t seq_of(std::string_view author, std::string_view client_id) const;
  /// Digests by seq of all that was ever seen in this log, gone from the state or not; 0 where nothing was.
  [[nodiscard]] const std::vector<std::uint64_t>& witnessed() const { return witnessed_; }

  /// `{"log":…,"rev":…}` without braces, for `have`.
  [[nodiscard]] std::string position() const;

 private:
  void complain(const std::string& what) const;
  void take_state(const boost::json::object& state, bool may_go_back);
  void take_rating(const boost::json::object& rating);
  void take_watermark(const boost::json::object& watermark, bool may_go_back);
  Entry entry_from(const boost::json::object& entry) const;
  void witness(const Entry& entry);
  void forget(std::string_view new_log);

  std::string who_;
  Findings* findings_;
  std::string id_;
  std::string log_;
  std::string stage_;
  std::string assignee_;
  std::string visitor_;
  std::int64_t rev_ = 0;
  std::int64_t last_seq_ = 0;
  std::int64_t rating_ = 0;  // 0: none
  std::map<std::string, Watermark> watermarks_;
  std::vector<Entry> entries_;  // ascending, without gaps, up to last_seq_
  std::vector<std::uint64_t> witnessed_;
  std::unordered_map<std::string, std::int64_t> seq_by_author_and_id_;
  std::int64_t fact_rev_here_ = 0;
  std::int64_t snapshot_rev_here_ = 0;
};

}  // namespace zhiyin::client
