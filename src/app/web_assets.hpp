#pragma once

#include "platform/net/http.hpp"

namespace zhiyin::app {
[[nodiscard]] net::Handler serve_web();
}
