// The one stylesheet of the help centre: the web's tokens, dark when the reader's system is, and help.css.
#pragma once

#include <string>
#include <string_view>

namespace zhiyin::help {

/// Made once.
[[nodiscard]] const std::string& style();
/// With what changes when the style does, so that a browser may keep it for ever.
[[nodiscard]] const std::string& style_path();
/// The tokens with their dark block asked for by the system instead of by an attribute.
[[nodiscard]] std::string by_system(std::string_view tokens);

}  // namespace zhiyin::help
