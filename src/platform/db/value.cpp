#include "platform/db/value.hpp"

#include "platform/base/require.hpp"

namespace zhiyin::db {

std::int64_t Rows::number(std::size_t row, std::size_t column) const {
  const Cell& c = cell(row, column);
  require(c.kind == Kind::number, "the cell holds a number");
  return c.number;
}

std::string_view Rows::text(std::size_t row, std::size_t column) const {
  const Cell& c = cell(row, column);
  require(c.kind == Kind::text, "the cell holds text");
  return std::string_view{texts_}.substr(static_cast<std::size_t>(c.number), c.length);
}

void Rows::add_text(std::string_view text) {
  cells_.push_back({Kind::text, static_cast<std::int64_t>(texts_.size()), text.size()});
  texts_.append(text);
}

}  // namespace zhiyin::db
