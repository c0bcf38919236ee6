#include "access/viewer.hpp"

namespace zhiyin::access {

bool sees(const Viewer& viewer, const Place& place) {
  using identity::Right;
  if (!viewer.may(Right::conversation_read)) {
    return false;
  }
  if (viewer.may(Right::conversation_read_all)) {
    return true;
  }
  if ((!place.owner.none() && place.owner == viewer.person) ||
      std::ranges::find(place.participants, viewer.person) != place.participants.end()) {
    return true;
  }
  return viewer.in(place.inbox) && (place.team.none() || viewer.in(place.team));
}

}  // namespace zhiyin::access
