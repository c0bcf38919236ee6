#include "app/callers.hpp"

#include "credential/service.hpp"

namespace zhiyin::app {
namespace {

Result<api::Caller> nobody() {
  return refuse(ErrorCode::unauthenticated, "this token or session is not known, or has ended", "Authorization", "sign in again");
}

std::optional<credential::Presented> read(const api::Presented& presented) {
  switch (presented.kind) {
    case api::Presented::Kind::nobody: return std::nullopt;
    case api::Presented::Kind::token: return credential::read_token_text(presented.secret);
    case api::Presented::Kind::cookie: return credential::read_session_text(presented.secret);
  }
  fail_requirement("what is presented is of one of three kinds", std::source_location::current());
}

/// A service has no person behind it: it belongs to no inbox, and sees conversations only with conversation.read_all.
/// Nor does a demonstration person, who came in without a password, have anything to say from elsewhere, whoever carried his session there.
Result<api::Caller> caller_from(const credential::Who& who, const access::Directory& directory, bool at_home) {
  api::Caller caller{.person = who.person, .viewer = {}, .session = who.id, .is_token = who.kind != credential::WhoKind::session};
  if (who.kind == credential::WhoKind::service_token) {
    caller.viewer.name = who.name;
    caller.viewer.rights = who.scopes.value_or(identity::Rights{});
    return caller;
  }
  const auto* member = directory.member(who.person);
  if (member == nullptr || !member->active || (member->demo && !at_home)) {
    return nobody();
  }
  caller.viewer = directory.viewer(who.person);
  if (who.scopes) {
    caller.viewer.rights &= *who.scopes;
  }
  return caller;
}

}  // namespace

Result<api::Caller> Callers::find(db::Session& reading, const api::Presented& presented, Time now) {
  const auto shown = read(presented);
  const auto who = shown ? credential::authenticate(reading, *shown, now, settings_) : std::nullopt;
  if (!who) {
    return nobody();
  }
  auto caller = caller_from(*who, *directories_.current(reading), presented.at_home);
  if (caller) {
    touch(*who);
  }
  return caller;
}

void Callers::want(writer::Tx& tx, const api::Presented& presented) {
  access::want(tx);
  if (const auto shown = read(presented)) {
    credential::want_who(tx, *shown);
  }
}

std::optional<api::Caller> Callers::loaded(writer::Tx& tx, const api::Presented& presented) {
  const auto* directory = access::loaded(tx);
  const auto shown = read(presented);
  const auto who = directory != nullptr && shown ? credential::find_who(tx, *shown, settings_) : std::nullopt;
  if (!who) {
    return std::nullopt;
  }
  auto caller = caller_from(*who, *directory, presented.at_home);
  return caller ? std::optional{*std::move(caller)} : std::nullopt;
}

Result<api::Caller> Callers::find(writer::Tx& tx, const api::Presented& presented) {
  const auto shown = read(presented);
  const auto who = shown ? credential::find_who(tx, *shown, settings_) : std::nullopt;
  if (!who) {
    return nobody();
  }
  auto caller = caller_from(*who, access::directory(tx), presented.at_home);
  if (caller) {
    touch(*who);
  }
  return caller;
}

void Callers::touch(const credential::Who& who) {
  if (!who.touch_due) {
    return;
  }
  {
    const std::scoped_lock lock{touching_->mutex};
    if (!touching_->ids.insert(who.id).second) {
      return;
    }
  }
  submit_background_(writer::command<int>(
      {static_cast<std::uint64_t>(who.id)}, [](writer::Tx&) {},
      [who](writer::Tx& tx) -> Result<int> {
        credential::touch(tx, who);
        return 0;
      },
      [touching = touching_, id = who.id](const Result<int>&) {  // what cannot be noted now is noted by a later request
        const std::scoped_lock lock{touching->mutex};
        touching->ids.erase(id);
      }));
}

}  // namespace zhiyin::app
