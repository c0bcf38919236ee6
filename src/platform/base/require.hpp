// A bug is not an error to be handled: require() ends the process with the place and the reason, in production too.
#pragma once

#include <source_location>
#include <string_view>

namespace zhiyin {

[[noreturn]] void fail_requirement(std::string_view what, std::source_location where);

/// Ends the process unless `holds`. `what` says which promise was broken; it must not hold customers' words.
inline void require(bool holds, std::string_view what, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]] {
    fail_requirement(what, where);
  }
}

}  // namespace zhiyin
