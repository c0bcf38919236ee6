// What is known of a contact.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/ids.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::contact {

constexpr std::size_t fields_max = 50;
constexpr std::size_t field_name_max = 64;
constexpr std::size_t field_value_max_chars = 1'000;
constexpr std::size_t identities_max = 20;
constexpr std::size_t aliases_max = 20;
constexpr std::size_t email_max_bytes = 254;
constexpr std::size_t external_id_max_bytes = 128;
constexpr std::size_t name_max_chars = 80;

enum class IdentityKind : std::uint8_t { email = 1, phone, external_id };
/// Who said so.
enum class Source : std::uint8_t { agent = 1, visitor, api, system };

/// What somebody is known by, over all inboxes.
struct Identity {
  IdentityKind kind = IdentityKind::email;
  std::string value;      ///< normalised, see rules.hpp
  bool verified = false;  ///< proved to us; else it was only typed, and opens nothing
  Source source = Source::visitor;
  Time at;
};

struct Field {
  std::string name;
  std::string value;
  Source source = Source::visitor;
  AgentId by;  ///< none unless a person wrote it
  Time at;
};

}  // namespace zhiyin::contact
