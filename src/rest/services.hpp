// What routes need of the running server beside the store. Each is used only when a request comes, so the table can be made and printed
// without any.
#pragma once

#include <optional>
#include <string>

#include "access/directory.hpp"
#include "credential/settings.hpp"
#include "credential/sign_in.hpp"
#include "inbox/safe.hpp"
#include "knowledge/library.hpp"
#include "team/settings.hpp"

namespace zhiyin::rest {

/// The public face: what the widget shows of the company, and links to.
struct Front {
  std::string name = {};                    ///< the company's; empty: the inbox's
  std::optional<std::string> help_at = {};  ///< where /help is: "" for this server; none: there is no help centre
};

struct Services {
  credential::SignIn* sign_in = nullptr;
  access::Directories* directories = nullptr;
  const inbox::Safe* safe = nullptr;
  knowledge::Libraries* libraries = nullptr;
  credential::Settings credentials = {};
  team::Settings teams = {};
  std::int64_t demo_agents = 0;
  Front front = {};
};

}  // namespace zhiyin::rest
