#include "sim/desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conversation/listing.hpp"
#include "platform/base/require.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t rows_looked_at = 20;
constexpr std::size_t limit_of_all = 500;  // more than there ever are: what is counted is shown
constexpr std::array<std::size_t, 3> limits{3, 20, limit_of_all};
constexpr std::int64_t relayed_at_once = 1'000;
constexpr std::int64_t rows_at_once = 20'000;
constexpr std::size_t fresh_watcher = 1;

template <class SomeId>
SomeId id_in(const json::object& object, std::string_view name) {
  return SomeId::parse(client::text_of(object, name)).value_or(SomeId{});
}

ShownRow row_of(const json::object& row) {
  return {.id = id_in<ConversationId>(row, "id"),
          .order = client::number_of(row, "order"),
          .rev = client::number_of(row, "rev"),
          .last_seq = client::number_of(client::object_of(row, "last"), "seq"),
          .inbox = id_in<InboxId>(row, "inbox"),
          .team = id_in<TeamId>(row, "team"),
          .assignee = id_in<AgentId>(client::object_of(row, "assignee"), "id"),
          .stage = std::string{client::text_of(row, "stage")},
          .text = json::serialize(row)};
}

bool stands_before(const ShownRow& a, const ShownRow& b) {
  return a.order != b.order ? a.order > b.order : a.id > b.id;
}

desk::View view_of(const ListCase& what) {
  if (auto known = desk::built_in(what.members)) {
    return *std::move(known);
  }
  const auto document = zhiyin::json::Document::parse(fmt::format("{{{}}}", what.members));
  auto view = desk::parse_view(*document->root());
  require(view.has_value(), "the simulation's views are views");
  return *std::move(view);
}

/// With what is stored now.
void fill(desk::Lists& lists, db::Session& session) {
  std::vector<desk::Row> rows;
  for (auto&& some : {conversation::open_rows(session, {}, rows_at_once),
                      conversation::resolved_rows(session, lists.now() - hours{24}, {}, rows_at_once)}) {
    for (const auto& row : some) {
      rows.push_back(desk::row_of(row));
    }
  }
  lists.put(std::move(rows));
}

std::string words_of(const std::vector<ConversationId>& ids) {
  std::string text;
  for (const auto id : ids) {
    text += fmt::format(" {}", id.value());
  }
  return text;
}

}  // namespace

void ShownList::put(ShownRow row) {
  std::erase_if(rows, [&](const ShownRow& one) { return one.id == row.id; });
  rows.insert(std::ranges::lower_bound(rows, row, stands_before), std::move(row));
}

void ShownList::take(const json::object& message) {
  total = client::number_of(message, "total");
  for (const auto& id : client::array_of(message, "remove")) {
    const auto gone = ConversationId::parse(std::string_view{id.as_string()});
    std::erase_if(rows, [&](const ShownRow& one) { return one.id == gone; });
  }
  for (const auto* part : {"rows", "upsert"}) {
    for (const auto& row : client::array_of(message, part)) {
      put(row_of(row.as_object()));
    }
  }
}

Desk::Desk(World& world, AgentId who) : world_(world), who_(who), name_(fmt::format("the desk of {}", who.value())) {
  world.after(world.between(Millis{0}, minutes{20}), [this] { live(); });
}

void Desk::live() {
  if (world_.up()) {
    if (!connected()) {
      connect();
    } else if (world_.chance.once_in(30)) {
      close();
    } else if (world_.chance.once_in(8)) {
      watch_some_filter();
    } else if (world_.chance.once_in(40)) {
      compare();
    }
  }
  world_.after(world_.between(Millis{50}, minutes{10}), [this] { live(); });
}

void Desk::connect() {
  gateway_ = world_.chance.under(world_.gateways());
  life_ = world_.life();
  open_ = true;
  windows_.clear();
  came_.clear();
  know_me(*world_.gateway(gateway_).directory(world_.reading()));
  world_.gateway(gateway_).join(*this);
  for (const auto& what : built_in_cases()) {
    watch(what, std::string{what.members}, limit_of_all);
  }
  watch_some_filter();
}

void Desk::know_me(const access::Directory& directory) {
  me_ = {directory.viewer(who_), {}, directory.generation};
  rights_ = rights_of(world_.reading(), who_);
}

void Desk::close() {
  open_ = false;
  windows_.clear();
  came_.clear();
  world_.plan.count(Fault::page_cut);
  world_.gateway(gateway_).leave(*this);
}

/// In the place of the one that he had.
void Desk::watch_some_filter() {
  const auto cases = filter_cases();
  windows_.resize(std::min(windows_.size(), built_in_cases().size()));
  watch(cases[world_.chance.under(cases.size())], fmt::format("filter-{}", ++filters_), limits[world_.chance.under(limits.size())]);
}

void Desk::watch(const ListCase& what, std::string name, std::size_t limit) {
  auto& window = windows_.emplace_back(
      Window{.what = &what, .name = std::move(name), .view = view_of(what), .limit = limit, .alive = std::make_shared<int>(), .shown = {}});
  world_.gateway(gateway_).watch(
      {window.name, window.view, limit}, me_, [this](const net::Frame& frame) { came_.push_back(*frame); }, window.alive);
  world_.wake_lists(gateway_);
}

void Desk::read() {
  while (!came_.empty()) {
    const auto frame = std::move(came_.front());
    came_.pop_front();
    apply(frame);
  }
}

void Desk::apply(const std::string& frame) {
  auto& chronicle = world_.chronicle;
  ++chronicle.counts.list_frames;
  chronicle.digest(frame);
  const auto* message = reader_.read(frame);
  require(message != nullptr, "a frame is a JSON object");
  const auto found = std::ranges::find(windows_, client::text_of(*message, "view"), &Window::name);
  if (found == windows_.end()) {
    return;  // of a window that he has closed
  }
  const bool whole = client::text_of(*message, "t") == "window";
  if (whole == found->shown.has_value()) {
    chronicle.violate(Invariant::lists, fmt::format("{}: {} is told {}", name_, found->name, whole ? "whole twice" : "before it is whole"));
  }
  if (whole) {
    found->shown.emplace();
  }
  if (found->shown) {
    found->shown->take(*message);
    check_sight(*found->shown, "is told");
  }
}

/// A row shows by itself that he may see it, or he takes part in it.
void Desk::check_sight(const ShownList& list, std::string_view when) {
  world_.chronicle.checked(Invariant::sight, list.rows.size() + 1);
  for (const auto& row : list.rows) {
    const bool placed = rights_.inboxes.contains(row.inbox) && (row.team.none() || rights_.teams.contains(row.team));
    const bool his = row.assignee == who_ || world_.gateway(gateway_).taking_part().holds(row.id, who_);
    if (!rights_.reads || !(rights_.reads_all || his || placed)) {
      world_.chronicle.violate(Invariant::sight, fmt::format("{} {} of conversation {} (inbox {}, team {}), which he may not see", name_,
                                                             when, row.id.value(), row.inbox.value(), row.team.value()));
    }
  }
}

void Desk::rights_followed(const access::DirectoryPtr& directory) {
  if (!connected()) {
    return;
  }
  know_me(*directory);
  read();
  for (const auto& window : windows_) {
    if (window.shown) {
      check_sight(*window.shown, "still shows, after the change of rights was followed, a row");
    }
  }
}

std::optional<ShownRow> Desk::look(std::string_view view) {
  const auto found = std::ranges::find(windows_, view, &Window::name);
  if (!connected() || found == windows_.end() || !found->shown || found->shown->rows.empty()) {
    return std::nullopt;
  }
  const auto& rows = found->shown->rows;
  return rows[world_.chance.under(std::min(rows.size(), rows_looked_at))];
}

/// Once what was committed has come by and a turn was taken, the screen must be what there is.
void Desk::compare() {
  auto& gateway = world_.gateway(gateway_);
  auto& session = world_.reading();
  if (world_.chance.once_in(2) || world_.plan.calm) {
    while (gateway.relay(session, relayed_at_once)) {
    }
  }
  session.begin();
  world_.auditor.catch_up(session);  // what is wrong with the facts is said before what they make of a list
  const auto head = journal::head(session).pos;
  session.rollback();
  if (gateway.pos() != head || world_.chronicle.violation()) {
    return;
  }
  gateway.turn(session);
  session.begin();
  const auto as_of = gateway.lists_as_of();
  desk::Lists fresh({}, as_of);
  fill(fresh, session);
  for (const auto& window : windows_) {
    if (!window.shown) {
      world_.chronicle.violate(Invariant::lists, fmt::format("{}: {} is not shown in a quiet moment", name_, window.name));
      continue;
    }
    compare_stored(session, window, as_of);
    compare_fresh(fresh, window);
  }
  session.rollback();
}

void Desk::compare_stored(db::Session& session, const Window& window, Time as_of) {
  auto& chronicle = world_.chronicle;
  const auto must = listed(session, *window.what, who_, as_of);
  const std::vector<ConversationId> first{must.begin(), must.begin() + static_cast<std::ptrdiff_t>(std::min(must.size(), window.limit))};
  std::vector<ConversationId> shown;
  for (const auto& row : window.shown->rows) {
    shown.push_back(row.id);
  }
  chronicle.checked(Invariant::lists);
  chronicle.checked(Invariant::sight, shown.size() + 1);
  const auto total = static_cast<std::int64_t>(must.size());
  for (const auto id : shown) {
    if (std::ranges::find(must, id) == must.end() && !may_see(session, who_, id)) {
      chronicle.violate(Invariant::sight,
                        fmt::format("{} shows conversation {} in {}, which he may not see", name_, id.value(), window.what->members));
    }
  }
  if (shown == first && window.shown->total > total) {
    chronicle.violate(Invariant::sight,
                      fmt::format("{} counts {} in {}, of which he may see {}", name_, window.shown->total, window.what->members, total));
  } else if (shown != first || window.shown->total != total) {
    chronicle.violate(Invariant::lists, fmt::format("{} shows in {}:{} of {}; stored are{} of {}", name_, window.what->members,
                                                    words_of(shown), window.shown->total, words_of(first), total));
  }
}

/// Against lists that were filled just now.
void Desk::compare_fresh(desk::Lists& fresh, const Window& window) {
  fresh.watch(fresh_watcher, {window.name, window.view, window.limit}, me_.viewer);
  ShownList now;
  fresh.welcome([&](std::span<const desk::WatcherId>, const net::Frame& frame) { now.take(*reader_.read(*frame)); });
  fresh.unwatch(fresh_watcher);
  world_.chronicle.checked(Invariant::lists);
  const auto differs = std::ranges::mismatch(window.shown->rows, now.rows, {}, &ShownRow::text, &ShownRow::text);
  if (differs.in1 != window.shown->rows.end() || differs.in2 != now.rows.end() || window.shown->total != now.total) {
    world_.chronicle.violate(Invariant::lists,
                             fmt::format("{} shows in {} {} where a fresh look shows {}; {} and {} in all", name_, window.what->members,
                                         differs.in1 == window.shown->rows.end() ? "nothing" : differs.in1->text,
                                         differs.in2 == now.rows.end() ? "nothing" : differs.in2->text, window.shown->total, now.total));
  }
}

void Desk::finish() {
  if (connected()) {
    compare();
  }
}

}  // namespace zhiyin::sim
