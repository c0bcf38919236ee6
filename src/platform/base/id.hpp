// Ids: 63 bits, 41 of time (milliseconds since 2025-01-01 UTC) above 22 of chance, so that rows made together lie together in
// an index while nobody outside can read our volume from them. On the wire 13 characters of Crockford's base 32, lower case.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/time.hpp"

namespace zhiyin {

[[nodiscard]] std::string id_text(std::int64_t value);
/// Accepts exactly what id_text writes; nullopt for anything else, zero included.
[[nodiscard]] std::optional<std::int64_t> parse_id_text(std::string_view text);

/// An id of one kind of thing. Zero means none.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t value) : value_(value) {}

  [[nodiscard]] constexpr std::int64_t value() const { return value_; }
  [[nodiscard]] constexpr bool none() const { return value_ == 0; }
  [[nodiscard]] std::string text() const { return id_text(value_); }
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
    const auto value = parse_id_text(text);
    return value ? std::optional<Id>{Id{*value}} : std::nullopt;
  }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::int64_t value_ = 0;
};

/// Composes an id from a moment and 22 random bits (higher bits of `chance` are ignored).
[[nodiscard]] std::int64_t compose_id(Time now, std::uint64_t chance);

}  // namespace zhiyin

template <class Tag>
struct std::hash<zhiyin::Id<Tag>> {
  std::size_t operator()(zhiyin::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
