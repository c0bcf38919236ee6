// What the files of this folder tell each other about their statements. Tables: password, session, token, guess, first_code, server_secret.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "credential/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::credential {

[[nodiscard]] std::span<const db::Statement* const> secret_statements();
[[nodiscard]] std::span<const db::Statement* const> guess_statements();
[[nodiscard]] std::span<const db::Statement* const> session_statements();
[[nodiscard]] std::span<const db::Statement* const> token_statements();
[[nodiscard]] std::span<const db::Statement* const> who_statements();
[[nodiscard]] std::span<const db::Statement* const> password_statements();
[[nodiscard]] std::span<const db::Statement* const> first_statements();
[[nodiscard]] std::span<const db::Bulk* const> guess_bulks();
[[nodiscard]] std::span<const db::Bulk* const> token_bulks();

/// "person.read team.write", in the order of the table of permissions.
[[nodiscard]] std::string scopes_text(const identity::Rights& scopes);
/// Words that are no longer rights are left out: a scope never widens by itself.
[[nodiscard]] identity::Rights scopes_from(std::string_view text);
/// nullopt for 0.
[[nodiscard]] std::optional<Time> moment(std::int64_t ms);
/// A header's value as it may be kept: printable ASCII, at most `max` bytes.
[[nodiscard]] std::string kept_text(std::string_view text, std::size_t max);

}  // namespace zhiyin::credential
