#include "client/wire.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "platform/base/require.hpp"

namespace zhiyin::client {
namespace {

// The key of RFC 6455, section 1.3, whose answer is known: the handshake can be checked without SHA-1.
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view accepted = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
constexpr std::size_t head_max_bytes = 16 * 1024;

void bind_source(int fd, const std::string& source) {
  const int later = 1;  // the port is chosen at connect, so that one address serves many targets
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &later, sizeof later);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  require(::inet_pton(AF_INET, source.c_str(), &address.sin_addr) == 1, "a source address is an IPv4 address");
  require(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "a source address can be bound");
}

}  // namespace

Wire::Wire(Loop& loop, const Target& target, User& user) : loop_(loop), user_(user) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  require(fd_ >= 0, "there are descriptors enough");
  const int at_once = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (target.receive_buffer_bytes > 0) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &target.receive_buffer_bytes, sizeof target.receive_buffer_bytes);
  }
  if (!target.source_address.empty()) {
    bind_source(fd_, target.source_address);
  }
  upgrade(target);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(target.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // A refusal is met in on_ready like any other end, never inside the constructor.
  static_cast<void>(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  watched_ = EPOLLIN | EPOLLOUT;
  loop_.add(fd_, watched_, *this);
}

Wire::Wire(Loop& loop, int fd, User& user) : loop_(loop), user_(user), fd_(fd), state_(State::open), watched_(EPOLLIN) {
  loop_.add(fd_, watched_, *this);
}

Wire::~Wire() {
  drop();
}

void Wire::upgrade(const Target& target) {
  out_ = fmt::format(
      "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: {}\r\n{}\r\n",
      target.path, target.port, key, target.extra_headers);
}

void Wire::send_frame(Opcode opcode, std::string_view payload, bool final) {
  if (state_ != State::open) {
    return;
  }
  mask_ = mask_ * 1664525U + 1013904223U;
  append_frame(out_, opcode, payload, mask_, final);
  flush();
}

void Wire::send_raw(std::string_view bytes) {
  if (state_ == State::open) {
    out_.append(bytes);
    flush();
  }
}

void Wire::close(std::uint16_t code) {
  send_frame(Opcode::close, close_payload(code, {}));
}

void Wire::cut(bool hard) {
  if (fd_ >= 0 && hard) {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  drop();
}

int Wire::abandon() {
  loop_.remove(fd_);
  state_ = State::gone;
  return std::exchange(fd_, -1);
}

void Wire::pause_reading() {
  paused_ = true;
  watch();
}

void Wire::resume_reading() {
  paused_ = false;
  watch();
}

void Wire::drop() {
  state_ = State::gone;
  if (fd_ >= 0) {
    loop_.remove(fd_);
    ::close(std::exchange(fd_, -1));
  }
}

void Wire::end(const Ending& ending) {
  if (state_ != State::gone) {
    drop();
    user_.on_ended(ending);
  }
}

void Wire::watch() {
  if (fd_ < 0 || state_ == State::connecting) {
    return;
  }
  const auto wanted =
      (paused_ ? 0U : static_cast<std::uint32_t>(EPOLLIN)) | (out_sent_ < out_.size() ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  if (wanted != watched_) {
    watched_ = wanted;
    loop_.change(fd_, wanted);
  }
}

void Wire::on_ready(std::uint32_t events) {
  if (state_ == State::connecting) {
    connected();
    return;
  }
  if ((events & EPOLLOUT) != 0) {
    flush();
  }
  if (fd_ >= 0 && !paused_ && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
    read();
  } else if (fd_ >= 0 && paused_ && (events & (EPOLLHUP | EPOLLERR)) != 0) {
    // The other side is gone, and epoll would say so for ever.
    paused_ = false;
    read();
  }
}

void Wire::connected() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    end({0, 0, std::generic_category().message(error)});
    return;
  }
  state_ = State::upgrading;
  flush();
}

void Wire::flush() {
  while (fd_ >= 0 && out_sent_ < out_.size()) {
    const auto most = std::min(out_.size() - out_sent_, write_left_);
    const auto sent = ::send(fd_, out_.data() + out_sent_, most, MSG_NOSIGNAL);
    if (sent < 0) {
      break;  // full, or broken: then reading says how
    }
    out_sent_ += static_cast<std::size_t>(sent);
    if (write_left_ != std::numeric_limits<std::size_t>::max()) {
      write_left_ -= static_cast<std::size_t>(sent);
      if (write_left_ == 0) {
        // Later: flush is called from within the user's own calls, where an ending would surprise him.
        write_left_ = std::numeric_limits<std::size_t>::max();
        read_left_ = 0;
        ::shutdown(fd_, SHUT_RDWR);
        break;
      }
    }
  }
  if (out_sent_ == out_.size()) {
    out_.clear();
    out_sent_ = 0;
  }
  watch();
}

void Wire::read() {
  static thread_local std::array<char, std::size_t{256} * 1024> buffer;
  while (fd_ >= 0 && !paused_) {
    const auto most = std::min(buffer.size(), std::max<std::size_t>(read_left_, 1));
    const auto got = ::recv(fd_, buffer.data(), most, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    }
    if (got <= 0) {
      end(ending_.code != 0 || ending_.http_status != 0 ? ending_
                                                        : Ending{0, 0, got == 0 ? "hung up" : std::generic_category().message(errno)});
      return;
    }
    const auto count = static_cast<std::size_t>(got);
    const bool last = count >= read_left_;
    if (read_left_ != std::numeric_limits<std::size_t>::max()) {
      read_left_ -= std::min(read_left_, count);
    }
    const std::string_view bytes(buffer.data(), count);
    if (state_ == State::open) {
      reader_.feed(bytes);
    } else if (!take_head(bytes)) {
      continue;
    }
    take_messages();
    if (last) {
      end({0, 0, "cut by us"});
      return;
    }
    if (count < most) {
      return;
    }
  }
}

bool Wire::take_head(std::string_view bytes) {
  head_.append(bytes);
  const auto head_end = head_.find("\r\n\r\n");
  if (head_end == std::string::npos) {
    if (head_.size() > head_max_bytes) {
      end({0, 0, "an endless header"});
    }
    return false;
  }
  if (!head_.starts_with("HTTP/1.1 101 ") || head_.find(accepted) == std::string::npos) {
    std::from_chars(head_.data() + std::min<std::size_t>(9, head_.size()), head_.data() + std::min<std::size_t>(12, head_.size()),
                    ending_.http_status);
    end({0, ending_.http_status, head_.substr(head_end + 4)});
    return false;
  }
  state_ = State::open;
  reader_.feed(std::string_view(head_).substr(head_end + 4));
  head_ = {};
  user_.on_open();
  return true;
}

void Wire::take_messages() {
  while (fd_ >= 0) {
    const auto message = reader_.next();
    if (!message) {
      if (!reader_.broken().empty()) {
        end({0, 0, "the server's framing: " + reader_.broken()});
      }
      return;
    }
    switch (message->opcode) {
      case Opcode::text: user_.on_text(message->payload); break;
      case Opcode::ping:
        if (answer_pings_) {
          send_frame(Opcode::pong, message->payload);
        }
        break;
      case Opcode::pong: break;
      case Opcode::close: {
        const auto payload = message->payload;
        ending_.code = payload.size() < 2 ? 1005 : (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]);
        ending_.reason = payload.size() > 2 ? std::string(payload.substr(2)) : std::string{};
        send_frame(Opcode::close, std::string(payload.substr(0, std::min<std::size_t>(2, payload.size()))));
        ::shutdown(fd_, SHUT_WR);
        end(ending_);
        return;
      }
      case Opcode::more:
      case Opcode::binary: end({0, 0, "the server sent what is not text"}); return;
    }
  }
}

}  // namespace zhiyin::client
