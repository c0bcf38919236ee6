#include "inbox/safe.hpp"

#include "inbox/reading.hpp"
#include "inbox/store.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::inbox {
namespace {

constexpr std::string_view sealed_mark = "sealed:";  // no secret in clear holds a colon

std::string name_of(InboxId inbox) {
  return "inbox:" + inbox.text();
}

bool sealed(const Inbox& inbox) {
  return inbox.kept_secret.starts_with(sealed_mark);
}

}  // namespace

std::string Safe::seal(InboxId inbox, std::string_view secret, Chance& chance) const {
  return std::string{sealed_mark} + crypto::base64url(crypto::seal_as(key_, name_of(inbox), secret, chance));
}

std::optional<std::string> Safe::secret_of(const Inbox& inbox) const {
  if (!sealed(inbox)) {
    return inbox.kept_secret;
  }
  const auto bytes = crypto::read_base64url(std::string_view{inbox.kept_secret}.substr(sealed_mark.size()));
  return bytes ? crypto::open_as(key_, name_of(inbox.id), *bytes) : std::nullopt;
}

void seal_secrets(db::Session& session, const Safe& safe, Chance& chance) {
  session.begin();
  for (const auto& inbox : all(session)) {
    if (!sealed(inbox)) {
      replace_secret_of(session, inbox, safe.seal(inbox.id, inbox.kept_secret, chance));
    } else if (!safe.secret_of(inbox)) {
      logging::warning("inbox", "the secret of inbox {} cannot be opened: give it a new one", inbox.id.text());
    }
  }
  session.commit();
}

}  // namespace zhiyin::inbox
