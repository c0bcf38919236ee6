#include "platform/process/frame.hpp"

#include <cstring>

namespace zhiyin::process {
namespace {

constexpr std::size_t head_bytes = sizeof(std::uint32_t) + sizeof(Kind) + sizeof(std::uint64_t);

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

std::string frame_text(const Frame& frame) {
  const auto length = static_cast<std::uint32_t>(frame.words.size());
  std::string text(head_bytes, '\0');
  std::memcpy(text.data(), &length, sizeof length);
  text[sizeof length] = static_cast<char>(frame.kind);
  std::memcpy(text.data() + sizeof length + sizeof frame.kind, &frame.number, sizeof frame.number);
  return text.append(frame.words);
}

FrameReader::State FrameReader::next(Frame& frame) {
  bytes_.erase(0, read_);
  read_ = 0;
  if (bytes_.size() < head_bytes) {
    return State::more;
  }
  const auto length = number_at<std::uint32_t>(bytes_, 0);
  const auto kind = static_cast<std::uint8_t>(bytes_[sizeof length]);
  if (length > frame_max_bytes || kind < static_cast<std::uint8_t>(Kind::lesson) || kind > static_cast<std::uint8_t>(Kind::answer)) {
    return State::broken;
  }
  if (bytes_.size() < head_bytes + length) {
    return State::more;
  }
  frame.kind = static_cast<Kind>(kind);
  frame.number = number_at<std::uint64_t>(bytes_, sizeof length + sizeof kind);
  frame.words = std::string_view(bytes_).substr(head_bytes, length);
  read_ = head_bytes + length;
  return State::whole;
}

}  // namespace zhiyin::process
