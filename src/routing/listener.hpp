// Routing follows the log: after every fact that may make room, need or end an offer it looks at the whole and acts.
#pragma once

#include <functional>
#include <memory>

#include "platform/db/session.hpp"
#include "platform/listener/listener.hpp"
#include "routing/settings.hpp"

namespace zhiyin::routing {

/// A reading session, for the listener's own thread; may throw db::Failure.
using Open = std::function<std::unique_ptr<db::Session>()>;

/// One of these is stepped by one thread at a time.
[[nodiscard]] listener::Listener offering_listener(Open open, const Settings& settings);

}  // namespace zhiyin::routing
