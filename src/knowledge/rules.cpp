#include "knowledge/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/markdown.hpp"

namespace zhiyin::knowledge {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char raised(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
bool is_letter(char c) {
  return is_lower(lowered(c));
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  return first == std::string_view::npos ? std::string{} : std::string{text.substr(first, text.find_last_not_of(blank) - first + 1)};
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Trims `text`; a fault when it is empty though it must not be, too long, or more than one line.
std::optional<Error> fit_line(std::string& text, std::size_t most, bool needed, const std::string& where) {
  text = trimmed(text);
  if (needed && text.empty()) {
    return Error{ErrorCode::invalid, fmt::format("{} is empty", where), where, "write something", {}};
  }
  if (!is_line(text)) {
    return Error{ErrorCode::invalid, fmt::format("{} is more than one line", where), where, "write it in one line", {}};
  }
  if (const auto length = characters(text); length > most) {
    return Error{ErrorCode::invalid, fmt::format("{} has {} characters", where, length), where, fmt::format("at most {}", most), {}};
  }
  return std::nullopt;
}

std::optional<Error> fit_list(std::vector<std::string>& list, std::size_t count_most, std::size_t most, const std::string& where) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (auto fault = fit_line(list[i], most, false, fmt::format("{}[{}]", where, i))) {
      return fault;
    }
    if (!list[i].empty() && std::ranges::find(kept, list[i]) == kept.end()) {
      kept.push_back(std::move(list[i]));
    }
  }
  if (kept.size() > count_most) {
    return Error{
        ErrorCode::invalid, fmt::format("{} has {} entries", where, kept.size()), where, fmt::format("at most {}", count_most), {}};
  }
  list = std::move(kept);
  return std::nullopt;
}

/// The way in which each part is usually written: script Hans, region CN, all else in small letters.
std::string usual(std::string_view part, bool first) {
  std::string out{part};
  std::ranges::transform(out, out.begin(), lowered);
  const bool letters = std::ranges::all_of(part, is_letter);
  if (!first && letters && part.size() == 2) {
    std::ranges::transform(out, out.begin(), raised);
  } else if (!first && letters && part.size() == 4) {
    out[0] = raised(out[0]);
  }
  return out;
}

std::unexpected<Error> no_language() {
  return refuse(ErrorCode::invalid, "a language is a tag like en or zh-CN", "language", "write it as in RFC 5646");
}

}  // namespace

std::string_view audience_text(Audience audience) {
  switch (audience) {
    case Audience::everybody: return "public";
    case Audience::internal: return "internal";
  }
  return "";
}

std::optional<Audience> parse_audience(std::string_view text) {
  for (const auto audience : {Audience::everybody, Audience::internal}) {
    if (audience_text(audience) == text) {
      return audience;
    }
  }
  return std::nullopt;
}

Result<std::string> slug_from(std::string_view text) {
  const bool parts = std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  if (text.empty() || text.size() > slug_max || !parts || text.front() == '-' || text.back() == '-' || text.contains("--")) {
    return refuse(ErrorCode::invalid, "an address has lower-case letters, digits and single hyphens between them", "slug",
                  fmt::format("like refund-time; at most {} characters", slug_max));
  }
  return std::string{text};
}

Result<std::string> language_from(std::string_view text) {
  if (text.size() > language_max_bytes) {
    return no_language();
  }
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('-', at), text.size());
    const auto part = text.substr(at, end - at);
    const bool first = at == 0;
    const bool fits = !part.empty() && part.size() <= 8 && std::ranges::all_of(part, [](char c) { return is_letter(c) || is_digit(c); });
    if (!fits || (first && (part.size() < 2 || !std::ranges::all_of(part, is_letter)))) {
      return no_language();
    }
    out.append(first ? "" : "-").append(usual(part, first));
    at = end + 1;
  }
  return out == "zh" ? "zh-CN" : out;
}

const std::string& closest(std::string_view language, const std::vector<std::string>& offered) {
  const auto primary = [](std::string_view tag) { return tag.substr(0, tag.find('-')); };
  auto found = std::ranges::find(offered, language);
  if (found == offered.end()) {
    found = std::ranges::find_if(offered, [&](const std::string& other) { return primary(other) == primary(language); });
  }
  return found == offered.end() ? offered.front() : *found;
}

Result<std::string> line_from(std::string text, std::size_t most, const std::string& where) {
  if (auto fault = fit_line(text, most, true, where)) {
    return std::unexpected(*std::move(fault));
  }
  return text;
}

Result<Words> words_from(Words words) {
  if (auto fault = fit_line(words.title, title_max_chars, true, "title")) {
    return std::unexpected(*std::move(fault));
  }
  if (auto fault = fit_line(words.summary, summary_max_chars, false, "summary")) {
    return std::unexpected(*std::move(fault));
  }
  if (auto fault = fit_list(words.asked_as, asked_as_max, asked_as_max_chars, "asked_as")) {
    return std::unexpected(*std::move(fault));
  }
  if (auto fault = fit_list(words.keywords, keywords_max, keyword_max_chars, "keywords")) {
    return std::unexpected(*std::move(fault));
  }
  std::erase(words.body, '\r');
  const auto first = words.body.find_first_not_of('\n');
  const auto last = words.body.find_last_not_of(" \t\n");
  words.body = first == std::string::npos || last == std::string::npos ? "" : words.body.substr(first, last - first + 1);
  if (auto fault = fault_in_body(words.body)) {
    return std::unexpected(*std::move(fault));
  }
  return words;
}

Result<std::vector<CategoryText>> texts_from(std::vector<CategoryText> texts) {
  if (texts.empty() || texts.size() > languages_max) {
    return refuse(ErrorCode::invalid, "a category has a name in one language at least", "texts", fmt::format("1 to {}", languages_max));
  }
  for (auto& text : texts) {
    auto language = language_from(text.language);
    if (!language) {
      return std::unexpected(std::move(language.error()));
    }
    text.language = *std::move(language);
    if (auto fault = fit_line(text.name, category_name_max_chars, true, "name")) {
      return std::unexpected(*std::move(fault));
    }
    if (auto fault = fit_line(text.line, category_line_max_chars, false, "line")) {
      return std::unexpected(*std::move(fault));
    }
  }
  std::ranges::sort(texts, {}, &CategoryText::language);
  if (std::ranges::adjacent_find(texts, {}, &CategoryText::language) != texts.end()) {
    return refuse(ErrorCode::invalid, "a language is named twice", "texts", "name each once");
  }
  return texts;
}

}  // namespace zhiyin::knowledge
