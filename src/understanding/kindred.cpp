#include "understanding/kindred.hpp"

#include <charconv>
#include <span>
#include <unordered_map>

#include "platform/base/embedded.hpp"
#include "platform/base/require.hpp"

namespace zhiyin {
std::span<const EmbeddedText> kindred_words();  // made at build time
}

namespace zhiyin::understanding {
namespace {

std::string_view next(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  const auto piece = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return piece;
}

std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(error == std::errc{} && end == text.data() + text.size(), "a line of kindred words begins with two numbers");
  return value;
}

std::unordered_map<std::string_view, Groups> table() {
  std::unordered_map<std::string_view, Groups> all;
  auto rest = kindred_words().front().text;
  for (std::uint32_t narrow = 0; !rest.empty(); ++narrow) {
    auto line = next(rest, '\n');
    const auto wide = number(next(line, ' '));
    const auto middle = number(next(line, ' '));
    while (!line.empty()) {
      all.emplace(next(line, ' '), Groups{narrow, middle, wide});
    }
  }
  return all;
}

}  // namespace

std::optional<Groups> groups_of(std::string_view word) {
  static const auto all = table();
  const auto found = all.find(word);
  return found == all.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace zhiyin::understanding
