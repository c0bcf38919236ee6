// A TCP proxy between one writing process and PostgreSQL that can cut the line at a COMMIT.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace zhiyin::prove {

enum class Cut : std::uint8_t {
  none,
  all_at_once,           ///< every connection is reset now, wherever it is
  before_commit,         ///< the server gets all up to the COMMIT; then both sides are reset
  with_commit,           ///< the server gets the COMMIT and a reset at once: it may have taken it or not
  after_commit,          ///< the server has answered the COMMIT; the answer is thrown away and both sides are reset
  silent_before_commit,  ///< a black hole swallows the COMMIT; no side hears of it
  silent_after_commit,   ///< a black hole swallows its answer
  late_commit,           ///< what holds the COMMIT arrives at the server after the writer has given it up
  silence,               ///< every connection becomes a black hole now; new ones are accepted and get no answer until `heal`
};
[[nodiscard]] std::string_view cut_name(Cut cut);

class Proxy {
 public:
  explicit Proxy(std::uint16_t server_port);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Done to the next COMMIT that passes, or at once. Replaces what was armed before.
  void arm(Cut cut) { armed_ = cut; }
  /// What was armed and has not been done yet; none once it was.
  [[nodiscard]] Cut armed() const { return armed_; }
  void heal() { armed_ = Cut::none; }

 private:
  using Steady = std::chrono::steady_clock;
  struct Link {
    int client = -1;
    int server = -1;
    enum class State : std::uint8_t { open, swallows_answer, silent, late, gone } state = State::open;
    std::string held;  // late: what is still to be sent
    Steady::time_point until{};
  };

  void run();
  void accept_one();
  void from_client(Link& link);
  void from_server(Link& link);
  void at_commit(Link& link, Cut cut, std::string_view bytes, std::size_t commit_at);
  void tick();
  static void reset(Link& link);

  std::uint16_t server_port_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::vector<Link> links_;
  std::atomic<Cut> armed_ = Cut::none;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::prove
