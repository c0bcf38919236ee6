#include "desk/saved_view.hpp"

#include <array>
#include <optional>

#include "platform/base/require.hpp"

namespace zhiyin::desk {
namespace {

using identity::Right;

#define ZHIYIN_SAVED_VIEW_COLUMNS "v.id, v.owner, v.name, v.shared, v.view"

constexpr db::Statement views_for{"saved_views_for", "SELECT " ZHIYIN_SAVED_VIEW_COLUMNS
                                                     " FROM saved_view AS v WHERE v.owner = $1 OR v.shared <> 0 ORDER BY v.name, v.id"};
constexpr db::Statement view_by_id{"saved_view_by_id", "SELECT " ZHIYIN_SAVED_VIEW_COLUMNS " FROM saved_view AS v WHERE v.id = $1 {lock}"};
constexpr db::Statement view_by_name{"saved_view_by_name",
                                     "SELECT " ZHIYIN_SAVED_VIEW_COLUMNS " FROM saved_view AS v WHERE v.owner = $1 AND v.name = $2 {lock}"};
constexpr db::Statement views_count{"saved_views_count", "SELECT count(*) FROM saved_view AS v WHERE v.owner = $1"};
constexpr db::Statement insert_view{"insert_saved_view",
                                    "INSERT INTO saved_view (id, owner, name, shared, view, created_at) VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr db::Statement replace_view{"replace_saved_view", "UPDATE saved_view SET name = $2, shared = $3, view = $4 WHERE id = $1"};
constexpr db::Statement delete_view{"delete_saved_view", "DELETE FROM saved_view WHERE id = $1"};
constexpr std::array<const db::Statement*, 7> all_statements{&views_for,   &view_by_id,   &view_by_name, &views_count,
                                                             &insert_view, &replace_view, &delete_view};

View read_view(std::string_view text) {
  const auto document = json::Document::parse("{" + std::string{text} + "}");
  const auto root = document ? document->root() : std::nullopt;
  auto view = root ? parse_view(*root) : Result<View>{std::unexpected(Error{})};
  require(view.has_value(), "a saved view was written by canonical()");
  return *view;
}

SavedView read_row(const db::Rows& rows, std::size_t i) {
  return {SavedViewId{rows.number(i, 0)}, AgentId{rows.number(i, 1)}, std::string{rows.text(i, 2)}, rows.number(i, 3) != 0,
          read_view(rows.text(i, 4))};
}

std::optional<SavedView> first(const db::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_row(rows, 0)};
}

std::unexpected<Error> may_not_share() {
  return refuse(ErrorCode::forbidden, "sharing views takes the right view.share", "shared", "keep it for yourself, or ask a supervisor");
}

/// The view, if he may change it.
Result<SavedView> to_change(writer::Tx& tx, const access::Viewer& viewer, SavedViewId id) {
  auto found = first(tx.session().query(view_by_id, {id.value()}));
  const bool his = found && found->owner == viewer.person;
  if (!found || !viewer.may(Right::conversation_read) || (!his && !found->shared)) {
    return refuse(ErrorCode::not_found, "there is no such view", "id", "list them");
  }
  if (found->shared && !viewer.may(Right::view_share)) {
    return may_not_share();
  }
  return std::move(*found);
}

void replace(writer::Tx& tx, const SavedView& view) {
  (void)tx.session().query(
      replace_view, {view.id.value(), std::string_view{view.name}, std::int64_t{view.shared}, std::string_view{canonical(view.view)}});
}

}  // namespace

db::ModuleStatements saved_view_statements() {
  return {all_statements, {}};
}

Result<SavedViewId> save_view(writer::Tx& tx, const access::Viewer& viewer, std::string_view name, bool shared, const View& view) {
  if (auto fault = fault_in_view_name(name)) {
    return std::unexpected(std::move(*fault));
  }
  if (!viewer.may(Right::conversation_read)) {
    return refuse(ErrorCode::forbidden, "views take the right conversation.read");
  }
  auto& session = tx.session();
  auto known = first(session.query(view_by_name, {viewer.person.value(), name}));
  if ((shared || (known && known->shared)) && !viewer.may(Right::view_share)) {
    return may_not_share();
  }
  if (known) {
    known->shared = shared;
    known->view = view;
    replace(tx, *known);
    return known->id;
  }
  if (session.query(views_count, {viewer.person.value()}).number(0, 0) >= saved_views_max) {
    return refuse(ErrorCode::conflict, "there are as many saved views as one may have", "", "remove some");
  }
  const auto id = new_id<SavedViewTag>(tx.now(), tx.chance());
  (void)session.query(
      insert_view, {id.value(), viewer.person.value(), name, std::int64_t{shared}, std::string_view{canonical(view)}, to_millis(tx.now())});
  return id;
}

Result<SavedViewId> add_view(writer::Tx& tx, const access::Viewer& viewer, std::string_view name, bool shared, const View& view) {
  if (first(tx.session().query(view_by_name, {viewer.person.value(), name}))) {
    return refuse(ErrorCode::conflict, "another view of yours has this name", "name", "choose another, or change that one");
  }
  return save_view(tx, viewer, name, shared, view);
}

Result<SavedView> change_view(writer::Tx& tx, const access::Viewer& viewer, SavedViewId id, const SavedViewChanges& changes) {
  if (auto fault = changes.name ? fault_in_view_name(*changes.name) : std::nullopt) {
    return std::unexpected(std::move(*fault));
  }
  auto view = to_change(tx, viewer, id);
  if (!view) {
    return view;
  }
  if (changes.shared.value_or(false) && !viewer.may(Right::view_share)) {
    return may_not_share();
  }
  if (changes.name) {
    const auto other = first(tx.session().query(view_by_name, {view->owner.value(), std::string_view{*changes.name}}));
    if (other && other->id != id) {
      return refuse(ErrorCode::conflict, "another view of that owner has this name", "name", "choose another");
    }
    view->name = *changes.name;
  }
  view->shared = changes.shared.value_or(view->shared);
  view->view = changes.view.value_or(view->view);
  replace(tx, *view);
  return view;
}

Result<SavedViewId> remove_view(writer::Tx& tx, const access::Viewer& viewer, SavedViewId id) {
  if (const auto view = to_change(tx, viewer, id); !view) {
    return std::unexpected(view.error());
  }
  (void)tx.session().query(delete_view, {id.value()});
  return id;
}

std::vector<SavedView> saved_views(db::Session& session, const access::Viewer& viewer) {
  std::vector<SavedView> all;
  if (viewer.may(Right::conversation_read)) {
    const auto rows = session.query(views_for, {viewer.person.value()});
    all.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      all.push_back(read_row(rows, i));
    }
  }
  return all;
}

}  // namespace zhiyin::desk
