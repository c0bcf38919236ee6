#include "demo/company.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <stdexcept>

#include "platform/files/files.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::demo {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fault(const fs::path& file, std::string_view what) {
  throw std::runtime_error(fmt::format("{}: {}", file.filename().string(), what));
}

toml::table read_toml(const fs::path& file) {
  try {
    return toml::parse(files::read_file(file));
  } catch (const toml::parse_error& error) {
    fault(file, fmt::format("line {}: {}", error.source().begin.line, error.description()));
  }
}

/// The tables under `name`; none is no fault.
std::vector<const toml::table*> tables(const toml::table& root, std::string_view name) {
  std::vector<const toml::table*> found;
  if (const auto* array = root.get_as<toml::array>(name)) {
    for (const auto& node : *array) {
      if (const auto* table = node.as_table()) {
        found.push_back(table);
      }
    }
  }
  return found;
}

std::string text(const toml::table& table, std::string_view name) {
  return table[name].value_or(std::string{});
}

InBoth in_both(const toml::table& table, std::string_view name) {
  return {table[name]["en"].value_or(std::string{}), table[name]["zh"].value_or(std::string{})};
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  for (const auto part : std::views::split(files::read_file(file), '\n')) {
    if (!part.empty()) {
      lines.emplace_back(part.begin(), part.end());
    }
  }
  return lines;
}

PersonLine person_from(const fs::path& file, const toml::table& table) {
  PersonLine person{.key = text(table, "key"), .name = {}, .team = text(table, "team"), .skills = {}};
  const auto role = identity::parse_role(text(table, "role"));
  if (person.key.empty() || !role) {
    fault(file, fmt::format("{} has no key, or no role that we know", person.key));
  }
  person.role = *role;
  const auto names = in_both(table, "name");
  if (const auto* languages = table.get_as<toml::array>("languages")) {
    for (const auto& language : *languages) {
      const auto word = language.value_or(std::string{});
      if (person.name.empty()) {
        person.name = word == "zh" ? names.zh : names.en;
      }
      person.skills.emplace(word == "zh" ? "中文" : "English", 5);
    }
  }
  if (const auto* skills = table.get_as<toml::table>("skills")) {
    for (const auto& [name, level] : *skills) {
      person.skills.emplace(name.str(), level.value_or(std::int64_t{1}));
    }
  }
  return person;
}

void read_places(const fs::path& folder, Company& company) {
  for (const auto* one : tables(read_toml(folder / "categories.toml"), "category")) {
    company.categories.push_back(
        {text(*one, "slug"), (*one)["order"].value_or(std::int64_t{0}), in_both(*one, "name"), in_both(*one, "line")});
  }
  const auto people = folder / "people.toml";
  const auto root = read_toml(people);
  for (const auto* one : tables(root, "team")) {
    company.teams.push_back({text(*one, "key"), in_both(*one, "name")});
  }
  for (const auto* kind : {"agent", "lead"}) {
    for (const auto* one : tables(root, kind)) {
      company.people.push_back(person_from(people, *one));
    }
  }
  for (const auto* one : tables(read_toml(folder / "hot.toml"), "hot")) {
    company.hot.push_back({text(*one, "lang") == "zh" ? "zh-CN" : "en", text(*one, "article"), text(*one, "words")});
  }
  for (const auto* one : tables(read_toml(folder / "replies.toml"), "reply")) {
    company.replies.push_back({text(*one, "shortcut"), in_both(*one, "text")});
  }
}

void add_ways(ArticleText& article, const std::vector<std::string>& ways) {
  auto& asked = article.file.words.asked_as;
  for (const auto& way : ways) {
    if (asked.size() < knowledge::asked_as_max && std::ranges::find(asked, way) == asked.end()) {
      asked.push_back(way);
    }
  }
}

/// Lines "question TAB slug|slug": the question is one way of asking for each.
void add_ambiguous(const fs::path& file, std::string_view language, std::vector<ArticleText>& articles) {
  for (const auto& line : lines_of(file)) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) {
      fault(file, "a line without a tab");
    }
    for (const auto slug : std::views::split(std::string_view(line).substr(tab + 1), '|')) {
      for (auto& article : articles) {
        if (article.name.language.starts_with(language) && std::ranges::equal(article.name.slug, slug)) {
          add_ways(article, {line.substr(0, tab)});
        }
      }
    }
  }
}

void read_articles(const fs::path& folder, Company& company) {
  for (const auto& path : files_in(folder / "articles")) {
    const auto name = knowledge::read_file_name(path.filename().string());
    const auto file = knowledge::read_markdown(files::read_file(path));
    if (!name || !file) {
      const auto& error = name ? file.error() : name.error();
      fault(path, fmt::format("{}: {}", error.where, error.what));
    }
    company.articles.push_back({*name, *file});
  }
  const auto examples = folder / "examples";
  for (const auto* language : {"en", "zh"}) {
    add_ambiguous(examples / fmt::format("ambiguous.{}.tsv", language), language, company.articles);
  }
  for (auto& article : company.articles) {
    const auto ways = examples / fmt::format("{}.{}.txt", article.name.slug, article.name.language.substr(0, 2));
    if (fs::exists(ways)) {
      add_ways(article, lines_of(ways));
    }
  }
}

template <class T, std::size_t N>
T one_of(const std::array<std::pair<std::string_view, T>, N>& words, std::string_view word, const fs::path& file) {
  const auto* found = std::ranges::find(words, word, &std::pair<std::string_view, T>::first);
  if (found == words.end()) {
    fault(file, fmt::format("unknown: {}", word));
  }
  return found->second;
}

constexpr std::array<std::pair<std::string_view, Teller>, 3> tellers{
    {{"customer", Teller::customer}, {"agent", Teller::agent}, {"note", Teller::note}}};
constexpr std::array<std::pair<std::string_view, Ends>, 3> endings{
    {{"resolved", Ends::resolved}, {"assigned", Ends::assigned}, {"queued", Ends::queued}}};
constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> priorities{{{"low", 1}, {"normal", 2}, {"high", 3}, {"urgent", 4}}};

std::string word_of(const json::Object& object, std::string_view name) {
  return std::string(object.text(name).value_or(std::string_view{}));
}

Talk talk_from(const fs::path& file, const json::Object& object) {
  const auto contact = object.object("contact");
  const auto labels = object.texts("labels").value_or(std::vector<std::string_view>{});
  Talk talk{.id = word_of(object, "id"),
            .customer = contact ? word_of(*contact, "name") : std::string{},
            .days_ago = object.number("days_ago").value_or(0),
            .labels = {labels.begin(), labels.end()},
            .priority = one_of(priorities, word_of(object, "priority"), file),
            .ends = one_of(endings, word_of(object, "stage"), file),
            .agent = word_of(object, "agent"),
            .turns = {}};
  const auto turns = object.value("turns") ? object.value("turns")->array() : std::nullopt;
  for (std::size_t i = 0; turns && i < turns->size(); ++i) {
    if (const auto turn = turns->at(i).object()) {
      talk.turns.push_back({one_of(tellers, word_of(*turn, "who"), file), word_of(*turn, "text"),
                            std::chrono::seconds{turn->number("after_s").value_or(0)}});
    }
  }
  if (talk.turns.empty() || talk.turns.front().who != Teller::customer) {
    fault(file, fmt::format("{} does not begin with its customer", talk.id));
  }
  return talk;
}

void read_talks(const fs::path& folder, Company& company) {
  for (const auto& path : files_in(folder / "conversations")) {
    for (const auto& line : lines_of(path)) {
      const auto document = json::Document::parse(line);
      const auto root = document ? document->root() : std::nullopt;
      if (!root) {
        fault(path, "a line is not an object");
      }
      company.talks.push_back(talk_from(path, *root));
    }
  }
}

}  // namespace

Company read_company(const fs::path& folder) {
  if (!fs::is_directory(folder / "articles")) {
    throw std::runtime_error(fmt::format("{} holds no demonstration company", folder.string()));
  }
  Company company;
  read_places(folder, company);
  read_articles(folder, company);
  read_talks(folder, company);
  return company;
}

}  // namespace zhiyin::demo
