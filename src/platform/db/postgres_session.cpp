#include "platform/db/postgres_session.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include "platform/base/require.hpp"

namespace zhiyin::db {
namespace {

constexpr unsigned oid_int8 = 20;
constexpr unsigned oid_text = 25;
constexpr unsigned oid_int8_array = 1016;
constexpr unsigned oid_text_array = 1009;
constexpr unsigned oid_int4 = 23;
constexpr unsigned oid_bool = 16;

// A writer finds every row by its key. Its plans are made once, when tables may still be empty, and must stay right as they grow.
constexpr const char* plans_for_writing =
    " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

struct Finish {
  void operator()(PGconn* c) const { PQfinish(c); }
};
struct Clear {
  void operator()(PGresult* r) const { PQclear(r); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

void put32(std::string& out, std::uint32_t v) {
  const std::uint32_t net = htonl(v);
  out.append(reinterpret_cast<const char*>(&net), sizeof net);
}
void put64(std::string& out, std::int64_t v) {
  put32(out, static_cast<std::uint32_t>(static_cast<std::uint64_t>(v) >> 32U));
  put32(out, static_cast<std::uint32_t>(static_cast<std::uint64_t>(v)));
}
std::int64_t get_integer(const char* data, int length) {
  std::uint64_t v = 0;
  for (int i = 0; i < length; ++i) {
    v = (v << 8U) | static_cast<unsigned char>(data[i]);
  }
  return length == 4 ? static_cast<std::int32_t>(static_cast<std::uint32_t>(v)) : static_cast<std::int64_t>(v);
}

/// The binary form of a one-dimensional array (src/backend/utils/adt/arrayfuncs.c, array_recv): header, then length and bytes of each.
void put_array_header(std::string& out, unsigned element_oid, std::size_t count) {
  put32(out, count == 0 ? 0 : 1);
  put32(out, 0);
  put32(out, element_oid);
  if (count > 0) {
    put32(out, static_cast<std::uint32_t>(count));
    put32(out, 1);
  }
}
void put_element(std::string& out, std::int64_t v) {
  put32(out, 8);
  put64(out, v);
}
void put_element(std::string& out, std::string_view v) {
  put32(out, static_cast<std::uint32_t>(v.size()));
  out.append(v);
}

FailureKind kind_of_state(std::string_view state) {
  if (state == "23505") {
    return FailureKind::duplicate;
  }
  if (state == "40P01" || state == "55P03" || state == "40001" || state == "57014") {
    return FailureKind::contention;
  }
  if (state == "53100") {
    return FailureKind::full;
  }
  if (state.starts_with("08") || state.starts_with("57P0") || state == "25P03") {
    return FailureKind::lost;
  }
  return FailureKind::broken;
}

/// Rows of one bulk write, waiting: per column the elements of an array, already in binary form.
struct Waiting {
  const Bulk* bulk;
  std::size_t count = 0;
  std::vector<std::string> columns;
};

struct Parameters {
  std::vector<std::string> texts;
  std::vector<unsigned> types;
  std::vector<bool> nulls;

  void add(unsigned type, std::string text) {
    types.push_back(type);
    texts.push_back(std::move(text));
    nulls.push_back(false);
  }
  void add_null() {
    types.push_back(oid_int8);
    texts.emplace_back();
    nulls.push_back(true);
  }
};

Parameters encode(std::span<const Value> values) {
  Parameters parameters;
  for (const auto& value : values) {
    std::string text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      put64(text, *number);
      parameters.add(oid_int8, std::move(text));
    } else if (const auto* view = std::get_if<std::string_view>(&value)) {
      parameters.add(oid_text, std::string{*view});
    } else if (const auto* numbers = std::get_if<std::span<const std::int64_t>>(&value)) {
      put_array_header(text, oid_int8, numbers->size());
      for (const auto n : *numbers) {
        put_element(text, n);
      }
      parameters.add(oid_int8_array, std::move(text));
    } else if (const auto* views = std::get_if<std::span<const std::string_view>>(&value)) {
      put_array_header(text, oid_text, views->size());
      for (const auto v : *views) {
        put_element(text, v);
      }
      parameters.add(oid_text_array, std::move(text));
    } else {
      parameters.add_null();
    }
  }
  return parameters;
}

Rows read_rows(const PGresult* result) {
  Rows rows;
  const int columns = PQnfields(result);
  rows.start(static_cast<std::size_t>(columns));
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(result, row, column) != 0) {
        rows.add_null();
        continue;
      }
      const char* data = PQgetvalue(result, row, column);
      const int length = PQgetlength(result, row, column);
      switch (PQftype(result, column)) {
        case oid_int8:
        case oid_int4: rows.add_number(get_integer(data, length)); break;
        case oid_bool: rows.add_number(*data == 0 ? 0 : 1); break;
        default: rows.add_text({data, static_cast<std::size_t>(length)});
      }
    }
  }
  return rows;
}

class PostgresSession final : public Session {
 public:
  PostgresSession(const PostgresOptions& options, std::span<const ModuleStatements> modules);

  [[nodiscard]] Engine engine() const override { return Engine::postgres; }
  void begin() override { begin_waits_ = true; }
  [[nodiscard]] Ticket send(const Statement& statement, std::span<const Value> parameters) override;
  [[nodiscard]] Ticket send_each(const Statement& statement, std::span<const Value> arrays) override { return send(statement, arrays); }
  [[nodiscard]] Rows take(Ticket ticket) override;
  using Session::put;
  void put(const Bulk& bulk, std::span<const Value> row) override;
  void flush() override;
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool lost() const override { return lost_; }
  void execute(const std::string& sql) override;

 private:
  void connect(const PostgresOptions& options);
  void prepare(const std::string& name, const std::string& sql);
  void send_plain(const char* sql);
  void send_prepared(const std::string& name, const Parameters& parameters);
  void send_begin_if_waiting();
  void send_waiting();
  /// One round trip: everything sent is answered. Throws the first error found, after the whole of it was read.
  void round_trip();
  void read_answers(std::optional<Failure>& failure);
  void wait_for_socket(std::chrono::steady_clock::time_point deadline);
  [[noreturn]] void lose(const std::string& why);

  std::unique_ptr<PGconn, Finish> connection_;
  std::chrono::milliseconds answer_timeout_;
  std::unordered_map<const void*, std::string> names_;  // of prepared statements, by the address of the Statement or Bulk
  std::deque<std::size_t> expected_;                    // tickets of what was sent, in order; 0 where nobody waits for rows
  std::unordered_map<std::size_t, Rows> answers_;
  std::vector<Waiting> waiting_;
  std::size_t next_ticket_ = 1;
  bool begin_waits_ = false;
  bool open_ = false;  // a transaction, on the server
  bool commit_sent_ = false;
  bool lost_ = false;
};

PostgresSession::PostgresSession(const PostgresOptions& options, std::span<const ModuleStatements> modules)
    : answer_timeout_(options.answer_timeout) {
  connect(options);
  const auto name_of = [this](const void* key, std::string_view name) {
    return names_.emplace(key, fmt::format("{}_{}", name, names_.size())).first->second;
  };
  for (const auto& module : modules) {
    for (const auto* statement : module.statements) {
      prepare(name_of(statement, statement->name), dialect(*statement, Engine::postgres));
    }
    if (options.writing) {
      for (const auto* bulk : module.bulks) {
        prepare(name_of(bulk, bulk->name), bulk_sql(*bulk, Engine::postgres));
      }
    }
  }
  round_trip();
}

void PostgresSession::connect(const PostgresOptions& options) {
  const auto half = options.lock_timeout.count() / 2;
  const auto server = fmt::format(
      "-c lock_timeout={} -c idle_in_transaction_session_timeout={} -c statement_timeout={} -c default_transaction_isolation={} "
      "-c default_transaction_read_only={} -c client_min_messages=warning{}",
      options.lock_timeout.count(), half, options.answer_timeout.count(), options.writing ? "read\\ committed" : "repeatable\\ read",
      options.writing ? "off" : "on", options.writing ? plans_for_writing : "");
  const auto tcp_timeout = fmt::format("{}", options.answer_timeout.count());
  const std::array<const char*, 8> keys{"dbname",           "options",         "application_name", "connect_timeout",
                                        "tcp_user_timeout", "keepalives_idle", "client_encoding",  nullptr};
  const std::array<const char*, 8> values{
      options.url.c_str(), server.c_str(), options.application_name.c_str(), "3", tcp_timeout.c_str(), "5", "UTF8", nullptr};
  connection_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK || PQsetnonblocking(connection_.get(), 1) != 0 ||
      PQenterPipelineMode(connection_.get()) != 1) {
    lose("cannot connect");
  }
  // Without DETAIL, which repeats the values of the row: they are customers' words and addresses, and failures are logged.
  PQsetErrorVerbosity(connection_.get(), PQERRORS_TERSE);
}

void PostgresSession::lose(const std::string& why) {
  lost_ = true;
  const bool doubt = commit_sent_;
  commit_sent_ = false;
  std::string text = connection_ ? PQerrorMessage(connection_.get()) : "";
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  throw Failure(doubt ? FailureKind::in_doubt : FailureKind::lost, fmt::format("PostgreSQL: {}: {}", why, text));
}

void PostgresSession::prepare(const std::string& name, const std::string& sql) {
  if (PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr) != 1) {
    lose("cannot send");
  }
  expected_.push_back(0);
}

void PostgresSession::send_plain(const char* sql) {
  if (PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) {
    lose("cannot send");
  }
  expected_.push_back(0);
}

void PostgresSession::send_prepared(const std::string& name, const Parameters& parameters) {
  const auto count = parameters.texts.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count);
  const std::vector<int> formats(count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = parameters.nulls[i] ? nullptr : parameters.texts[i].data();
    lengths[i] = static_cast<int>(parameters.texts[i].size());
  }
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(count), values.data(), lengths.data(), formats.data(), 1) !=
      1) {
    lose("cannot send");
  }
}

void PostgresSession::send_begin_if_waiting() {
  if (begin_waits_) {
    begin_waits_ = false;
    open_ = true;
    send_plain("BEGIN");
  }
}

Ticket PostgresSession::send(const Statement& statement, std::span<const Value> parameters) {
  send_begin_if_waiting();
  send_waiting();
  const auto name = names_.find(&statement);
  require(name != names_.end(), "the statement is listed by its module");
  send_prepared(name->second, encode(parameters));
  expected_.push_back(next_ticket_);
  return Ticket{next_ticket_++};
}

Rows PostgresSession::take(Ticket ticket) {
  if (!answers_.contains(ticket.number)) {
    round_trip();
  }
  auto node = answers_.extract(ticket.number);
  require(!node.empty(), "an answer is taken once");
  return std::move(node.mapped());
}

void PostgresSession::put(const Bulk& bulk, std::span<const Value> row) {
  require(row.size() == bulk.columns.size(), "a row has a value for each column");
  auto found = std::ranges::find(waiting_, &bulk, &Waiting::bulk);
  if (found == waiting_.end()) {
    waiting_.push_back({&bulk, 0, std::vector<std::string>(row.size())});
    found = std::prev(waiting_.end());
  }
  ++found->count;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (const auto* number = std::get_if<std::int64_t>(&row[i])) {
      put_element(found->columns[i], *number);
    } else if (const auto* text = std::get_if<std::string_view>(&row[i])) {
      put_element(found->columns[i], *text);
    } else {
      require(std::holds_alternative<std::monostate>(row[i]), "a bulk write holds numbers, texts and nulls");
      put32(found->columns[i], 0xFFFFFFFFU);
    }
  }
}

void PostgresSession::send_waiting() {
  for (auto& rows : std::exchange(waiting_, {})) {
    Parameters parameters;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
      const bool number = rows.bulk->columns[i].type == ColumnType::number;
      std::string text;
      text.reserve(rows.columns[i].size() + 20);
      put_array_header(text, number ? oid_int8 : oid_text, rows.count);
      // An array that holds nulls says so in its header; saying so needlessly costs nothing.
      text[7] = 1;
      text += rows.columns[i];
      parameters.add(number ? oid_int8_array : oid_text_array, std::move(text));
    }
    const auto name = names_.find(rows.bulk);
    require(name != names_.end(), "the bulk write is listed by its module");
    send_prepared(name->second, parameters);
    expected_.push_back(0);
  }
}

void PostgresSession::flush() {
  if (!waiting_.empty() || !expected_.empty()) {
    send_begin_if_waiting();
    send_waiting();
    round_trip();
  }
}

void PostgresSession::commit() {
  if (begin_waits_ && waiting_.empty()) {
    begin_waits_ = false;  // nothing was asked or put: the server has never heard of this transaction
  } else {
    send_begin_if_waiting();
    send_waiting();
    commit_sent_ = true;
    send_plain("COMMIT");
    round_trip();
    commit_sent_ = false;
    open_ = false;
  }
  answers_.clear();
}

void PostgresSession::rollback() noexcept {
  begin_waits_ = false;
  waiting_.clear();
  answers_.clear();
  commit_sent_ = false;
  if (open_ && !lost_) {
    try {
      send_plain("ROLLBACK");
      round_trip();
    } catch (const Failure&) {
      lost_ = true;  // a session that cannot roll back is of no further use
    }
  }
  answers_.clear();
  open_ = false;
}

void PostgresSession::execute(const std::string& sql) {
  send_begin_if_waiting();
  // One statement a message: the extended protocol takes no lists. Migrations use ';' at line ends only.
  std::size_t from = 0;
  while (from < sql.size()) {
    auto to = sql.find(";\n", from);
    to = to == std::string::npos ? sql.size() : to + 1;
    const auto one = sql.substr(from, to - from);
    if (one.find_first_not_of(" \n;") != std::string::npos) {
      send_plain(one.c_str());
    }
    from = to + 1;
  }
  round_trip();
}

void PostgresSession::wait_for_socket(std::chrono::steady_clock::time_point deadline) {
  const int unsent = PQflush(connection_.get());
  if (unsent < 0) {
    lose("cannot send");
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0) {
    lose("no answer in time");
  }
  pollfd p{PQsocket(connection_.get()), static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0)), 0};
  if (::poll(&p, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) {
    lose("poll failed");
  }
  if ((p.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(connection_.get()) != 1) {
    lose("connection lost");
  }
}

void PostgresSession::round_trip() {
  if (lost_ || PQpipelineSync(connection_.get()) != 1) {
    lose("cannot send");
  }
  std::optional<Failure> failure;
  read_answers(failure);
  if (failure) {
    if (failure->kind() == FailureKind::lost) {
      lost_ = true;
      if (std::exchange(commit_sent_, false)) {
        throw Failure(FailureKind::in_doubt, failure->what());
      }
    }
    commit_sent_ = false;
    throw Failure{*failure};
  }
}

void PostgresSession::read_answers(std::optional<Failure>& failure) {
  const auto deadline = std::chrono::steady_clock::now() + answer_timeout_;
  const auto failed = [&failure](FailureKind kind, std::string what) {
    while (!what.empty() && what.back() == '\n') {
      what.pop_back();
    }
    if (!failure) {
      failure.emplace(kind, "PostgreSQL: " + what);
    }
  };
  // First what has come already (libpq reads while it sends), then what the socket brings.
  for (;; wait_for_socket(deadline)) {
    while (PQisBusy(connection_.get()) == 0) {
      const Answer result{PQgetResult(connection_.get())};
      if (!result) {
        if (PQstatus(connection_.get()) == CONNECTION_BAD) {
          lose("connection lost");
        }
        continue;  // the end of one statement's results
      }
      const auto status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) {
        return;
      }
      if (PQstatus(connection_.get()) == CONNECTION_BAD && status != PGRES_FATAL_ERROR) {
        lose("connection lost");
      }
      require(!expected_.empty(), "each answer was asked for");
      const auto ticket = expected_.front();
      expected_.pop_front();
      if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        if (ticket != 0) {
          answers_.emplace(ticket, read_rows(result.get()));
        }
        if (commit_sent_ && expected_.empty() && std::string_view{PQcmdStatus(result.get())} == "ROLLBACK") {
          failed(FailureKind::broken, "COMMIT rolled back");
        }
      } else if (status != PGRES_PIPELINE_ABORTED) {
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        const auto kind = state == nullptr ? FailureKind::lost : kind_of_state(state);
        failed(kind, PQresultErrorMessage(result.get()));
        if (kind == FailureKind::lost) {
          return;  // nothing more will come
        }
      }
    }
  }
}

}  // namespace

std::unique_ptr<Session> open_postgres(const PostgresOptions& options, std::span<const ModuleStatements> modules) {
  return std::make_unique<PostgresSession>(options, modules);
}

}  // namespace zhiyin::db
