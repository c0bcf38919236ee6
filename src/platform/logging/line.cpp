#include "platform/logging/line.hpp"

#include <iterator>

#include "platform/base/require.hpp"

namespace zhiyin::logging {
namespace {

/// The length of the well-formed UTF-8 sequence that `text` begins with, by table 3-7 of the Unicode standard; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto between = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  const auto first = byte(0);
  if (first < 0x80U) {
    return 1;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return between(1, 0x80, 0xBF) ? 2 : 0;
  }
  if (first >= 0xE0U && first <= 0xEFU) {
    const unsigned low = first == 0xE0U ? 0xA0U : 0x80U;
    const unsigned high = first == 0xEDU ? 0x9FU : 0xBFU;
    return between(1, low, high) && between(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const unsigned low = first == 0xF0U ? 0x90U : 0x80U;
    const unsigned high = first == 0xF4U ? 0x8FU : 0xBFU;
    return between(1, low, high) && between(2, 0x80, 0xBF) && between(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

/// Writes a control character (U+0000 to U+001F, U+007F to U+009F) so that both JSON and a reader understand it.
void append_control(std::string& out, unsigned code) {
  switch (code) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  }
}

void append_escaped(std::string& out, std::string_view text, bool json) {
  while (!text.empty()) {
    const auto length = sequence_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    if (length == 1 && (first < 0x20U || first == 0x7FU)) {
      append_control(out, first);
    } else if (length == 2 && first == 0xC2U && static_cast<unsigned char>(text[1]) < 0xA0U) {
      append_control(out, static_cast<unsigned char>(text[1]));
    } else {
      if (json && (first == '"' || first == '\\')) {
        out += '\\';
      }
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
}

}  // namespace

std::string_view level_text(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  fail_requirement("a level has a word", std::source_location::current());
}

std::string line(Time at, Level level, std::string_view part, std::string_view message, bool json) {
  std::string out;
  if (json) {
    out = fmt::format(R"({{"time":"{}","level":"{}","part":")", iso_text(at), level_text(level));
    append_escaped(out, part, true);
    out += R"(","message":")";
    append_escaped(out, message, true);
    out += "\"}\n";
  } else {
    out = fmt::format("{} {} ", iso_text(at), level_text(level));
    append_escaped(out, part, false);
    out += ": ";
    append_escaped(out, message, false);
    out += '\n';
  }
  return out;
}

}  // namespace zhiyin::logging
