// Reads one JSON object from outside, whole, with bounds; Boost.JSON stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::json {

/// A parsed object, or an object inside one. Views live as long as the Document they came from.
class Object {
 public:
  [[nodiscard]] bool has(std::string_view name) const;
  /// nullopt when absent or of another type: ask `has` to tell which.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;  // an integer within 64 bits
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  [[nodiscard]] std::optional<Object> object(std::string_view name) const;
  /// An array of nothing but text.
  [[nodiscard]] std::optional<std::vector<std::string_view>> texts(std::string_view name) const;
  /// The names of its members, as they stand there.
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  friend class Document;
  explicit Object(const void* value) : value_(value) {}
  const void* value_;  // boost::json::object
};

class Document {
 public:
  /// At most 16 levels deep. The error says what is wrong, never what stood there.
  [[nodiscard]] static Result<Document> parse(std::string_view text);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  /// nullopt when the text is another value than an object.
  [[nodiscard]] std::optional<Object> root() const;

 private:
  struct Impl;
  explicit Document(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::json
