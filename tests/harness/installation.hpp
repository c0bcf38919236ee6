// One Zhiyin under test: its data, on one engine, and its gateways (processes). The binary is build/<preset>/zhiyin beside the
// folder of the running program, or what ZHIYIN_BINARY names.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/child.hpp"
#include "harness/options.hpp"
#include "harness/place.hpp"
#include "harness/postgres_server.hpp"

namespace zhiyin::harness {

[[nodiscard]] std::string zhiyin_binary();
/// The one that knows the faults of `--plant`: build/<preset>/proofs/zhiyin_planted.
[[nodiscard]] std::string planted_binary();

/// One process of `zhiyin serve`. It keeps its port over restarts, as a real one would.
class Gateway {
 public:
  Gateway(std::string name, std::string binary, std::string data, std::string db_url, std::string log_file, std::vector<std::string> words);

  /// Starts it and waits for its line "serving …"; throws std::runtime_error with the end of its log when that does not come.
  void start(const std::vector<std::string>& extra = {});
  /// Starts it and waits for nothing.
  void launch(const std::vector<std::string>& extra = {});
  void kill();
  /// SIGTERM, then waits for an orderly end; false when it took longer or did not end with 0.
  bool stop(std::chrono::milliseconds within = std::chrono::seconds{30});
  [[nodiscard]] bool running() { return child_ && child_->running(); }
  [[nodiscard]] bool ready() const;
  /// Throws when it is not ready in time.
  void wait_ready(std::chrono::milliseconds within = std::chrono::seconds{30});

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] Child& child() { return *child_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string log_tail() const;
  /// In the child before exec (see Command::before_exec), at every start.
  std::function<bool()> before_exec;

 private:
  std::string name_;
  std::string binary_;
  std::string data_;
  std::string db_url_;
  std::string log_file_;
  std::vector<std::string> words_;
  std::uint16_t port_;
  std::unique_ptr<Child> child_;
};

class Installation {
 public:
  /// `postgres` must be given for Engine::postgres; a new database is made in it. `gateways` above 1 only there.
  Installation(Engine engine, std::size_t gateways, PostgresServer* postgres, const Options& options, std::vector<std::string> words = {});
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  void start_all();
  /// In order; false when one did not end well.
  bool stop_all();
  [[nodiscard]] Gateway& gateway(std::size_t index) { return *gateways_.at(index); }
  [[nodiscard]] std::size_t count() const { return gateways_.size(); }
  [[nodiscard]] std::vector<std::uint16_t> ports() const;
  [[nodiscard]] Engine engine() const { return engine_; }
  /// The data folder of the first gateway: all there is on SQLite.
  [[nodiscard]] std::string data() const { return dir_ / "data-0"; }
  [[nodiscard]] const std::string& db_url() const { return db_url_; }

 private:
  Engine engine_;
  const Options& options_;
  TempDir dir_;
  std::string db_url_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
};

}  // namespace zhiyin::harness
