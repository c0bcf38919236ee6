#include "prove/access/rules.hpp"

#include <array>

namespace zhiyin::prove {
namespace {

constexpr auto table = std::to_array<Rule>({
    {"GET /api/v1/me", signed_in},
    {"GET /api/v1/permissions", signed_in},

    {"POST /api/v1/sessions", anybody},
    {"POST /api/v1/sessions/demo", anybody},
    {"POST /api/v1/setup", anybody},
    {"GET /api/v1/sessions", signed_in},
    {"DELETE /api/v1/sessions", signed_in},
    {"DELETE /api/v1/sessions/current", signed_in},
    {"DELETE /api/v1/sessions/{session}", signed_in},
    {"POST /api/v1/me/password", signed_in},
    {"GET /api/v1/tokens", signed_in},
    {"POST /api/v1/tokens", signed_in},
    {"DELETE /api/v1/tokens/{token}", signed_in},
    {"GET /api/v1/service-tokens", "token.service"},
    {"POST /api/v1/service-tokens", "token.service"},
    {"DELETE /api/v1/service-tokens/{token}", "token.service"},

    {"GET /api/v1/people", "person.read"},
    {"POST /api/v1/people", "person.write"},
    {"GET /api/v1/people/{person}", "person.read"},
    {"PATCH /api/v1/people/{person}", "person.write"},
    {"PUT /api/v1/people/{person}/password", "person.write"},
    {"GET /api/v1/people/{person}/sessions", "person.write"},
    {"DELETE /api/v1/people/{person}/sessions", "person.write"},
    {"GET /api/v1/people/{person}/skills", "person.read"},
    {"PUT /api/v1/people/{person}/skills", "team.write"},
    {"PUT /api/v1/people/{person}/state", "state.others"},
    {"PUT /api/v1/me/state", "state.own"},
    {"GET /api/v1/states", "person.read"},
    {"GET /api/v1/loads", "person.read"},
    {"GET /api/v1/state-reasons", "person.read"},
    {"PUT /api/v1/state-reasons", "team.write"},

    {"GET /api/v1/teams", "person.read"},
    {"POST /api/v1/teams", "team.write"},
    {"GET /api/v1/teams/{team}", "person.read"},
    {"PATCH /api/v1/teams/{team}", "team.write"},
    {"DELETE /api/v1/teams/{team}", "team.write"},
    {"PUT /api/v1/teams/{team}/members", "team.write"},
    {"GET /api/v1/skills", "person.read"},
    {"POST /api/v1/skills", "team.write"},
    {"PATCH /api/v1/skills/{skill}", "team.write"},
    {"DELETE /api/v1/skills/{skill}", "team.write"},

    {"GET /api/v1/inboxes", "inbox.read"},
    {"POST /api/v1/inboxes", "inbox.write"},
    {"GET /api/v1/inboxes/{inbox}", "inbox.read"},
    {"PATCH /api/v1/inboxes/{inbox}", "inbox.write"},
    {"PUT /api/v1/inboxes/{inbox}/people", "inbox.write"},
    {"PUT /api/v1/inboxes/{inbox}/teams", "inbox.write"},
    {"PUT /api/v1/inboxes/{inbox}/hours", "inbox.write"},
    {"DELETE /api/v1/inboxes/{inbox}/hours", "inbox.write"},
    {"POST /api/v1/inboxes/{inbox}/secret", "inbox.write"},

    {"GET /api/v1/conversations", "conversation.read"},
    {"GET /api/v1/conversations/counts", "conversation.read"},
    {"GET /api/v1/conversations/{conversation}", "conversation.read"},
    {"GET /api/v1/conversations/{conversation}/messages", "conversation.read"},
    {"POST /api/v1/conversations/{conversation}/messages", "conversation.reply"},
    {"PATCH /api/v1/conversations/{conversation}/messages/{seq}", "conversation.reply"},
    {"GET /api/v1/conversations/{conversation}/messages/{seq}/edits", "conversation.read"},
    {"POST /api/v1/conversations/{conversation}/take", "conversation.reply"},
    {"GET /api/v1/me/offers", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/accept", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/decline", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/assign", "conversation.assign"},
    {"POST /api/v1/conversations/{conversation}/requeue", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/transfer", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/invite", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/leave", "conversation.read"},
    {"POST /api/v1/conversations/{conversation}/resolve", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/finish", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/reopen", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/snooze", "conversation.reply"},
    {"POST /api/v1/conversations/{conversation}/wake", "conversation.reply"},
    {"GET /api/v1/conversations/{conversation}/notes", "conversation.read"},
    {"POST /api/v1/conversations/{conversation}/notes", "conversation.note"},
    {"PUT /api/v1/conversations/{conversation}/labels", "conversation.note"},
    {"PUT /api/v1/conversations/{conversation}/priority", "conversation.note"},
    // A draft and an unread mark are one's own, and may belong to a note as well as to an answer.
    {"GET /api/v1/conversations/{conversation}/draft", "conversation.read"},
    {"PUT /api/v1/conversations/{conversation}/draft", "conversation.read"},
    {"DELETE /api/v1/conversations/{conversation}/draft", "conversation.read"},
    {"PUT /api/v1/conversations/{conversation}/unread", "conversation.read"},

    {"GET /api/v1/contacts", "contact.read"},
    {"GET /api/v1/contacts/{contact}", "contact.read"},
    {"PATCH /api/v1/contacts/{contact}", "contact.write"},
    {"GET /api/v1/contacts/{contact}/conversations", "contact.read"},
    {"POST /api/v1/contacts/{contact}/identities", "contact.write"},
    {"POST /api/v1/contacts/{contact}/identities/remove", "contact.write"},
    {"POST /api/v1/contacts/{contact}/merge", "contact.merge"},
    {"POST /api/v1/contacts/{contact}/unmerge", "contact.merge"},
    {"POST /api/v1/contacts/{contact}/block", "contact.block"},
    {"POST /api/v1/contacts/{contact}/unblock", "contact.block"},

    // One's own; for everybody's the route looks for reply.write besides.
    {"GET /api/v1/quick-replies", "conversation.read"},
    {"POST /api/v1/quick-replies", "conversation.reply"},
    {"PATCH /api/v1/quick-replies/{reply}", "conversation.reply"},
    {"DELETE /api/v1/quick-replies/{reply}", "conversation.reply"},

    // Likewise; a shared one takes view.share besides.
    {"GET /api/v1/views", "conversation.read"},
    {"POST /api/v1/views", "conversation.read"},
    {"PATCH /api/v1/views/{view}", "conversation.read"},
    {"DELETE /api/v1/views/{view}", "conversation.read"},

    {"GET /api/v1/categories", "knowledge.read"},
    {"POST /api/v1/categories", "knowledge.publish"},
    {"GET /api/v1/categories/{category}", "knowledge.read"},
    {"PATCH /api/v1/categories/{category}", "knowledge.publish"},
    {"DELETE /api/v1/categories/{category}", "knowledge.publish"},
    {"GET /api/v1/articles", "knowledge.read"},
    {"POST /api/v1/articles", "knowledge.write"},
    {"GET /api/v1/articles/search", "knowledge.read"},
    {"POST /api/v1/articles/preview", "knowledge.read"},
    // Of what is live they take knowledge.publish besides.
    {"POST /api/v1/articles/import", "knowledge.write"},
    {"PATCH /api/v1/articles/{article}", "knowledge.write"},
    {"GET /api/v1/articles/{article}", "knowledge.read"},
    {"DELETE /api/v1/articles/{article}", "knowledge.write"},
    {"GET /api/v1/articles/{article}/texts/{language}", "knowledge.read"},
    {"GET /api/v1/articles/{article}/texts/{language}/file", "knowledge.read"},
    {"PUT /api/v1/articles/{article}/texts/{language}/draft", "knowledge.write"},
    {"POST /api/v1/articles/{article}/texts/{language}/discard", "knowledge.write"},
    {"POST /api/v1/articles/{article}/texts/{language}/publish", "knowledge.publish"},
    {"POST /api/v1/articles/{article}/texts/{language}/withdraw", "knowledge.publish"},
    {"GET /api/v1/articles/{article}/texts/{language}/versions", "knowledge.read"},
    {"GET /api/v1/articles/{article}/texts/{language}/versions/{number}", "knowledge.read"},
    {"POST /api/v1/articles/{article}/texts/{language}/versions/{number}/restore", "knowledge.write"},

    {"GET /api/v1/hot-questions", "knowledge.read"},
    {"PUT /api/v1/hot-questions/{language}", "knowledge.publish"},

    // What everybody may read in the help centre too.
    {"GET /api/v1/widget/config", anybody},
    {"GET /api/v1/widget/search", anybody},
    {"GET /api/v1/widget/articles/{slug}", anybody},

    {"GET /api/v1/audit", "audit.read"},
});

}  // namespace

std::span<const Rule> rules() {
  return table;
}

bool is_fault_of_routes(std::string_view plant) {
  return plant == "open_route" || plant == "undeclared_member" || plant == "missing_member" || plant == "wrong_status";
}

}  // namespace zhiyin::prove
