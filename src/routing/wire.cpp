#include "routing/wire.hpp"

#include "platform/json/writer.hpp"

namespace zhiyin::routing::wire {

std::string duty(const Duty& duty) {
  json::Writer w;
  w.begin_object().field("on_duty", duty.on);
  if (duty.opens) {
    w.field("opens", iso_text(*duty.opens));
  }
  return w.end_object().take();
}

}  // namespace zhiyin::routing::wire
