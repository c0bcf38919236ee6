#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

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

std::optional<Object> Document::root() const {
  const auto* object = impl_->value.if_object();
  return object != nullptr ? std::optional{Object{object}} : std::nullopt;
}

bool Object::has(std::string_view name) const {
  return object_of(value_).contains(name);
}

std::optional<std::string_view> Object::text(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  if (value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  return std::string_view{value->get_string().data(), value->get_string().size()};
}

std::optional<std::int64_t> Object::number(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  if (value == nullptr || !value->is_int64()) {
    return std::nullopt;
  }
  return value->get_int64();
}

std::optional<Object> Object::object(std::string_view name) const {
  const auto* value = object_of(value_).if_contains(name);
  if (value == nullptr || !value->is_object()) {
    return std::nullopt;
  }
  return Object{&value->get_object()};
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
