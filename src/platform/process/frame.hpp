// What goes over the socket between a program and its parent: 4 bytes of length, 1 byte of kind, 8 bytes of number, the words. Both ends
// are the same program on the same machine, so numbers lie as the machine has them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::process {

enum class Kind : std::uint8_t {
  lesson = 1,    ///< to the child; not answered
  question = 2,  ///< to the child
  answer = 3,    ///< to the parent, with the question's number
};

struct Frame {
  Kind kind = Kind::lesson;
  std::uint64_t number = 0;
  std::string_view words;
};

constexpr std::size_t frame_max_bytes = 256UL * 1024 * 1024;  ///< all that a company knows, with room

[[nodiscard]] std::string frame_text(const Frame& frame);

/// Gathers bytes into frames.
class FrameReader {
 public:
  enum class State : std::uint8_t { more, whole, broken };
  void add(std::string_view bytes) { bytes_.append(bytes); }
  /// whole: `frame` is the next one; its words live until the next call. broken: what came is no frame, and nothing after it is.
  [[nodiscard]] State next(Frame& frame);

 private:
  std::string bytes_;
  std::size_t read_ = 0;
};

}  // namespace zhiyin::process
