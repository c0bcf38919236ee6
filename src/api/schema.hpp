// JSON schemas of shapes, gathered under their names for the components of the OpenAPI document.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::api {

/// In an answer every member stands; in a body some may be missing; in a query nothing is null.
enum class Way : std::uint8_t { body, answer, query };

/// One member of a shape, for documents.
struct Member {
  std::string name;
  std::string what;
  bool needed = true;
  std::string schema;  ///< JSON
};

class SchemaBook {
 public:
  /// Enters a schema under its name and gives `{"$ref":…}` to it. A shape whose body differs from its answer gets two names, the body's
  /// with "Input" after it: enter answers first.
  std::string enter(std::string_view name, std::string schema);
  [[nodiscard]] const std::map<std::string, std::string>& schemas() const { return schemas_; }

 private:
  std::map<std::string, std::string> schemas_;
};

[[nodiscard]] std::string object_schema(const std::vector<Member>& members);

/// A shape without its type: what documents ask of it.
struct ShapeRef {
  std::string (*schema)(SchemaBook&, Way) = nullptr;  ///< enters it, and gives the reference
  std::vector<Member> (*members)(SchemaBook&, Way) = nullptr;
  [[nodiscard]] bool none() const { return schema == nullptr; }
};

}  // namespace zhiyin::api
