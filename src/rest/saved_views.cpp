#include "rest/saved_views.hpp"

#include <algorithm>

#include "desk/saved_view.hpp"
#include "rest/acting.hpp"
#include "rest/talking.hpp"

namespace zhiyin::api {

constexpr auto words(Of<desk::Sort>) {
  using desk::Sort;
  return words<Sort>("ViewSort",
                     {{Sort::newest, "newest"}, {Sort::waiting, "waiting"}, {Sort::priority, "priority"}, {Sort::created, "created"}});
}

}  // namespace zhiyin::api

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using desk::SavedView;
using desk::SavedViewTag;
using identity::Right;

constexpr std::int64_t list_most = static_cast<std::int64_t>(desk::filter_list_max);
constexpr std::int64_t view_name_most = static_cast<std::int64_t>(desk::view_name_max_bytes);

/// The live protocol's filter with types: what is missing or null is not asked for.
struct Filter {
  std::optional<std::vector<Stage>> stages;
  std::optional<std::vector<std::string>> assignee;
  std::optional<std::vector<TeamId>> teams;
  std::optional<std::vector<InboxId>> inboxes;
  std::optional<std::vector<std::string>> labels;
  std::optional<std::vector<std::string>> without_labels;
  std::optional<std::int64_t> priority;
  std::optional<bool> unread;
  std::optional<bool> snoozed;
  std::optional<std::int64_t> waiting_ms;
  std::optional<std::string> participant;
};
constexpr auto shape(api::Of<Filter>) {
  return api::object<Filter>(
      "ViewFilter",
      api::field("stages", &Filter::stages, {.items_most = 5, .items_least = 1, .what = "In one of these; else in any but resolved."}),
      api::field("assignee", &Filter::assignee,
                 {.least = 2,
                  .most = 13,
                  .items_most = list_most,
                  .items_least = 1,
                  .what = "Whose it is: ids of people, `me` for whoever looks; or `nobody` alone.",
                  .example = R"(["me"])"}),
      api::field("teams", &Filter::teams, {.items_most = list_most, .items_least = 1, .what = "Of one of these teams."}),
      api::field("inboxes", &Filter::inboxes, {.items_most = list_most, .items_least = 1, .what = "Of one of these inboxes."}),
      api::field("labels", &Filter::labels,
                 {.least = 1, .most = label_most, .items_most = list_most, .items_least = 1, .what = "With at least one of these."}),
      api::field("without_labels", &Filter::without_labels,
                 {.least = 1, .most = label_most, .items_most = list_most, .items_least = 1, .what = "With none of these."}),
      api::field("priority", &Filter::priority, {.least = 1, .most = conversation::priority_max, .what = "At least."}),
      api::field("unread", &Filter::unread, {.what = "true: with messages that no agent has read."}),
      api::field("snoozed", &Filter::snoozed, {.what = "true: only those that sleep; false: only those that do not."}),
      api::field("waiting_ms", &Filter::waiting_ms,
                 {.least = 1, .most = desk::waiting_max.count(), .what = "A customer has waited for an answer at least so long."}),
      api::field("participant", &Filter::participant,
                 {.least = 2, .most = 13, .what = "Who takes part: a person's id, or `me` for whoever looks."}));
}

struct Seen {
  desk::SavedViewId id;
  AgentId owner;
  std::string name;
  bool shared = false;
  Filter filter;
  desk::Sort sort = desk::Sort::newest;
};
constexpr auto shape(api::Of<Seen>) {
  return api::object<Seen>("SavedView", api::field("id", &Seen::id, {}), api::field("owner", &Seen::owner, {}),
                           api::field("name", &Seen::name, {.most = view_name_most}),
                           api::field("shared", &Seen::shared, {.what = "Everybody has it; it shows each what he sees."}),
                           api::field("filter", &Seen::filter, {}), api::field("sort", &Seen::sort, {}));
}

struct NewView {
  std::string name;
  bool shared = false;
  Filter filter;
  desk::Sort sort = desk::Sort::newest;
};
constexpr auto shape(api::Of<NewView>) {
  return api::object<NewView>(
      "NewSavedView",
      api::field("name", &NewView::name, {.least = 1, .most = view_name_most, .what = "At most 64 bytes.", .example = R"("Late parcels")"}),
      api::field("shared", &NewView::shared, {.needed = false, .what = "Sharing takes the right view.share."}),
      api::field("filter", &NewView::filter, {.needed = false, .what = "Without it: all that are open."}),
      api::field("sort", &NewView::sort, {.needed = false, .what = "newest unless you say otherwise."}));
}

struct ViewChanges {
  std::optional<std::string> name;
  std::optional<bool> shared;
  std::optional<Filter> filter;
  std::optional<desk::Sort> sort;
};
constexpr auto shape(api::Of<ViewChanges>) {
  return api::object<ViewChanges>(
      "SavedViewChanges", api::field("name", &ViewChanges::name, {.least = 1, .most = view_name_most, .what = "At most 64 bytes."}),
      api::field("shared", &ViewChanges::shared, {.what = "true takes the right view.share."}),
      api::field("filter", &ViewChanges::filter, {.what = "Replaces the whole filter."}), api::field("sort", &ViewChanges::sort, {}));
}

template <class T>
std::vector<T> each_once(const std::optional<std::vector<T>>& given) {
  auto all = given.value_or(std::vector<T>{});
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

template <class T>
std::optional<std::vector<T>> unless_empty(const std::vector<T>& all) {
  return all.empty() ? std::nullopt : std::optional{all};
}

std::unexpected<Error> no_person(std::string where) {
  return refuse(ErrorCode::invalid, "this names nobody", std::move(where), "send ids of people, or `me`");
}

Result<void> read_owner(const std::vector<std::string>& given, desk::Filter& into) {
  using Owner = desk::Filter::Owner;
  if (given.empty()) {
    return {};
  }
  if (given.size() == 1 && given.front() == "nobody") {
    into.owner = Owner::nobody;
    return {};
  }
  into.owner = Owner::among;
  for (const auto& one : given) {
    const auto id = AgentId::parse(one);
    if (one == "me") {
      into.owner_me = true;
    } else if (id && !id->none()) {
      into.owners.push_back(*id);
    } else {
      return no_person("filter.assignee");
    }
  }
  std::ranges::sort(into.owners);
  return {};
}

Result<desk::Filter> read_filter(const Filter& given) {
  desk::Filter filter;
  if (given.stages) {
    filter.stages = 0;
    for (const auto stage : *given.stages) {
      filter.stages |= desk::stage_bit(stage);
    }
  }
  if (auto owner = read_owner(each_once(given.assignee), filter); !owner) {
    return std::unexpected(std::move(owner.error()));
  }
  filter.teams = each_once(given.teams);
  filter.inboxes = each_once(given.inboxes);
  filter.labels = each_once(given.labels);
  filter.without_labels = each_once(given.without_labels);
  filter.priority = given.priority.value_or(0);
  filter.unread = given.unread.value_or(false);
  filter.snoozed = given.snoozed;
  filter.waiting = Millis{given.waiting_ms.value_or(0)};
  filter.participant_me = given.participant == "me";
  if (given.participant && !filter.participant_me) {
    const auto id = AgentId::parse(*given.participant);
    if (!id || id->none()) {
      return no_person("filter.participant");
    }
    filter.participant = *id;
  }
  return filter;
}

Filter told(const desk::Filter& filter) {
  Filter out;
  if (filter.stages != desk::Filter{}.stages) {
    out.stages.emplace();
    for (const auto stage : {Stage::bot, Stage::queued, Stage::assigned, Stage::wrap_up, Stage::resolved}) {
      if ((filter.stages & desk::stage_bit(stage)) != 0) {
        out.stages->push_back(stage);
      }
    }
  }
  if (filter.owner == desk::Filter::Owner::nobody) {
    out.assignee = {"nobody"};
  } else if (filter.owner == desk::Filter::Owner::among) {
    out.assignee.emplace();
    std::ranges::transform(filter.owners, std::back_inserter(*out.assignee), &AgentId::text);
    if (filter.owner_me) {
      out.assignee->emplace_back("me");
    }
  }
  out.teams = unless_empty(filter.teams);
  out.inboxes = unless_empty(filter.inboxes);
  out.labels = unless_empty(filter.labels);
  out.without_labels = unless_empty(filter.without_labels);
  out.priority = filter.priority > 0 ? std::optional{filter.priority} : std::nullopt;
  out.unread = filter.unread ? std::optional{true} : std::nullopt;
  out.snoozed = filter.snoozed;
  out.waiting_ms = filter.waiting.count() > 0 ? std::optional<std::int64_t>{filter.waiting.count()} : std::nullopt;
  if (filter.participant_me || !filter.participant.none()) {
    out.participant = filter.participant_me ? "me" : filter.participant.text();
  }
  return out;
}

Seen seen(const SavedView& view) {
  return {view.id, view.owner, view.name, view.shared, told(view.view.filter), view.view.sort};
}

std::unexpected<Error> because(Error error) {
  error.where = error.where == "view" ? "name" : error.where;
  return std::unexpected(std::move(error));
}

Result<api::Page<Seen>> list(const Asked<Nothing>& asked, db::Session& session) {
  std::vector<Seen> all;
  std::ranges::transform(desk::saved_views(session, asked.caller.viewer), std::back_inserter(all), seen);
  return piece(std::move(all), asked.page);
}

Result<Seen> add(writer::Tx& tx, const Asked<NewView>& asked) {
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  const auto& given = asked.given;
  auto filter = read_filter(given.filter);
  if (!filter) {
    return std::unexpected(std::move(filter.error()));
  }
  const desk::View view{std::move(*filter), given.sort};
  const auto id = desk::add_view(tx, asked.caller.viewer, given.name, given.shared, view);
  return id ? Result<Seen>{seen({*id, asked.caller.person, given.name, given.shared, view})} : because(id.error());
}

/// The filter and the order are one thing in the store: what is not said stays.
Result<std::optional<desk::View>> changed_view(db::Session& session, const Asked<ViewChanges>& asked) {
  const auto& given = asked.given;
  if (!given.filter && !given.sort) {
    return std::optional<desk::View>{};
  }
  const auto all = desk::saved_views(session, asked.caller.viewer);
  const auto found = std::ranges::find(all, asked.id<SavedViewTag>("view"), &SavedView::id);
  auto view = found == all.end() ? desk::View{} : found->view;
  if (given.filter) {
    auto filter = read_filter(*given.filter);
    if (!filter) {
      return std::unexpected(std::move(filter.error()));
    }
    view.filter = std::move(*filter);
  }
  view.sort = given.sort.value_or(view.sort);
  return std::optional{std::move(view)};
}

Result<Seen> change(writer::Tx& tx, const Asked<ViewChanges>& asked) {
  auto view = changed_view(tx.session(), asked);
  if (!view) {
    return std::unexpected(std::move(view.error()));
  }
  const auto changed =
      desk::change_view(tx, asked.caller.viewer, asked.id<SavedViewTag>("view"), {asked.given.name, asked.given.shared, std::move(*view)});
  return changed ? Result<Seen>{seen(*changed)} : because(changed.error());
}

Result<Nothing> remove(writer::Tx& tx, const Asked<Nothing>& asked) {
  const auto gone = desk::remove_view(tx, asked.caller.viewer, asked.id<SavedViewTag>("view"));
  return gone ? Result<Nothing>{} : std::unexpected(gone.error());
}

}  // namespace

std::vector<api::Route> saved_view_routes() {
  const auto reads = api::needs(Right::conversation_read);
  const auto nothing = [](writer::Tx&, const auto&) {};
  return {
      api::read<Nothing, api::Page<Seen>>({.path = "/api/v1/views",
                                           .needs = reads,
                                           .operation = "listViews",
                                           .summary = "Saved views: your own and the shared ones",
                                           .summary_zh = "已保存的视图",
                                           .tag = "views"},
                                          list),
      api::write<NewView, Seen>({.method = net::Method::post,
                                 .path = "/api/v1/views",
                                 .needs = reads,
                                 .operation = "addView",
                                 .summary = "Save a view",
                                 .summary_zh = "保存视图",
                                 .tag = "views",
                                 .what = "Sharing it with everybody takes the right view.share besides.",
                                 .status = 201,
                                 .errors = {ErrorCode::forbidden}},
                                nothing, add),
      api::write<ViewChanges, Seen>({.method = net::Method::patch,
                                     .path = "/api/v1/views/{view}",
                                     .needs = reads,
                                     .operation = "changeView",
                                     .summary = "Change a view",
                                     .summary_zh = "修改视图",
                                     .tag = "views",
                                     .what = "Your own; a shared one, whoever's, takes the right view.share.",
                                     .errors = {ErrorCode::forbidden}},
                                    nothing, change),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/views/{view}",
                                    .needs = reads,
                                    .operation = "deleteView",
                                    .summary = "Remove a view",
                                    .summary_zh = "删除视图",
                                    .tag = "views",
                                    .what = "Your own; a shared one, whoever's, takes the right view.share.",
                                    .errors = {ErrorCode::forbidden}},
                                   nothing, remove),
  };
}

}  // namespace zhiyin::rest
