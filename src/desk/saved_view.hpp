// Views that people have named: their own, and those shared with everybody. Table: saved_view.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/viewer.hpp"
#include "desk/view.hpp"
#include "platform/base/result.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::desk {

struct SavedViewTag;
using SavedViewId = Id<SavedViewTag>;

constexpr std::int64_t saved_views_max = 100;  ///< of one owner

struct SavedView {
  SavedViewId id;
  AgentId owner;
  std::string name;
  bool shared = false;  ///< everybody has it; only conversation.read decides what it shows him
  View view;
};

[[nodiscard]] db::ModuleStatements saved_view_statements();

/// Keeps a view under a name of his; one of his with that name is replaced. Sharing it, or replacing a shared one, takes view.share.
[[nodiscard]] Result<SavedViewId> save_view(writer::Tx& tx, const access::Viewer& viewer, std::string_view name, bool shared,
                                            const View& view);
/// The same, but another of his with that name is a conflict.
[[nodiscard]] Result<SavedViewId> add_view(writer::Tx& tx, const access::Viewer& viewer, std::string_view name, bool shared,
                                           const View& view);

struct SavedViewChanges {
  std::optional<std::string> name;
  std::optional<bool> shared;  ///< saying true takes view.share
  std::optional<View> view;
};
/// His own, or with view.share any shared one. What he cannot see is not_found.
[[nodiscard]] Result<SavedView> change_view(writer::Tx& tx, const access::Viewer& viewer, SavedViewId id, const SavedViewChanges& changes);
[[nodiscard]] Result<SavedViewId> remove_view(writer::Tx& tx, const access::Viewer& viewer, SavedViewId id);

/// His own and the shared ones, by name.
[[nodiscard]] std::vector<SavedView> saved_views(db::Session& session, const access::Viewer& viewer);

}  // namespace zhiyin::desk
