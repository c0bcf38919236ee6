#include "credential/store.hpp"

#include <vector>

#include "credential/service.hpp"

namespace zhiyin::credential {

db::ModuleStatements statements() {
  static const auto all = [] {
    std::vector<const db::Statement*> rows;
    for (const auto& some : {secret_statements(), guess_statements(), session_statements(), token_statements(), who_statements(),
                             password_statements(), first_statements()}) {
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }();
  static const auto bulks = [] {
    std::vector<const db::Bulk*> rows;
    for (const auto& some : {guess_bulks(), token_bulks()}) {
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }();
  return {all, bulks};
}

std::string scopes_text(const identity::Rights& scopes) {
  std::string text;
  for (const auto& row : identity::permissions()) {
    if (scopes.test(static_cast<std::size_t>(row.right))) {
      text.append(text.empty() ? "" : " ").append(row.text);
    }
  }
  return text;
}

identity::Rights scopes_from(std::string_view text) {
  identity::Rights scopes;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (const auto right = identity::parse_right(text.substr(0, end))) {
      scopes.set(static_cast<std::size_t>(*right));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

std::optional<Time> moment(std::int64_t ms) {
  return ms == 0 ? std::nullopt : std::optional{from_millis(ms)};
}

std::string kept_text(std::string_view text, std::size_t max) {
  std::string kept{text.substr(0, max)};
  for (auto& c : kept) {
    c = c < ' ' || c > '~' ? '?' : c;
  }
  return kept;
}

}  // namespace zhiyin::credential
