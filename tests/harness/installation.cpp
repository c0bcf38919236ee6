#include "harness/installation.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "harness/http_get.hpp"
#include "harness/report.hpp"

namespace zhiyin::harness {
namespace {

constexpr int port_tries_max = 20;
constexpr auto serving_max = std::chrono::seconds{60};
constexpr std::size_t tail_bytes = 4000;

}  // namespace

std::string zhiyin_binary() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody in this program sets the environment
  if (const char* named = std::getenv("ZHIYIN_BINARY")) {
    return named;
  }
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "zhiyin").string();
}

std::string planted_binary() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "proofs" / "zhiyin_planted").string();
}

Gateway::Gateway(std::string name, std::string binary, std::string data, std::string db_url, std::string log_file,
                 std::vector<std::string> words)
    : name_(std::move(name)),
      binary_(std::move(binary)),
      data_(std::move(data)),
      db_url_(std::move(db_url)),
      log_file_(std::move(log_file)),
      words_(std::move(words)),
      port_(free_port()) {}

void Gateway::launch(const std::vector<std::string>& extra) {
  std::vector<std::string> words{
      binary_, "serve", "--data", data_, "--http.port", std::to_string(port_), "--demo.agents", "50", "--http.connections_per_address",
      "0"};
  if (!db_url_.empty()) {
    words.insert(words.end(), {"--db.url", db_url_});
  }
  words.insert(words.end(), words_.begin(), words_.end());
  words.insert(words.end(), extra.begin(), extra.end());
  child_ = std::make_unique<Child>(Command{std::move(words), log_file_, {}, before_exec});
}

void Gateway::start(const std::vector<std::string>& extra) {
  launch(extra);
  bool serves = child_->wait_line("serving ", serving_max).has_value();
  // Between a stop and the next start another program on this machine may look whether the port is free, and hold it for that moment.
  for (int tries = 0; !serves && tries < port_tries_max && log_tail().contains("Address already in use"); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{250});
    launch(extra);
    serves = child_->wait_line("serving ", serving_max).has_value();
  }
  if (!serves) {
    const auto end = child_->wait(std::chrono::milliseconds{100});
    throw std::runtime_error(fmt::format("{} does not say that it serves ({}); its log ends:\n{}", name_,
                                         end ? fmt::format("ended with status {}, signal {}", end->status, end->signal) : "still runs",
                                         log_tail()));
  }
}

void Gateway::kill() {
  if (child_) {
    child_->kill();
  }
}

bool Gateway::stop(std::chrono::milliseconds within) {
  if (!child_) {
    return true;
  }
  child_->signal(SIGTERM);
  const auto end = child_->wait(within);
  if (!end) {
    child_->kill();
  }
  return end && end->status == 0 && end->signal == 0;
}

bool Gateway::ready() const {
  return http_get(port_, "/readyz", std::chrono::milliseconds{1000}).status == 200;
}

void Gateway::wait_ready(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!ready()) {
    if (std::chrono::steady_clock::now() > until) {
      throw std::runtime_error(fmt::format("{} is not ready after {} ms; its log ends:\n{}", name_, within.count(), log_tail()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

std::string Gateway::log_tail() const {
  std::ostringstream text;
  text << std::ifstream(log_file_).rdbuf();
  const std::string all = text.str();
  return all.size() > tail_bytes ? all.substr(all.size() - tail_bytes) : all;
}

Installation::Installation(Engine engine, std::size_t gateways, PostgresServer* postgres, const Options& options,
                           std::vector<std::string> words)
    : engine_(engine), options_(options), dir_(name_of(engine)) {
  if (engine == Engine::postgres) {
    static int made = 0;
    const std::string database = fmt::format("zhiyin_{}", ++made);
    postgres->create_database(database);
    db_url_ = postgres->url(database);
  }
  words.insert(words.end(), options.server.begin(), options.server.end());
  for (std::size_t i = 0; i < gateways; ++i) {
    gateways_.push_back(std::make_unique<Gateway>(
        fmt::format("gateway {} on {}", i, name_of(engine)), options.plant.empty() ? zhiyin_binary() : planted_binary(),
        dir_ / fmt::format("data-{}", i), db_url_, dir_ / fmt::format("gateway-{}.log", i), words));
  }
}

Installation::~Installation() {
  for (auto& gateway : gateways_) {
    gateway->kill();
  }
  if (options_.keep) {
    const auto kept = dir_.path().string() + ".kept";
    std::error_code ignored;
    std::filesystem::rename(dir_.path(), kept, ignored);
    Report::say("kept " + kept);
  }
}

void Installation::start_all() {
  for (auto& gateway : gateways_) {
    gateway->start();
    gateway->wait_ready();
  }
}

bool Installation::stop_all() {
  bool all_well = true;
  for (auto& gateway : gateways_) {
    all_well = gateway->stop() && all_well;
  }
  return all_well;
}

std::vector<std::uint16_t> Installation::ports() const {
  std::vector<std::uint16_t> ports;
  ports.reserve(gateways_.size());
  for (const auto& gateway : gateways_) {
    ports.push_back(gateway->port());
  }
  return ports;
}

}  // namespace zhiyin::harness
