// One connection to the store, used by one thread at a time; the same face for SQLite and PostgreSQL.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/db/statement.hpp"
#include "platform/db/value.hpp"

namespace zhiyin::db {

enum class FailureKind : std::uint8_t {
  duplicate,    ///< a unique key is taken
  contention,   ///< deadlock, lock timeout, busy: the same again may work
  full,         ///< no space
  lost,         ///< the connection is gone, and the transaction with it: COMMIT had not been sent
  in_doubt,     ///< the connection was lost after COMMIT was sent
  sync_failed,  ///< the disk refused to say that bytes are safe: nobody knows what it holds
  broken,       ///< anything else: a bug, a corrupt file, a statement that does not fit
};

/// An SQL error nobody expected. Thrown by Session, caught in the writer and the read pool (and at start-up); what() is for the operator.
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] FailureKind kind() const { return kind_; }

 private:
  FailureKind kind_;
};

/// A question that was sent and whose answer can be taken once.
struct Ticket {
  std::size_t number = 0;
};

class Session {
 public:
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] virtual Engine engine() const = 0;

  /// Opens a transaction: for writing on a writing session, else a snapshot for reading. PostgreSQL hears of it with the next statement.
  virtual void begin() = 0;
  /// PostgreSQL queues the statement (a round trip is paid by the next take), SQLite runs it.
  [[nodiscard]] virtual Ticket send(const Statement& statement, std::span<const Value> parameters) = 0;
  /// One question per element: every parameter is an array, all of one length. PostgreSQL's text takes the arrays (unnest); SQLite's takes
  /// one element of each, runs once per element, and the rows follow each other.
  [[nodiscard]] virtual Ticket send_each(const Statement& statement, std::span<const Value> arrays) = 0;
  [[nodiscard]] virtual Rows take(Ticket ticket) = 0;
  /// Adds one row to a bulk write. PostgreSQL sends bulk writes at the next take, flush or commit, in the order of their first rows.
  virtual void put(const Bulk& bulk, std::span<const Value> row) = 0;
  /// Sends all that is queued and waits until it was done. An error in it is thrown here.
  virtual void flush() = 0;
  /// Makes everything since begin() durable. What is still queued leaves in the same packet as COMMIT.
  virtual void commit() = 0;
  /// Gives up the transaction, if one is open. Never throws; afterwards the session can begin again unless lost().
  virtual void rollback() noexcept = 0;
  /// True when only a new session can help.
  [[nodiscard]] virtual bool lost() const = 0;

  [[nodiscard]] Rows query(const Statement& statement, std::initializer_list<Value> parameters) {
    return take(send(statement, {parameters.begin(), parameters.size()}));
  }
  void put(const Bulk& bulk, std::initializer_list<Value> row) { put(bulk, std::span<const Value>{row.begin(), row.size()}); }
  /// Plain SQL without parameters or answer, run at once: for start-up, migrations and checks.
  virtual void execute(const std::string& sql) = 0;

 protected:
  Session() = default;
};

}  // namespace zhiyin::db
