#include "platform/config/toml.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

namespace zhiyin::config {
namespace {

TomlLeaf leaf_of(std::string name, const toml::node& node) {
  TomlLeaf leaf{.name = std::move(name), .value = {}, .type_words = {}, .shown = {}, .line = node.source().begin.line};
  if (const auto* text = node.as_string()) {
    leaf.value = text->get();
    leaf.type_words = "a text";
    leaf.shown = fmt::format("\"{}\"", text->get());
  } else if (const auto* number = node.as_integer()) {
    leaf.value = number->get();
    leaf.type_words = "a number";
    leaf.shown = fmt::format("{}", number->get());
  } else if (const auto* flag = node.as_boolean()) {
    leaf.value = flag->get();
    leaf.type_words = "a truth value";
    leaf.shown = flag->get() ? "true" : "false";
  } else {
    leaf.type_words = node.is_floating_point() ? "a number with a fraction"
                      : node.is_array()        ? "a list"
                      : node.is_table()        ? "a section"
                                               : "a date or time";
    leaf.shown = "its value";
  }
  return leaf;
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlLeaf>& out) {
  for (const auto& [key, node] : table) {
    const auto name = prefix.empty() ? std::string{key.str()} : fmt::format("{}.{}", prefix, key.str());
    const auto* inner = node.as_table();
    if (inner != nullptr && !inner->empty()) {
      flatten(*inner, name, out);
    } else {
      out.push_back(leaf_of(name, node));
    }
  }
}

}  // namespace

std::expected<std::vector<TomlLeaf>, std::string> read_toml(std::string_view text) {
  try {
    std::vector<TomlLeaf> leaves;
    flatten(toml::parse(text), {}, leaves);
    std::ranges::sort(leaves, {}, [](const TomlLeaf& leaf) { return std::tie(leaf.line, leaf.name); });
    return leaves;
  } catch (const toml::parse_error& error) {
    return std::unexpected(fmt::format("{}: {}", error.source().begin.line, error.description()));
  }
}

}  // namespace zhiyin::config
