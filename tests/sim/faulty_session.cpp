#include "sim/faulty_session.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "platform/base/require.hpp"

namespace zhiyin::sim {
namespace {

using db::ColumnType;
using db::Failure;
using db::FailureKind;
using Numbers = std::span<const std::int64_t>;
using Texts = std::span<const std::string_view>;

constexpr std::uint64_t statement_fault_once_in = 1'500;
constexpr std::uint64_t commit_fault_once_in = 50;
constexpr std::uint64_t trouble_once_in = 3;
constexpr std::uint64_t crash_once_in = 400;

constexpr db::Statement sim_advance_head{"sim_advance_head", "UPDATE log_head SET pos = pos + $1 RETURNING pos"};
constexpr db::Statement sim_leave_mark{"sim_leave_mark", "INSERT INTO batch_mark (token, at) VALUES ($1, $2)"};
constexpr db::Statement sim_take_mark{"sim_take_mark", "DELETE FROM batch_mark WHERE token = $1"};
constexpr db::Statement sim_sent_before{"sim_sent_before", "SELECT 1 FROM message WHERE inbox = $1 AND author = $2 AND client_id = $3"};
constexpr std::array<db::Column, 9> fact_columns{{{"pos", ColumnType::number},
                                                  {"kind", ColumnType::text},
                                                  {"subject", ColumnType::number},
                                                  {"revision", ColumnType::number},
                                                  {"at", ColumnType::number},
                                                  {"envelope", ColumnType::text},
                                                  {"owner", ColumnType::number},
                                                  {"retention", ColumnType::number},
                                                  {"body", ColumnType::text}}};
constexpr db::Bulk sim_insert_facts{"sim_insert_facts", db::Write::insert, "fact", fact_columns, 1};
constexpr std::array<const db::Statement*, 4> all_statements{&sim_advance_head, &sim_leave_mark, &sim_take_mark, &sim_sent_before};
constexpr std::array<const db::Bulk*, 1> all_bulks{&sim_insert_facts};

class FaultySession final : public db::Session {
 public:
  FaultySession(std::unique_ptr<db::Session> inner, FaultPlan& plan) : inner_(std::move(inner)), plan_(plan) {}

  [[nodiscard]] db::Engine engine() const override { return plan_.remote ? db::Engine::postgres : db::Engine::sqlite; }
  [[nodiscard]] bool lost() const override { return lost_; }
  void begin() override {
    if (plan_.blind > 0) {
      --plan_.blind;
      fail(FailureKind::lost, Fault::doubt_unsettled, "begin");
    }
    inner_->begin();
  }
  [[nodiscard]] db::Ticket send(const db::Statement& statement, std::span<const db::Value> parameters) override;
  [[nodiscard]] db::Ticket send_each(const db::Statement& statement, std::span<const db::Value> arrays) override;
  [[nodiscard]] db::Rows take(db::Ticket ticket) override { return inner_->take(ticket); }
  using Session::put;
  void put(const db::Bulk& bulk, std::span<const db::Value> row) override;
  void flush() override { inner_->flush(); }
  void commit() override;
  void rollback() noexcept override { inner_->rollback(); }
  void execute(const std::string& sql) override { inner_->execute(sql); }

 private:
  [[noreturn]] void fail(FailureKind kind, Fault fault, std::string_view where);
  [[noreturn]] void crash(Fault fault);
  [[noreturn]] void fail_commit();
  void strike(std::string_view where);
  [[nodiscard]] db::Ticket arm_without_returns(const db::Statement& statement, std::span<const db::Value> arrays);
  void append_facts(std::span<const db::Value> arrays);
  [[nodiscard]] bool sent_before(std::span<const db::Value> row);
  [[nodiscard]] bool spoil(std::string_view name, std::vector<db::Value>& row, std::string& text);

  std::unique_ptr<db::Session> inner_;
  FaultPlan& plan_;
  bool lost_ = false;
};

std::string_view word(FailureKind kind) {
  switch (kind) {
    case FailureKind::duplicate: return "duplicate";
    case FailureKind::contention: return "contention";
    case FailureKind::full: return "full";
    case FailureKind::lost: return "lost";
    case FailureKind::in_doubt: return "in doubt";
    case FailureKind::sync_failed: return "sync failed";
    case FailureKind::broken: return "broken";
  }
  return "?";
}

void FaultySession::fail(FailureKind kind, Fault fault, std::string_view where) {
  plan_.count(fault);
  plan_.trouble = plan_.trouble > 0 ? plan_.trouble - 1 : plan_.chance.under(4);
  plan_.note(fmt::format("fault: {} at {}", word(kind), where));
  lost_ = lost_ || kind == FailureKind::lost || kind == FailureKind::in_doubt;
  throw Failure(kind, fmt::format("simulated: {} at {}", word(kind), where));
}

void FaultySession::crash(Fault fault) {
  plan_.dead = true;
  plan_.count(fault);
  plan_.note(std::string{fault_names[static_cast<std::size_t>(fault)]});
  throw Crash{};
}

void FaultySession::strike(std::string_view where) {
  if (!plan_.strikes(statement_fault_once_in)) {
    return;
  }
  constexpr std::array local{FailureKind::contention, FailureKind::full, FailureKind::duplicate, FailureKind::broken};
  constexpr std::array remote{FailureKind::contention, FailureKind::lost, FailureKind::lost, FailureKind::duplicate};
  const auto kind = (plan_.remote ? remote : local)[plan_.chance.under(4)];
  fail(kind, kind == FailureKind::lost ? Fault::connection_lost : Fault::statement_failed, where);
}

db::Ticket FaultySession::send(const db::Statement& statement, std::span<const db::Value> parameters) {
  strike(statement.name);
  if (plan_.remote && statement.name == "append_facts") {
    append_facts(parameters);
    return {};
  }
  if (plan_.remote && statement.name == "leave_mark") {
    (void)inner_->query(sim_take_mark, {parameters[2]});
    return inner_->send(sim_leave_mark, parameters.first(2));
  }
  return inner_->send(statement, parameters);
}

db::Ticket FaultySession::send_each(const db::Statement& statement, std::span<const db::Value> arrays) {
  strike(statement.name);
  if (statement.name == "messages_sent_before" && plan_.plant == Plant::forget_sender_ids) {
    const std::vector<std::int64_t> nobody(std::get<Numbers>(arrays[1]).size(), -1);
    const std::array<db::Value, 3> blind{arrays[0], Numbers{nobody}, arrays[2]};
    return inner_->send_each(statement, blind);
  }
  if (statement.name == "arm_timers" && plan_.plant == Plant::drop_idle_timer) {
    const auto kinds = std::get<Texts>(arrays[0]);
    if (kinds.size() == 1 && kinds[0] == "conversation_idle" && plan_.plants(Plant::drop_idle_timer, 3)) {
      return {};
    }
  }
  if (statement.name == "arm_timers" && plan_.plant == Plant::drop_snooze_timer) {
    const auto kinds = std::get<Texts>(arrays[0]);
    if (kinds.size() == 1 && kinds[0] == "conversation_snooze" && plan_.plants(Plant::drop_snooze_timer, 2)) {
      return {};
    }
  }
  if (statement.name == "arm_timers" && plan_.plant == Plant::drop_bot_timer) {
    const auto kinds = std::get<Texts>(arrays[0]);
    if (kinds.size() == 1 && kinds[0] == "bot_answer_by" && plan_.plants(Plant::drop_bot_timer, 2)) {
      return {};
    }
  }
  if (statement.name == "arm_timers" && plan_.plant == Plant::keep_lost_work) {
    return arm_without_returns(statement, arrays);
  }
  if (statement.name == "arm_timers" && plan_.plant == Plant::lose_timer) {
    const auto kinds = std::get<Texts>(arrays[0]);
    if (kinds.size() == 1 && kinds[0] == "sim_alarm" && plan_.plants(Plant::lose_timer, 10)) {
      return {};
    }
  }
  return inner_->send_each(statement, arrays);
}

/// Leaves out the timers that take a vanished agent's conversations from him.
db::Ticket FaultySession::arm_without_returns(const db::Statement& statement, std::span<const db::Value> arrays) {
  std::vector<std::string_view> kinds;
  std::vector<std::int64_t> subjects;
  std::vector<std::int64_t> dues;
  for (std::size_t i = 0; i < std::get<Texts>(arrays[0]).size(); ++i) {
    const auto kind = std::get<Texts>(arrays[0])[i];
    if (kind != "routing_return" || !plan_.plants(Plant::keep_lost_work, 1)) {
      kinds.push_back(kind);
      subjects.push_back(std::get<Numbers>(arrays[1])[i]);
      dues.push_back(std::get<Numbers>(arrays[2])[i]);
    }
  }
  if (kinds.empty()) {
    return {};
  }
  const std::array<db::Value, 3> rest{Texts{kinds}, Numbers{subjects}, Numbers{dues}};
  return inner_->send_each(statement, rest);
}

/// As the statement of the same name does it for arrays.
void FaultySession::append_facts(std::span<const db::Value> arrays) {
  const auto kinds = std::get<Texts>(arrays[0]);
  const auto count = static_cast<std::int64_t>(kinds.size());
  auto pos = inner_->query(sim_advance_head, {count}).number(0, 0) - count;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    inner_->put(sim_insert_facts, {++pos, kinds[i], std::get<Numbers>(arrays[1])[i], std::get<Numbers>(arrays[2])[i],
                                   std::get<Numbers>(arrays[3])[i], std::get<Texts>(arrays[4])[i], std::get<Numbers>(arrays[5])[i],
                                   std::get<Numbers>(arrays[6])[i], std::get<Texts>(arrays[7])[i]});
  }
}

bool FaultySession::sent_before(std::span<const db::Value> row) {
  return !inner_->query(sim_sent_before, {row[3], row[5], row[7]}).empty();
}

/// False: the planted bug is that the row is not written.
bool FaultySession::spoil(std::string_view name, std::vector<db::Value>& row, std::string& text) {
  const auto number = [&row](std::size_t column) { return std::get<std::int64_t>(row[column]); };
  if (name == "insert_message" && plan_.plant == Plant::forget_sender_ids && sent_before(row)) {
    text = fmt::format("{}~{}", std::get<std::string_view>(row[7]), ++plan_.planted);
    row[7] = std::string_view{text};
  } else if (name == "insert_message" && std::get<std::string_view>(row[7]).starts_with('d') && plan_.plants(Plant::shift_seq, 5)) {
    // The staff's, who send nothing twice: it is not seen by two answers that differ.
    row[1] = number(1) + 1'000;
  } else if (name == "upsert_watermark" && number(4) > 1 && plan_.plants(Plant::lower_receipt, 20)) {
    row[4] = number(4) - 1;
  } else if (name == "update_conversation" && plan_.plants(Plant::miscount_unread, 20)) {
    row[11] = number(11) + 1;
  } else if (name == "save_cursor" && std::get<std::string_view>(row[0]) == "sim_witness") {
    if (plan_.plants(Plant::skip_fact, 30)) {
      row[1] = number(1) + 1;
    }
    return !plan_.plants(Plant::forget_cursor, 30);
  } else if (name == "remove_timer" && std::get<std::string_view>(row[0]) == "sim_alarm") {
    return !plan_.plants(Plant::keep_fired_timer, 10);
  }
  return true;
}

void FaultySession::put(const db::Bulk& bulk, std::span<const db::Value> row) {
  strike(bulk.name);
  if (plan_.plant == Plant::none) {
    inner_->put(bulk, row);
    return;
  }
  std::vector<db::Value> changed{row.begin(), row.end()};
  std::string text;  // must live until the row is written
  if (spoil(bulk.name, changed, text)) {
    inner_->put(bulk, std::span<const db::Value>{changed});
  }
}

void FaultySession::fail_commit() {
  switch (plan_.chance.under(plan_.remote ? 6 : 2)) {
    case 0: fail(FailureKind::contention, Fault::commit_refused, "commit");
    case 1: fail(FailureKind::full, Fault::commit_refused, "commit");
    case 2: fail(FailureKind::lost, Fault::connection_lost, "commit");
    default: break;
  }
  const bool done = plan_.chance.once_in(2);
  if (done) {
    inner_->commit();
  }
  plan_.blind = plan_.chance.once_in(6) ? 1 : 0;
  fail(FailureKind::in_doubt, done ? Fault::doubt_done : Fault::doubt_undone, done ? "commit, done" : "commit, not done");
}

void FaultySession::commit() {
  if (plan_.full && !plan_.calm) {
    fail(FailureKind::full, Fault::disk_full, "commit");
  }
  if (plan_.strikes(crash_once_in)) {
    crash(Fault::crash_before_commit);
  }
  if (plan_.strikes(plan_.trouble > 0 ? trouble_once_in : commit_fault_once_in)) {
    fail_commit();
  }
  if (plan_.plants(Plant::forget_commit, 300)) {
    inner_->rollback();
    return;
  }
  inner_->commit();
  if (plan_.strikes(crash_once_in)) {
    crash(Fault::crash_after_commit);
  }
}

}  // namespace

std::unique_ptr<db::Session> faulty(std::unique_ptr<db::Session> inner, FaultPlan& plan) {
  return std::make_unique<FaultySession>(std::move(inner), plan);
}

db::ModuleStatements faulty_statements() {
  return {all_statements, all_bulks};
}

}  // namespace zhiyin::sim
