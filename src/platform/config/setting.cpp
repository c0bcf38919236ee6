#include "platform/config/setting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "platform/base/require.hpp"
#include "platform/config/nearest.hpp"
#include "platform/config/toml.hpp"
#include "platform/config/value.hpp"

namespace zhiyin::config {
namespace {

constexpr std::string_view environment_prefix = "ZHIYIN_";

/// Reads one source after the other into `settings` and collects every problem on the way.
class Reader {
 public:
  explicit Reader(std::span<const Setting> table) : table_(table) { take_defaults(); }

  void take_file(const Sources& sources);
  void take_environment(const Sources& sources);
  void take_arguments(const Sources& sources);
  Result<Settings> finish() &&;

 private:
  void take_defaults();
  void take_leaf(const TomlLeaf& leaf, const std::string& place);
  void take_text(const Setting& setting, std::string_view text, std::string_view source, std::string_view place);
  void keep(const Setting& setting, const std::expected<AnyValue, std::string>& value, std::string_view shown, std::string_view source,
            std::string_view place);
  void unknown(std::string_view name, std::string_view place, std::string_view as, std::span<const std::string> known);
  [[nodiscard]] const Setting* named(std::string_view name) const;
  [[nodiscard]] const Setting* flagged(std::string_view name) const;

  std::span<const Setting> table_;
  Settings settings_;
  std::vector<std::string> problems_;
};

void Reader::take_defaults() {
  std::set<std::string, std::less<>> flags;
  std::set<std::string> variables;
  for (const auto& setting : table_) {
    require(flags.emplace(setting.name).second, fmt::format("setting {} is declared once", setting.name));
    require(setting.alias.empty() || flags.emplace(setting.alias).second, fmt::format("alias {} is declared once", setting.alias));
    require(variables.insert(environment_name(setting.name)).second, fmt::format("{} has a variable of its own", setting.name));
    auto value = parse_value(setting, setting.default_text);
    require(value.has_value(), fmt::format("the default of {} is allowed", setting.name));
    settings_.values.emplace(setting.name, Settings::Value{*std::move(value), "default"});
  }
}

const Setting* Reader::named(std::string_view name) const {
  const auto at = std::ranges::find(table_, name, &Setting::name);
  return at == table_.end() ? nullptr : &*at;
}

const Setting* Reader::flagged(std::string_view name) const {
  const auto at = std::ranges::find_if(table_, [&](const Setting& s) { return s.name == name || (!name.empty() && s.alias == name); });
  return at == table_.end() ? nullptr : &*at;
}

void Reader::keep(const Setting& setting, const std::expected<AnyValue, std::string>& value, std::string_view shown,
                  std::string_view source, std::string_view place) {
  if (value) {
    settings_.values.find(setting.name)->second = {*value, source};
    return;
  }
  problems_.push_back(fmt::format("{}: {} {} ({}; allowed: {})", setting.name, setting.secret ? "\"***\"" : shown, value.error(), place,
                                  allowed_text(setting, false)));
}

void Reader::take_text(const Setting& setting, std::string_view text, std::string_view source, std::string_view place) {
  keep(setting, parse_value(setting, text), fmt::format("\"{}\"", text), source, place);
}

void Reader::unknown(std::string_view name, std::string_view place, std::string_view as, std::span<const std::string> known) {
  const auto meant = nearest(name, known);
  problems_.push_back(fmt::format("{}{}: no such setting{} ({})", as, name,
                                  meant.empty() ? std::string{} : fmt::format(", did you mean \"{}{}\"?", as, meant), place));
}

void Reader::take_leaf(const TomlLeaf& leaf, const std::string& place) {
  const auto* setting = named(leaf.name);
  if (setting == nullptr) {
    std::vector<std::string> known;
    std::ranges::transform(table_, std::back_inserter(known), [](const Setting& s) { return std::string{s.name}; });
    unknown(leaf.name, place, "", known);
    return;
  }
  const auto number_kind = setting->kind == Kind::integer || setting->kind == Kind::duration_ms || setting->kind == Kind::size_bytes;
  if (const auto* text = std::get_if<std::string>(&leaf.value);
      text != nullptr && setting->kind != Kind::integer && setting->kind != Kind::flag) {
    take_text(*setting, *text, "file", place);
  } else if (const auto* number = std::get_if<std::int64_t>(&leaf.value); number != nullptr && number_kind) {
    keep(*setting, check_number(*setting, *number), leaf.shown, "file", place);
  } else if (const auto* flag = std::get_if<bool>(&leaf.value); flag != nullptr && setting->kind == Kind::flag) {
    keep(*setting, AnyValue{*flag}, leaf.shown, "file", place);
  } else {
    keep(*setting, std::unexpected(fmt::format("is {}", leaf.type_words)), leaf.shown, "file", place);
  }
}

void Reader::take_file(const Sources& sources) {
  const auto leaves = read_toml(sources.file_text);
  if (!leaves) {
    problems_.push_back(fmt::format("{}:{}", sources.file_name, leaves.error()));
    return;
  }
  for (const auto& leaf : *leaves) {
    take_leaf(leaf, fmt::format("{}:{}", sources.file_name, leaf.line));
  }
}

void Reader::take_environment(const Sources& sources) {
  for (const auto& [variable, text] : sources.environment) {
    if (!variable.starts_with(environment_prefix)) {
      continue;
    }
    const auto at = std::ranges::find_if(table_, [&](const Setting& s) { return environment_name(s.name) == variable; });
    if (at != table_.end()) {
      take_text(*at, text, "environment", fmt::format("environment {}", variable));
      continue;
    }
    std::vector<std::string> known;
    std::ranges::transform(table_, std::back_inserter(known), [](const Setting& s) { return environment_name(s.name); });
    unknown(variable, "environment", "", known);
  }
}

void Reader::take_arguments(const Sources& sources) {
  const auto& all = sources.arguments;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string_view argument = all[i];
    if (!argument.starts_with("--") || argument.size() == 2) {
      problems_.push_back(fmt::format("\"{}\": is not a flag; settings are given as --name value or --name=value", argument));
      continue;
    }
    argument.remove_prefix(2);
    const auto equals = argument.find('=');
    const auto name = argument.substr(0, equals);
    const bool another = i + 1 < all.size() && !all[i + 1].starts_with("--");
    const auto* setting = flagged(name);
    if (setting == nullptr) {
      std::vector<std::string> known;
      for (const auto& s : table_) {
        known.emplace_back(s.name);
        if (!s.alias.empty()) {
          known.emplace_back(s.alias);
        }
      }
      unknown(name, "flag", "--", known);
      i += equals == std::string_view::npos && another ? 1 : 0;  // what follows is most likely its value
      continue;
    }
    const auto place = fmt::format("flag --{}", name);
    if (equals != std::string_view::npos) {
      take_text(*setting, argument.substr(equals + 1), "flag", place);
    } else if (setting->kind == Kind::flag && (!another || !parse_value(*setting, all[i + 1]))) {
      take_text(*setting, "true", "flag", place);  // `--log.json` alone is yes
    } else if (another) {
      take_text(*setting, all[++i], "flag", place);
    } else {
      problems_.push_back(fmt::format("{}: needs a value ({}; allowed: {})", setting->name, place, allowed_text(*setting, false)));
    }
  }
}

Result<Settings> Reader::finish() && {
  if (!problems_.empty()) {
    return refuse(ErrorCode::invalid, fmt::format("{}", fmt::join(problems_, "\n")), {}, "zhiyin settings");
  }
  return std::move(settings_);
}

template <class T>
const T& of_type(const Settings& settings, std::string_view name) {
  const auto at = settings.values.find(name);
  require(at != settings.values.end(), fmt::format("{} is a setting", name));
  const auto* value = std::get_if<T>(&at->second.value);
  require(value != nullptr, fmt::format("setting {} is asked for by its type", name));
  return *value;
}

}  // namespace

const std::string& Settings::text(std::string_view name) const {
  return of_type<std::string>(*this, name);
}
std::int64_t Settings::number(std::string_view name) const {
  return of_type<std::int64_t>(*this, name);
}
bool Settings::flag(std::string_view name) const {
  return of_type<bool>(*this, name);
}

std::string_view Settings::source(std::string_view name) const {
  const auto at = values.find(name);
  require(at != values.end(), fmt::format("{} is a setting", name));
  return at->second.source;
}

std::string environment_name(std::string_view name) {
  std::string out{environment_prefix};
  std::ranges::transform(name, std::back_inserter(out), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '.' ? '_' : c;
  });
  return out;
}

Result<Settings> read(std::span<const Setting> table, const Sources& sources) {
  Reader reader{table};
  reader.take_file(sources);
  reader.take_environment(sources);
  reader.take_arguments(sources);
  return std::move(reader).finish();
}

}  // namespace zhiyin::config
