#include "platform/net/chunk_reader.hpp"

#include <algorithm>

namespace zhiyin::net {
namespace {

constexpr std::size_t head_max_bytes = 256;  // of a chunk: its size and extensions, which nobody uses
constexpr std::size_t digits_max = 16;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const auto lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

ChunkReader::State ChunkReader::take(std::string_view& bytes, std::string& body) {
  while (!bytes.empty()) {
    if (at_ == At::data) {
      const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      body.append(bytes.substr(0, take));
      bytes.remove_prefix(take);
      left_ -= take;
      if (left_ == 0) {
        at_ = At::data_cr;
      }
      continue;
    }
    const char c = bytes.front();
    bytes.remove_prefix(1);
    if (const auto state = step(c, body.size()); state != State::more) {
      return state;
    }
  }
  return State::more;
}

ChunkReader::State ChunkReader::step(char c, std::size_t body_bytes) {
  switch (at_) {
    case At::first_digit:
    case At::digits: return digit(c);
    case At::extension:
      if (++head_bytes_ > head_max_bytes) {
        return State::broken;
      }
      if (c == '\r') {
        at_ = At::head_lf;
        return State::more;
      }
      return expect((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t', At::extension);
    case At::head_lf: return c == '\n' ? end_head(body_bytes) : State::broken;
    case At::data_cr: return expect(c == '\r', At::data_lf);
    case At::data_lf: return expect(c == '\n', At::first_digit);
    case At::last_cr: return expect(c == '\r', At::last_lf);  // anything else is a trailer: it could carry a header past a proxy
    case At::last_lf: return c == '\n' ? State::whole : State::broken;
    case At::data: break;
  }
  return State::broken;
}

ChunkReader::State ChunkReader::digit(char c) {
  if (at_ == At::first_digit) {
    left_ = 0;
    head_bytes_ = 0;
  }
  if (const int value = hex_digit(c); value >= 0) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
    return expect(++head_bytes_ <= digits_max, At::digits);
  }
  if (at_ == At::digits && c == ';') {
    at_ = At::extension;
    return State::more;
  }
  return expect(at_ == At::digits && c == '\r', At::head_lf);
}

ChunkReader::State ChunkReader::end_head(std::size_t body_bytes) {
  if (left_ > body_max_bytes_ - body_bytes) {
    return State::too_large;
  }
  at_ = left_ == 0 ? At::last_cr : At::data;
  return State::more;
}

ChunkReader::State ChunkReader::expect(bool as_wanted, At next) {
  at_ = next;
  return as_wanted ? State::more : State::broken;
}

}  // namespace zhiyin::net
