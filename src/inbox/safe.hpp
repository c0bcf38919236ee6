// How the secrets of inboxes are kept: sealed under a key of the installation, each to its inbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inbox/model.hpp"
#include "platform/clock/clock.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::inbox {

class Safe {
 public:
  explicit Safe(const crypto::Key& key) : key_(key) {}

  /// For Inbox::kept_secret.
  [[nodiscard]] std::string seal(InboxId inbox, std::string_view secret, Chance& chance) const;
  /// What signs visitors' identities (HMAC-SHA-256): 43 characters of base64url, used as they are; shown to inbox.write only. nullopt when
  /// it was sealed under another key or for another inbox. One that lies in clear is given as it is.
  [[nodiscard]] std::optional<std::string> secret_of(const Inbox& inbox) const;

 private:
  crypto::Key key_;
};

/// At start, in a transaction of its own: seals what lies in clear. Several processes may do it at once, and a secret that is replaced
/// meanwhile stays replaced. Says in the log which cannot be opened.
void seal_secrets(db::Session& session, const Safe& safe, Chance& chance);

}  // namespace zhiyin::inbox
