#include "platform/timer/timer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/base/require.hpp"
#include "platform/timer/shelf.hpp"

namespace zhiyin::timer {
namespace {

// Kinds are named, so that timers of a program that knows more of them never fill the answer.
constexpr db::Statement due_timers{
    "due_timers",
    "SELECT t.kind, t.subject, t.due, t.generation FROM timer AS t WHERE t.due <= $1 AND t.kind = ANY($2::text[]) ORDER BY t.due, t.kind, "
    "t.subject LIMIT $3",
    "SELECT t.kind, t.subject, t.due, t.generation FROM timer AS t WHERE t.due <= $1 AND t.kind IN (SELECT value FROM json_each($2)) ORDER "
    "BY t.due, t.kind, t.subject LIMIT $3"};
constexpr db::Statement next_timer{"next_timer", "SELECT t.due FROM timer AS t WHERE t.kind = ANY($1::text[]) ORDER BY t.due LIMIT 1",
                                   "SELECT t.due FROM timer AS t WHERE t.kind IN (SELECT value FROM json_each($1)) ORDER BY t.due LIMIT 1"};

const std::array<const db::Statement*, 4>& all_statements() {
  static const std::array<const db::Statement*, 4> all{shelf_statements().statements[0], shelf_statements().statements[1], &due_timers,
                                                       &next_timer};
  return all;
}

std::vector<std::string_view> names_of(std::span<const Kind> kinds) {
  std::vector<std::string_view> names;
  for (const auto& kind : kinds) {
    names.push_back(kind.name);
  }
  return names;
}

class Firing final : public writer::Command {
 public:
  Firing(Due due, const Kind& kind, Done done) : due_(std::move(due)), kind_(kind), done_(std::move(done)) {}
  Firing(const Firing&) = delete;
  Firing& operator=(const Firing&) = delete;
  ~Firing() override { tell(Outcome::failed); }

  [[nodiscard]] writer::LaneKey lane() const override { return {static_cast<std::uint64_t>(due_.subject)}; }

  void want(writer::Tx& tx) override {
    tx.shelf<TimerShelf>().want(key());
    if (kind_.want) {
      kind_.want(tx, due_.subject);
    }
  }

  void run(writer::Tx& tx) override {
    auto& shelf = tx.shelf<TimerShelf>();
    const auto row = shelf.untouched(key());
    outcome_ = Outcome::moved;
    if (row && row->generation == due_.generation && row->due == due_.due && row->due <= tx.now()) {
      late_ = tx.now() - row->due;
      shelf.remove(key());
      kind_.fire(tx, due_.subject);
      outcome_ = Outcome::fired;
    }
  }

  void committed() override { tell(outcome_); }
  void failed(Error /*error*/) override { tell(Outcome::failed); }  // the lane has logged it

 private:
  [[nodiscard]] TimerShelf::Key key() const { return {due_.kind, due_.subject}; }
  void tell(Outcome outcome) {
    if (const auto done = std::exchange(done_, nullptr)) {
      done(due_, outcome, late_);
    }
  }

  Due due_;
  const Kind& kind_;
  Done done_;
  Outcome outcome_ = Outcome::failed;
  Millis late_{0};
};

}  // namespace

db::ModuleStatements statements() {
  return {all_statements(), shelf_statements().bulks};
}

void arm(writer::Tx& tx, std::string_view kind, std::int64_t subject, Time due) {
  tx.shelf<TimerShelf>().arm({std::string{kind}, subject}, due);
}

void disarm(writer::Tx& tx, std::string_view kind, std::int64_t subject) {
  tx.shelf<TimerShelf>().remove({std::string{kind}, subject});
}

std::vector<Due> due(db::Session& reading, Time now, std::span<const Kind> kinds, std::size_t limit) {
  const auto names = names_of(kinds);
  const auto rows = reading.query(due_timers, {to_millis(now), std::span<const std::string_view>{names}, static_cast<std::int64_t>(limit)});
  std::vector<Due> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({std::string{rows.text(i, 0)}, rows.number(i, 1), from_millis(rows.number(i, 2)), rows.number(i, 3)});
  }
  return found;
}

std::optional<Time> next_due(db::Session& reading, std::span<const Kind> kinds) {
  const auto names = names_of(kinds);
  const auto rows = reading.query(next_timer, {std::span<const std::string_view>{names}});
  return rows.empty() ? std::nullopt : std::optional{from_millis(rows.number(0, 0))};
}

std::unique_ptr<writer::Command> firing(Due due, const Kind& kind, Done done) {
  require(due.kind == kind.name, "a timer is fired by its own kind");
  return std::make_unique<Firing>(std::move(due), kind, std::move(done));
}

std::vector<std::unique_ptr<writer::Command>> due_commands(db::Session& reading, Time now, std::span<const Kind> kinds, std::size_t limit,
                                                           const Done& done) {
  std::vector<std::unique_ptr<writer::Command>> commands;
  for (auto& one : due(reading, now, kinds, limit)) {
    const auto kind = std::ranges::find(kinds, one.kind, &Kind::name);
    commands.push_back(firing(std::move(one), *kind, done));
  }
  return commands;
}

}  // namespace zhiyin::timer
