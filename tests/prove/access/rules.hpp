// Who may call what: said here a second time, by hand, so that a route which forgets its right, or names another, differs from it. A route
// without a row fails the proof, which prints the row that is missing.
#pragma once

#include <span>
#include <string_view>

namespace zhiyin::prove {

constexpr std::string_view anybody = "anybody";
constexpr std::string_view signed_in = "signed in";

struct Rule {
  std::string_view call;   ///< method and path, as the table has it
  std::string_view needs;  ///< a right, `signed_in` or `anybody`
};
[[nodiscard]] std::span<const Rule> rules();

/// Whether a planted fault is one of the routes: a right that is forgotten, or an answer other than the document says. Else the streams'.
[[nodiscard]] bool is_fault_of_routes(std::string_view plant);

}  // namespace zhiyin::prove
