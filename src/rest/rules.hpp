// What an operator has set that routes need to know.
#pragma once

#include "contact/settings.hpp"
#include "conversation/settings.hpp"

namespace zhiyin::rest {

struct Rules {
  conversation::Settings conversations;
  contact::Settings contacts;
};

}  // namespace zhiyin::rest
