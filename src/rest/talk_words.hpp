// Words on the wire for the closed sets of conversations and contacts. Found by api/codec.hpp through their argument.
#pragma once

#include "api/shape.hpp"
#include "contact/group.hpp"
#include "contact/model.hpp"
#include "conversation/quick_reply.hpp"
#include "event/conversation.hpp"

namespace zhiyin::api {

constexpr auto words(Of<Stage>) {
  return words<Stage>("Stage", {{Stage::bot, "bot"},
                                {Stage::queued, "queued"},
                                {Stage::assigned, "assigned"},
                                {Stage::wrap_up, "wrap_up"},
                                {Stage::resolved, "resolved"}});
}

constexpr auto words(Of<PersonKind>) {
  return words<PersonKind>("SpeakerKind", {{PersonKind::visitor, "visitor"}, {PersonKind::agent, "agent"}, {PersonKind::bot, "bot"}});
}

constexpr auto words(Of<contact::IdentityKind>) {
  using contact::IdentityKind;
  return words<IdentityKind>("IdentityKind",
                             {{IdentityKind::email, "email"}, {IdentityKind::phone, "phone"}, {IdentityKind::external_id, "external_id"}});
}

constexpr auto words(Of<contact::Source>) {
  using contact::Source;
  return words<Source>("Source",
                       {{Source::agent, "agent"}, {Source::visitor, "visitor"}, {Source::api, "api"}, {Source::system, "system"}});
}

constexpr auto words(Of<contact::MergeKind>) {
  using contact::MergeKind;
  return words<MergeKind>("MergeKind", {{MergeKind::automatic, "automatic"}, {MergeKind::by_hand, "by_hand"}});
}

constexpr auto words(Of<conversation::ReplyScope>) {
  using conversation::ReplyScope;
  return words<ReplyScope>("ReplyScope",
                           {{ReplyScope::everybody, "everybody"}, {ReplyScope::team, "team"}, {ReplyScope::person, "person"}});
}

}  // namespace zhiyin::api
