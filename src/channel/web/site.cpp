#include "channel/web/site.hpp"

#include "channel/entrance.hpp"

namespace zhiyin::channel::web {

std::optional<Site> Sites::find(std::optional<std::string_view> named) const {
  const auto directory = directories_.newest();
  const auto* inbox = directory ? entrance(*directory, named) : nullptr;
  if (inbox == nullptr) {
    return std::nullopt;
  }
  Site site{inbox->id, {safe_.secret_of(*inbox).value_or(""), inbox->identity_required}};
  if (first_website(*directory) == inbox) {
    site.rules.secret = first_.secret.empty() ? site.rules.secret : first_.secret;
    site.rules.required = site.rules.required || first_.required;
  }
  return site;
}

}  // namespace zhiyin::channel::web
