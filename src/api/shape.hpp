// The shape of a JSON structure, said once beside its struct:
//
//   struct NewTeam { std::string name; std::vector<NewMember> members; };
//   constexpr auto shape(api::Of<NewTeam>) {
//     return api::object<NewTeam>("NewTeam", api::field("name", &NewTeam::name, {.least = 1, .most = 80, .what = "What people call it."}),
//                                 api::field("members", &NewTeam::members, {.items_most = 200, .what = "Who belongs to it."}));
//   }
//   enum class Colour { red = 1, blue };
//   constexpr auto words(api::Of<Colour>) { return api::words<Colour>("Colour", {{Colour::red, "red"}, {Colour::blue, "blue"}}); }
//
// Both are found by their argument, in the namespace of the type or in this one. From a shape come parser, writer and schema (codec.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include "api/bounds.hpp"

namespace zhiyin::api {

template <class T>
struct Of {};

template <class T, class M>
struct Field {
  std::string_view name;
  M T::* member;
  Bounds bounds;
};

template <class T, class M>
[[nodiscard]] constexpr Field<T, M> field(std::string_view name, M T::* member, Bounds bounds) {
  return {name, member, bounds};
}

template <class T, class... Fields>
struct Object {
  std::string_view name;  ///< of the schema: unique among shapes
  std::tuple<Fields...> fields;
};

template <class T, class... M>
[[nodiscard]] constexpr Object<T, Field<T, M>...> object(std::string_view name, Field<T, M>... fields) {
  return {name, {fields...}};
}

template <class E, std::size_t N>
struct Words {
  std::string_view name;  ///< of the schema
  std::array<std::pair<E, std::string_view>, N> table;
};

template <class E, std::size_t N>
// NOLINTNEXTLINE(modernize-avoid-c-arrays): only an array takes its length from a list in braces
[[nodiscard]] constexpr Words<E, N> words(std::string_view name, const std::pair<E, std::string_view> (&rows)[N]) {
  Words<E, N> out{name, {}};
  for (std::size_t i = 0; i < N; ++i) {
    out.table[i] = rows[i];
  }
  return out;
}

template <class T>
concept Shaped = requires { shape(Of<T>{}); };
template <class E>
concept Worded = requires { words(Of<E>{}); };

}  // namespace zhiyin::api
