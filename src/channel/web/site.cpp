#include "channel/web/site.hpp"

namespace zhiyin::channel::web {
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

const inbox::Inbox* named_or_first(const access::Directory& directory, std::optional<std::string_view> named) {
  if (!named) {
    return first_of(directory, takes_visitors);
  }
  const auto id = InboxId::parse(*named);
  const auto* inbox = id ? directory.inbox(*id) : nullptr;
  return inbox != nullptr && takes_visitors(*inbox) ? inbox : nullptr;
}

}  // namespace

std::optional<Site> Sites::find(std::optional<std::string_view> named) const {
  const auto directory = directories_.newest();
  const auto* inbox = directory ? named_or_first(*directory, named) : nullptr;
  if (inbox == nullptr) {
    return std::nullopt;
  }
  Site site{inbox->id, {safe_.secret_of(*inbox).value_or(""), inbox->identity_required}};
  if (first_of(*directory, [](const inbox::Inbox& one) { return one.kind == inbox::Kind::web; }) == inbox) {
    site.rules.secret = first_.secret.empty() ? site.rules.secret : first_.secret;
    site.rules.required = site.rules.required || first_.required;
  }
  return site;
}

}  // namespace zhiyin::channel::web
