#include "client/json.hpp"

#include <fmt/format.h>

namespace zhiyin::client {

namespace json = boost::json;

const json::object* JsonReader::read(std::string_view text) {
  value_ = json::value{};  // before its memory goes
  resource_.emplace(memory_.data(), memory_.size());
  json::parser parser(&*resource_);
  boost::system::error_code error;
  parser.write(text.data(), text.size(), error);
  if (error) {
    return nullptr;
  }
  value_ = json::value(parser.release(), &*resource_);
  return value_.if_object();
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  const auto* text = member != nullptr ? member->if_string() : nullptr;
  return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view{};
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  const auto* number = member != nullptr ? member->if_int64() : nullptr;
  return number != nullptr ? *number : -1;
}

bool truth_of(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_bool() && member->get_bool();
}

const json::object& object_of(const json::object& object, std::string_view name) {
  static const json::object nothing;
  const auto* member = object.if_contains(name);
  const auto* found = member != nullptr ? member->if_object() : nullptr;
  return found != nullptr ? *found : nothing;
}

const json::array& array_of(const json::object& object, std::string_view name) {
  static const json::array nothing;
  const auto* member = object.if_contains(name);
  const auto* found = member != nullptr ? member->if_array() : nullptr;
  return found != nullptr ? *found : nothing;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

}  // namespace zhiyin::client
