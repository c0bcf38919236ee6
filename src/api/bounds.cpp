#include "api/bounds.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/json/writer.hpp"

namespace zhiyin::api {
namespace {

bool control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool hexadecimal(char c) {
  return digit(c) || (c >= 'a' && c <= 'f');
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.find('@', at + 1) != std::string_view::npos) {
    return false;
  }
  const auto domain = text.substr(at + 1);
  return !domain.empty() && domain.front() != '.' && domain.back() != '.' && domain.find("..") == std::string_view::npos &&
         std::ranges::none_of(text, [](char c) { return control(c) || c == ' ' || c == ',' || c == ';' || c == '<' || c == '>'; });
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  return text.size() == form.size() &&
         std::ranges::equal(text, form, [](char is, char should) { return should == '0' ? hexadecimal(is) : is == '-'; });
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.back() != '-' && text.find("--") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return lower(c) || digit(c) || c == '-'; });
}

bool is_web(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) {
      return text.size() > scheme.size() && text[scheme.size()] != '/' &&
             std::ranges::none_of(text, [](char c) { return control(c) || c == ' ' || c == '"' || c == '<' || c == '>'; });
    }
  }
  return false;
}

struct PatternRow {
  bool (*fits)(std::string_view);
  std::string_view what;
  std::string_view schema;
};

const PatternRow& row_of(Pattern pattern) {
  static constexpr PatternRow line{[](std::string_view text) { return std::ranges::none_of(text, control); },
                                   "one line without control characters", R"("pattern":"^[^\\u0000-\\u001f\\u007f]*$")"};
  static constexpr PatternRow words{[](std::string_view text) {
                                      return std::ranges::none_of(text,
                                                                  [](char c) { return control(c) && c != '\n' && c != '\r' && c != '\t'; });
                                    },
                                    "text without control characters", ""};
  static constexpr PatternRow email{is_email, "an e-mail address such as li@example.com", R"("format":"email")"};
  static constexpr PatternRow uuid{is_uuid, "a UUID in lower case", R"("format":"uuid")"};
  static constexpr PatternRow slug{is_slug, "lower-case letters, digits and single hyphens between them",
                                   R"("pattern":"^[a-z0-9]+(-[a-z0-9]+)*$")"};
  static constexpr PatternRow token{
      [](std::string_view text) { return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; }); },
      "printable ASCII characters without spaces", R"("pattern":"^[\\u0021-\\u007e]*$")"};
  static constexpr PatternRow web{is_web, "an address that begins with http:// or https://", R"("format":"uri")"};
  switch (pattern) {
    case Pattern::line: return line;
    case Pattern::words: return words;
    case Pattern::email: return email;
    case Pattern::uuid: return uuid;
    case Pattern::slug: return slug;
    case Pattern::token: return token;
    case Pattern::web: return web;
  }
  return line;
}

std::string range_text(std::int64_t least, std::int64_t most, std::string_view of) {
  return least == most ? fmt::format("send exactly {} {}", least, of) : fmt::format("send {} to {} {}", least, most, of);
}

}  // namespace

bool Reading::fault(std::string what, std::string mend) {
  if (faults_.size() < faults_max) {
    faults_.push_back({place_, std::move(what), std::move(mend)});
  }
  return false;
}

std::string repeated(std::string_view name) {
  constexpr std::size_t most = 60;
  if (name.size() <= most) {
    return std::string{name};
  }
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string{name.substr(0, end)} + "…";
}

std::int64_t characters(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool fits_text(std::string_view text, const Bounds& bounds, Reading& reading) {
  const auto length = characters(text);
  if (length < bounds.least) {
    return reading.fault(length == 0 ? "it is empty" : fmt::format("it has {} characters, too few", length),
                         range_text(bounds.least, bounds.most, "characters"));
  }
  if (length > bounds.most) {
    return reading.fault(fmt::format("it has {} characters, too many", length), range_text(bounds.least, bounds.most, "characters"));
  }
  const auto& row = row_of(bounds.pattern);
  if (!text.empty() && !row.fits(text)) {
    return reading.fault("it is not of the form that is asked for", fmt::format("send {}", row.what));
  }
  return true;
}

bool fits_number(std::int64_t number, const Bounds& bounds, Reading& reading) {
  if (number >= least_of_number(bounds) && number <= most_of_number(bounds)) {
    return true;
  }
  return reading.fault(fmt::format("{} is out of bounds", number),
                       fmt::format("send a whole number from {} to {}", least_of_number(bounds), most_of_number(bounds)));
}

bool fits_real(double number, const Bounds& bounds, Reading& reading) {
  if ((bounds.least == 0 && bounds.most == 0) ||
      (number >= static_cast<double>(bounds.least) && number <= static_cast<double>(bounds.most))) {
    return true;
  }
  return reading.fault("the number is out of bounds", fmt::format("send a number from {} to {}", bounds.least, bounds.most));
}

bool fits_count(std::size_t count, const Bounds& bounds, Reading& reading) {
  const auto items = static_cast<std::int64_t>(count);
  if (items >= bounds.items_least && items <= bounds.items_most) {
    return true;
  }
  return reading.fault(fmt::format("it holds {} items", items), range_text(bounds.items_least, bounds.items_most, "items"));
}

std::string text_schema(const Bounds& bounds) {
  std::string out = fmt::format(R"("type":"string","minLength":{},"maxLength":{})", bounds.least, bounds.most);
  if (const auto more = row_of(bounds.pattern).schema; !more.empty()) {
    out.append(",").append(more);
  }
  return out;
}

std::string choices_text(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(words[i]);
  }
  return out;
}

}  // namespace zhiyin::api
