// Reads one JSON document from outside, whole, with bounds; Boost.JSON stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::json {

class Array;
class Object;

enum class Kind : std::uint8_t { null, boolean, number, text, array, object };

/// Any value of a document. Views live as long as the Document they came from. Asked for what it is not, it answers nullopt.
class Value {
 public:
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] std::optional<std::string_view> text() const;
  [[nodiscard]] std::optional<std::int64_t> number() const;  // an integer within 64 bits, written without point or exponent
  [[nodiscard]] std::optional<double> real() const;          // any finite number, to 15 digits
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<Object> object() const;
  [[nodiscard]] std::optional<Array> array() const;

 private:
  friend class Array;
  friend class Document;
  friend class Object;
  explicit Value(const void* value) : value_(value) {}
  const void* value_;  // boost::json::value
};

class Array {
 public:
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Value at(std::size_t index) const;  // below size()

 private:
  friend class Value;
  explicit Array(const void* value) : value_(value) {}
  const void* value_;  // boost::json::array
};

/// A parsed object, or an object inside one.
class Object {
 public:
  /// Members in the order in which they stand; of two with one name the last.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::string_view name(std::size_t index) const;  // below size()
  [[nodiscard]] std::optional<Value> value(std::string_view name) const;
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
  friend class Value;
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

  [[nodiscard]] Value value() const;
  /// nullopt when the text is another value than an object.
  [[nodiscard]] std::optional<Object> root() const;

 private:
  struct Impl;
  explicit Document(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::json
