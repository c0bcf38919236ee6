// What goes into a statement and what comes out of it, the same for both engines.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace zhiyin::db {

/// A parameter: null, a 64-bit integer, text (bytes as they are), or an array of either, for statements over sets. Views must live
/// until the call that takes them returns.
using Value =
    std::variant<std::monostate, std::int64_t, std::string_view, std::span<const std::int64_t>, std::span<const std::string_view>>;

/// The rows of one answer, owned. Asking for a cell as what it is not is a bug.
class Rows {
 public:
  [[nodiscard]] std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] bool null(std::size_t row, std::size_t column) const { return cell(row, column).kind == Kind::null; }
  [[nodiscard]] std::int64_t number(std::size_t row, std::size_t column) const;
  /// Valid as long as these Rows.
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const;

  // For the engines, which fill it cell by cell.
  void start(std::size_t columns) { columns_ = columns; }
  void add_null() { cells_.push_back({Kind::null, 0, 0}); }
  void add_number(std::int64_t n) { cells_.push_back({Kind::number, n, 0}); }
  void add_text(std::string_view text);

 private:
  enum class Kind : std::uint8_t { null, number, text };
  struct Cell {
    Kind kind;
    std::int64_t number;  // or where the text begins
    std::size_t length;
  };
  [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const { return cells_.at(row * columns_ + column); }

  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  std::string texts_;
};

}  // namespace zhiyin::db
