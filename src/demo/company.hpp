// The demonstration company as its folder tells it; demo/campus/README.md says what is in it.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "identity/permission.hpp"
#include "knowledge/file.hpp"

namespace zhiyin::demo {

struct InBoth {
  std::string en;
  std::string zh;
};
struct CategoryLine {
  std::string slug;
  std::int64_t order = 0;
  InBoth name;
  InBoth line;
};
struct TeamLine {
  std::string key;
  InBoth name;
};
struct PersonLine {
  std::string key;
  std::string name;  ///< in his first language
  identity::Role role = identity::Role::agent;
  std::string team;                            ///< its key; empty: of none
  std::map<std::string, std::int64_t> skills;  ///< 1 to 5; languages are skills too
};
struct ReplyLine {
  std::string shortcut;
  InBoth text;
};
struct HotLine {
  std::string language;  ///< as of an article
  std::string article;   ///< its slug
  std::string words;
};
struct ArticleText {
  knowledge::FileName name;
  knowledge::ArticleFile file;  ///< its ways of asking are those of the file and of the examples
};
enum class Teller : std::uint8_t { customer, agent, note };
struct Turn {
  Teller who = Teller::customer;
  std::string text;
  std::chrono::seconds after{0};  ///< the turn before
};
enum class Ends : std::uint8_t { resolved, assigned, queued };
struct Talk {
  std::string id;
  std::string customer;
  std::int64_t days_ago = 0;
  std::vector<std::string> labels;
  std::int64_t priority = 0;  ///< as conversation::set_priority
  Ends ends = Ends::resolved;
  std::string agent;  ///< his key; empty: nobody's
  std::vector<Turn> turns;
};

struct Company {
  std::vector<CategoryLine> categories;
  std::vector<TeamLine> teams;
  std::vector<PersonLine> people;
  std::vector<ReplyLine> replies;
  std::vector<HotLine> hot;           ///< in the order in which they are offered
  std::vector<ArticleText> articles;  ///< ascending by file name
  std::vector<Talk> talks;            ///< in the order of the files
};

/// Throws std::runtime_error, which names the file and what is wrong in it.
[[nodiscard]] Company read_company(const std::filesystem::path& folder);

}  // namespace zhiyin::demo
