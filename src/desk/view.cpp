#include "desk/view.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>

#include "platform/base/require.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::desk {
namespace {

using conversation::priority_max;
using json::Object;
using json::Writer;

constexpr std::array all_stages{Stage::bot, Stage::queued, Stage::assigned, Stage::wrap_up, Stage::resolved};
constexpr std::array all_sorts{Sort::newest, Sort::waiting, Sort::priority, Sort::created};
constexpr std::int64_t order_span = std::int64_t{1} << 42;  // above any time in milliseconds until the year 2109
constexpr std::array<std::string_view, 11> members{"stages",   "assignee", "teams",   "inboxes",    "labels",     "without_labels",
                                                   "priority", "unread",   "snoozed", "waiting_ms", "participant"};

std::string_view sort_text(Sort sort) {
  switch (sort) {
    case Sort::newest: return "newest";
    case Sort::waiting: return "waiting";
    case Sort::priority: return "priority";
    case Sort::created: return "created";
  }
  fail_requirement("a sort has a word", std::source_location::current());
}

Error fault(std::string_view member, std::string mend) {
  return {ErrorCode::invalid, "a view cannot be read", std::string{member}, std::move(mend), {}};
}

/// The texts of a list, each once, ascending; nothing when it is absent.
Result<std::vector<std::string_view>> list(const Object& o, std::string_view member, std::string_view of) {
  if (!o.has(member)) {
    return std::vector<std::string_view>{};
  }
  auto texts = o.texts(member);
  if (!texts || texts->empty() || texts->size() > filter_list_max) {
    return std::unexpected(fault(member, fmt::format("it is a list of 1 to {} {}", filter_list_max, of)));
  }
  std::ranges::sort(*texts);
  texts->erase(std::ranges::unique(*texts).begin(), texts->end());
  return *texts;
}

template <class SomeId>
std::optional<Error> read_ids(const Object& o, std::string_view member, std::vector<SomeId>& into) {
  const auto texts = list(o, member, "ids");
  if (!texts) {
    return texts.error();
  }
  for (const auto text : *texts) {
    const auto id = SomeId::parse(text);
    if (!id) {
      return fault(member, "its elements are ids: 13 characters");
    }
    into.push_back(*id);
  }
  std::ranges::sort(into);
  return std::nullopt;
}

std::optional<Error> read_labels(const Object& o, std::string_view member, std::vector<std::string>& into) {
  const auto texts = list(o, member, "labels");
  if (!texts) {
    return texts.error();
  }
  into.assign(texts->begin(), texts->end());
  return std::nullopt;
}

std::optional<Error> read_stages(const Object& o, Filter& filter) {
  const auto texts = list(o, "stages", "stages");
  if (!texts) {
    return texts.error();
  }
  std::uint32_t bits = 0;
  for (const auto text : *texts) {
    const auto found = std::ranges::find(all_stages, text, stage_text);
    if (found == all_stages.end()) {
      return fault("stages", "its elements are stages: bot, queued, assigned, wrap_up, resolved");
    }
    bits |= stage_bit(*found);
  }
  filter.stages = bits == 0 ? filter.stages : bits;
  return std::nullopt;
}

std::optional<Error> read_owner(const Object& o, Filter& filter) {
  if (!o.has("assignee")) {
    return std::nullopt;
  }
  const auto one = o.text("assignee");
  if (one == "anyone" || one == "nobody") {
    filter.owner = one == "anyone" ? Filter::Owner::anyone : Filter::Owner::nobody;
    return std::nullopt;
  }
  const auto texts = one ? Result<std::vector<std::string_view>>{std::vector{*one}} : list(o, "assignee", "ids");
  filter.owner = Filter::Owner::among;
  for (const auto text : texts.value_or(std::vector<std::string_view>{""})) {
    const auto id = AgentId::parse(text);
    if (text == "me") {
      filter.owner_me = true;
    } else if (id) {
      filter.owners.push_back(*id);
    } else {
      return fault("assignee",
                   fmt::format("it is anyone, nobody, me, an agent's id, or a list of 1 to {} of the last two", filter_list_max));
    }
  }
  std::ranges::sort(filter.owners);
  return std::nullopt;
}

std::optional<Error> read_rest(const Object& o, Filter& filter) {
  filter.priority = o.number("priority").value_or(o.has("priority") ? -1 : 0);
  if (filter.priority < 0 || filter.priority > priority_max) {
    return fault("priority", fmt::format("it is the least priority, 0 to {}", priority_max));
  }
  filter.unread = o.flag("unread").value_or(false);
  if (o.has("unread") && !filter.unread) {
    return fault("unread", "it is true, or absent");
  }
  filter.snoozed = o.flag("snoozed");
  if (o.has("snoozed") && !filter.snoozed) {
    return fault("snoozed", "it is true or false, or absent");
  }
  filter.waiting = Millis{o.number("waiting_ms").value_or(o.has("waiting_ms") ? -1 : 0)};
  if (filter.waiting.count() < 0 || filter.waiting > waiting_max) {
    return fault("waiting_ms", fmt::format("it is a number of milliseconds, at most {}", waiting_max.count()));
  }
  filter.participant_me = o.text("participant") == "me";
  if (!filter.participant_me && o.has("participant")) {
    const auto id = AgentId::parse(o.text("participant").value_or(""));
    if (!id) {
      return fault("participant", "it is me, or an agent's id");
    }
    filter.participant = *id;
  }
  return std::nullopt;
}

Result<Filter> parse_filter(const Object& o) {
  for (std::size_t i = 0; i < o.size(); ++i) {
    if (std::ranges::find(members, o.name(i)) == members.end()) {
      return std::unexpected(fault("filter", "it has a member that no filter has; see docs/live-protocol.md"));
    }
  }
  Filter filter;
  for (auto wrong :
       {read_stages(o, filter), read_owner(o, filter), read_ids(o, "teams", filter.teams), read_ids(o, "inboxes", filter.inboxes),
        read_labels(o, "labels", filter.labels), read_labels(o, "without_labels", filter.without_labels), read_rest(o, filter)}) {
    if (wrong) {
      return std::unexpected(std::move(*wrong));
    }
  }
  return filter;
}

template <class Range, class Text>
void write_list(Writer& w, std::string_view member, const Range& range, Text text) {
  if (range.empty()) {
    return;
  }
  w.name(member).begin_array();
  for (const auto& one : range) {
    w.text(text(one));
  }
  w.end_array();
}

void write_owner(Writer& w, const Filter& filter) {
  if (filter.owner == Filter::Owner::nobody) {
    w.field("assignee", "nobody");
  } else if (filter.owner == Filter::Owner::among) {
    w.name("assignee").begin_array();
    for (const auto id : filter.owners) {
      w.text(id.text());
    }
    if (filter.owner_me) {
      w.text("me");
    }
    w.end_array();
  }
}

void write_filter(Writer& w, const Filter& filter) {
  const auto id_of = [](const auto& id) { return id.text(); };
  const auto itself = [](const std::string& text) -> std::string_view { return text; };
  w.begin_object();
  if (filter.stages != Filter{}.stages) {
    std::vector<Stage> stages;
    std::ranges::copy_if(all_stages, std::back_inserter(stages), [&](Stage stage) { return (filter.stages & stage_bit(stage)) != 0; });
    write_list(w, "stages", stages, stage_text);
  }
  write_owner(w, filter);
  write_list(w, "teams", filter.teams, id_of);
  write_list(w, "inboxes", filter.inboxes, id_of);
  write_list(w, "labels", filter.labels, itself);
  write_list(w, "without_labels", filter.without_labels, itself);
  if (filter.priority > 0) {
    w.field("priority", filter.priority);
  }
  if (filter.unread) {
    w.field("unread", true);
  }
  if (filter.snoozed) {
    w.field("snoozed", *filter.snoozed);
  }
  if (filter.waiting.count() > 0) {
    w.field("waiting_ms", static_cast<std::int64_t>(filter.waiting.count()));
  }
  if (filter.participant_me || !filter.participant.none()) {
    w.field("participant", filter.participant_me ? "me" : filter.participant.text());
  }
  w.end_object();
}

bool shares(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::ranges::any_of(some, [&](const auto& one) { return std::ranges::find(others, one) != others.end(); });
}

bool owner_matches(const Filter& filter, AgentId owner) {
  switch (filter.owner) {
    case Filter::Owner::anyone: return true;
    case Filter::Owner::nobody: return owner.none();
    case Filter::Owner::among: return std::ranges::binary_search(filter.owners, owner);
  }
  fail_requirement("an owner is asked for in one of three ways", std::source_location::current());
}

/// The longest wait first; those who do not wait last.
std::int64_t waited(const Row& row) {
  return to_millis(row.waiting_since) == 0 ? 1 : order_span - std::clamp(to_millis(row.waiting_since), std::int64_t{1}, order_span - 2);
}

}  // namespace

std::span<const std::string_view> filter_members() {
  return members;
}

std::optional<View> built_in(std::string_view name) {
  View view;
  if (name == "queue") {
    view.filter.stages = stage_bit(Stage::queued);
  } else if (name == "mine") {
    view.filter.owner = Filter::Owner::among;
    view.filter.owner_me = true;
  } else if (name != "open") {
    return std::nullopt;
  }
  return view;
}

Result<View> parse_view(const json::Object& message) {
  View view;
  if (message.has("filter")) {
    const auto o = message.object("filter");
    if (!o) {
      return std::unexpected(fault("filter", "it is an object"));
    }
    auto filter = parse_filter(*o);
    if (!filter) {
      return std::unexpected(std::move(filter.error()));
    }
    view.filter = std::move(*filter);
  }
  if (message.has("sort")) {
    const auto found = std::ranges::find(all_sorts, message.text("sort").value_or(""), sort_text);
    if (found == all_sorts.end()) {
      return std::unexpected(fault("sort", "it is newest, waiting, priority or created"));
    }
    view.sort = *found;
  }
  return view;
}

std::optional<Error> fault_in_view_name(std::string_view name) {
  const bool unclean = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (name.empty() || name.size() > view_name_max_bytes || unclean) {
    return Error{ErrorCode::invalid,
                 "this name cannot be",
                 "view",
                 fmt::format("1 to {} bytes without control characters", view_name_max_bytes),
                 {}};
  }
  return std::nullopt;
}

std::string canonical(const View& view) {
  Writer w;
  w.name("filter");
  write_filter(w, view.filter);
  return w.field("sort", sort_text(view.sort)).take();
}

View seen_by(View view, AgentId me) {
  auto& filter = view.filter;
  if (filter.owner_me) {
    filter.owner_me = false;
    if (const auto at = std::ranges::lower_bound(filter.owners, me); at == filter.owners.end() || *at != me) {
      filter.owners.insert(at, me);
    }
  }
  if (filter.participant_me) {
    filter.participant_me = false;
    filter.participant = me;
  }
  return view;
}

bool matches(const Filter& filter, const Row& row, Time now) {
  return (filter.stages & stage_bit(row.stage)) != 0 && owner_matches(filter, row.assignee) && row.priority >= filter.priority &&
         (!filter.unread || row.unread > 0) && (filter.teams.empty() || std::ranges::binary_search(filter.teams, row.team)) &&
         (filter.inboxes.empty() || std::ranges::binary_search(filter.inboxes, row.inbox)) &&
         (filter.labels.empty() || shares(filter.labels, row.labels)) &&
         (filter.without_labels.empty() || !shares(filter.without_labels, row.labels)) &&
         (!filter.snoozed || *filter.snoozed == (row.snoozed_until > now)) &&
         (filter.waiting.count() == 0 || (to_millis(row.waiting_since) != 0 && now - row.waiting_since >= filter.waiting)) &&
         (filter.participant.none() || std::ranges::find(row.participants, filter.participant) != row.participants.end());
}

std::int64_t order_of(Sort sort, const Row& row) {
  switch (sort) {
    case Sort::newest: return std::max(to_millis(row.last_at), std::int64_t{1});
    case Sort::waiting: return waited(row);
    case Sort::priority: return std::clamp(row.priority, std::int64_t{0}, priority_max) * order_span + waited(row);
    case Sort::created: return std::max(to_millis(row.created_at), std::int64_t{1});
  }
  fail_requirement("a sort has an order", std::source_location::current());
}

}  // namespace zhiyin::desk
