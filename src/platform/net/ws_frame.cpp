#include "platform/net/ws_frame.hpp"

#include <algorithm>
#include <cstring>

namespace zhiyin::net {
namespace {

constexpr std::size_t control_max_bytes = 125;
constexpr auto protocol_error = static_cast<std::uint16_t>(CloseCode::protocol_error);
constexpr auto bad_utf8 = static_cast<std::uint16_t>(CloseCode::bad_utf8);
constexpr std::uint16_t no_code = 1005;

std::uint8_t byte_of(char c) {
  return static_cast<std::uint8_t>(c);
}

/// XORs with the mask, whose first byte belongs to payload position 0 modulo 4; `mask` is turned so that it fits the next piece.
void unmask(std::span<char> bytes, std::array<char, 4>& mask) {
  std::array<char, 8> twice{};
  std::memcpy(twice.data(), mask.data(), 4);
  std::memcpy(twice.data() + 4, mask.data(), 4);
  std::uint64_t wide = 0;
  std::memcpy(&wide, twice.data(), sizeof wide);
  std::size_t i = 0;
  for (; i + sizeof wide <= bytes.size(); i += sizeof wide) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + i, sizeof eight);
    eight ^= wide;
    std::memcpy(bytes.data() + i, &eight, sizeof eight);
  }
  for (; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(byte_of(bytes[i]) ^ byte_of(mask[i % 4]));
  }
  std::rotate(mask.begin(), mask.begin() + static_cast<std::ptrdiff_t>(bytes.size() % 4), mask.end());
}

/// The codes that may travel in a close frame (RFC 6455 section 7.4 and the registry it opened).
bool sendable(std::uint16_t code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != no_code && code != 1006) || (code >= 3000 && code <= 4999);
}

std::size_t head_size(std::span<const char> head) {
  if (head.size() < 2) {
    return 2;
  }
  const auto length = byte_of(head[1]) & 0x7FU;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  const std::size_t mask = (byte_of(head[1]) & 0x80U) != 0 ? 4 : 0;
  return 2 + extended + mask;
}

}  // namespace

FrameHead frame_head(Opcode opcode, std::size_t payload_bytes) {
  FrameHead head;
  head.bytes[0] = static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  std::size_t extended = 0;
  if (payload_bytes < 126) {
    head.bytes[1] = static_cast<char>(payload_bytes);
  } else {
    extended = payload_bytes <= 0xFFFF ? 2 : 8;
    head.bytes[1] = static_cast<char>(extended == 2 ? 126 : 127);
  }
  for (std::size_t i = 0; i < extended; ++i) {
    head.bytes.at(2 + i) = static_cast<char>((payload_bytes >> (8 * (extended - 1 - i))) & 0xFFU);
  }
  head.size = static_cast<std::uint8_t>(2 + extended);
  return head;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (reason.size() > control_max_bytes - 2) {
    std::size_t end = control_max_bytes - 2;
    while (end > 0 && (byte_of(reason[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    reason = reason.substr(0, end);
  }
  std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
  return payload.append(reason);
}

FrameReader::Event FrameReader::next(std::span<char>& bytes) {
  if (spent_) {
    spent_ = false;
    std::string{}.swap(control_);
    if (!in_message_) {
      std::string{}.swap(message_);
    }
  }
  for (;;) {
    if (!in_frame_) {
      if (!take_head(bytes)) {
        return {};
      }
      if (const auto wrong = open_frame(); wrong != 0) {
        return {Kind::broken, {}, wrong};
      }
    }
    const auto piece = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
    bytes = bytes.subspan(piece.size());
    left_ -= piece.size();
    unmask(piece, mask_);
    in_frame_ = left_ > 0;
    const std::string_view text{piece.data(), piece.size()};
    const auto event = opcode_ == Opcode::more || opcode_ == Opcode::text ? take_text(text) : take_control(text);
    if (event.kind != Kind::more || in_frame_) {
      return event;
    }
  }
}

bool FrameReader::take_head(std::span<char>& bytes) {
  for (;;) {
    const auto want = head_size({head_.data(), head_have_});
    if (head_have_ == want) {
      return true;
    }
    const auto take = std::min(want - head_have_, bytes.size());
    if (take == 0) {
      return false;
    }
    std::memcpy(head_.data() + head_have_, bytes.data(), take);
    head_have_ = static_cast<std::uint8_t>(head_have_ + take);
    bytes = bytes.subspan(take);
  }
}

/// Reads the whole head; 0, or the code to close with.
std::uint16_t FrameReader::open_frame() {
  const auto first = byte_of(head_[0]);
  const auto second = byte_of(head_[1]);
  const auto code = first & 0x0FU;
  const bool control = code >= 8;
  head_have_ = 0;
  if ((first & 0x70U) != 0 || (second & 0x80U) == 0 || (code > 2 && code < 8) || code > 10) {
    return protocol_error;  // an extension nobody agreed on, a client that does not mask, an opcode nobody defined
  }
  final_ = (first & 0x80U) != 0;
  opcode_ = static_cast<Opcode>(code);
  left_ = second & 0x7FU;
  std::size_t at = 2;
  if (left_ >= 126) {
    const std::size_t extended = left_ == 126 ? 2 : 8;
    left_ = 0;
    for (; at < 2 + extended; ++at) {
      left_ = (left_ << 8U) | byte_of(head_.at(at));
    }
    if (control || left_ < (extended == 2 ? 126U : 0x10000U) || (left_ >> 63U) != 0) {
      return protocol_error;  // a control frame too long, or a length not in its shortest form
    }
  }
  std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(at), 4, mask_.begin());
  if (control) {
    in_frame_ = final_;
    return final_ ? 0 : protocol_error;
  }
  if (opcode_ == Opcode::binary) {
    return in_message_ ? protocol_error : static_cast<std::uint16_t>(CloseCode::not_text);
  }
  if ((opcode_ == Opcode::more) != in_message_) {
    return protocol_error;
  }
  if (left_ > message_max_bytes_ - message_.size()) {
    return static_cast<std::uint16_t>(CloseCode::too_big);
  }
  in_frame_ = true;
  return 0;
}

FrameReader::Event FrameReader::take_text(std::string_view piece) {
  if (!in_message_) {
    in_message_ = true;
    utf8_ = {};
  }
  const bool last = left_ == 0 && final_;
  if (!utf8_.take(piece) || (last && !utf8_.complete())) {
    return {Kind::broken, {}, bad_utf8};
  }
  if (last) {
    in_message_ = false;
    if (message_.empty()) {
      return {Kind::text, piece, 0};
    }
    message_.append(piece);
    spent_ = true;
    return {Kind::text, message_, 0};
  }
  message_.append(piece);
  return {};
}

FrameReader::Event FrameReader::take_control(std::string_view piece) {
  if (left_ > 0 || !control_.empty()) {
    control_.append(piece);
    piece = control_;
  }
  if (left_ > 0) {
    return {};
  }
  spent_ = !control_.empty();
  switch (opcode_) {
    case Opcode::close: return closed(piece);
    case Opcode::ping: return {Kind::ping, piece, 0};
    case Opcode::pong: return {Kind::pong, piece, 0};
    case Opcode::more:
    case Opcode::text:
    case Opcode::binary: break;
  }
  return {Kind::broken, {}, protocol_error};
}

FrameReader::Event FrameReader::closed(std::string_view payload) {
  if (payload.empty()) {
    return {Kind::close, {}, no_code};
  }
  if (payload.size() < 2) {
    return {Kind::broken, {}, protocol_error};
  }
  const auto code = static_cast<std::uint16_t>((byte_of(payload[0]) << 8U) | byte_of(payload[1]));
  if (!sendable(code)) {
    return {Kind::broken, {}, protocol_error};
  }
  if (!is_utf8(payload.substr(2))) {
    return {Kind::broken, {}, bad_utf8};
  }
  return {Kind::close, {}, code};
}

}  // namespace zhiyin::net
