// One WebSocket to the server, over a socket that can be maltreated in the ways in which networks do it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "client/framing.hpp"
#include "client/loop.hpp"

namespace zhiyin::client {

struct Target {
  std::uint16_t port = 0;
  std::string path;
  std::string source_address;    ///< a loopback address to connect from; empty: the system's choice
  std::string extra_headers;     ///< whole lines with CRLF
  int receive_buffer_bytes = 0;  ///< SO_RCVBUF; 0: the system's choice
};

/// How a Wire ended.
struct Ending {
  int code = 0;         ///< the close frame's code; 0: the connection was cut without one
  int http_status = 0;  ///< when the upgrade was refused
  std::string reason;
};

/// Never destroy it inside its own callbacks.
class Wire final : private Loop::Watcher {
 public:
  class User {
   public:
    virtual ~User() = default;
    virtual void on_open() = 0;
    virtual void on_text(std::string_view text) = 0;
    /// Once, when the connection ended in any way but cut() and abandon().
    virtual void on_ended(const Ending& ending) = 0;
  };

  Wire(Loop& loop, const Target& target, User& user);
  /// Over a connected socket that needs no upgrade; for tests of this.
  Wire(Loop& loop, int fd, User& user);
  ~Wire() override;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send_text(std::string_view text) { send_frame(Opcode::text, text); }
  void send_frame(Opcode opcode, std::string_view payload, bool final = true);
  /// Bytes as they are, framed by nobody.
  void send_raw(std::string_view bytes);
  /// Sends a close frame; on_ended follows when the server answers or hangs up.
  void close(std::uint16_t code);

  [[nodiscard]] bool usable() const { return state_ == State::open; }
  [[nodiscard]] bool gone() const { return state_ == State::gone; }

  /// Ends now, by RST when `hard`, else by FIN. No on_ended.
  void cut(bool hard);
  /// Cuts itself after so many more bytes were read (or written), wherever in a frame that is; then on_ended, with code 0.
  void cut_after_read(std::size_t bytes) { read_left_ = bytes; }
  void cut_after_write(std::size_t bytes) { write_left_ = bytes; }
  /// Gives the socket away, unread and open: for the server the client is still there. The caller closes it. No on_ended.
  [[nodiscard]] int abandon();
  void pause_reading();
  void resume_reading();
  /// What the server's pings are answered with; without, it must take us for dead.
  void answer_pings(bool answer) { answer_pings_ = answer; }

 private:
  enum class State : std::uint8_t { connecting, upgrading, open, gone };
  void on_ready(std::uint32_t events) override;
  void upgrade(const Target& target);
  void connected();
  void read();
  bool take_head(std::string_view bytes);
  void take_messages();
  void flush();
  void watch();
  void end(const Ending& ending);
  void drop();

  Loop& loop_;
  User& user_;
  int fd_ = -1;
  State state_ = State::connecting;
  std::string out_;
  std::size_t out_sent_ = 0;
  std::string head_;
  FrameReader reader_;
  Ending ending_;
  bool paused_ = false;
  bool answer_pings_ = true;
  std::uint32_t watched_ = 0;
  std::uint32_t mask_ = 0x9E3779B9U;
  std::size_t read_left_ = std::numeric_limits<std::size_t>::max();
  std::size_t write_left_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace zhiyin::client
