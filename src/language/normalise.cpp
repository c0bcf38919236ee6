#include "language/normalise.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace zhiyin::language {
namespace {

bool is_han(std::int32_t code) {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x3FFFF) || code == 0x3005 || code == 0x3007;
}

bool is_kana(std::int32_t code) {
  return (code >= 0x3041 && code <= 0x30FF && code != 0x30FB) || (code >= 0x31F0 && code <= 0x31FF) || (code >= 0xFF66 && code <= 0xFF9F);
}

/// Stays as it is but for ASCII's capitals, unless a mark follows: most of all text.
bool is_plain(std::int32_t code) {
  return (code >= 0 && code < 0x80) || (code >= 0x4E00 && code <= 0x9FFF);
}

void append_mapped(std::string& out, std::string_view run) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(run.data()), static_cast<utf8proc_ssize_t>(run.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> held{mapped, &std::free};
  if (length < 0) {
    out.push_back(' ');
    return;
  }
  out.append(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

Point point_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    return {first, 1};
  }
  utf8proc_int32_t code = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - at, 4)), &code);
  return length <= 0 ? Point{-1, 1} : Point{code, static_cast<std::size_t>(length)};
}

CharacterKind kind_of(std::int32_t code) {
  if (code < 0x80) {
    const bool word = (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return word ? CharacterKind::word : CharacterKind::other;
  }
  if (is_han(code) || is_kana(code)) {
    return CharacterKind::gram;
  }
  // Letters, marks and numbers stand beside each other in the order of the Unicode Standard's table 4-4.
  const auto category = utf8proc_category(code);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO ? CharacterKind::word : CharacterKind::other;
}

std::string normalise(std::string_view text) {
  std::string out;
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    out = text;
    std::ranges::transform(out, out.begin(), lowered);
    return out;
  }
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    // A plain character before one that is not goes with it, for a mark may compose with it.
    auto point = point_at(text, at);
    std::size_t end = at + point.length;
    if (point.code < 0) {
      out.push_back(' ');
      at = end;
      continue;
    }
    const bool alone = is_plain(point.code) && (end == text.size() || is_plain(point_at(text, end).code));
    if (alone) {
      if (point.length == 1) {
        out.push_back(lowered(text[at]));
      } else {
        out.append(text.substr(at, point.length));
      }
      at = end;
      continue;
    }
    while (end < text.size() && (point = point_at(text, end)).code >= 0 && !is_plain(point.code)) {
      end += point.length;
    }
    append_mapped(out, text.substr(at, end - at));
    at = end;
  }
  return out;
}

}  // namespace zhiyin::language
