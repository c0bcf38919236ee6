// Which known name was meant by an unknown one.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace zhiyin::config {

/// Damerau-Levenshtein distance in its restricted form (optimal string alignment): the least number of inserted, deleted or changed
/// characters and swapped neighbours. Boytsov, "Indexing methods for approximate dictionary searching", 2011.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name nearest to `unknown`, letter case aside; empty when none is near (a third of its length, at least 2). "port" is near to
/// "http.port": the last part of a name may stand for all of it.
[[nodiscard]] std::string nearest(std::string_view unknown, std::span<const std::string> known);

}  // namespace zhiyin::config
