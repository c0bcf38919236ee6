// Words in HTML.
#pragma once

#include <string>
#include <string_view>

namespace zhiyin {

/// `text` for HTML, in text and in attributes with quotes of either kind.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace zhiyin
