#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "write_floor.hpp"
#include "write_load.hpp"

namespace zhiyin::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t batch = 32;

struct Close {
  void operator()(PGconn* c) const { PQfinish(c); }
  void operator()(PGresult* r) const { PQclear(r); }
};
using Result = std::unique_ptr<PGresult, Close>;

/// A connection in pipeline mode. Parameters are text; arrays are written as '{…}', their texts need no quotes.
class Connection {
 public:
  explicit Connection(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      fail();
    }
  }

  std::vector<std::array<std::int64_t, 2>> ask_pairs(const char* sql) {
    const Result result{PQexec(connection_.get(), sql)};
    std::vector<std::array<std::int64_t, 2>> pairs;
    const int count = PQntuples(result.get());
    pairs.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      pairs.push_back({std::stoll(PQgetvalue(result.get(), i, 0)), std::stoll(PQgetvalue(result.get(), i, 1))});
    }
    return pairs;
  }
  void execute(const char* sql) { accept(Result{PQexec(connection_.get(), sql)}.get()); }
  void prepare(const char* name, const char* sql) { accept(Result{PQprepare(connection_.get(), name, sql, 0, nullptr)}.get()); }
  void start_pipeline() { PQenterPipelineMode(connection_.get()); }

  void send(const char* name, const std::vector<std::string>& parameters = {}) {
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const auto& parameter : parameters) {
      values.push_back(parameter.c_str());
    }
    if (PQsendQueryPrepared(connection_.get(), name, static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0) != 1) {
      fail();
    }
  }
  /// One packet, one round trip.
  void round_trip() {
    if (PQpipelineSync(connection_.get()) != 1) {
      fail();
    }
    while (true) {
      const Result result{PQgetResult(connection_.get())};
      if (result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
        return;
      }
      if (result) {
        accept(result.get());
      }
    }
  }

 private:
  void accept(const PGresult* result) {
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      fail();
    }
  }
  [[noreturn]] void fail() { throw std::runtime_error(fmt::format("the floor: PostgreSQL: {}", PQerrorMessage(connection_.get()))); }

  std::unique_ptr<PGconn, Close> connection_;
};

constexpr const char* update_sql =
    "UPDATE conversation AS t SET stage = 1, assignee = 0, assignee_name = '', revision = revision + v.n, last_seq = last_seq + v.n, "
    "last_at = 1760000000000, last_author_kind = 1, last_text = v.words, waiting_since = 1760000000000, "
    "customer_last_seq = last_seq + v.n, customer_unread = customer_unread + v.n, resolved_at = 0 FROM unnest($1::bigint[], $2::bigint[], "
    "$3::text[]) AS v(id, n, words) WHERE t.id = v.id";
// Sequence numbers of messages need not be right here; they must only be different.
constexpr const char* message_sql =
    "INSERT INTO message (conversation, seq, revision, inbox, author_kind, author, author_name, client_id, at, body) SELECT "
    "v.conversation, "
    "nextval('floor_seq'), 1, 1, 1, v.author, 'Wang Fang', v.client_id, 1760000000000, v.body FROM unnest($1::bigint[], $2::bigint[], "
    "$3::text[], $4::text[]) AS v(conversation, author, client_id, body)";
constexpr const char* fact_sql =
    "INSERT INTO fact (pos, kind, subject, revision, at, envelope, owner, retention, body) SELECT nextval('floor_pos'), 'message_sent', "
    "v.subject, 1, 1760000000000, v.envelope, v.owner, 1, v.body FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS "
    "v(subject, owner, envelope, body)";
constexpr const char* fact_with_head_sql =
    "WITH head AS (UPDATE log_head SET pos = pos + cardinality($1::bigint[]) RETURNING pos - cardinality($1::bigint[]) AS before) INSERT "
    "INTO fact (pos, kind, subject, revision, at, envelope, owner, retention, body) SELECT head.before + v.n, 'message_sent', v.subject, "
    "1, "
    "1760000000000, v.envelope, v.owner, 1, v.body FROM head, unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) WITH ORDINALITY "
    "AS "
    "v(subject, owner, envelope, body, n)";
constexpr const char* lock_sql = "SELECT id FROM conversation WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE";

/// '{a,b,…}'
template <class Element>
std::string array_of(const std::vector<Element>& elements) {
  return fmt::format("{{{}}}", fmt::join(elements, ","));
}

/// A connection that writes transactions of `size` messages.
class Floor {
 public:
  Floor(const std::string& url, const FloorRun& run, std::uint64_t number, std::size_t size)
      : connection_(url), chance_(run.seed + number), number_(number), size_(size) {
    rows_ = connection_.ask_pairs("SELECT id, contact FROM conversation ORDER BY id");
    if (rows_.size() != conversations) {
      throw std::runtime_error("the floor: the store holds other conversations than expected");
    }
    connection_.prepare("begin", "BEGIN");
    connection_.prepare("lock", lock_sql);
    connection_.prepare("update", update_sql);
    connection_.prepare("message", message_sql);
    connection_.prepare("fact", size == 1 ? fact_sql : fact_with_head_sql);
    connection_.prepare("commit", "COMMIT");
    connection_.start_pipeline();
    texts_ = array_of(std::vector<std::string>(size, std::string(text_bytes, 'w')));
    envelopes_ = array_of(std::vector<std::string>(size, run.texts.envelope));
    bodies_ = array_of(std::vector<std::string>(size, run.texts.body));
  }

  void write() {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> contacts;
    std::vector<std::string> client_ids;
    std::map<std::int64_t, std::int64_t> counts;
    for (std::size_t i = 0; i < size_; ++i) {
      const auto& [id, contact] = rows_[draw_conversation(chance_)];
      ids.push_back(id);
      contacts.push_back(contact);
      client_ids.push_back(fmt::format("f{}-{:06}", number_, ++next_id_));
      ++counts[id];
    }
    std::vector<std::int64_t> touched;
    std::vector<std::int64_t> times;
    for (const auto& [id, count] : counts) {
      touched.push_back(id);
      times.push_back(count);
    }
    connection_.send("begin");
    if (size_ > 1) {
      connection_.send("lock", {array_of(touched)});
    }
    connection_.send(
        "update", {array_of(touched), array_of(times), array_of(std::vector<std::string>(touched.size(), std::string(text_bytes, 'w')))});
    connection_.send("message", {array_of(ids), array_of(contacts), array_of(client_ids), texts_});
    connection_.send("fact", {array_of(ids), array_of(contacts), envelopes_, bodies_});
    connection_.send("commit");
    connection_.round_trip();
  }

 private:
  Connection connection_;
  SeededChance chance_;
  std::uint64_t number_;
  std::size_t size_;
  std::vector<std::array<std::int64_t, 2>> rows_;
  std::int64_t next_id_ = 0;
  std::string texts_;
  std::string envelopes_;
  std::string bodies_;
};

double run_all(const std::string& url, std::size_t connections, std::size_t size, const FloorRun& run) {
  Connection first(url);
  first.execute("CREATE SEQUENCE IF NOT EXISTS floor_seq START 1000000 CACHE 100");
  first.execute("CREATE SEQUENCE IF NOT EXISTS floor_pos START 1000000 CACHE 100");
  std::vector<std::unique_ptr<Floor>> floors;
  floors.reserve(connections);
  for (std::size_t i = 0; i < connections; ++i) {
    floors.push_back(std::make_unique<Floor>(url, run, size * 1000 + i, size));
  }
  std::atomic<std::size_t> stored = 0;
  std::mutex mutex;
  std::string problem;
  const auto began = Steady::now();
  {
    std::vector<std::jthread> threads;
    threads.reserve(floors.size());
    for (auto& floor : floors) {
      threads.emplace_back([&, began] {
        try {
          for (; Steady::now() - began < run.duration; stored += size) {
            floor->write();
          }
        } catch (const std::exception& e) {
          const std::lock_guard lock(mutex);
          problem = e.what();
        }
      });
    }
  }
  if (!problem.empty()) {
    throw std::runtime_error(problem);
  }
  const std::chrono::duration<double> took = Steady::now() - began;
  return static_cast<double>(stored) / took.count();
}

}  // namespace

double postgres_plain_floor(const std::string& url, const FloorRun& run) {
  return run_all(url, producers, 1, run);
}

double postgres_batch_floor(const std::string& url, std::size_t lanes, const FloorRun& run) {
  return run_all(url, lanes, batch, run);
}

}  // namespace zhiyin::bench
