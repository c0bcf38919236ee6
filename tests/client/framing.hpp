// WebSocket frames (RFC 6455, section 5) from the client's side: what we send is masked, what we read must not be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin::client {

enum class Opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Appends one frame. `mask` is its masking key; `final` is false for all but the last fragment of a message.
void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t mask, bool final = true);

/// The payload of a close frame.
[[nodiscard]] std::string close_payload(std::uint16_t code, std::string_view reason);

/// Cuts a stream of bytes into whole messages. Fragments are put together; control frames may come between them.
class FrameReader {
 public:
  struct Message {
    Opcode opcode;
    std::string_view payload;  ///< valid until the next call of anything here
  };
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  /// The next whole message; nullopt when more bytes are needed, or when the stream is broken (see broken()).
  [[nodiscard]] std::optional<Message> next();
  /// What the other side did wrong; empty as long as nothing.
  [[nodiscard]] const std::string& broken() const { return broken_; }

 private:
  std::optional<Message> fail(const char* why);
  void compact();

  std::string buffer_;
  std::size_t used_ = 0;
  std::string parts_;
  std::optional<Opcode> parts_opcode_;
  bool parts_given_ = false;
  std::string broken_;
};

}  // namespace zhiyin::client
