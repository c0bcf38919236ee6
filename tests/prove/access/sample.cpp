#include "prove/access/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <string_view>

namespace zhiyin::prove {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr const char* nobodys_id = "7zzzzzzzzzzzz";

std::int64_t number_in(const object& schema, std::string_view name, std::int64_t otherwise) {
  const auto* found = schema.if_contains(name);
  return found != nullptr && found->is_int64() ? found->as_int64() : otherwise;
}

class Maker {
 public:
  explicit Maker(const value& document) : document_(document) {}

  /// A `$ref` leads to its schema.
  const object& resolved(const object& schema) const {
    const auto* ref = schema.if_contains("$ref");
    return ref == nullptr ? schema : resolved(document_.at_pointer(std::string{ref->as_string()}.substr(1)).as_object());
  }

  value sample(const object& reference) const {
    const auto& schema = resolved(reference);
    if (const auto* choices = schema.if_contains("enum")) {
      return choices->as_array().front();
    }
    for (const auto* several : {"anyOf", "oneOf", "allOf"}) {
      if (const auto* some = schema.if_contains(several)) {
        return sample(some->as_array().front().as_object());
      }
    }
    const auto* type = schema.if_contains("type");
    const auto word = type == nullptr    ? std::string{"object"}
                      : type->is_array() ? std::string{type->as_array().front().as_string()}
                                         : std::string{type->as_string()};
    if (word == "string") {
      return text(schema);
    }
    if (word == "integer" || word == "number") {
      return number_in(schema, "minimum", 1);
    }
    if (word == "boolean") {
      return false;
    }
    if (word == "array") {
      array items;
      for (std::int64_t i = 0; i < number_in(schema, "minItems", 0); ++i) {
        items.push_back(sample(schema.at("items").as_object()));
      }
      return items;
    }
    return structure(schema);
  }

  static value text(const object& schema) {
    const auto* format = schema.if_contains("format");
    const auto form = format == nullptr ? std::string{} : std::string{format->as_string()};
    if (form == "date-time") {
      return "2026-11-21T10:53:07.042Z";
    }
    if (form == "email") {
      return "sample@example.com";
    }
    if (form == "uuid") {
      return "00000000-0000-4000-8000-000000000000";
    }
    if (form == "uri") {
      return "https://example.com/";
    }
    const auto least = number_in(schema, "minLength", 0);
    if (least == 13 && number_in(schema, "maxLength", 0) == 13) {
      return nobodys_id;
    }
    const auto most = number_in(schema, "maxLength", 1);
    const std::string letters(static_cast<std::size_t>(std::clamp<std::int64_t>(least, 1, std::max<std::int64_t>(most, 1))), 'x');
    return boost::json::string{letters};
  }

  value structure(const object& schema) const {
    object out;
    if (const auto* required = schema.if_contains("required")) {
      const auto& members = schema.at("properties").as_object();
      for (const auto& name : required->as_array()) {
        out[name.as_string()] = sample(members.at(name.as_string()).as_object());
      }
    }
    return out;
  }

  static std::string plain(const value& one) { return one.is_string() ? std::string{one.as_string()} : boost::json::serialize(one); }

  Sample one(const std::string& path, const std::string& method, const object& operation) const {
    Sample out;
    for (const char c : method) {
      out.method.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    out.call = out.method + " " + path;
    out.operation = operation.at("operationId").as_string();
    out.target = path;
    char before = '?';
    for (const auto& reference : operation.at("parameters").as_array()) {
      const auto& parameter = resolved(reference.as_object());
      const std::string name{parameter.at("name").as_string()};
      const auto* required = parameter.if_contains("required");
      if (parameter.at("in").as_string() == "path") {
        const auto part = "{" + name + "}";
        out.target.replace(out.target.find(part), part.size(), plain(sample(parameter.at("schema").as_object())));
      } else if (parameter.at("in").as_string() == "query" && required != nullptr && required->as_bool()) {
        out.target += before + name + "=" + plain(sample(parameter.at("schema").as_object()));
        before = '&';
      }
    }
    if (const auto* body = operation.if_contains("requestBody")) {
      out.body = boost::json::serialize(sample(body->at_pointer("/content/application~1json/schema").as_object()));
    }
    return out;
  }

 private:
  const value& document_;
};

}  // namespace

std::vector<Sample> samples(const value& document) {
  const Maker maker{document};
  std::vector<Sample> all;
  for (const auto& path : document.as_object().at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      all.push_back(maker.one(path.key(), method.key(), method.value().as_object()));
    }
  }
  return all;
}

}  // namespace zhiyin::prove
