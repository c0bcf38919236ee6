#include "help/style.hpp"

#include <fmt/format.h>

#include "platform/base/embedded.hpp"
#include "platform/base/require.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin {
std::span<const EmbeddedText> help_styles();
}

namespace zhiyin::help {

std::string by_system(std::string_view tokens) {
  constexpr std::string_view dark = "[data-theme=\"dark\"] {";
  constexpr std::string_view close = "\n}";
  const auto at = tokens.find(dark);
  const auto end = at == std::string_view::npos ? at : tokens.find(close, at);
  require(end != std::string_view::npos, "tokens.css has one dark block that ends at the beginning of a line");
  const auto inside = tokens.substr(at + dark.size(), end - at - dark.size());
  return fmt::format("{}@media (prefers-color-scheme: dark) {{ :root {{{}\n}} }}{}", tokens.substr(0, at), inside,
                     tokens.substr(end + close.size()));
}

const std::string& style() {
  static const auto whole = [] {
    std::string out;
    for (const auto& file : help_styles()) {
      out += file.name == "tokens.css" ? by_system(file.text) : std::string{file.text};
    }
    return out;
  }();
  return whole;
}

const std::string& style_path() {
  static const auto path = fmt::format("/help/style-{}.css", crypto::sha256_hex(style()).substr(0, 16));
  return path;
}

}  // namespace zhiyin::help
