// A PostgreSQL of our own, in a folder of its own, on a free port; gone with its data when this goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "harness/child.hpp"
#include "harness/place.hpp"

namespace zhiyin::harness {

class PostgresServer {
 public:
  /// initdb and start, ready when this returns; syncs and waits for them as a real one must. PostgreSQL refuses root, so as root it
  /// runs as `postgres`, or `nobody` where that is not there. Throws std::runtime_error with the reason.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  void start();
  /// SIGQUIT: every session is cut and nothing is tidied up; the next start recovers from the log, as after a crash.
  void stop_at_once();
  void restart_at_once();
  /// SIGSTOP and SIGCONT to the postmaster only; its sessions go on.
  [[nodiscard]] pid_t pid() const { return child_->pid(); }

  void create_database(const std::string& name);
  /// One statement through psql; gives what it prints, unaligned.
  std::string query(const std::string& database, const std::string& sql);
  [[nodiscard]] std::string url(const std::string& database) const;

 private:
  std::string user_;
  TempDir dir_;
  std::uint16_t port_;
  std::unique_ptr<Child> child_;
};

}  // namespace zhiyin::harness
