// An agent's desk.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "client/session.hpp"
#include "client/view.hpp"
#include "client/window.hpp"

namespace zhiyin::client {

class AgentClient final : public Session {
 public:
  /// `agent` is "demo-01" and so on.
  AgentClient(Fleet& fleet, std::string agent);
  ~AgentClient() override;

  void say(const std::string& conversation, std::string_view text, Steady::time_point born = Steady::now()) {
    Session::say(conversation, text, born);
  }
  void watch(const std::string& view, std::size_t limit);
  void open(const std::string& conversation);
  /// Asks for a whole snapshot of an open conversation.
  void open_anew(const std::string& conversation);
  void close(const std::string& conversation);
  /// Asked once: an answer that a lost connection takes along is not awaited any more.
  void take(const std::string& conversation);
  void got(const std::string& conversation, std::int64_t seq);
  /// Every page of an open conversation down to its first entry, over lost connections and refusals too: see complete().
  void read_history(const std::string& conversation);
  [[nodiscard]] bool complete(const std::string& conversation) const;
  [[nodiscard]] bool opened(const std::string& conversation) const { return opened_.contains(conversation); }
  /// Everything that was watched and opened is answered on this connection.
  [[nodiscard]] bool informed() const;

  [[nodiscard]] const View* view(const std::string& conversation) const;
  [[nodiscard]] std::vector<const View*> views() const;
  [[nodiscard]] const std::map<std::string, Window>& windows() const { return windows_; }

  /// Each entry that is new to this client, as at the Visitor.
  std::function<void(const View&, const Entry&)> on_entry;
  /// A row that came or changed.
  std::function<void(const std::string& list, const std::string& id, const boost::json::object& row)> on_row;
  /// After a window or rows were taken over.
  std::function<void(const std::string& list, const boost::json::object& message)> on_list;
  /// The answer to take(): the code of the refusal, empty when it was granted.
  std::function<void(const std::string& conversation, std::string_view code)> on_taken;

 private:
  struct Opened {
    View view;
    bool known = false;       ///< the view has a state
    bool answered = false;    ///< on this connection
    bool reading = false;     ///< its earlier entries are wanted until all are there
    bool page_asked = false;  ///< on this connection, and not answered yet
    bool complete = false;
  };
  std::string hello() override;
  bool resumes() const override { return !opened_.empty(); }
  void take_welcome(const boost::json::object& message) override;
  void take_message(std::string_view type, const boost::json::object& message) override;
  void take_ack_of_act(const boost::json::object& message) override;
  bool take_refusal(const boost::json::object& message) override;
  void take_loss() override;
  void take_list(std::string_view type, const boost::json::object& message);
  void take_about(std::string_view type, const boost::json::object& message);
  void ask_open(const std::string& conversation, const Opened& opened);
  void ask_again_after(std::int64_t wait_ms);
  void ask_unanswered();
  void ask_page(const std::string& conversation, Opened& opened);
  void tell(const Opened& opened, const View::Learned& learned);

  std::string agent_;
  std::unordered_map<std::string, Opened> opened_;
  std::map<std::string, Window> windows_;
  std::unordered_map<std::string, std::string> acts_;  // the conversation of each take() under way
  std::uint64_t acts_made_ = 0;
  std::optional<Loop::Timer> again_timer_;  // after a refusal of open or history
};

}  // namespace zhiyin::client
