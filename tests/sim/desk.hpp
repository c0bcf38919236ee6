// An agent's screen with windows on lists: opens them on a gateway by the code that the program uses, applies what it is told as
// docs/live-protocol.md says, and must show at every quiet moment what a fresh look shows, and never what he may not see.
#pragma once

#include <boost/json/object.hpp>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/json.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

/// A row as a screen shows it.
struct ShownRow {
  ConversationId id;
  std::int64_t order = 0;
  std::int64_t rev = 0;
  std::int64_t last_seq = 0;
  InboxId inbox;
  TeamId team;
  AgentId assignee;
  std::string stage;
  std::string text;  ///< all of it, to compare
};

/// A window as a client keeps it.
struct ShownList {
  std::vector<ShownRow> rows;  ///< in order
  std::int64_t total = 0;

  void put(ShownRow row);
  void take(const boost::json::object& message);
};

class Desk final : public ListReader {
 public:
  Desk(World& world, AgentId who);
  ~Desk() override = default;
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// One of the first rows of this built-in view, by chance; none while nothing is shown.
  [[nodiscard]] std::optional<ShownRow> look(std::string_view view);
  /// After everything came to an end: compares once more.
  void finish();

  void read() override;
  void rights_followed(const access::DirectoryPtr& directory) override;

 private:
  struct Window {
    const ListCase* what = nullptr;
    std::string name;
    desk::View view;
    std::size_t limit = 0;
    std::shared_ptr<int> alive;  // its end ends the watching
    std::optional<ShownList> shown;
  };

  void live();
  void connect();
  void know_me(const access::Directory& directory);
  void close();
  void watch(const ListCase& what, std::string name, std::size_t limit);
  void watch_some_filter();
  void apply(const std::string& frame);
  void compare();
  void compare_fresh(desk::Lists& fresh, const Window& window);
  void compare_stored(db::Session& session, const Window& window, Time as_of);
  void check_sight(const ShownList& list, std::string_view when);
  [[nodiscard]] bool connected() const { return open_ && life_ == world_.life() && world_.up(); }

  World& world_;
  AgentId who_;
  std::string name_;
  client::JsonReader reader_;
  desk::Onlooker me_;  // as his connection knows him: since it began, or as of what the gateway has followed
  Rights rights_;      // the same, as stored
  std::vector<Window> windows_;
  std::deque<std::string> came_;
  std::size_t gateway_ = 0;
  bool open_ = false;
  int life_ = 0;
  int filters_ = 0;
};

}  // namespace zhiyin::sim
