#include "rest/routes.hpp"

#include <iterator>

#include "rest/contacts.hpp"
#include "rest/conversations.hpp"
#include "rest/me.hpp"
#include "rest/quick_replies.hpp"

namespace zhiyin::rest {

std::vector<api::Route> routes(const Rules& rules) {
  std::vector<api::Route> all;
  for (auto&& some : {
           me_routes(),
           conversation_routes(),
           message_routes(rules),
           act_routes(rules),
           note_routes(),
           label_routes(),
           draft_routes(),
           contact_routes(rules),
           contact_act_routes(rules),
           quick_reply_routes(),
       }) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace zhiyin::rest
