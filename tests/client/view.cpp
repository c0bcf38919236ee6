#include "client/view.hpp"

#include <fmt/format.h>

#include <utility>

#include "client/findings.hpp"
#include "client/json.hpp"

namespace zhiyin::client {

namespace json = boost::json;

namespace {

std::string person_from(const json::object& person) {
  return fmt::format("{}:{}", text_of(person, "kind"), text_of(person, "id"));
}

bool is_stage(std::string_view text) {
  return text == "bot" || text == "queued" || text == "assigned" || text == "wrap_up" || text == "resolved";
}

}  // namespace

std::uint64_t digest_of(std::string_view text, std::uint64_t so_far) {
  for (const char c : text) {
    so_far = (so_far ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return so_far;
}

std::uint64_t message_digest(std::string_view text, std::string_view at, std::string_view client_id) {
  return digest_of(client_id, digest_of(at, digest_of(text)));
}

std::uint64_t entry_digest(std::uint64_t message, std::string_view author) {
  return digest_of(author, message);
}

void View::complain(const std::string& what) const {
  findings_->violation(who_, fmt::format("conversation {} rev {} last_seq {}: {}", id_, rev_, last_seq_, what));
}

std::string View::position() const {
  return fmt::format(R"("log":"{}","rev":{})", log_, rev_);
}

std::int64_t View::seq_of(std::string_view author, std::string_view client_id) const {
  const auto found = seq_by_author_and_id_.find(fmt::format("{} {}", author, client_id));
  return found == seq_by_author_and_id_.end() ? 0 : found->second;
}

Entry View::entry_from(const json::object& entry) const {
  Entry read{number_of(entry, "seq"), person_from(object_of(entry, "author")), std::string(text_of(entry, "client_id")), 0,
             !text_of(entry, "edited_at").empty()};
  read.digest = entry_digest(message_digest(text_of(entry, "text"), text_of(entry, "at"), read.client_id), read.author);
  if (read.seq < 1 || number_of(entry, "rev") < 1 || read.client_id.empty() || text_of(entry, "at").size() != 24 ||
      text_of(entry, "text").empty()) {
    complain("an entry that lacks something: " + json::serialize(entry));
  }
  return read;
}

void View::witness(const Entry& entry) {
  if (entry.seq < 1) {
    return;
  }
  const auto index = static_cast<std::size_t>(entry.seq);
  if (witnessed_.size() <= index) {
    witnessed_.resize(index + 1);
  }
  if (witnessed_[index] == entry.digest) {
    return;
  }
  if (witnessed_[index] != 0 && !entry.edited) {
    complain(fmt::format("seq {} is now {} of {}, and was another entry before", entry.seq, entry.client_id, entry.author));
  }
  witnessed_[index] = entry.digest;
  const auto [known, added] = seq_by_author_and_id_.try_emplace(fmt::format("{} {}", entry.author, entry.client_id), entry.seq);
  if (!added && known->second != entry.seq) {
    complain(fmt::format("duplicate: {} of {} is at seq {} and at seq {}", entry.client_id, entry.author, known->second, entry.seq));
  }
}

void View::forget(std::string_view new_log) {
  if (log_ != new_log) {
    witnessed_.clear();
    seq_by_author_and_id_.clear();
    watermarks_.clear();
    log_ = new_log;
    rev_ = 0;
    last_seq_ = 0;
  }
}

void View::take_watermark(const json::object& watermark, bool may_go_back) {
  const Watermark now{number_of(watermark, "delivered"), number_of(watermark, "read")};
  auto& known = watermarks_[person_from(watermark)];
  if (!may_go_back && (now.delivered < known.delivered || now.read < known.read)) {
    complain(fmt::format("the watermark of {} goes back from {}/{} to {}/{}", person_from(watermark), known.delivered, known.read,
                         now.delivered, now.read));
  }
  if (now.read > now.delivered || now.delivered > last_seq_ || now.read < 0) {
    complain(fmt::format("an impossible watermark of {}: {}/{}", person_from(watermark), now.delivered, now.read));
  }
  known = now;
  if (now == Watermark{}) {
    watermarks_.erase(person_from(watermark));  // said or not, it is where everyone begins
  }
}

void View::take_rating(const json::object& rating) {
  rating_ = number_of(rating, "score");
  if (rating_ < 1 || rating_ > 5) {
    complain("an impossible rating: " + json::serialize(rating));
  }
}

void View::take_state(const json::object& state, bool may_go_back) {
  const auto rev = number_of(state, "rev");
  const auto last_seq = number_of(state, "last_seq");
  if (!may_go_back && (rev < rev_ || last_seq < last_seq_)) {
    complain(fmt::format("the state goes back to rev {} last_seq {}", rev, last_seq));
  }
  id_ = text_of(state, "id");
  rev_ = rev;
  last_seq_ = last_seq;
  stage_ = text_of(state, "stage");
  visitor_ = person_from(object_of(state, "visitor"));
  const auto& assignee = object_of(state, "assignee");
  assignee_ = assignee.empty() ? std::string{} : person_from(assignee);
  if (id_.size() != 13 || !is_stage(stage_) || rev < 1 || last_seq < 0) {
    complain("an impossible state: " + json::serialize(state));
  }
  rating_ = 0;
  if (state.contains("rating")) {
    take_rating(object_of(state, "rating"));
  }
  for (const auto& watermark : array_of(state, "watermarks")) {
    take_watermark(watermark.as_object(), may_go_back);
  }
}

void View::begin(const json::object& message, std::string_view log) {
  id_ = {};
  entries_.clear();
  log_ = {};
  forget(log);
  take_state(object_of(message, "state"), true);
  if (rev_ != 1 || number_of(message, "rev") != 1 || last_seq_ != 0) {
    complain("a conversation is opened at another rev than 1");
  }
  fact_rev_here_ = 1;
  ++findings_->facts;
}

View::Learned View::take_snapshot(const json::object& message) {
  const bool same_life = log_ == text_of(message, "log");
  const auto known_last = same_life ? last_seq_ : 0;
  forget(text_of(message, "log"));
  take_state(object_of(message, "conversation"), !same_life);
  entries_.clear();
  Learned learned{.state = true};
  for (const auto& item : array_of(message, "entries")) {
    auto entry = entry_from(item.as_object());
    if (!entries_.empty() && entry.seq != entries_.back().seq + 1) {
      complain(fmt::format("a snapshot goes from seq {} to {}", entries_.back().seq, entry.seq));
    }
    witness(entry);
    learned.entries += entry.seq > known_last ? 1U : 0U;
    entries_.push_back(std::move(entry));
  }
  const auto first = entries_.empty() ? 1 : entries_.front().seq;
  if ((entries_.empty() ? 0 : entries_.back().seq) != last_seq_ || truth_of(message, "earlier") != (first > 1)) {
    complain(fmt::format("a snapshot of {} entries from {}, earlier {}, does not end at its last_seq", entries_.size(), first,
                         truth_of(message, "earlier")));
  }
  snapshot_rev_here_ = rev_;
  ++findings_->snapshots;
  return learned;
}

View::Learned View::take_changes(const json::object& message) {
  if (log_ != text_of(message, "log")) {
    complain(fmt::format("changes of log {} for a position in log {}", text_of(message, "log"), log_));
  }
  const auto known_rev = rev_;
  take_state(object_of(message, "conversation"), false);
  Learned learned{.state = true};
  for (const auto& item : array_of(message, "entries")) {
    auto entry = entry_from(item.as_object());
    const auto entry_rev = number_of(item.as_object(), "rev");
    if (entry_rev <= known_rev || entry_rev > rev_) {
      complain(fmt::format("changes after rev {} hold seq {} of rev {}", known_rev, entry.seq, entry_rev));
    }
    witness(entry);
    const auto next = entries_.empty() ? 1 : entries_.back().seq + 1;
    if (entry.seq == next) {
      entries_.push_back(std::move(entry));
      ++learned.entries;
    } else if (entry.seq > next) {
      complain(fmt::format("changes leave out seq {} to {}", next, entry.seq - 1));
    } else if (entry.seq >= entries_.front().seq) {
      entries_[static_cast<std::size_t>(entry.seq - entries_.front().seq)] = std::move(entry);
    }
  }
  if ((entries_.empty() ? 0 : entries_.back().seq) != last_seq_) {
    complain(fmt::format("changes of {} entries do not end at last_seq", array_of(message, "entries").size()));
  }
  snapshot_rev_here_ = rev_;
  ++findings_->changes;
  return learned;
}

View::Learned View::take_fact(const json::object& message) {
  const auto rev = number_of(message, "rev");
  ++findings_->facts;
  if (rev <= fact_rev_here_) {
    complain(fmt::format("fact {} is sent after fact {} on one connection", rev, fact_rev_here_));
    return {};
  }
  const auto fact_before = std::exchange(fact_rev_here_, rev);
  if (rev <= rev_) {
    if (rev <= snapshot_rev_here_) {
      ++findings_->overlaps;
    } else {
      complain(fmt::format("fact {} repeats what the client said it had", rev));
    }
    return {};
  }
  if (rev != rev_ + 1) {
    complain(fmt::format("a gap before fact {} (on this connection: fact {}, answer {})", rev, fact_before, snapshot_rev_here_));
    return {.gap = true};
  }
  rev_ = rev;
  Learned learned{.state = true};
  const auto kind = text_of(message, "kind");
  if (kind == "message") {
    const auto& item = object_of(message, "entry");
    auto entry = entry_from(item);
    if (entry.seq != last_seq_ + 1 || number_of(item, "rev") != rev) {
      complain(fmt::format("fact {} appends seq {} (rev {})", rev, entry.seq, number_of(item, "rev")));
    }
    witness(entry);
    last_seq_ = entry.seq;
    entries_.push_back(std::move(entry));
    learned.entries = 1;
  } else if (kind == "edited") {
    auto entry = entry_from(object_of(message, "entry"));
    if (!entry.edited || entry.seq > last_seq_ || number_of(object_of(message, "entry"), "rev") != rev) {
      complain(fmt::format("fact {} edits seq {} of {}", rev, entry.seq, last_seq_));
    }
    witness(entry);
    if (!entries_.empty() && entry.seq >= entries_.front().seq && entry.seq <= entries_.back().seq) {
      entries_[static_cast<std::size_t>(entry.seq - entries_.front().seq)] = std::move(entry);
    }
  } else if (kind == "stage") {
    stage_ = text_of(message, "stage");
    const auto& assignee = object_of(message, "assignee");
    assignee_ = assignee.empty() ? std::string{} : person_from(assignee);
  } else if (kind == "receipt") {
    take_watermark(object_of(message, "watermark"), false);
  } else if (kind == "rated") {
    take_rating(object_of(message, "rating"));
  } else {
    complain(fmt::format("a fact of unknown kind {}", kind));
  }
  return learned;
}

bool View::take_history(const json::object& message) {
  std::vector<Entry> earlier;
  for (const auto& item : array_of(message, "entries")) {
    earlier.push_back(entry_from(item.as_object()));
    witness(earlier.back());
  }
  const auto first = entries_.empty() ? last_seq_ + 1 : entries_.front().seq;
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (earlier[i].seq != first - static_cast<std::int64_t>(earlier.size() - i)) {
      complain(fmt::format("history before {} holds seq {} at place {} of {}", first, earlier[i].seq, i, earlier.size()));
      return false;
    }
  }
  entries_.insert(entries_.begin(), earlier.begin(), earlier.end());
  const bool more = truth_of(message, "earlier");
  if (more != (!entries_.empty() && entries_.front().seq > 1) || (more && earlier.empty())) {
    complain(fmt::format("history before {} gives {} entries and says earlier {}", first, earlier.size(), more));
    return false;
  }
  return more;
}

}  // namespace zhiyin::client
