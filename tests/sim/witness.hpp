// Listeners and timers of the simulation's own, which write down in the store what they did and when, so that doing it twice or never
// shows.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/base/embedded.hpp"
#include "platform/clock/clock.hpp"
#include "platform/listener/listener.hpp"
#include "platform/timer/timer.hpp"
#include "sim/chronicle.hpp"
#include "sim/faulty_session.hpp"

namespace zhiyin::sim {

constexpr std::string_view alarm_timer = "sim_alarm";

[[nodiscard]] db::ModuleStatements witness_statements();
[[nodiscard]] EmbeddedText witness_schema();

/// Notes each fact. Never fails by itself.
[[nodiscard]] listener::Listener witness();
/// Notes each fact, but throws on some, each time; on others now and then; and on a few the process dies.
[[nodiscard]] listener::Listener clumsy(FaultPlan& plan);

enum class AlarmStep : std::uint8_t { armed = 1, disarmed = 2, fired = 3 };
[[nodiscard]] timer::Kind alarm_kind();
void arm_alarm(writer::Tx& tx, std::int64_t subject, Time due);
void disarm_alarm(writer::Tx& tx, std::int64_t subject);

/// I8: every listener's cursor is at the head, and each fact took effect once, in order, or is parked behind one that was bad.
void check_listeners(db::Session& reading, std::int64_t head, Chronicle& chronicle);
/// I9: each arming fired at most once, and not early; with `all`, those that are due have fired.
class AlarmCheck {
 public:
  void look(db::Session& reading, Time now, bool all, Chronicle& chronicle);

 private:
  std::int64_t read_ = 0;
  std::map<std::int64_t, Time> armed_;
};

/// I5: conversations that are open and have no owner, are not queued, or have no timer; or whose owner vanished and keeps them.
void check_nobody_waits_in_vain(db::Session& reading, Chronicle& chronicle);

}  // namespace zhiyin::sim
