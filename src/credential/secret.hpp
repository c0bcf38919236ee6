// Keys that all processes of the installation share: made once, kept in the store, read at start.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/clock/clock.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::credential {

constexpr std::string_view sign_in_secret = "sign_in";  ///< names accounts in the table of guesses
constexpr std::string_view cursor_secret = "cursor";    ///< seals the API's cursors
constexpr std::string_view inbox_secret = "inbox";      ///< seals the secrets of inboxes

class Secrets {
 public:
  /// Makes those of `names` that are not there, 32 random bytes each. With a `lock` they lie in the store sealed under it, and those that
  /// lay there in clear are sealed now; without, in clear: then whoever reads the store or a backup has them. Throws std::runtime_error, in
  /// words for the operator, when what lies there cannot be opened. Two processes may do it at once.
  static Secrets load(db::Session& session, std::span<const std::string_view> names, const std::optional<crypto::Key>& lock,
                      Chance& chance);

  /// Of one of those names.
  [[nodiscard]] const crypto::Key& key(std::string_view name) const;

 private:
  std::map<std::string, crypto::Key, std::less<>> keys_;
};

/// The key in the file of the setting `secret.key_file`; nullopt for an empty name. Throws std::runtime_error.
[[nodiscard]] std::optional<crypto::Key> read_key_file(const std::filesystem::path& file);

}  // namespace zhiyin::credential
