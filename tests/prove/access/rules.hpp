// Who may call what: said here a second time, by hand, so that a route which forgets its right, or names another, differs from it. A route
// without a row fails the proof, which prints the row that is missing.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace zhiyin::prove {

/// Faults of single routes to plant; the streams have others.
constexpr auto route_plants = std::to_array<std::string_view>({"open_route", "undeclared_member", "missing_member", "wrong_status"});

constexpr std::string_view anybody = "anybody";
constexpr std::string_view signed_in = "signed in";

struct Rule {
  std::string_view call;   ///< method and path, as the table has it
  std::string_view needs;  ///< a right, `signed_in` or `anybody`
};
[[nodiscard]] std::span<const Rule> rules();

}  // namespace zhiyin::prove
