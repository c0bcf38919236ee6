// For tests of commands: one conversation, some colleagues in a directory, and each command in a batch of its own.
#pragma once

#include <gmock/gmock.h>

#include "conversation/inner.hpp"
#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "conversation/timers.hpp"
#include "event/inner.hpp"
#include "store/stepping.hpp"

namespace zhiyin::conversation {

constexpr InboxId trial_inbox{1};
constexpr TeamId trial_team{40};
const Person trial_visitor{PersonKind::visitor, 5, "Li"};

inline access::Viewer colleague(std::int64_t id, std::string name, identity::Role role, std::vector<TeamId> teams = {},
                                std::vector<InboxId> inboxes = {trial_inbox}) {
  return {.person = AgentId{id},
          .name = std::move(name),
          .rights = identity::rights_of(role),
          .inboxes = std::move(inboxes),
          .teams = std::move(teams)};
}

class Life : public testing::TestWithParam<db::Engine> {
 protected:
  Life() {
    for (const auto& who : {wang, chen, boss, expert, reader, stranger}) {
      directory.viewers.emplace(who.person, who);
    }
    directory.teams.emplace(trial_team, team::Team{.id = trial_team, .name = "Experts", .expert = true, .members = {expert.person}});
  }

  template <class T = Moved>
  Result<T> run(std::type_identity_t<std::function<Result<T>(writer::Tx&)>> decide, std::string client_id = "none",
                std::int64_t author = 0) {
    return at.run<T>(std::move(decide), [id = id, client_id = std::move(client_id), author](writer::Tx& tx) {
      conversation::want(tx, id);
      want_newest_of(tx, ContactId{trial_visitor.id}, trial_inbox);
      want_message(tx, trial_inbox, author, client_id);
      want_watermark(tx, id, PersonKind::agent, author);
    });
  }
  void open(const std::string& client_id = "v1") {
    id = *at.run<ConversationId>([&client_id](writer::Tx& tx) {
      const auto made = conversation::open(tx, trial_inbox, "address", trial_visitor);
      (void)say_as_visitor(tx, made, client_id, "Where is my parcel?");
      return made;
    });
  }
  void open_for(const access::Viewer& agent) {
    open();
    ASSERT_TRUE(run<>([&](writer::Tx& tx) { return take(tx, id, agent, std::nullopt); }));
  }
  void visitor_says(const std::string& client_id) {
    ASSERT_TRUE(run<Said>([&](writer::Tx& tx) { return say_as_visitor(tx, id, client_id, "words"); }, client_id, trial_visitor.id));
  }
  Result<Said> says(const access::Viewer& agent, const std::string& client_id, std::optional<std::int64_t> seen_seq = {},
                    bool force = false) {
    return run<Said>(
        [&](writer::Tx& tx) {
          return say_as_agent(tx, id, agent, {.client_id = client_id, .text = "words", .seen_seq = seen_seq, .force = force});
        },
        client_id, agent.person.value());
  }
  Result<Moved> resolves(const access::Viewer& agent, Millis wrap_up = Millis{0}) {
    return run<>([&](writer::Tx& tx) { return resolve(tx, id, agent, std::nullopt, wrap_up); });
  }
  /// What the timers' runner does, at the present time.
  int fire_timers() {
    int fired = 0;
    const auto kinds = timer_kinds({});
    for (auto& command : timer::due_commands(at.reading(), at.clock.now(), kinds, 100,
                                             [&](const auto&, auto outcome, auto) { fired += outcome == timer::Outcome::fired ? 1 : 0; })) {
      at.lane->submit(std::move(command));
      while (at.lane->step()) {
      }
    }
    return fired;
  }
  [[nodiscard]] Conversation now() { return snapshot(at.reading(), id)->conversation; }
  [[nodiscard]] Inner inner(std::int64_t known = 0) { return inner_of(at.reading(), now(), known); }
  /// "3 inner_note" for each inner fact: its inner revision and kind.
  [[nodiscard]] std::vector<std::string> inner_facts() {
    std::vector<std::string> lines;
    for (const auto& entry : journal::read_after(at.reading(), 0, 1'000)) {
      if (event::read_inner(entry)) {
        lines.push_back(std::to_string(entry.revision) + " " + entry.kind);
      }
    }
    return lines;
  }
  /// 0: it was allowed.
  template <class T>
  static int status(const Result<T>& result) {
    return result ? 0 : http_status(result.error().code);
  }

  const access::Viewer wang = colleague(9, "Wang", identity::Role::agent);
  const access::Viewer chen = colleague(8, "Chen", identity::Role::agent);
  const access::Viewer boss = colleague(7, "Boss", identity::Role::supervisor);
  const access::Viewer expert = colleague(6, "Expert", identity::Role::agent, {trial_team});
  const access::Viewer reader = colleague(5, "Reader", identity::Role::quality);
  const access::Viewer stranger = colleague(4, "Stranger", identity::Role::agent, {}, {InboxId{2}});
  access::Directory directory;
  trial::Stepping at{GetParam(), {statements(), reading_statements(), timer::statements()}};
  ConversationId id;
};

}  // namespace zhiyin::conversation
