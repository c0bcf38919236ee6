#include "harness/postgres_server.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "harness/account.hpp"

namespace zhiyin::harness {
namespace {

constexpr auto start_max = std::chrono::seconds{60};
const std::string programs = "/usr/lib/postgresql/15/bin/";

std::string unprivileged_user() {
  if (::geteuid() != 0) {
    return {};
  }
  return account_of("postgres") ? "postgres" : "nobody";
}

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

PostgresServer::PostgresServer() : user_(unprivileged_user()), dir_("postgres", user_), port_(free_port()) {
  Command make{
      {programs + "initdb", "-D", dir_ / "data", "-U", "zhiyin", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"}, {}, user_, {}};
  run(make);
  start();
}

PostgresServer::~PostgresServer() {
  if (child_) {
    stop_at_once();
  }
}

void PostgresServer::start() {
  std::vector<std::string> words{programs + "postgres", "-D", dir_ / "data"};
  for (const auto& setting :
       {fmt::format("port={}", port_), fmt::format("unix_socket_directories={}", dir_.path().string()),
        std::string{"listen_addresses=127.0.0.1"}, std::string{"fsync=on"}, std::string{"synchronous_commit=on"},
        std::string{"max_connections=200"}, std::string{"deadlock_timeout=200ms"}, std::string{"shared_buffers=128MB"},
        std::string{"log_min_messages=warning"}, std::string{"logging_collector=off"}}) {
    words.emplace_back("-c");
    words.push_back(setting);
  }
  const std::string log = dir_ / "postgres.log";
  child_ = std::make_unique<Child>(Command{words, log, user_, {}});
  const auto until = std::chrono::steady_clock::now() + start_max;
  Command ask{{programs + "pg_isready", "-q", "-h", "127.0.0.1", "-p", std::to_string(port_)}, {}, {}, {}};
  while (true) {
    Child question(ask);
    const auto answer = question.wait(start_max);
    if (answer && answer->status == 0 && answer->signal == 0) {
      return;
    }
    if (!child_->running() || std::chrono::steady_clock::now() > until) {
      throw std::runtime_error("PostgreSQL does not start:\n" + text_of(log));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

void PostgresServer::stop_at_once() {
  child_->signal(SIGQUIT);
  child_->wait(std::chrono::seconds{20});
  child_.reset();
}

void PostgresServer::restart_at_once() {
  stop_at_once();
  start();
}

void PostgresServer::create_database(const std::string& name) {
  query("postgres", "CREATE DATABASE " + name);
}

std::string PostgresServer::query(const std::string& database, const std::string& sql) {
  return run(Command{{programs + "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url(database), "-c", sql}, {}, {}, {}});
}

std::string PostgresServer::url(const std::string& database) const {
  return fmt::format("postgresql://zhiyin@127.0.0.1:{}/{}", port_, database);
}

}  // namespace zhiyin::harness
