#include "power/plan.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace zhiyin::power {
namespace {

constexpr std::array<std::string_view, 4> op_names{"write", "sync", "truncate", "name"};
constexpr std::array<std::string_view, 5> kind_names{"database", "wal", "journal", "folder", "file"};
constexpr int any = -1;

std::string moment_text(const Moment& m) {
  return fmt::format("{} {} {} {} {}", m.op ? static_cast<int>(*m.op) : any, m.kind ? static_cast<int>(*m.kind) : any, m.nth,
                     m.after ? 1 : 0, m.from_birth ? 1 : 0);
}

Moment moment_from(const std::string& text) {
  std::istringstream in(text);
  int op = any;
  int kind = any;
  Moment m;
  if (!(in >> op >> kind >> m.nth >> m.after >> m.from_birth)) {
    throw std::runtime_error("not a moment: " + text);
  }
  m.op = op == any ? std::nullopt : std::optional{static_cast<Op>(op)};
  m.kind = kind == any ? std::nullopt : std::optional{static_cast<Kind>(kind)};
  return m;
}

}  // namespace

std::string_view op_name(Op op) {
  return op_names.at(static_cast<std::size_t>(op));
}

std::string_view kind_name(Kind kind) {
  return kind_names.at(static_cast<std::size_t>(kind));
}

Kind kind_of(std::string_view path, bool folder) {
  if (folder) {
    return Kind::folder;
  }
  if (path.ends_with(".sqlite")) {
    return Kind::database;
  }
  if (path.ends_with(".sqlite-wal")) {
    return Kind::wal;
  }
  return path.ends_with(".sqlite-journal") ? Kind::journal : Kind::file;
}

std::string Moment::words() const {
  return fmt::format("{} {} of {}", after ? "after" : "before", op ? op_name(*op) : "any call", kind ? kind_name(*kind) : "anything");
}

std::vector<std::string> Plan::words() const {
  return {folder,
          notes,
          std::to_string(seed),
          moment_text(cut),
          std::to_string(static_cast<int>(end)),
          eio ? moment_text(*eio) : "",
          power_with_own_end ? "1" : "0",
          std::to_string(commits),
          planted};
}

Plan plan_from(const std::vector<std::string>& words) {
  if (words.size() != Plan{}.words().size()) {
    throw std::runtime_error("not a plan");
  }
  Plan plan;
  plan.folder = words[0];
  plan.notes = words[1];
  plan.seed = std::stoull(words[2]);
  plan.cut = moment_from(words[3]);
  plan.end = static_cast<End>(std::stoi(words[4]));
  plan.eio = words[5].empty() ? std::nullopt : std::optional{moment_from(words[5])};
  plan.power_with_own_end = words[6] == "1";
  plan.commits = std::stoll(words[7]);
  plan.planted = words[8];
  return plan;
}

}  // namespace zhiyin::power
