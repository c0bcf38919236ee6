#include "sim/witness.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <stdexcept>

#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

constexpr std::uint64_t bad_once_in = 1'500;
constexpr std::uint64_t flaky_once_in = 200;
constexpr std::uint64_t deadly_once_in = 5'000;

constexpr db::Statement note_effect{"sim_note_effect", "INSERT INTO sim_effect (listener, pos, subject) VALUES ($1, $2, $3)"};
constexpr db::Statement read_effects{"sim_read_effects", "SELECT pos, subject FROM sim_effect WHERE listener = $1 ORDER BY n"};
constexpr db::Statement read_parked{"sim_read_parked", "SELECT pos, subject FROM parked_fact WHERE listener = $1 ORDER BY pos"};
constexpr db::Statement read_cursors{"sim_read_cursors", "SELECT name, pos FROM listener ORDER BY name"};
constexpr db::Statement note_alarm{"sim_note_alarm", "INSERT INTO sim_alarm (subject, step, at, due) VALUES ($1, $2, $3, $4)"};
constexpr db::Statement read_alarms{"sim_read_alarms", "SELECT n, subject, step, at, due FROM sim_alarm WHERE n > $1 ORDER BY n"};
constexpr db::Statement in_vain{
    "sim_in_vain",
    "SELECT c.id, c.stage, c.assignee, t.subject FROM conversation AS c LEFT JOIN timer AS t ON t.kind = 'conversation_idle' AND "
    "t.subject = c.id LEFT JOIN timer AS z ON z.kind = 'conversation_snooze' AND z.subject = c.id LEFT JOIN timer AS w ON w.kind = "
    "'conversation_wrap_up' AND w.subject = c.id LEFT JOIN timer AS b ON b.kind = 'bot_answer_by' AND b.subject = c.id "
    "WHERE c.stage <> 3 AND (t.subject IS NULL OR NOT (c.stage IN (1, 4) AND c.assignee = 0 OR "
    "c.stage IN (2, 5) AND c.assignee <> 0) OR (c.stage = 4 AND c.waiting_since <> 0) <> (b.subject IS NOT NULL) OR (c.snoozed_until <> 0) "
    "<> (z.subject IS NOT NULL) OR (c.stage = 5) <> (w.subject IS NOT "
    "NULL) OR (c.snoozed_until <> 0 AND c.stage <> 2))"};
// Once the routing has read the log to its end: what a vanished owner has and nothing will take from him.
constexpr db::Statement in_lost_hands{
    "sim_in_lost_hands",
    "SELECT c.id, c.assignee FROM conversation AS c JOIN agent_state AS a ON a.agent = c.assignee WHERE c.stage = 2 AND c.snoozed_until = "
    "0 "
    "AND a.state = 1 AND a.reason = 'lost' AND (SELECT pos FROM listener WHERE name = 'routing') = (SELECT pos FROM log_head) AND NOT "
    "EXISTS "
    "(SELECT 1 FROM timer AS t WHERE t.kind = 'routing_lost' AND t.subject = a.agent OR t.kind = 'routing_return' AND t.subject = c.id)"};
constexpr std::array<const db::Statement*, 8> all_statements{&note_effect, &read_effects, &read_parked, &read_cursors,
                                                             &note_alarm,  &read_alarms,  &in_vain,     &in_lost_hands};

void note(writer::Tx& tx, std::string_view name, const journal::Entry& entry) {
  (void)tx.session().query(note_effect, {name, entry.pos, entry.subject});
}

/// Depends on the position alone, so that a fact is bad whenever and by whomever it is tried.
bool marked(std::int64_t pos, std::uint64_t salt, std::uint64_t once_in) {
  auto hash = (static_cast<std::uint64_t>(pos) + salt) * 0x9E3779B97F4A7C15ULL;
  hash ^= hash >> 29U;
  hash *= 0xBF58476D1CE4E5B9ULL;
  return (hash >> 20U) % once_in == 0;
}

void check_effects(db::Session& reading, const std::string& name, std::int64_t head, Chronicle& chronicle) {
  const auto effects = reading.query(read_effects, {std::string_view{name}});
  const auto parked = reading.query(read_parked, {std::string_view{name}});
  chronicle.counts.parked += parked.size();
  std::map<std::int64_t, std::int64_t> parked_since;  // subject → its first parked position
  for (std::size_t i = 0; i < parked.size(); ++i) {
    parked_since.try_emplace(parked.number(i, 1), parked.number(i, 0));
  }
  for (const auto& [subject, pos] : parked_since) {
    const bool may =
        name == "sim_clumsy" && (marked(pos, 1, bad_once_in) || marked(pos, 2, flaky_once_in) || marked(pos, 3, deadly_once_in));
    if (!may) {
      chronicle.violate(Invariant::listeners, fmt::format("{} parked fact {} of subject {}, which is well", name, pos, subject));
    }
  }
  chronicle.checked(Invariant::listeners, effects.size() + parked.size());
  std::int64_t last = 0;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const auto pos = effects.number(i, 0);
    if (pos <= last) {
      chronicle.violate(Invariant::listeners, fmt::format("{} took fact {} after fact {}", name, pos, last));
    }
    const auto since = parked_since.find(effects.number(i, 1));
    if (since != parked_since.end() && pos >= since->second) {
      chronicle.violate(Invariant::listeners, fmt::format("{} took fact {} of a subject parked since {}", name, pos, since->second));
    }
    last = pos;
  }
  if (static_cast<std::int64_t>(effects.size() + parked.size()) != head) {
    chronicle.violate(Invariant::listeners, fmt::format("{} took {} facts and parked {} of {}", name, effects.size(), parked.size(), head));
  }
}

}  // namespace

db::ModuleStatements witness_statements() {
  return {all_statements, {}};
}

EmbeddedText witness_schema() {
  return {
      "9000_sim.sql",
      "CREATE TABLE sim_effect (n INTEGER PRIMARY KEY, listener TEXT NOT NULL, pos BIGINT NOT NULL, subject BIGINT NOT NULL);\n"
      "CREATE TABLE sim_alarm (n INTEGER PRIMARY KEY, subject BIGINT NOT NULL, step BIGINT NOT NULL, at BIGINT NOT NULL, due BIGINT NOT "
      "NULL);\n"};
}

listener::Listener witness() {
  return {.name = "sim_witness", .apply = [](writer::Tx& tx, listener::Entries entries) {
            for (const auto& entry : entries) {
              note(tx, "sim_witness", entry);
            }
          }};
}

listener::Listener clumsy(FaultPlan& plan) {
  return {.name = "sim_clumsy", .apply = [&plan](writer::Tx& tx, listener::Entries entries) {
            for (const auto& entry : entries) {
              note(tx, "sim_clumsy", entry);
              if (marked(entry.pos, 3, deadly_once_in)) {
                plan.dead = true;
                plan.count(Fault::crash_in_listener);
                plan.note("crash in a listener");
                throw Crash{};
              }
              if (marked(entry.pos, 1, bad_once_in) || (marked(entry.pos, 2, flaky_once_in) && plan.chance.once_in(2))) {
                plan.count(Fault::listener_threw);
                throw std::runtime_error("simulated: a listener throws");
              }
            }
          }};
}

timer::Kind alarm_kind() {
  return {.name = alarm_timer, .fire = [](writer::Tx& tx, std::int64_t subject) {
            (void)tx.session().query(note_alarm,
                                     {subject, static_cast<std::int64_t>(AlarmStep::fired), to_millis(tx.now()), std::int64_t{0}});
          }};
}

void arm_alarm(writer::Tx& tx, std::int64_t subject, Time due) {
  timer::arm(tx, alarm_timer, subject, due);
  (void)tx.session().query(note_alarm, {subject, static_cast<std::int64_t>(AlarmStep::armed), to_millis(tx.now()), to_millis(due)});
}

void disarm_alarm(writer::Tx& tx, std::int64_t subject) {
  timer::disarm(tx, alarm_timer, subject);
  (void)tx.session().query(note_alarm, {subject, static_cast<std::int64_t>(AlarmStep::disarmed), to_millis(tx.now()), std::int64_t{0}});
}

void check_listeners(db::Session& reading, std::int64_t head, Chronicle& chronicle) {
  const auto cursors = reading.query(read_cursors, {});
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    if (cursors.number(i, 1) != head) {
      chronicle.violate(Invariant::listeners, fmt::format("{} stands at {} of {}", cursors.text(i, 0), cursors.number(i, 1), head));
    }
  }
  for (const std::string_view name : {"routing", "insight_volume", "bot"}) {
    if (const auto parked = reading.query(read_parked, {name}); !parked.empty()) {
      chronicle.violate(Invariant::listeners, fmt::format("{} parked fact {}, which is well", name, parked.number(0, 0)));
    }
  }
  check_effects(reading, "sim_witness", head, chronicle);
  check_effects(reading, "sim_clumsy", head, chronicle);
}

void AlarmCheck::look(db::Session& reading, Time now, bool all, Chronicle& chronicle) {
  const auto rows = reading.query(read_alarms, {read_});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    read_ = rows.number(i, 0);
    const auto subject = rows.number(i, 1);
    const auto at = from_millis(rows.number(i, 3));
    switch (static_cast<AlarmStep>(rows.number(i, 2))) {
      case AlarmStep::armed: armed_[subject] = from_millis(rows.number(i, 4)); break;
      case AlarmStep::disarmed: armed_.erase(subject); break;
      case AlarmStep::fired: {
        const auto armed = armed_.extract(subject);
        ++chronicle.counts.timers;
        chronicle.checked(Invariant::timers);
        if (armed.empty()) {
          chronicle.violate(Invariant::timers, fmt::format("timer {} fired again, or without being armed", subject));
        } else if (at < armed.mapped()) {
          chronicle.violate(Invariant::timers, fmt::format("timer {} fired {} ms early", subject, (armed.mapped() - at).count()));
        }
      }
    }
  }
  for (const auto& [subject, due] : armed_) {
    if (all && due <= now) {
      chronicle.violate(Invariant::timers, fmt::format("timer {} was due {} ms ago and never fired", subject, (now - due).count()));
    }
  }
}

void check_nobody_waits_in_vain(db::Session& reading, Chronicle& chronicle) {
  const auto rows = reading.query(in_vain, {});
  chronicle.checked(Invariant::reached);
  if (!rows.empty()) {
    chronicle.violate(Invariant::reached, fmt::format("conversation {} is open with stage {}, owner {} and {} timer", rows.number(0, 0),
                                                      rows.number(0, 1), rows.number(0, 2), rows.null(0, 3) ? "no" : "a"));
  }
  const auto lost = reading.query(in_lost_hands, {});
  if (!lost.empty()) {
    chronicle.violate(Invariant::reached, fmt::format("conversation {} is in the hands of {}, who vanished, and nothing takes it back",
                                                      lost.number(0, 0), lost.number(0, 1)));
  }
}

}  // namespace zhiyin::sim
