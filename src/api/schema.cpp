#include "api/schema.hpp"

#include <fmt/format.h>

#include "platform/base/require.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::api {

std::string SchemaBook::enter(std::string_view name, std::string schema) {
  std::string key{name};
  if (const auto found = schemas_.find(key); found != schemas_.end() && found->second != schema) {
    key += "Input";
    const auto input = schemas_.find(key);
    require(input == schemas_.end() || input->second == schema, "two shapes have one name");
  }
  schemas_.emplace(key, std::move(schema));
  return fmt::format(R"({{"$ref":"#/components/schemas/{}"}})", key);
}

std::string object_schema(const std::vector<Member>& members) {
  json::Writer w;
  w.begin_object().field("type", "object").field("additionalProperties", false).name("required").begin_array();
  for (const auto& member : members) {
    if (member.needed) {
      w.text(member.name);
    }
  }
  w.end_array().name("properties").begin_object();
  for (const auto& member : members) {
    w.name(member.name).raw(member.schema);
  }
  w.end_object().end_object();
  return w.take();
}

}  // namespace zhiyin::api
