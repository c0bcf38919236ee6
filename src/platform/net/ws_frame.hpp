// WebSocket frames (RFC 6455 sections 5 and 7) as bytes: no sockets here. The server's side: what comes in is masked, what goes out is not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "platform/net/socket.hpp"
#include "platform/net/utf8.hpp"

namespace zhiyin::net {

enum class Opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct FrameHead {
  std::array<char, 10> bytes{};
  std::uint8_t size = 0;
};
/// The head of one whole, unmasked frame.
[[nodiscard]] FrameHead frame_head(Opcode opcode, std::size_t payload_bytes);

/// Payload of a close frame; the reason is cut to fit 125 bytes, between characters.
[[nodiscard]] std::string close_payload(std::uint16_t code, std::string_view reason);

/// Reads one connection's frames, however they are cut into pieces. Holds memory only while a message is incomplete.
class FrameReader {
 public:
  enum class Kind : std::uint8_t { more, text, ping, pong, close, broken };
  struct Event {
    Kind kind = Kind::more;    ///< more: everything was taken and nothing is complete yet
    std::string_view payload;  ///< of text (valid UTF-8), ping and pong; valid until the next call or until the bytes go
    std::uint16_t code = 0;    ///< of close: the peer's, 1005 when it gave none; of broken: what to close with
  };

  explicit FrameReader(std::size_t message_max_bytes) : message_max_bytes_(message_max_bytes) {}

  /// Takes bytes from the front of `bytes`, unmasking them in place, up to the end of the first event. After broken or close: do not call
  /// again.
  [[nodiscard]] Event next(std::span<char>& bytes);

 private:
  [[nodiscard]] bool take_head(std::span<char>& bytes);
  [[nodiscard]] std::uint16_t open_frame();
  [[nodiscard]] Event take_text(std::string_view piece);
  [[nodiscard]] Event take_control(std::string_view piece);
  [[nodiscard]] static Event closed(std::string_view payload);

  std::size_t message_max_bytes_;
  std::string message_;  // text so far of an incomplete message
  std::string control_;  // payload so far of an incomplete control frame
  Utf8Check utf8_;
  std::uint64_t left_ = 0;  // payload bytes of the frame still to come
  std::array<char, 14> head_{};
  std::uint8_t head_have_ = 0;
  std::array<char, 4> mask_{};
  Opcode opcode_ = Opcode::text;
  bool final_ = false;
  bool in_frame_ = false;
  bool in_message_ = false;  // a text frame without FIN came, its last continuation did not
  bool spent_ = false;       // the last event's payload lies in message_ or control_
};

}  // namespace zhiyin::net
