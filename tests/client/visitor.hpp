// A visitor's page.
#pragma once

#include <optional>
#include <string>

#include "client/session.hpp"
#include "client/view.hpp"

namespace zhiyin::client {

class Visitor final : public Session {
 public:
  Visitor(Fleet& fleet, std::string who, std::string token = {});
  ~Visitor() override;

  void say(std::string_view text, Steady::time_point born = Steady::now()) { Session::say({}, text, born); }
  void got(std::int64_t seq);
  void seen(std::int64_t seq);
  void typing();
  /// The whole conversation, page by page, over lost connections and refusals too: see complete().
  void read_history();
  [[nodiscard]] bool complete() const { return complete_; }

  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const View* view() const { return view_ ? &*view_ : nullptr; }
  /// What this connection has answered about the conversation: a snapshot, changes, or none.
  [[nodiscard]] bool informed() const { return informed_; }

  /// Each entry that is new to this client, whether it came by a fact, or by changes or a snapshot after a reconnect.
  std::function<void(const View&, const Entry&)> on_entry;

 private:
  std::string hello() override;
  bool resumes() const override { return view_.has_value(); }
  void take_welcome(const boost::json::object& message) override;
  void take_message(std::string_view type, const boost::json::object& message) override;
  void take_loss() override;
  bool take_refusal(const boost::json::object& message) override;
  void take_fact(const boost::json::object& message);
  void take_answer(std::string_view type, const boost::json::object& message);
  void tell(const View::Learned& learned);
  void forget_timer();

  std::string token_;
  std::optional<View> view_;
  bool informed_ = false;
  bool reading_ = false;  // earlier entries are wanted until all are there
  bool complete_ = false;
  std::optional<Loop::Timer> again_timer_;  // of this connection
};

}  // namespace zhiyin::client
