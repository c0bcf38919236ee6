#include "client/framing.hpp"

#include <array>
#include <cstring>
#include <utility>

namespace zhiyin::client {
namespace {

constexpr std::size_t compact_above_bytes = 64 * 1024;

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0;) {
    out.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
  }
}

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) {
    value = (value << 8U) | static_cast<unsigned char>(c);
  }
  return value;
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t mask, bool final) {
  out.push_back(static_cast<char>((final ? 0x80U : 0U) | static_cast<unsigned>(opcode)));
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(0x80U | payload.size()));
  } else if (payload.size() <= 0xFFFF) {
    out.push_back(static_cast<char>(0x80U | 126U));
    append_big_endian(out, payload.size(), 2);
  } else {
    out.push_back(static_cast<char>(0x80U | 127U));
    append_big_endian(out, payload.size(), 8);
  }
  std::array<char, 4> key{};
  std::memcpy(key.data(), &mask, key.size());
  out.append(key.data(), key.size());
  const auto start = out.size();
  out.append(payload);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out[start + i] = static_cast<char>(out[start + i] ^ key[i & 3U]);
  }
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::string payload;
  append_big_endian(payload, code, 2);
  payload.append(reason);
  return payload;
}

std::optional<FrameReader::Message> FrameReader::fail(const char* why) {
  broken_ = why;
  return std::nullopt;
}

void FrameReader::compact() {
  if (parts_given_) {
    parts_.clear();
    parts_given_ = false;
  }
  if (used_ == buffer_.size()) {
    buffer_.clear();
    used_ = 0;
  } else if (used_ > compact_above_bytes) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
}

std::optional<FrameReader::Message> FrameReader::next() {
  compact();
  while (broken_.empty()) {
    const auto left = std::string_view(buffer_).substr(used_);
    if (left.size() < 2) {
      return std::nullopt;
    }
    const auto first = static_cast<unsigned char>(left[0]);
    const auto second = static_cast<unsigned char>(left[1]);
    if ((first & 0x70U) != 0) {
      return fail("a reserved bit is set");
    }
    if ((second & 0x80U) != 0) {
      return fail("a server's frame is masked");
    }
    const unsigned length_bytes = second == 127U ? 8U : (second == 126U ? 2U : 0U);
    if (left.size() < 2 + length_bytes) {
      return std::nullopt;
    }
    const std::uint64_t length = length_bytes == 0 ? second : read_big_endian(left.substr(2, length_bytes));
    const std::size_t head = 2 + length_bytes;
    if (left.size() - head < length) {
      return std::nullopt;
    }
    const auto opcode = static_cast<Opcode>(first & 0x0FU);
    const bool final = (first & 0x80U) != 0;
    const auto payload = left.substr(head, static_cast<std::size_t>(length));
    used_ += head + payload.size();
    if (opcode >= Opcode::close) {
      if (!final || payload.size() > 125) {
        return fail("a control frame is fragmented or too long");
      }
      return Message{opcode, payload};
    }
    if ((opcode == Opcode::more) != parts_opcode_.has_value()) {
      return fail("fragments out of order");
    }
    if (final && !parts_opcode_) {
      return Message{opcode, payload};
    }
    parts_opcode_ = parts_opcode_.value_or(opcode);
    parts_.append(payload);
    if (final) {
      parts_given_ = true;
      return Message{*std::exchange(parts_opcode_, std::nullopt), parts_};
    }
  }
  return std::nullopt;
}

}  // namespace zhiyin::client
