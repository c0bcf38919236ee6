// Customers and agents who talk as long as they are let: the load of the proofs. A customer writes, an agent who took him from the queue
// answers each message; receipts and typing go along.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/agent_client.hpp"
#include "client/audit.hpp"
#include "client/fleet.hpp"
#include "client/visitor.hpp"
#include "harness/report.hpp"

namespace zhiyin::prove {

class Talk {
 public:
  /// Agents are demo-01 and so on.
  Talk(client::Fleet& fleet, std::size_t customers, std::size_t agents);
  ~Talk();
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  void start();
  /// Nobody begins anything new; what was said is still delivered.
  void hush() { talking_ = false; }
  void talk_again();
  /// Hushes, and turns until all is answered; false when the time is over first.
  [[nodiscard]] bool settle(std::chrono::milliseconds within);
  /// Turns until so many messages in all are acknowledged; false when the time is over first.
  [[nodiscard]] bool run_to(std::uint64_t acked, std::chrono::milliseconds within);
  /// Compares everything, and puts it into the report, together with what the clients found on the way.
  void conclude(harness::Report& report, const std::string& prefix);

  /// Messages acknowledged, each counted once.
  [[nodiscard]] std::uint64_t acked() const { return acked_; }
  [[nodiscard]] std::vector<std::unique_ptr<client::Visitor>>& customers() { return customers_; }
  [[nodiscard]] std::vector<std::unique_ptr<client::AgentClient>>& agents() { return agents_; }
  /// All of them, customers first.
  [[nodiscard]] std::vector<client::Session*> everybody() const;
  /// Who still has unanswered messages, or no connection; for a failure's text.
  [[nodiscard]] std::string unsettled() const;
  /// Length of a message in bytes, at most; 200 unless told.
  std::size_t text_max_bytes = 200;

 private:
  void instruct(client::Visitor& customer, std::size_t index);
  void instruct(client::AgentClient& agent, std::size_t index);
  void speak(std::size_t index);
  void nudge();
  [[nodiscard]] std::string words();

  client::Fleet& fleet_;
  std::vector<std::unique_ptr<client::Visitor>> customers_;
  std::vector<std::unique_ptr<client::AgentClient>> agents_;
  std::vector<int> unanswered_;  // per customer: his messages that no agent has answered
  bool talking_ = true;
  std::uint64_t acked_ = 0;
  client::Loop::Timer nudge_timer_;
};

}  // namespace zhiyin::prove
