#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "platform/base/require.hpp"
#include "platform/config/setting.hpp"
#include "platform/config/value.hpp"

namespace zhiyin::config {
namespace {

constexpr std::size_t column_width_max = 40;

/// Terminal columns: hanzi and full-width punctuation (three bytes and more in UTF-8, here) take two.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    columns += byte < 0x80U || (byte >= 0xC0U && byte < 0xE0U) ? 1 : byte >= 0xE0U ? 2 : 0;
  }
  return columns;
}

std::string shown(const Setting& setting, std::string_view text) {
  if (text.empty()) {
    return "\"\"";
  }
  return setting.secret ? "***" : std::string{text};
}

std::string default_shown(const Setting& setting) {
  const auto value = parse_value(setting, setting.default_text);
  require(value.has_value(), fmt::format("the default of {} is allowed", setting.name));
  return shown(setting, value_text(setting, *value));
}

std::string flags_of(const Setting& setting) {
  return setting.alias.empty() ? fmt::format("--{}", setting.name) : fmt::format("--{}, --{}", setting.name, setting.alias);
}

/// A bar would end the cell, an asterisk or underscore could start emphasis.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view{"|*_<\\"}.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string markdown_table(std::span<const Setting> table, bool chinese) {
  std::string out =
      chinese ? "| 设置 | 默认值 | 取值 | 环境变量 | 说明 |\n" : "| Setting | Default | Allowed | Environment | What it is |\n";
  out += "| --- | --- | --- | --- | --- |\n";
  for (const auto& setting : table) {
    const auto alias = setting.alias.empty() ? std::string{} : fmt::format(" (`--{}`)", setting.alias);
    fmt::format_to(std::back_inserter(out), "| `{}`{} | {} | {} | `{}` | {} |\n", setting.name, alias, cell(default_shown(setting)),
                   cell(allowed_text(setting, chinese)), environment_name(setting.name), cell(chinese ? setting.what_zh : setting.what));
  }
  return out;
}

using Row = std::array<std::string, 4>;

std::string aligned(std::span<const Row> rows) {
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths.at(i) = std::min(column_width_max, std::max(widths.at(i), width(row.at(i))));
    }
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row.at(i);
      if (i + 1 < row.size()) {
        out.append(2 + widths.at(i) - std::min(widths.at(i), width(row.at(i))), ' ');
      }
    }
    out += '\n';
  }
  return out;
}

std::string_view source_text(std::string_view source, bool chinese) {
  if (!chinese) {
    return source;
  }
  return source == "file" ? "文件" : source == "environment" ? "环境变量" : source == "flag" ? "命令行" : "默认";
}

}  // namespace

std::string describe(std::span<const Setting> table, const Settings* values, bool markdown, bool chinese) {
  if (markdown) {
    return markdown_table(table, chinese);
  }
  std::vector<Row> rows;
  rows.push_back(chinese ? Row{"设置", "当前值", "来源", "说明"} : Row{"setting", "value", "source", "what it is"});
  for (const auto& setting : table) {
    auto value = default_shown(setting);
    std::string_view source = "default";
    if (values != nullptr) {
      const auto at = values->values.find(setting.name);
      require(at != values->values.end(), fmt::format("{} is a setting", setting.name));
      value = shown(setting, value_text(setting, at->second.value));
      source = at->second.source;
    }
    rows.push_back({flags_of(setting), value, std::string{source_text(source, chinese)},
                    chinese ? fmt::format("{}（{}）", setting.what_zh, allowed_text(setting, true))
                            : fmt::format("{} ({})", setting.what, allowed_text(setting, false))});
  }
  return aligned(rows);
}

}  // namespace zhiyin::config
