#include "event/ids.hpp"

namespace zhiyin {

std::string_view person_kind_text(PersonKind kind) {
  return kind == PersonKind::visitor ? "visitor" : "agent";
}

}  // namespace zhiyin
