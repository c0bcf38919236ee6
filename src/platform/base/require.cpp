#include "platform/base/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace zhiyin {

void fail_requirement(std::string_view what, std::source_location where) {
  std::fprintf(stderr, "bug: %.*s (%s:%u in %s)\n", static_cast<int>(what.size()), what.data(), where.file_name(), where.line(),
               where.function_name());
  std::fflush(stderr);
  std::abort();
}

}  // namespace zhiyin
