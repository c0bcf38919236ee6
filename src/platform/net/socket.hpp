// One WebSocket (RFC 6455) as the rest of the program sees it: text frames in, shared text frames out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/net/http.hpp"

namespace zhiyin::net {

/// Shared by all sockets that a frame goes to, and freed by the last of them to have sent it.
using Frame = std::shared_ptr<const std::string>;
[[nodiscard]] inline Frame frame(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,  // this server drains: reconnect, perhaps to another
  protocol_error = 1002,
  not_text = 1003,
  bad_utf8 = 1007,
  policy = 1008,
  too_big = 1009,
  internal = 1011,
  try_again_later = 1013,
  slow_reader = 4008,  // our queue for it was full: reconnect and resume
  idle = 4009,         // neither traffic nor a pong for Limits::socket_idle_timeout
};

/// Lives on one Reactor; every call must be made there. Valid until SocketHandler::on_closed returns.
class Socket {
 public:
  virtual ~Socket() = default;
  /// Queues a text frame. When the queue would pass Limits::socket_queue_max_bytes the socket is cut with slow_reader and the
  /// frame dropped: the reader resumes later and gets what it missed. Never blocks.
  virtual void send(Frame frame) = 0;
  /// Queues a close frame behind what is queued; after it nothing is sent or delivered any more, and on_closed follows soon, never
  /// before close() or send() has returned.
  virtual void close(CloseCode code, std::string_view reason) = 0;
  [[nodiscard]] virtual std::size_t queued_bytes() const = 0;
  [[nodiscard]] virtual Reactor& reactor() = 0;
};

/// What the program does with one socket. Made by a SocketFactory at the upgrade, destroyed after on_closed, all on one Reactor.
class SocketHandler {
 public:
  virtual ~SocketHandler() = default;
  virtual void on_open(Socket& socket) = 0;
  /// One whole text message, valid UTF-8, at most Limits::message_max_bytes.
  virtual void on_text(std::string_view text) = 0;
  /// Called exactly once for each on_open, whatever ended the connection. The Socket is gone afterwards.
  virtual void on_closed() = 0;
};

/// Decides on an upgrade request: a handler, or the error to answer with.
using SocketFactory = std::function<Result<std::unique_ptr<SocketHandler>>(const Request&)>;

}  // namespace zhiyin::net
