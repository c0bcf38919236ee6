#include "knowledge/file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

#include "knowledge/rules.hpp"

namespace zhiyin::knowledge {
namespace {

constexpr std::string_view fence = "+++";
constexpr std::string_view extension = ".md";
constexpr std::array<std::string_view, 6> known{"category", "title", "summary", "asked_as", "keywords", "audience"};

/// The front matter begins in line 2 of the file.
std::string line(const toml::source_region& source) {
  return fmt::format("line {}", source.begin.line + 1);
}

std::unexpected<Error> fault(std::string what, std::string where, std::string mend) {
  return refuse(ErrorCode::invalid, std::move(what), std::move(where), std::move(mend));
}

struct Parts {
  std::string_view front;
  std::string_view body;
};

/// A line of its own that is +++.
std::optional<std::size_t> closing_fence(std::string_view text, std::size_t from) {
  for (auto at = text.find(fence, from); at != std::string_view::npos; at = text.find(fence, at + 1)) {
    const auto end = at + fence.size();
    const bool ends = end == text.size() || text[end] == '\n' || text.substr(end, 2) == "\r\n";
    if (text[at - 1] == '\n' && ends) {
      return at;
    }
  }
  return std::nullopt;
}

Result<Parts> split(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (!text.starts_with("+++\n") && !text.starts_with("+++\r\n")) {
    return fault("the file does not begin with a line +++", "line 1", "begin with +++, the article's title and category, and +++ again");
  }
  const auto from = text.find('\n') + 1;
  const auto end = closing_fence(text, from);
  if (!end) {
    return fault("the second line +++ is missing", "the end", "put a line +++ before the body");
  }
  const auto after = text.find('\n', *end);
  return Parts{text.substr(from, *end - from), after == std::string_view::npos ? std::string_view{} : text.substr(after + 1)};
}

Result<std::string> text_of(const toml::table& table, std::string_view name, bool needed) {
  const auto* node = table.get(name);
  if (node == nullptr) {
    return needed ? Result<std::string>{fault(fmt::format("{} is missing", name), "front matter", fmt::format("add {} = \"…\"", name))}
                  : Result<std::string>{std::string{}};
  }
  const auto* text = node->as_string();
  return text != nullptr ? Result<std::string>{text->get()}
                         : fault(fmt::format("{} is not a text", name), line(node->source()), "put it between double quotes");
}

Result<std::vector<std::string>> list_of(const toml::table& table, std::string_view name) {
  std::vector<std::string> list;
  const auto* node = table.get(name);
  if (node == nullptr) {
    return list;
  }
  const auto* array = node->as_array();
  if (array == nullptr) {
    return fault(fmt::format("{} is not a list", name), line(node->source()), "write [\"…\", \"…\"]");
  }
  for (const auto& one : *array) {
    const auto* text = one.as_string();
    if (text == nullptr) {
      return fault(fmt::format("{} holds something that is not a text", name), line(one.source()), "put it between double quotes");
    }
    list.push_back(text->get());
  }
  return list;
}

Result<toml::table> table_of(std::string_view front) {
  try {
    return toml::parse(front);
  } catch (const toml::parse_error& error) {
    return fault(fmt::format("the front matter is not TOML: {}", error.description()), line(error.source()), "see toml.io");
  }
}

Result<ArticleFile> file_of(const toml::table& table, std::string_view body) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(known, key.str()) == known.end()) {
      return fault(fmt::format("nothing is known of \"{}\"", key.str().substr(0, 40)), line(node.source()),
                   "category, title, summary, asked_as, keywords and audience are");
    }
  }
  auto category = text_of(table, "category", true);
  auto title = text_of(table, "title", true);
  auto summary = text_of(table, "summary", false);
  auto audience = text_of(table, "audience", false);
  for (auto* one : {&category, &title, &summary, &audience}) {
    if (!*one) {
      return std::unexpected(std::move(one->error()));
    }
  }
  auto asked_as = list_of(table, "asked_as");
  auto keywords = list_of(table, "keywords");
  for (auto* one : {&asked_as, &keywords}) {
    if (!*one) {
      return std::unexpected(std::move(one->error()));
    }
  }
  const auto reader = audience->empty() ? std::optional{Audience::everybody} : parse_audience(*audience);
  if (!reader) {
    return fault("the audience is neither public nor internal", line(table.get("audience")->source()), R"(write audience = "internal")");
  }
  auto slug = slug_from(*category);
  if (!slug) {
    slug.error().where = "category";
    return std::unexpected(std::move(slug.error()));
  }
  auto words = words_from({*std::move(title), *std::move(summary), std::string{body}, *std::move(asked_as), *std::move(keywords)});
  if (!words) {
    return std::unexpected(std::move(words.error()));
  }
  return ArticleFile{*std::move(slug), *reader, *std::move(words)};
}

/// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string out{"\""};
  for (const auto c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F) {
      out.append(fmt::format("\\u{:04X}", byte));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string list_text(std::string_view name, const std::vector<std::string>& list) {
  if (list.empty()) {
    return {};
  }
  auto out = fmt::format("{} = [\n", name);
  for (const auto& one : list) {
    out += fmt::format("  {},\n", quoted(one));
  }
  return out + "]\n";
}

}  // namespace

Result<ArticleFile> read_markdown(std::string_view text) {
  if (text.size() > file_max_bytes) {
    return refuse(ErrorCode::too_large, fmt::format("the file has {} bytes", text.size()), "", fmt::format("at most {}", file_max_bytes));
  }
  const auto parts = split(text);
  if (!parts) {
    return std::unexpected(parts.error());
  }
  const auto table = table_of(parts->front);
  return table ? file_of(*table, parts->body) : std::unexpected(table.error());
}

std::string write_markdown(const ArticleFile& file) {
  const auto& words = file.words;
  std::string out = fmt::format("+++\ncategory = {}\ntitle = {}\n", quoted(file.category), quoted(words.title));
  if (!words.summary.empty()) {
    out += fmt::format("summary = {}\n", quoted(words.summary));
  }
  out += list_text("asked_as", words.asked_as) + list_text("keywords", words.keywords);
  if (file.audience == Audience::internal) {
    out += "audience = \"internal\"\n";
  }
  return out + fmt::format("+++\n\n{}\n", words.body);
}

Result<FileName> read_file_name(std::string_view name) {
  const auto refused = [] {
    return refuse(ErrorCode::invalid, "a file is called by its article and language", "file", "like refund-time.en.md");
  };
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  const auto dot = name.find('.');
  if (!name.ends_with(extension) || dot == std::string_view::npos || dot + extension.size() >= name.size()) {
    return refused();
  }
  auto slug = slug_from(name.substr(0, dot));
  auto language = language_from(name.substr(dot + 1, name.size() - extension.size() - dot - 1));
  if (!slug || !language) {
    return refused();
  }
  return FileName{*std::move(slug), *std::move(language)};
}

std::string file_name(const FileName& name) {
  return fmt::format("{}.{}{}", name.slug, name.language == "zh-CN" ? "zh" : name.language, extension);
}

}  // namespace zhiyin::knowledge
