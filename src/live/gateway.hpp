// What every live connection of this process works with; made by wiring, outlives them all.
#pragma once

#include <functional>
#include <string>

#include "conversation/settings.hpp"
#include "live/hub.hpp"
#include "platform/clock/clock.hpp"
#include "platform/reading/reading_pool.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::live {

struct Gateway {
  writer::Writer& writer;
  reading::ReadingPool& reading;
  Hub& hub;
  const Clock& clock;
  Chance& chance;
  const std::string& log_id;
  conversation::Settings conversations;
  std::int64_t message_max_bytes;  ///< of one WebSocket message, as the server enforces it
  /// Tells other gateways that somebody types; may be empty.
  std::function<void(ConversationId, const Person&)> typing_elsewhere;
};

}  // namespace zhiyin::live
