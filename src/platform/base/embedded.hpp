// A text file compiled into the program (cmake/Embed.cmake makes the tables).
#pragma once

#include <span>
#include <string_view>

namespace zhiyin {

struct EmbeddedText {
  std::string_view name;
  std::string_view text;
};

}  // namespace zhiyin
