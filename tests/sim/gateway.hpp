// One gateway's relay of committed facts to those who follow: the product's boards, windows on lists and frames, stepped; only the threads
// that read the log (live::Follower) and take the windows' turns (desk::WindowsThread) are replaced.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "desk/inner_hub.hpp"
#include "desk/windows.hpp"
#include "live/hub.hpp"
#include "platform/db/session.hpp"
#include "platform/net/reactor.hpp"
#include "sim/chronicle.hpp"
#include "sim/fault.hpp"
#include "sim/list_judge.hpp"

namespace zhiyin::sim {

/// Somebody whose screen shows lists of this gateway.
class ListReader {
 public:
  virtual ~ListReader() = default;
  /// Something may have come for him.
  virtual void read() = 0;
  /// The gateway has followed a change of rights: from now on he is shown nothing that it took from him, once
  /// he has read what it made of his lists.
  virtual void rights_followed(const access::DirectoryPtr& directory) = 0;
};

class Gateway {
 public:
  /// Begins at the log's end, as a process does that has just started.
  Gateway(db::Store& store, db::Session& reading, const Clock& clock, FaultPlan& plan, Chronicle& chronicle);

  /// Tells up to `facts_max` more facts; false when there were none.
  bool relay(db::Session& reading, std::int64_t facts_max);
  /// The windows take a turn.
  void turn(db::Session& reading);
  [[nodiscard]] live::Board& board() { return board_; }
  [[nodiscard]] desk::InnerBoard& inner_board() { return inner_board_; }
  [[nodiscard]] const std::string& log_id() const { return log_id_; }
  /// Facts up to here were told.
  [[nodiscard]] std::int64_t pos() const { return pos_; }

  void join(ListReader& reader) { readers_.push_back(&reader); }
  void leave(ListReader& reader) { std::erase(readers_, &reader); }
  /// Everybody as a connection knows them that begins now.
  [[nodiscard]] access::DirectoryPtr directory(db::Session& reading) { return directories_.current(reading); }
  void watch(desk::Wish wish, desk::Onlooker onlooker, std::function<void(const net::Frame&)> deliver, std::weak_ptr<void> alive);
  [[nodiscard]] Time lists_as_of() { return windows_.as_of(); }
  [[nodiscard]] const TakingPart& taking_part() const { return taking_part_; }

 private:
  /// Runs what was posted when it is told to.
  class Loop final : public net::Reactor {
   public:
    void post(net::Task task) override { tasks_.push_back(std::move(task)); }
    void after(std::chrono::milliseconds /*delay*/, net::Task task) override { post(std::move(task)); }
    [[nodiscard]] bool here() const override { return true; }
    [[nodiscard]] std::size_t index() const override { return 0; }
    void run();

   private:
    std::vector<net::Task> tasks_;
  };

  void tell(db::Session& reading, const std::vector<journal::Entry>& piece);
  void adopt(const access::DirectoryPtr& directory);
  void hand_out();
  /// What the windows hear of these facts.
  [[nodiscard]] live::Batch for_lists(const live::Batch& batch);
  [[nodiscard]] desk::InnerBatch inner_batch_of(const std::vector<journal::Entry>& entries);
  [[nodiscard]] std::vector<live::Relayed> frames_of(const std::vector<journal::Entry>& entries);

  FaultPlan& plan_;
  Chronicle& chronicle_;
  live::Board board_;
  desk::InnerBoard inner_board_;
  std::string log_id_;
  std::int64_t pos_ = 0;
  std::int64_t known_ = 0;  // the generation that was adopted last
  access::Directories directories_;
  MetricRegistry metrics_;
  Loop loop_;
  desk::Windows windows_;
  TakingPart taking_part_;
  std::vector<ListReader*> readers_;
  std::set<ConversationId> unlisted_;  // planted: of these the windows hear nothing
};

}  // namespace zhiyin::sim
