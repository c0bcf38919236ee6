#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <cmath>

#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::json {

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') {
      continue;
    }
    out.append(text, from, i - from);
    from = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
  }
  out.append(text, from);
  out.push_back('"');
}

namespace {

constexpr std::size_t depth_max = 16;
constexpr std::size_t first_buffer_bytes = 2048;

const boost::json::object& object_of(const void* value) {
  return *static_cast<const boost::json::object*>(value);
}

const boost::json::array& array_of(const void* value) {
  return *static_cast<const boost::json::array*>(value);
}

const boost::json::value& value_of(const void* value) {
  return *static_cast<const boost::json::value*>(value);
}

}  // namespace

struct Document::Impl {
  std::array<unsigned char, first_buffer_bytes> buffer{};
  boost::json::monotonic_resource memory{buffer.data(), buffer.size()};
  boost::json::value value = boost::json::value(boost::json::storage_ptr(&memory));
};

Document::Document(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text) {
  auto impl = std::make_unique<Impl>();
  boost::json::parse_options options;
  options.max_depth = depth_max;
  boost::json::error_code error;
  auto value =
      boost::json::parse(boost::json::string_view{text.data(), text.size()}, error, boost::json::storage_ptr{&impl->memory}, options);
  if (error) {
    return refuse(ErrorCode::bad_request, fmt::format("this is not JSON: {}", error.message()), "", "send one JSON object in UTF-8");
  }
  impl->value = std::move(value);
  return Document{std::move(impl)};
}

Value Document::value() const {
  return Value{&impl_->value};
}

std::optional<Object> Document::root() const {
  return value().object();
}

Kind Value::kind() const {
  switch (value_of(value_).kind()) {
    case boost::json::kind::null: return Kind::null;
    case boost::json::kind::bool_: return Kind::boolean;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return Kind::number;
    case boost::json::kind::string: return Kind::text;
    case boost::json::kind::array: return Kind::array;
    case boost::json::kind::object: break;
  }
  return Kind::object;
}

std::optional<std::string_view> Value::text() const {
  const auto* text = value_of(value_).if_string();
  return text == nullptr ? std::nullopt : std::optional{std::string_view{text->data(), text->size()}};
}

std::optional<std::int64_t> Value::number() const {
  const auto* number = value_of(value_).if_int64();
  return number == nullptr ? std::nullopt : std::optional{*number};
}

std::optional<double> Value::real() const {
  const auto& value = value_of(value_);
  if (!value.is_number()) {
    return std::nullopt;
  }
  const auto number = value.to_number<double>();
  return std::isfinite(number) ? std::optional{number} : std::nullopt;
}

std::optional<bool> Value::boolean() const {
  const auto* flag = value_of(value_).if_bool();
  return flag == nullptr ? std::nullopt : std::optional{*flag};
}

std::optional<Object> Value::object() const {
  const auto* object = value_of(value_).if_object();
  return object == nullptr ? std::nullopt : std::optional{Object{object}};
}

std::optional<Array> Value::array() const {
  const auto* array = value_of(value_).if_array();
  return array == nullptr ? std::nullopt : std::optional{Array{array}};
}

std::size_t Array::size() const {
  return array_of(value_).size();
}

Value Array::at(std::size_t index) const {
  return Value{&array_of(value_).at(index)};
}

std::size_t Object::size() const {
  return object_of(value_).size();
}

std::string_view Object::name(std::size_t index) const {
  const auto key = (object_of(value_).begin() + static_cast<std::ptrdiff_t>(index))->key();
  return {key.data(), key.size()};
}

std::optional<Value> Object::value(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  return value == nullptr ? std::nullopt : std::optional{Value{value}};
}

bool Object::has(std::string_view name) const {
  return object_of(value_).contains(name);
}

std::optional<std::string_view> Object::text(std::string_view name) const {
  const auto found = value(name);
  return found ? found->text() : std::nullopt;
}

std::optional<std::int64_t> Object::number(std::string_view name) const {
  const auto found = value(name);
  return found ? found->number() : std::nullopt;
}

std::optional<Object> Object::object(std::string_view name) const {
  const auto found = value(name);
  return found ? found->object() : std::nullopt;
}

std::optional<bool> Object::flag(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  return value != nullptr && value->is_bool() ? std::optional{value->get_bool()} : std::nullopt;
}

std::optional<std::vector<std::string_view>> Object::texts(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  if (value == nullptr || !value->is_array()) {
    return std::nullopt;
  }
  std::vector<std::string_view> texts;
  for (const auto& element : value->get_array()) {
    if (!element.is_string()) {
      return std::nullopt;
    }
    texts.emplace_back(element.get_string().data(), element.get_string().size());
  }
  return texts;
}

std::vector<std::string_view> Object::names() const {
  std::vector<std::string_view> names;
  for (const auto& member : object_of(value_)) {
    names.emplace_back(member.key().data(), member.key().size());
  }
  return names;
}

}  // namespace zhiyin::json
