// A body in chunks (RFC 9112 section 7.1), however it comes in pieces. Our own, because Beast 1.81 ends the process by an assertion
// when "0\r\n\r\n" comes in two unlucky pieces, and takes trailers for header fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::net {

class ChunkReader {
 public:
  enum class State : std::uint8_t { more, whole, broken, too_large };

  explicit ChunkReader(std::size_t body_max_bytes) : body_max_bytes_(body_max_bytes) {}

  /// Takes bytes from the front of `bytes` and appends what they carry to `body`. After anything but more: do not call again.
  [[nodiscard]] State take(std::string_view& bytes, std::string& body);

 private:
  enum class At : std::uint8_t { first_digit, digits, extension, head_lf, data, data_cr, data_lf, last_cr, last_lf };

  [[nodiscard]] State step(char c, std::size_t body_bytes);
  [[nodiscard]] State digit(char c);
  [[nodiscard]] State end_head(std::size_t body_bytes);
  [[nodiscard]] State expect(bool as_wanted, At next);

  std::size_t body_max_bytes_;
  std::uint64_t left_ = 0;      // of the chunk: its size, then what is still to come
  std::size_t head_bytes_ = 0;  // of the chunk's first line so far
  At at_ = At::first_digit;
};

}  // namespace zhiyin::net
