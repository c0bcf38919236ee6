#include "rest/routes.hpp"

#include <iterator>

#include "rest/audit_log.hpp"
#include "rest/contacts.hpp"
#include "rest/conversations.hpp"
#include "rest/inbox.hpp"
#include "rest/knowledge.hpp"
#include "rest/loads.hpp"
#include "rest/me.hpp"
#include "rest/person.hpp"
#include "rest/quick_replies.hpp"
#include "rest/saved_views.hpp"
#include "rest/session.hpp"
#include "rest/state.hpp"
#include "rest/team.hpp"
#include "rest/token.hpp"
#include "rest/widget.hpp"

namespace zhiyin::rest {

std::vector<api::Route> routes(const Services& services, const Rules& rules) {
  std::vector<api::Route> all;
  for (auto&& some : {
           me_routes(),
           session_routes(services),
           token_routes(),
           person_routes(services),
           skill_level_routes(services),
           team_routes(),
           skill_routes(),
           state_routes(services),
           inbox_routes(services),
           conversation_routes(),
           message_routes(rules),
           act_routes(rules),
           load_routes(services),
           offer_routes(),
           note_routes(),
           label_routes(),
           draft_routes(),
           contact_routes(rules),
           contact_act_routes(rules),
           quick_reply_routes(),
           saved_view_routes(),
           category_routes(),
           article_routes(),
           article_text_routes(),
           article_file_routes(),
           article_search_routes(services),
           hot_question_routes(),
           widget_routes(services),
           audit_routes(),
       }) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace zhiyin::rest
