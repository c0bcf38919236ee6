// The rule of visibility stands twice: access::sees decides on one conversation in hand, visible.hpp says it to the store. Here random
// conversations and viewers show that both say the same, through every question that goes by the condition: one that forgot it fails.
#include "conversation/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

#include "conversation/store.hpp"
#include "conversation/visible_list.hpp"
#include "store/stepping.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;

struct Placed {
  Conversation conversation;
  std::vector<AgentId> participants;
  std::string label;
};

class VisibleToWhom : public testing::TestWithParam<db::Engine> {
 protected:
  std::int64_t upto(std::int64_t most) { return std::uniform_int_distribution<std::int64_t>{0, most}(chance); }

  Placed placed(std::int64_t id) {
    Placed one;
    auto& c = one.conversation;
    c.id = ConversationId{id};
    c.inbox = InboxId{1 + upto(2)};
    c.team = TeamId{upto(2)};
    c.assignee = AgentId{upto(3)};
    c.contact = ContactId{1 + upto(5)};
    c.stage = static_cast<Stage>(1 + upto(4));
    c.priority = upto(2);
    c.last_at = from_millis(1'000 + upto(9));  // few moments, so that ids must tell equal ones apart
    for (std::int64_t agent = 1; agent <= 3; ++agent) {
      if (upto(5) == 0) {
        one.participants.emplace_back(agent);
      }
    }
    one.label = upto(2) == 0 ? "vip" : "";
    return one;
  }
  void store(const Placed& one) {
    const auto& c = one.conversation;
    writing->execute(fmt::format(
        "INSERT INTO conversation (id, inbox, contact, contact_name, address, stage, assignee, assignee_name, created_at, revision, "
        "last_seq, last_at, last_author_kind, last_text, waiting_since, customer_last_seq, customer_unread, resolved_at, team, priority, "
        "invited) VALUES ({}, {}, {}, '', '', {}, {}, '', 1, 1, 0, {}, 1, '', 0, 0, 0, 0, {}, {}, {})",
        c.id.value(), c.inbox.value(), c.contact.value(), static_cast<int>(c.stage), c.assignee.value(), to_millis(c.last_at),
        c.team.value(), c.priority, one.participants.size()));
    for (const auto agent : one.participants) {
      writing->execute(fmt::format("INSERT INTO participant (conversation, agent, agent_name, since) VALUES ({}, {}, '', 1)", c.id.value(),
                                   agent.value()));
    }
    if (!one.label.empty()) {
      writing->execute(fmt::format("INSERT INTO conversation_label (conversation, label) VALUES ({}, '{}')", c.id.value(), one.label));
    }
  }
  void new_world(std::int64_t size) {
    for (const auto* table : {"conversation", "participant", "conversation_label"}) {
      writing->execute(fmt::format("DELETE FROM {}", table));
    }
    world.clear();
    for (std::int64_t id = 1; id <= size; ++id) {
      world.push_back(placed(id));
      store(world.back());
    }
  }
  access::Viewer somebody() {
    access::Viewer viewer{.person = AgentId{upto(3)}, .name = "", .rights = {}, .inboxes = {}, .teams = {}};
    viewer.rights.set(static_cast<std::size_t>(Right::conversation_read), upto(9) != 0);
    viewer.rights.set(static_cast<std::size_t>(Right::conversation_read_all), upto(5) == 0);
    for (std::int64_t n = 1; n <= 3; ++n) {
      if (upto(1) == 0) {
        viewer.inboxes.emplace_back(n);
      }
      if (n < 3 && upto(1) == 0) {
        viewer.teams.emplace_back(n);
      }
    }
    return viewer;
  }
  static bool sees(const access::Viewer& viewer, const Placed& one) {
    const auto& c = one.conversation;
    return access::sees(viewer, {c.inbox, c.team, c.assignee, one.participants});
  }
  Filter some_filter() {
    Filter filter;
    if (upto(1) == 0) {
      filter.stages = {static_cast<Stage>(1 + upto(4))};
    }
    filter.inbox = InboxId{upto(5) == 0 ? 1 : 0};
    filter.team = TeamId{upto(5) == 0 ? 1 : 0};
    filter.assignee = upto(5) == 0 ? std::optional{AgentId{upto(3)}} : std::nullopt;
    filter.contacts = upto(3) == 0 ? std::optional{std::vector{ContactId{1}, ContactId{2}}} : std::nullopt;
    filter.label = upto(5) == 0 ? "vip" : "";
    filter.priority = upto(5) == 0 ? std::optional{upto(2)} : std::nullopt;
    filter.since = from_millis(upto(3) == 0 ? 1'004 : 0);
    return filter;
  }
  static bool passes(const Filter& filter, const Placed& one) {
    const auto& c = one.conversation;
    const auto has = [](const auto& list, auto value) { return std::ranges::find(list, value) != list.end(); };
    return (filter.stages.empty() || has(filter.stages, c.stage)) && (filter.inbox.none() || filter.inbox == c.inbox) &&
           (filter.team.none() || filter.team == c.team) && (!filter.assignee || *filter.assignee == c.assignee) &&
           (!filter.contacts || has(*filter.contacts, c.contact)) && (filter.label.empty() || filter.label == one.label) &&
           (!filter.priority || *filter.priority == c.priority) && c.last_at >= filter.since;
  }
  std::vector<ConversationId> expected(const access::Viewer& viewer, const Filter& filter) const {
    std::vector<std::pair<Time, ConversationId>> rows;
    for (const auto& one : world) {
      if (sees(viewer, one) && passes(filter, one)) {
        rows.emplace_back(one.conversation.last_at, one.conversation.id);
      }
    }
    std::ranges::sort(rows, std::greater{});
    std::vector<ConversationId> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) {
      ids.push_back(row.second);
    }
    return ids;
  }
  std::vector<ConversationId> paged(const access::Viewer& viewer, const Filter& filter) {
    std::vector<ConversationId> ids;
    std::optional<Bookmark> at;
    for (bool more = true; more;) {
      const auto page = visible_list(at_.reading(), viewer, filter, at ? &*at : nullptr, 7);
      for (const auto& c : page.rows) {
        ids.push_back(c.id);
        at = Bookmark{c.last_at, c.id};
      }
      more = page.more;
    }
    return ids;
  }

  std::mt19937 chance{20'261'121};
  trial::Stepping at_{GetParam(), {statements(), reading_statements()}};
  std::unique_ptr<db::Session> writing = at_.store().open_writing();
  std::vector<Placed> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, VisibleToWhom, trial::both_engines(), trial::engine_label);

TEST_P(VisibleToWhom, TheStoreSaysWhatTheRuleSays) {
  std::size_t shown = 0;
  std::size_t hidden = 0;
  for (int round = 0; round < 8; ++round) {
    new_world(40);
    for (int i = 0; i < 12; ++i) {
      const auto viewer = somebody();
      std::set<ContactId> contacts;
      for (const auto& one : world) {
        const bool visible = sees(viewer, one);
        EXPECT_EQ(visible_conversation(at_.reading(), viewer, one.conversation.id).has_value(), visible) << one.conversation.id.value();
        (visible ? shown : hidden)++;
        if (visible) {
          contacts.insert(one.conversation.contact);
        }
      }
      std::vector<ContactId> all;
      all.reserve(7);
      for (std::int64_t n = 1; n <= 7; ++n) {
        all.emplace_back(n);
      }
      EXPECT_EQ(visible_contacts(at_.reading(), viewer, all), (std::vector<ContactId>{contacts.begin(), contacts.end()}));
      EXPECT_EQ(visible_contacts_below(at_.reading(), viewer, {}, 100), (std::vector<ContactId>{contacts.rbegin(), contacts.rend()}));
    }
  }
  EXPECT_GT(shown, 500U);
  EXPECT_GT(hidden, 500U);
}

TEST_P(VisibleToWhom, ListsAndCountsHoldNothingElse) {
  for (int round = 0; round < 6; ++round) {
    new_world(60);
    for (int i = 0; i < 20; ++i) {
      const auto viewer = somebody();
      const auto filter = some_filter();
      const auto wanted = expected(viewer, filter);
      EXPECT_EQ(paged(viewer, filter), wanted);
      std::int64_t open = 0;
      for (const auto& [stage, count] : visible_counts(at_.reading(), viewer, filter)) {
        open += count;
      }
      const auto ended = std::ranges::count_if(
          world, [&](const Placed& one) { return one.conversation.stage == Stage::resolved && sees(viewer, one) && passes(filter, one); });
      EXPECT_EQ(open, static_cast<std::int64_t>(wanted.size()) - ended);
    }
  }
}

}  // namespace
}  // namespace zhiyin::conversation
