// What a visitor's page and an agent's desk have in common: a connection that comes back, the hello, and speaking.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/fleet.hpp"
#include "client/json.hpp"
#include "client/outbox.hpp"
#include "client/wire.hpp"

namespace zhiyin::client {

/// A message that the server has acknowledged to its sender.
struct Acked {
  std::string conversation;
  std::int64_t seq = 0;
  std::string client_id;
  std::uint64_t digest = 0;  ///< message_digest
};

class Session : protected Wire::User {
 public:
  Session(Fleet& fleet, std::string who, std::string path);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Connects, and again after every loss, until stop().
  void start();
  /// Closes with 1000 and stays away.
  void stop();
  /// Ends the connection as the network would, and comes back like after any loss.
  void cut(bool hard);
  /// Leaves the connection open and unread, gives its descriptor away and comes back on a new one.
  [[nodiscard]] int leave_half_open();

  [[nodiscard]] bool welcomed() const { return welcomed_; }
  [[nodiscard]] Wire& wire() { return *wire_; }
  [[nodiscard]] const std::string& who() const { return who_; }
  [[nodiscard]] const std::string& me() const { return me_; }
  [[nodiscard]] const std::string& log() const { return log_; }
  [[nodiscard]] const Outbox& outbox() const { return outbox_; }
  [[nodiscard]] const std::vector<Acked>& ledger() const { return ledger_; }
  /// A restore has taken away what was acknowledged after the first `count`.
  void forget_acked_after(std::size_t count) { ledger_.resize(count); }
  void forget_unanswered() { outbox_.clear(); }

  /// A message and its ack; told before the next one is sent.
  std::function<void(const Outbox::Message&, const boost::json::object&)> on_ack;
  /// Connections are made from this address.
  std::string source_address;
  int receive_buffer_bytes = 0;

 protected:
  [[nodiscard]] virtual std::string hello() = 0;
  [[nodiscard]] virtual bool resumes() const = 0;
  virtual void take_welcome(const boost::json::object& message) = 0;
  virtual void take_message(std::string_view type, const boost::json::object& message) = 0;
  virtual void take_ack_of_act(const boost::json::object& message);
  /// false: nobody knows what this refusal answers.
  virtual bool take_refusal(const boost::json::object& message);
  virtual void take_loss() = 0;

  void say(std::string_view conversation, std::string_view text, Steady::time_point born);
  void complain(const std::string& what) { fleet_.findings.violation(who_, what); }
  void transmit(std::string_view text);
  void set_me(std::string me) { me_ = std::move(me); }

  Fleet& fleet_;

 private:
  void on_open() override;
  void on_text(std::string_view text) override;
  void on_ended(const Ending& ending) override;
  void connect();
  void lost(std::chrono::milliseconds delay_max);
  [[nodiscard]] std::chrono::milliseconds backoff() const;
  void take_ack(const boost::json::object& message);
  void take_refused(const boost::json::object& message);
  void resume_speaking();

  std::string who_;
  std::string path_;
  std::string me_;
  std::string log_;
  Outbox outbox_;
  std::vector<Acked> ledger_;
  std::unique_ptr<Wire> wire_;
  JsonReader reader_;
  bool wanted_ = false;
  bool welcomed_ = false;
  unsigned tries_ = 0;
  std::uint64_t said_ = 0;
  Steady::time_point hold_until_;
  std::optional<Loop::Timer> timer_;         // the next connect, or the end of waiting for the welcome
  std::optional<Loop::Timer> resume_timer_;  // after a refusal
};

}  // namespace zhiyin::client
