// A client that does exactly what a test says, right or wrong: blocking, on a plain TCP socket, giving up after ten seconds.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace zhiyin::net::test {

class Peer {
 public:
  /// `receive_bytes`: the size of the system's receive buffer, for peers that shall be slow soon.
  explicit Peer(std::uint16_t port, int receive_bytes = 0) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    timeval patience{10, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_bytes > 0) {
      ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      ::close(descriptor_);
      throw std::runtime_error("cannot connect");
    }
  }
  ~Peer() { close(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  Peer(Peer&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}
  Peer& operator=(Peer&&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) {
      ::close(std::exchange(descriptor_, -1));
    }
  }
  void end_writing() const { ::shutdown(descriptor_, SHUT_WR); }

  /// False when the other side is gone.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  enum class End { none, ended, reset, silent };
  /// Reads once more; what ended the stream, if anything did.
  End read_more() {
    std::array<char, 65536> into{};
    const auto got = ::recv(descriptor_, into.data(), into.size(), 0);
    if (got > 0) {
      buffer_.append(into.data(), static_cast<std::size_t>(got));
      return End::none;
    }
    return got == 0 ? End::ended : errno == ECONNRESET ? End::reset : End::silent;
  }

  /// Takes exactly `count` bytes; fewer when the stream ends before.
  std::string take(std::size_t count) {
    while (buffer_.size() < count && read_more() == End::none) {
    }
    const auto have = std::min(count, buffer_.size());
    auto taken = buffer_.substr(0, have);
    buffer_.erase(0, have);
    return taken;
  }
  std::string take_through(std::string_view mark) {
    while (buffer_.find(mark) == std::string::npos) {
      if (read_more() != End::none) {
        return std::exchange(buffer_, {});
      }
    }
    return take(buffer_.find(mark) + mark.size());
  }
  /// Throws away what comes until the stream ends, and tells how it did.
  End wait_for_end() {
    for (;;) {
      buffer_.clear();
      if (const auto end = read_more(); end != End::none) {
        return end;
      }
    }
  }

  struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    [[nodiscard]] bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
  };
  /// One answer by its Content-Length; status 0 when none came. `bodiless` for what answers a HEAD.
  Answer answer(bool bodiless = false) {
    Answer answer;
    answer.head = take_through("\r\n\r\n");
    if (answer.head.starts_with("HTTP/1.1 ") && answer.head.ends_with("\r\n\r\n")) {
      answer.status = std::stoi(answer.head.substr(9, 3));
    }
    constexpr std::string_view length = "Content-Length: ";
    if (const auto at = answer.head.find(length); at != std::string::npos && !bodiless) {
      answer.body = take(std::stoul(answer.head.substr(at + length.size())));
    }
    return answer;
  }
  Answer ask(std::string_view request) {
    send(request);
    return answer();
  }
  Answer get(std::string_view path) { return ask(std::string{"GET "}.append(path).append(" HTTP/1.1\r\nHost: x\r\n\r\n")); }

  // WebSocket.
  static std::string handshake(std::string_view path) {
    return std::string{"GET "}.append(path).append(
        " HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  }
  bool upgrade(std::string_view path) { return ask(handshake(path)).status == 101; }

  /// One masked frame; `first` is the byte with FIN and the opcode.
  static std::string frame(std::uint8_t first, std::string_view payload) {
    std::string bytes{static_cast<char>(first)};
    const auto size = payload.size();
    const int extended = size < 126 ? 0 : size < 65536 ? 2 : 8;
    bytes.push_back(static_cast<char>(0x80U | (extended == 0 ? size : extended == 2 ? 126U : 127U)));
    for (int i = extended - 1; i >= 0; --i) {
      bytes.push_back(static_cast<char>((size >> (8U * static_cast<unsigned>(i))) & 0xFFU));
    }
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    bytes.append(mask);
    for (std::size_t i = 0; i < size; ++i) {
      bytes.push_back(static_cast<char>(payload[i] ^ mask[i % 4]));
    }
    return bytes;
  }
  static std::string text(std::string_view payload) { return frame(0x81, payload); }

  struct Frame {
    int first = 0;  ///< 0 when the stream ended
    std::string payload;
    [[nodiscard]] int close_code() const {
      return first == 0x88 && payload.size() >= 2 ? (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1])
                                                  : 0;
    }
  };
  Frame read_frame() {
    const auto head = take(2);
    if (head.size() < 2) {
      return {};
    }
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size >= 126) {
      const auto extended = take(size == 126 ? 2 : 8);
      size = 0;
      for (const char c : extended) {
        size = size * 256 + static_cast<unsigned char>(c);
      }
    }
    return {static_cast<unsigned char>(head[0]), take(size)};
  }
  /// Reads on to the close frame and gives its code; 0 when the stream ended without one.
  int close_code() {
    for (;;) {
      const auto frame = read_frame();
      if (frame.first == 0 || frame.first == 0x88) {
        return frame.close_code();
      }
    }
  }

 private:
  int descriptor_;
  std::string buffer_;
};

}  // namespace zhiyin::net::test
