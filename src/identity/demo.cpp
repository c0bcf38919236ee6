#include "identity/demo.hpp"

#include <fmt/format.h>

#include <charconv>

namespace zhiyin::identity {

std::string demo_name(std::int64_t number) {
  return fmt::format("Demo {:02}", number);
}

std::optional<Person> demo_agent(std::string_view name, std::int64_t count) {
  constexpr std::string_view prefix = "demo-";
  if (!name.starts_with(prefix)) {
    return std::nullopt;
  }
  const auto digits = name.substr(prefix.size());
  std::int64_t number = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  if (end != digits.data() + digits.size() || number < 1 || number > count || name != fmt::format("demo-{:02}", number)) {
    return std::nullopt;
  }
  return Person{PersonKind::agent, number, demo_name(number)};
}

}  // namespace zhiyin::identity
