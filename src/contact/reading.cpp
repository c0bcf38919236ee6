#include "contact/reading.hpp"

#include <array>

namespace zhiyin::contact {
namespace {

constexpr db::Statement read_by_address{
    "read_contact_by_address",
    "SELECT c.id, c.name FROM identity AS i JOIN contact AS c ON c.id = i.contact WHERE i.inbox = $1 AND i.address = $2"};
constexpr std::array<const db::Statement*, 1> all_statements{&read_by_address};

}  // namespace

db::ModuleStatements reading_statements() {
  return {all_statements, {}};
}

std::optional<Person> find_by_address(db::Session& session, InboxId inbox, std::string_view address) {
  const auto rows = session.query(read_by_address, {inbox.value(), address});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Person{PersonKind::visitor, rows.number(0, 0), std::string{rows.text(0, 1)}};
}

}  // namespace zhiyin::contact
