#include "identity/permission.hpp"

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::identity {
namespace {

struct RoleRow {
  Role role;
  char letter;
  std::string_view text;
};
constexpr std::array<RoleRow, role_count> roles{{{Role::administrator, 'a', "administrator"},
                                                 {Role::supervisor, 's', "supervisor"},
                                                 {Role::agent, 'g', "agent"},
                                                 {Role::quality, 'q', "quality"},
                                                 {Role::planner, 'p', "planner"}}};

constexpr std::array<PermissionRow, right_count> table{{
    {Right::conversation_read, "conversation.read", "asgq", "see conversations of one's inboxes and teams", "查看本人收件箱和团队的会话"},
    {Right::conversation_read_all, "conversation.read_all", "a", "see every conversation", "查看全部会话"},
    {Right::conversation_reply, "conversation.reply", "asg", "answer customers, resolve, snooze and transfer one's own",
     "回复客户，解决、稍后处理、转接自己的会话"},
    {Right::conversation_assign, "conversation.assign", "as", "give a conversation to somebody, or take it from him",
     "分配会话，或收回他人的会话"},
    {Right::conversation_note, "conversation.note", "asgq", "write notes, labels and priority", "写备注、标签和优先级"},
    {Right::contact_read, "contact.read", "asgq", "see the customers of the conversations that one sees", "查看可见会话的客户资料"},
    {Right::contact_write, "contact.write", "asg", "edit customers", "编辑客户资料"},
    {Right::contact_merge, "contact.merge", "asg", "merge customers and undo it", "合并客户与撤销合并"},
    {Right::contact_block, "contact.block", "as", "block a customer", "屏蔽客户"},
    {Right::person_read, "person.read", "asgqp", "see colleagues, their teams and states", "查看同事及其团队和状态"},
    {Right::person_write, "person.write", "a", "invite people, change roles, disable, end sessions", "邀请人员、更改角色、停用、结束会话"},
    {Right::team_write, "team.write", "asp", "change teams, members and skills", "管理团队、成员和技能"},
    {Right::inbox_read, "inbox.read", "asgqp", "see the inboxes one belongs to", "查看所属收件箱"},
    {Right::inbox_write, "inbox.write", "a", "change inboxes, their members and secrets", "管理收件箱及其成员和密钥"},
    {Right::state_own, "state.own", "asg", "change one's own state", "更改自己的状态"},
    {Right::state_others, "state.others", "as", "change somebody else's state", "更改他人的状态"},
    {Right::reply_write, "reply.write", "as", "change quick replies for everybody", "管理公共快捷回复"},
    {Right::view_share, "view.share", "as", "share saved views", "共享已保存的视图"},
    {Right::token_service, "token.service", "a", "make service tokens", "创建服务令牌"},
    {Right::audit_read, "audit.read", "a", "read the audit log", "查看审计日志"},
    {Right::knowledge_read, "knowledge.read", "asgqp", "read the knowledge base, internal articles and drafts too",
     "查看知识库，含内部文章和草稿"},
    {Right::knowledge_write, "knowledge.write", "asgq", "write drafts of articles", "撰写文章草稿"},
    {Right::knowledge_publish, "knowledge.publish", "asq", "publish and withdraw articles, manage categories", "发布与撤下文章，管理分类"},
}};

constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].right) != i) {
      return false;
    }
  }
  return true;
}
static_assert(table_is_in_order());

const RoleRow& row_of(Role role) {
  const auto* found = std::ranges::find(roles, role, &RoleRow::role);
  require(found != roles.end(), "a role is one of five");
  return *found;
}

}  // namespace

std::string_view role_text(Role role) {
  return row_of(role).text;
}

std::optional<Role> parse_role(std::string_view text) {
  const auto* found = std::ranges::find(roles, text, &RoleRow::text);
  return found == roles.end() ? std::nullopt : std::optional{found->role};
}

std::string_view right_text(Right right) {
  return table.at(static_cast<std::size_t>(right)).text;
}

std::optional<Right> parse_right(std::string_view text) {
  const auto* found = std::ranges::find(table, text, &PermissionRow::text);
  return found == table.end() ? std::nullopt : std::optional{found->right};
}

std::span<const PermissionRow> permissions() {
  return table;
}

bool may(Role role, Right right) {
  return table.at(static_cast<std::size_t>(right)).roles.contains(row_of(role).letter);
}

Rights rights_of(Role role) {
  Rights rights;
  for (const auto& row : table) {
    rights.set(static_cast<std::size_t>(row.right), may(role, row.right));
  }
  return rights;
}

}  // namespace zhiyin::identity
