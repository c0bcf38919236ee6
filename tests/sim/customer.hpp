// A customer at one or two browser tabs: writes in bursts, loses answers, reads, comes back after hours or days.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/connection.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

class Customer {
 public:
  Customer(World& world, int number);
  ~Customer() = default;
  Customer(const Customer&) = delete;
  Customer& operator=(const Customer&) = delete;

  /// Writes nothing new from now on.
  void stop() { stopped_ = true; }
  [[nodiscard]] bool settled() const;

 private:
  void live();
  void act();
  void send(std::size_t tab, const Letter& letter, channel::Place place);
  void read();

  World& world_;
  InboxId inbox_;
  std::string address_;
  std::string name_;
  std::vector<std::unique_ptr<Connection>> tabs_;
  std::string last_acknowledged_;
  ContactId contact_;  // as a gateway knows them from earlier answers; may be of long ago
  ConversationId conversation_;
  std::int64_t last_seq_ = 0;
  int to_write_ = 0;
  bool visiting_ = false;
  bool stopped_ = false;
};

}  // namespace zhiyin::sim
