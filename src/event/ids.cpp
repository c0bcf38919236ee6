#include "event/ids.hpp"

#include "platform/base/require.hpp"

namespace zhiyin {

std::string_view person_kind_text(PersonKind kind) {
  switch (kind) {
    case PersonKind::visitor: return "visitor";
    case PersonKind::agent: return "agent";
    case PersonKind::bot: return "bot";
  }
  fail_requirement("a kind of person has a word", std::source_location::current());
}

}  // namespace zhiyin
