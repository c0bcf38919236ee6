// Reads the whole log as it grows, knows every answer that was given, and says which promise does not hold.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "conversation/service.hpp"
#include "event/routing.hpp"
#include "insight/volume.hpp"
#include "platform/db/session.hpp"
#include "platform/journal/journal.hpp"
#include "sim/chronicle.hpp"
#include "sim/view.hpp"

namespace zhiyin::sim {

class Auditor {
 public:
  explicit Auditor(Chronicle& chronicle) : chronicle_(chronicle) {}

  /// "Stored for good", as somebody was told.
  void acknowledged(InboxId inbox, const Person& author, const std::string& client_id, const std::string& text,
                    const conversation::Said& said);
  /// He was told that the conversation is his, as of this revision.
  void acknowledged_take(AgentId agent, const conversation::Moved& moved);
  void acknowledged_move(const conversation::Moved& moved);
  /// This participant's watermarks are at least so far.
  void acknowledged_receipt(const conversation::Moved& moved, const conversation::Watermark& mark);

  /// Reads the log to its end, then looks whether it holds what was acknowledged. In one transaction of `reading`, without trimming
  /// between.
  void catch_up(db::Session& reading);
  /// The rows of one conversation against its facts; after catch_up in the same transaction.
  void check_rows(db::Session& reading, ConversationId id);
  /// All rows, all entries, and the numbers of insight.
  void check_everything(db::Session& reading);

  [[nodiscard]] std::int64_t pos() const { return pos_; }
  [[nodiscard]] const std::vector<ConversationId>& conversations() const { return order_; }
  [[nodiscard]] const View& view(ConversationId id) const { return views_.at(id).view; }

 private:
  using Key = std::tuple<std::int64_t, std::int64_t, std::string>;  // inbox, author, client id
  struct Turn {
    std::int64_t revision = 0;
    Stage stage = Stage::queued;
    AgentId assignee;
  };
  struct Known {
    View view;
    std::vector<Turn> turns;
  };
  struct Stored {
    ConversationId conversation;
    std::int64_t seq = 0;
  };
  struct PendingSaid {
    Key key;
    std::string text;
    Stored stored;
  };
  struct PendingMove {
    AgentId agent;  // none unless it was a take
    conversation::Moved moved;
    conversation::Watermark mark;  // nobody's unless it was a receipt
  };

  void read(const journal::Entry& entry);
  void check_offer(const event::RoutingFact& fact);
  void read_inner(const event::InnerFact& fact);
  void check_change(const View& before, const event::ConversationFact& fact);
  void check_message(const View& before, const event::ConversationFact& fact, const event::MessageSent& change);
  void check_stage(const View& before, const event::ConversationFact& fact, const event::StageChanged& change);
  void check_edit(const View& before, const event::ConversationFact& fact, const event::MessageEdited& change);
  void check_receipt(const View& before, const event::ReceiptMoved& change);
  void check_owner(const View& after, const event::ConversationFact& fact);
  void check_order_of_sender(const Key& key);
  void settle_acknowledged();
  void settle_move(const PendingMove& pending);

  Chronicle& chronicle_;
  std::int64_t pos_ = 0;
  std::map<ConversationId, AgentId> offers_;  // those that stand
  std::map<ConversationId, Known> views_;
  std::map<ConversationId, std::int64_t> handed_over_;  // by the bot, last: after which seq
  std::vector<ConversationId> order_;
  std::map<Key, Stored> stored_;
  std::map<Key, Stored> promised_;
  std::map<std::string, std::int64_t> newest_of_sender_;  // inbox, author and connection → number of its newest message
  std::vector<PendingSaid> said_;
  std::vector<PendingMove> moved_;
  std::map<Time, insight::Volume> volume_;
};

}  // namespace zhiyin::sim
