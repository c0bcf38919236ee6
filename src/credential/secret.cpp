#include "credential/secret.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "credential/store.hpp"
#include "platform/base/require.hpp"
#include "platform/files/files.hpp"

namespace zhiyin::credential {
namespace {

constexpr std::string_view clear_mark = "clear:";
constexpr std::string_view sealed_mark = "sealed:";

constexpr db::Statement found_secret{"found_server_secret",
                                     "INSERT INTO server_secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr db::Statement read_secret{"read_server_secret", "SELECT value FROM server_secret WHERE name = $1 {lock}"};
constexpr db::Statement replace_secret{"replace_server_secret", "UPDATE server_secret SET value = $2 WHERE name = $1"};
constexpr std::array<const db::Statement*, 3> all_statements{&found_secret, &read_secret, &replace_secret};

std::string kept_form(std::string_view name, const crypto::Key& key, const std::optional<crypto::Key>& lock, Chance& chance) {
  const std::string bytes{key.begin(), key.end()};
  if (!lock) {
    return std::string{clear_mark} + crypto::base64(bytes);
  }
  return std::string{sealed_mark} + crypto::base64(crypto::seal_as(*lock, name, bytes, chance));
}

crypto::Key opened(std::string_view name, std::string_view value, const std::optional<crypto::Key>& lock) {
  std::optional<std::string> bytes;
  if (value.starts_with(clear_mark)) {
    bytes = crypto::read_base64(value.substr(clear_mark.size()));
  } else if (value.starts_with(sealed_mark)) {
    if (!lock) {
      throw std::runtime_error("the server's secrets lie sealed in the store: give the key with secret.key_file");
    }
    const auto box = crypto::read_base64(value.substr(sealed_mark.size()));
    bytes = box ? crypto::open_as(*lock, name, *box) : std::nullopt;
  }
  const auto key = bytes ? crypto::key_of(*bytes) : std::nullopt;
  if (!key) {
    throw std::runtime_error(
        fmt::format("the server's secret {} cannot be opened: another key than the one in secret.key_file, or it was changed", name));
  }
  return *key;
}

}  // namespace

std::span<const db::Statement* const> secret_statements() {
  return all_statements;
}

Secrets Secrets::load(db::Session& session, std::span<const std::string_view> names, const std::optional<crypto::Key>& lock,
                      Chance& chance) {
  Secrets secrets;
  session.begin();
  for (const auto name : names) {
    const auto fresh = kept_form(name, crypto::random_key(chance), lock, chance);
    (void)session.query(found_secret, {name, fresh});
    const auto rows = session.query(read_secret, {name});
    require(rows.size() == 1, "a secret is there once it was made");
    const auto value = rows.text(0, 0);
    const auto key = opened(name, value, lock);
    if (lock && !value.starts_with(sealed_mark)) {
      const auto sealed = kept_form(name, key, lock, chance);
      (void)session.query(replace_secret, {name, sealed});
    }
    secrets.keys_.emplace(name, key);
  }
  session.commit();
  return secrets;
}

const crypto::Key& Secrets::key(std::string_view name) const {
  const auto found = keys_.find(name);
  require(found != keys_.end(), "only secrets that were loaded are asked for");
  return found->second;
}

std::optional<crypto::Key> read_key_file(const std::filesystem::path& file) {
  if (file.empty()) {
    return std::nullopt;
  }
  const auto bytes = crypto::read_base64(files::read_file(file));
  const auto key = bytes ? crypto::key_of(*bytes) : std::nullopt;
  if (!key) {
    throw std::runtime_error(fmt::format("{} (secret.key_file) does not hold 32 bytes in base64", file.string()));
  }
  return key;
}

}  // namespace zhiyin::credential
