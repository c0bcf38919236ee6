// Reading the server's messages, and writing ours, frugally.
#pragma once

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin::client {

/// Parses one message after the other into memory of its own.
class JsonReader {
 public:
  /// nullptr when `text` is not one JSON object. Valid until the next call.
  [[nodiscard]] const boost::json::object* read(std::string_view text);

 private:
  std::array<unsigned char, std::size_t{64} * 1024> memory_{};
  std::optional<boost::json::monotonic_resource> resource_;
  boost::json::value value_;
};

/// A text member; empty when it is absent or null.
[[nodiscard]] std::string_view text_of(const boost::json::object& object, std::string_view name);
/// An integer member; -1 when it is absent or no integer.
[[nodiscard]] std::int64_t number_of(const boost::json::object& object, std::string_view name);
[[nodiscard]] bool truth_of(const boost::json::object& object, std::string_view name);
/// An object member; an empty object when it is absent or null.
[[nodiscard]] const boost::json::object& object_of(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::array& array_of(const boost::json::object& object, std::string_view name);

/// `text` as a JSON string with its quotes.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace zhiyin::client
