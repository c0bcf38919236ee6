#include "channel/entrance.hpp"

namespace zhiyin::channel {
namespace {

bool takes_visitors(const inbox::Inbox& inbox) {
  return inbox.kind == inbox::Kind::web && inbox.active;
}

/// nullptr when none is so.
template <class Fits>
const inbox::Inbox* first_of(const access::Directory& directory, Fits fits) {
  const inbox::Inbox* first = nullptr;
  for (const auto& [id, inbox] : directory.inboxes) {
    if (fits(inbox) && (first == nullptr || id < first->id)) {
      first = &inbox;
    }
  }
  return first;
}

}  // namespace

const inbox::Inbox* entrance(const access::Directory& directory, std::optional<std::string_view> named) {
  if (!named) {
    return first_of(directory, takes_visitors);
  }
  const auto id = InboxId::parse(*named);
  const auto* inbox = id ? directory.inbox(*id) : nullptr;
  return inbox != nullptr && takes_visitors(*inbox) ? inbox : nullptr;
}

const inbox::Inbox* first_website(const access::Directory& directory) {
  return first_of(directory, [](const inbox::Inbox& one) { return one.kind == inbox::Kind::web; });
}

}  // namespace zhiyin::channel
