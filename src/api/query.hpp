// The query of an address, read by a shape.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/codec.hpp"

namespace zhiyin::api {

/// Names and values, percent-decoded, in their order.
using QueryText = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t query_parts_max = 50;

/// Splits "a=1&b=2" ('+' is a space). What is not UTF-8, wrongly encoded, named twice or too much is a fault.
[[nodiscard]] QueryText read_query_text(std::string_view query, Reading& reading);

template <class T>
concept TextReadable = requires(T& into, Reading& reading) { Codec<T>::read_text(std::string_view{}, into, Bounds{}, reading); };

template <class T, class... M>
constexpr bool all_readable(const std::tuple<Field<T, M>...>* /*fields*/) {
  return (TextReadable<M> && ...);
}
/// Every member can be written as one text.
template <class T>
concept QueryReadable = Shaped<T> && all_readable(static_cast<const decltype(shape(Of<T>{}).fields)*>(nullptr));

template <QueryReadable T>
void read_query(const QueryText& query, T& into, Reading& reading) {
  for (const auto& [name, value] : query) {
    if (std::ranges::find(names_of<T>(), name) == names_of<T>().end()) {
      unknown_member(name, names_of<T>(), reading);
    }
  }
  const auto one = [&]<class M>(const Field<T, M>& field) {
    const Reading::Step step{reading, field.name};
    const auto found = std::ranges::find(query, field.name, &QueryText::value_type::first);
    if (found != query.end()) {
      Codec<M>::read_text(found->second, into.*(field.member), field.bounds, reading);
    } else if (field.bounds.needed && !is_optional<M>) {
      missing(reading);
    }
  };
  std::apply([&](const auto&... fields) { (one(fields), ...); }, shape(Of<T>{}).fields);
}

/// For routes that know no parameters.
void refuse_all(const QueryText& query, Reading& reading);

}  // namespace zhiyin::api
