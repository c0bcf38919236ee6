#include "desk/caller.hpp"

#include "identity/demo.hpp"
#include "team/reading.hpp"

namespace zhiyin::desk {
namespace {

std::unexpected<Error> stranger() {
  return refuse(ErrorCode::unauthenticated, "this token or session is not known, or has ended", "", "sign in again");
}

}  // namespace

Result<Key> key_of(const Arrival& arrival, std::optional<std::string_view> token, std::optional<std::string_view> agent,
                   std::int64_t demo_agents) {
  if (token) {
    auto read = credential::read_token_text(*token);
    return read ? Result<Key>{*std::move(read)} : stranger();
  }
  if (agent) {
    if (!arrival.at_home) {
      return refuse(ErrorCode::forbidden, "demonstration agents are accepted from this machine only", "agent",
                    "open the desk on the server itself");
    }
    const auto person = identity::demo_agent(*agent, demo_agents);
    return person ? Result<Key>{DemoName{AgentId{person->id}}} : refuse(ErrorCode::not_found, "there is no such agent", "agent", "");
  }
  return arrival.shown ? Result<Key>{*arrival.shown} : refuse(ErrorCode::unauthenticated, "nobody is signed in", "", "sign in");
}

std::optional<Comer> Callers::find(db::Session& reading, const Key& key, bool at_home, Time now) {
  Comer comer;
  if (const auto* presented = std::get_if<credential::Presented>(&key)) {
    comer.who = credential::authenticate(reading, *presented, now, settings_);
    if (!comer.who || comer.who->person.none()) {
      return std::nullopt;
    }
    comer.person = comer.who->person;
  } else {
    comer.person = std::get<DemoName>(key).person;
  }
  comer.directory = directories_.current(reading);
  const auto* member = comer.directory->member(comer.person);
  if (member == nullptr || !member->active || (member->demo ? !at_home : !comer.who)) {
    return std::nullopt;
  }
  comer.state = team::find_state(reading, comer.person);
  comer.offers = routing::offers_to(reading, comer.person);
  return comer;
}

access::Viewer viewer_of(const access::Directory& directory, AgentId person, const std::optional<identity::Rights>& scopes) {
  auto viewer = directory.viewer(person);
  if (scopes) {
    viewer.rights &= *scopes;
  }
  return viewer;
}

void Actor::want(writer::Tx& tx) const {
  access::want(tx);
  if (const auto* presented = std::get_if<credential::Presented>(&key)) {
    credential::want_who(tx, *presented);
  }
}

Result<access::Viewer> Actor::find(writer::Tx& tx, const credential::Settings& settings) const {
  const auto* presented = std::get_if<credential::Presented>(&key);
  if (presented != nullptr && !credential::find_who(tx, *presented, settings)) {
    return stranger();
  }
  return viewer_of(access::directory(tx), person, scopes);
}

}  // namespace zhiyin::desk
