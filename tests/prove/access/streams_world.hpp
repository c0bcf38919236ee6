// The company in which the proof of streams happens: people of each role, inside and outside of an inbox and a team, and conversations that
// stand where only some of them may see them. Who sees what is written here a second time, from the rule in words.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "flow/line.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"

namespace zhiyin::prove {

using flow::Line;
using flow::Object;

constexpr const char* nowhere = "7zzzzzzzzzzzz";  ///< an id of nothing
constexpr const char* website = "0000000000001";  ///< the inbox that visitors come to

/// Somebody, or something, that says hello at the agents' socket.
struct Asker {
  std::string name;
  std::string id;       ///< the person
  std::string cookie;   ///< his session
  std::string headers;  ///< of the upgrade
  std::string hello;    ///< further members of hello
  bool good = true;     ///< what he shows is somebody's, and has not ended
  std::set<std::string> rights;
  bool in_inbox = false;
  std::set<std::string> teams;

  [[nodiscard]] bool may(const std::string& right) const { return good && rights.contains(right); }
  [[nodiscard]] bool comes() const { return may("conversation.read"); }
};

/// A conversation. Everything that is said in it holds its mark; what colleagues note there holds `inner` besides.
struct Talk {
  std::string name;
  std::string id;
  std::string token;
  std::unique_ptr<Line> guest;
  std::vector<std::unique_ptr<Line>> visits;  ///< further connections of the visitor
  std::string team;                           ///< empty: none
  std::string owner;
  std::set<std::string> participants;

  [[nodiscard]] std::string mark() const { return "mk-" + name + "-"; }
  [[nodiscard]] std::string inner() const { return "in-" + name + "-"; }
};

/// The rule of visibility, in its order: nobody without conversation.read; everything with conversation.read_all; its owner and those who
/// were invited; and who belongs to its inbox, unless it is another team's.
[[nodiscard]] bool sees(const Asker& asker, const Talk& talk);

class World {
 public:
  World(harness::Installation& site, harness::Report& report);

  /// Roles and what they may do, as the server prints its table.
  [[nodiscard]] const std::map<std::string, std::set<std::string>>& roles() const { return roles_; }
  [[nodiscard]] const Asker& admin() const { return askers_.front(); }
  [[nodiscard]] std::deque<Asker>& askers() { return askers_; }
  [[nodiscard]] const std::deque<std::unique_ptr<Talk>>& talks() const { return talks_; }
  [[nodiscard]] const std::string& team() const { return team_; }
  [[nodiscard]] const std::string& elsewhere() const { return elsewhere_; }
  [[nodiscard]] std::uint16_t port() const { return site_.gateway(0).port(); }

  /// Not among askers().
  [[nodiscard]] Asker person(const std::string& name, const std::string& role, bool in_inbox, bool in_team);
  /// The same person by a token with these rights.
  [[nodiscard]] Asker by_token(const Asker& of, const std::set<std::string>& rights, std::string* token = nullptr);
  void set_inbox(const Asker& who, bool in);
  void set_team(const Asker& who, bool in);
  /// A visitor's first words; the conversation waits in the queue of no team.
  Talk& talk(const std::string& name);

  Object api(const std::string& method, const std::string& target, const std::string& body = {}, const std::string& cookie = {});
  /// At the last gateway, while the office, the API and visitors are at the first one.
  [[nodiscard]] std::unique_ptr<Line> dial(const Asker& asker);
  /// Dialled, and welcomed.
  [[nodiscard]] std::unique_ptr<Line> desk(const Asker& asker);
  [[nodiscard]] std::unique_ptr<Line> visitor(const std::string& more = {});
  /// The administrator's desk, and another one of his where everybody else's are; an act by it that must succeed.
  [[nodiscard]] Line& office() { return *office_; }
  [[nodiscard]] Line& witness() { return *witness_; }
  void act(const std::string& type, const Talk& talk, const std::string& more = {});

  client::Loop& loop() { return loop_; }
  void fail(const std::string& what);

 private:
  void found(const std::string& code);
  [[nodiscard]] std::unique_ptr<Line> dial(const Asker& asker, std::size_t gateway);
  void engage_everybody();
  void engage_strangers();

  harness::Installation& site_;
  harness::Report& report_;
  client::Loop loop_;
  std::map<std::string, std::set<std::string>> roles_;
  std::deque<Asker> askers_;  // the administrator first
  std::deque<std::unique_ptr<Talk>> talks_;
  std::set<std::string> inbox_people_;
  std::set<std::string> team_people_;
  std::string team_;
  std::string elsewhere_;
  std::unique_ptr<Line> office_;
  std::unique_ptr<Line> witness_;
  int acts_ = 0;
};

/// Sends an act with this id and gives its answer.
Object ask(Line& line, const std::string& type, const std::string& id, const std::string& conversation, const std::string& more = {});

}  // namespace zhiyin::prove
