// Whatever happens to rows, viewers and time: a client that follows the protocol shows what a fresh look by the rule would show.
#include "desk/lists.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "platform/clock/clock.hpp"

namespace zhiyin::desk {
namespace {

using identity::Right;
using identity::Role;

/// A client as docs/live-protocol.md describes it.
struct Client {
  struct Known {
    std::int64_t order = 0;
    std::int64_t version = 0;
    friend bool operator==(const Known&, const Known&) = default;
  };
  Wish wish;
  access::Viewer viewer;
  bool has_window = false;
  std::map<std::string, Known> rows;
  std::int64_t total = 0;
  std::string wrong;

  void hear(const std::string& text) {
    const auto message = boost::json::parse(text).as_object();
    const bool whole = message.at("t").as_string() == "window";
    if (message.at("view").as_string() != wish.name || (!whole && !has_window)) {
      wrong = "not for this client: " + text;
      return;
    }
    if (whole) {
      rows.clear();
      has_window = true;
    } else {
      for (const auto& id : message.at("remove").as_array()) {
        rows.erase(std::string{id.as_string()});
      }
    }
    for (const auto& one : message.at(whole ? "rows" : "upsert").as_array()) {
      const auto& row = one.as_object();
      rows[std::string{row.at("id").as_string()}] = {row.at("order").as_int64(), row.at("version").as_int64()};
    }
    total = message.at("total").as_int64();
  }
};

class World {
 public:
  explicit World(ListPlant plant) : lists_({}, start, plant) {}

  /// One thing happens, drawn from these bits.
  void step(std::uint64_t bits) {
    SeededChance chance{bits};
    switch (chance.under(10)) {
      case 0: watch(chance); break;
      case 1: change_viewer(chance); break;
      case 2:
        now_ += Millis{static_cast<std::int64_t>(chance.under(30))};
        lists_.age(now_);
        break;
      case 3: tell(); break;
      case 4: lists_.welcome(deliver()); break;
      case 5: remove(chance); break;
      default: put(chance); break;
    }
  }
  void tell() {
    lists_.tell(deliver());
    for (auto& [id, client] : clients_) {
      compare(client);
    }
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  static constexpr Time start = from_millis(1'000);

  static access::Viewer random_viewer(SeededChance& chance) {
    access::Viewer viewer;
    viewer.person = AgentId{1 + static_cast<std::int64_t>(chance.under(3))};
    const auto kind = chance.under(6);
    if (kind != 0) {
      viewer.rights = identity::rights_of(kind == 1 ? Role::supervisor : Role::agent);
    }
    for (std::int64_t i = 1; i <= 2; ++i) {
      if (chance.once_in(2)) {
        viewer.inboxes.push_back(InboxId{i});
      }
      if (chance.once_in(2)) {
        viewer.teams.push_back(TeamId{i});
      }
    }
    return viewer;
  }
  static View random_view(SeededChance& chance) {
    View view;
    view.sort = static_cast<Sort>(chance.under(4));
    auto& f = view.filter;
    switch (chance.under(8)) {
      case 0: f.stages = stage_bit(Stage::queued); break;
      case 1:
        f.owner = Filter::Owner::among;
        f.owner_me = true;
        break;
      case 2: f.owner = Filter::Owner::nobody; break;
      case 3: f.waiting = Millis{static_cast<std::int64_t>(1 + chance.under(20))}; break;
      case 4: f.snoozed = chance.once_in(2); break;
      case 5: f.participant_me = true; break;
      case 6: f.stages = ~0U; break;
      default: break;
    }
    f.unread = chance.once_in(6);
    f.priority = chance.once_in(6) ? 1 : 0;
    if (chance.once_in(6)) {
      f.without_labels = {"x"};
    }
    return view;
  }
  Time random_time(SeededChance& chance) const {
    return chance.once_in(2) ? Time{} : now_ - Millis{10} + Millis{static_cast<std::int64_t>(chance.under(40))};
  }

  void watch(SeededChance& chance) {
    const auto id = static_cast<WatcherId>(chance.under(6));
    lists_.unwatch(id);
    auto& client = clients_[id] = {};
    client.wish = {chance.once_in(2) ? "a" : "b", random_view(chance), 1 + chance.under(3)};
    client.viewer = random_viewer(chance);
    lists_.watch(id, client.wish, client.viewer);
  }
  void change_viewer(SeededChance& chance) {
    if (clients_.empty()) {
      return;
    }
    auto& [id, client] = *std::next(clients_.begin(), static_cast<std::ptrdiff_t>(chance.under(clients_.size())));
    const auto person = client.viewer.person;
    client.viewer = random_viewer(chance);
    client.viewer.person = person;
    lists_.viewers_changed({{id, client.viewer}});
  }
  void put(SeededChance& chance) {
    Row row;
    row.id = ConversationId{1 + static_cast<std::int64_t>(chance.under(12))};
    row.inbox = InboxId{1 + static_cast<std::int64_t>(chance.under(2))};
    row.team = TeamId{static_cast<std::int64_t>(chance.under(3))};
    row.stage = static_cast<Stage>(1 + chance.under(3));
    row.assignee = AgentId{static_cast<std::int64_t>(chance.under(4))};
    row.priority = static_cast<std::int64_t>(chance.under(2));
    row.unread = static_cast<std::int64_t>(chance.under(2));
    row.revision = version_ + 1;
    row.created_at = start + Millis{row.id.value()};
    row.last_at = now_ - Millis{static_cast<std::int64_t>(chance.under(8))};
    row.waiting_since = random_time(chance);
    row.snoozed_until = random_time(chance);
    row.resolved_at = row.stage == Stage::resolved ? now_ : Time{};
    if (chance.once_in(3)) {
      row.participants = {AgentId{1 + static_cast<std::int64_t>(chance.under(3))}};
    }
    if (chance.once_in(2)) {
      row.labels = {"x"};
    }
    versions_[row.id] = ++version_;
    row.shown = R"("version":)" + std::to_string(version_) + "}";
    rows_.insert_or_assign(row.id, row);
    lists_.put({row});
  }
  void remove(SeededChance& chance) {
    const auto id = ConversationId{1 + static_cast<std::int64_t>(chance.under(12))};
    rows_.erase(id);
    lists_.remove(id);
  }
  Lists::Deliver deliver() {
    return [this](std::span<const WatcherId> watchers, const net::Frame& frame) {
      for (const auto id : watchers) {
        clients_.at(id).hear(*frame);
      }
    };
  }
  void compare(Client& client) {
    const auto view = seen_by(client.wish.view, client.viewer.person);
    std::vector<std::pair<std::int64_t, ConversationId>> order;
    for (const auto& [id, row] : rows_) {
      if (matches(view.filter, row, now_) && access::sees(client.viewer, row.place())) {
        order.emplace_back(order_of(view.sort, row), id);
      }
    }
    std::ranges::sort(order, std::greater<>{});
    const auto total = static_cast<std::int64_t>(order.size());
    order.resize(std::min(order.size(), client.wish.limit));
    std::map<std::string, Client::Known> expected;
    for (const auto& [at, id] : order) {
      expected[id.text()] = {at, versions_.at(id)};
    }
    if (!client.wrong.empty()) {
      wrong_ = client.wrong;
    } else if (!client.has_window || client.total != total || client.rows != expected) {
      wrong_ = "it shows " + std::to_string(client.rows.size()) + " of " + std::to_string(client.total) + " rows, not " +
               std::to_string(expected.size()) + " of " + std::to_string(total) + " of " + canonical(view);
    }
  }

  Lists lists_;
  Time now_ = start;
  std::map<ConversationId, Row> rows_;
  std::map<ConversationId, std::int64_t> versions_;
  std::int64_t version_ = 0;
  std::map<WatcherId, Client> clients_;
  std::string wrong_;
};

/// What is wrong at the end, or as soon as anything is; empty when all is well.
std::string happening(const std::vector<std::uint64_t>& steps, ListPlant plant = ListPlant::none) {
  World world{plant};
  for (const auto bits : steps) {
    world.step(bits);
    if (!world.wrong().empty()) {
      return world.wrong();
    }
  }
  world.tell();
  return world.wrong();
}

TEST(ListsProperty, AClientShowsWhatAFreshLookWould) {
  rc::check([] {
    const auto steps = *rc::gen::scale(4.0, rc::gen::arbitrary<std::vector<std::uint64_t>>());
    RC_ASSERT(happening(steps) == "");
  });
}

std::vector<std::uint64_t> long_day(std::uint64_t seed) {
  SeededChance chance{seed};
  std::vector<std::uint64_t> steps(400);
  std::ranges::generate(steps, [&] { return chance.bits(); });
  return steps;
}

// rapidcheck's sequences are short at first; long ones meet windows that run dry and are filled again.
TEST(ListsProperty, HoldsOverLongDays) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    ASSERT_EQ(happening(long_day(seed)), "") << seed;
  }
}

// The property above is worth something only if it sees what it is there for.
TEST(ListsProperty, SeesPlantedFaults) {
  for (const auto plant : {ListPlant::forget_removal, ListPlant::forget_rekey, ListPlant::forget_ageing}) {
    int caught = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      caught += happening(long_day(seed), plant).empty() ? 0 : 1;
    }
    EXPECT_GT(caught, 10) << static_cast<int>(plant);
  }
}

access::Viewer agent_of(std::int64_t person, std::vector<InboxId> inboxes) {
  return {.person = AgentId{person}, .name = "", .rights = identity::rights_of(Role::agent), .inboxes = std::move(inboxes), .teams = {}};
}

Row row_in(std::int64_t id, InboxId inbox) {
  Row row;
  row.id = ConversationId{id};
  row.inbox = inbox;
  row.last_at = from_millis(id);
  row.shown = R"("version":1})";
  return row;
}

// What makes 200 agents cheap: who may see the same shares a window, until his own part shows him more.
TEST(Sharing, IsAmongThoseWhoMaySeeTheSame) {
  Lists lists{{}, from_millis(1)};
  for (WatcherId i = 1; i <= 3; ++i) {
    lists.watch(i, {"queue", *built_in("queue"), 10}, agent_of(i, {InboxId{1}}));
  }
  EXPECT_EQ(lists.figures().windows, 1U);
  auto elsewhere = row_in(1, InboxId{2});
  elsewhere.participants = {AgentId{2}};
  lists.put({elsewhere});
  EXPECT_EQ(lists.figures().windows, 2U);
  elsewhere.participants = {};
  lists.put({elsewhere});
  EXPECT_EQ(lists.figures().windows, 1U);
  for (WatcherId i = 1; i <= 3; ++i) {
    lists.unwatch(i);
  }
  EXPECT_EQ(lists.figures().windows, 0U);
}

// Invariant I7: what he may not see any more leaves his screen with the next message, not with the next change of a row.
TEST(Sharing, EndsAtOnceWithTheRight) {
  Lists lists{{}, from_millis(1)};
  lists.put({row_in(1, InboxId{1})});
  lists.put({row_in(2, InboxId{2})});
  lists.watch(1, {"open", *built_in("open"), 10}, agent_of(1, {InboxId{1}, InboxId{2}}));
  lists.watch(2, {"open", *built_in("open"), 10}, agent_of(2, {InboxId{1}, InboxId{2}}));
  std::map<WatcherId, std::string> told;
  const Lists::Deliver deliver = [&](std::span<const WatcherId> watchers, const net::Frame& frame) {
    for (const auto id : watchers) {
      told[id] = *frame;
    }
  };
  lists.tell(deliver);
  told.clear();
  lists.viewers_changed({{1, agent_of(1, {InboxId{1}})}});
  lists.welcome(deliver);
  EXPECT_EQ(told.at(1), R"({"t":"rows","view":"open","total":1,"upsert":[],"remove":["0000000000002"]})");
  EXPECT_FALSE(told.contains(2));
  lists.viewers_changed({{1, {}}});
  lists.welcome(deliver);
  EXPECT_EQ(told.at(1), R"({"t":"rows","view":"open","total":0,"upsert":[],"remove":["0000000000001"]})");
}

TEST(Rosters, LetGoOfWhatWasResolvedLongAgo) {
  Lists lists{{.resolved_within = Millis{100}, .resolved_max = 2, .rows_max = 10}, from_millis(1'000)};
  for (std::int64_t i = 1; i <= 4; ++i) {
    auto row = row_in(i, InboxId{1});
    row.stage = i == 4 ? Stage::queued : Stage::resolved;
    row.resolved_at = from_millis(900 + i);
    lists.put({row});
  }
  EXPECT_EQ(lists.roster().size(), 3U);  // the oldest of three resolved ones is one too many
  auto late = row_in(5, InboxId{1});
  late.stage = Stage::resolved;
  late.resolved_at = from_millis(899);
  lists.put({late});  // a receipt came for it, say
  EXPECT_EQ(lists.roster().size(), 3U);
  EXPECT_EQ(lists.roster().find(late.id), nullptr);
  lists.age(from_millis(1'001));
  EXPECT_EQ(lists.roster().size(), 3U);
  lists.age(from_millis(1'003));
  EXPECT_EQ(lists.roster().size(), 2U);
  lists.age(from_millis(2'000));
  EXPECT_EQ(lists.roster().size(), 1U);
}

TEST(Rosters, TurnAwayWhatHasNoRoom) {
  Lists lists{{.resolved_within = Millis{100}, .resolved_max = 0, .rows_max = 2}, from_millis(1'000)};
  for (std::int64_t i = 1; i <= 3; ++i) {
    lists.put({row_in(i, InboxId{1})});
  }
  EXPECT_EQ(lists.figures().rows, 2U);
  EXPECT_EQ(lists.figures().rows_refused, 1U);
}

}  // namespace
}  // namespace zhiyin::desk
