#include "knowledge/address.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zhiyin::knowledge {

std::string short_of(std::string_view language) {
  if (language == "zh-CN") {
    return "zh";
  }
  std::string out{language};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string article_path(std::string_view language, std::string_view slug) {
  return fmt::format("/help/{}/a/{}", short_of(language), slug);
}

}  // namespace zhiyin::knowledge
