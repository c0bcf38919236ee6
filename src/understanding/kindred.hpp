// English words of kindred meaning: "refund" and "rebate" in one group, groups in wider ones. What a reader knows of words that its lessons
// do not hold. The table (kindred.txt) is made by tools/kindred/make.py from vectors in the public domain.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace zhiyin::understanding {

/// The numbers of its narrow, its middle and its wide group.
using Groups = std::array<std::uint32_t, 3>;

/// Of a word in small letters; most words of a newspaper are in it.
[[nodiscard]] std::optional<Groups> groups_of(std::string_view word);

}  // namespace zhiyin::understanding
