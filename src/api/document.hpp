// The OpenAPI 3.1 document of a route table.
#pragma once

#include <span>
#include <string>

#include "api/route.hpp"

namespace zhiyin::api {

[[nodiscard]] std::string openapi_document(std::span<const Route> routes);

/// A book in which all answers stand already: their schemas have the plain names.
[[nodiscard]] SchemaBook book_of_answers(std::span<const Route> routes);

/// What a tag says to people, in the order in which they are shown. Every route's tag is among them.
struct Tag {
  std::string_view name;
  std::string_view what;
  std::string_view what_zh;
};
[[nodiscard]] std::span<const Tag> tags();

/// Statuses of refusals that a route may answer, ascending.
[[nodiscard]] std::vector<int> refusals_of(const Route& route);
[[nodiscard]] std::string_view refusal_what(int status);

}  // namespace zhiyin::api
