// A TOML text as a flat list of dotted names; the parser and its exceptions stay behind this header.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace zhiyin::config {

struct TomlLeaf {
  std::string name;                                                     ///< "http.port", whether written as [http] port or as a dotted key
  std::variant<std::monostate, std::string, std::int64_t, bool> value;  ///< nothing for types that no setting has
  std::string type_words;                                               ///< "a text", "a list", ...
  std::string shown;                                                    ///< the value as it may be printed
  std::uint32_t line = 0;
};

/// Sorted by line; an empty section is a leaf too, so that a misspelt one is found. The error is "LINE: what is wrong".
[[nodiscard]] std::expected<std::vector<TomlLeaf>, std::string> read_toml(std::string_view text);

}  // namespace zhiyin::config
