// Outside bytes against everything that parses them in platform/net: no crash, no sanitizer report, and the same meaning however the
// bytes are cut. The first byte chooses the parser, the second the size of the pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "platform/base/require.hpp"
#include "platform/net/forwarded.hpp"
#include "platform/net/request_reader.hpp"
#include "platform/net/url.hpp"
#include "platform/net/ws_frame.hpp"

namespace {

using namespace zhiyin::net;

std::string frames(std::string bytes, std::size_t step) {
  FrameReader reader{1000};
  std::string seen;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::span<char> piece{bytes.data() + at, std::min(step, bytes.size() - at)};
    while (!piece.empty()) {
      const auto event = reader.next(piece);
      if (event.kind != FrameReader::Kind::more) {
        seen.append(std::to_string(static_cast<int>(event.kind))).append(event.payload).append(std::to_string(event.code)).append("\n");
      }
      if (event.kind == FrameReader::Kind::broken || event.kind == FrameReader::Kind::close) {
        return seen;
      }
    }
  }
  return seen;
}

std::string requests(std::string_view bytes, std::size_t step) {
  RequestReader reader{400, 200};
  std::string seen;
  for (std::size_t at = 0; at < bytes.size() && reader.state() != RequestReader::State::refused; at += step) {
    for (auto state = reader.take(bytes.substr(at, step)); state == RequestReader::State::whole; state = reader.next()) {
      seen.append(reader.method()).append(reader.target()).append(reader.body()).append(reader.header("x"));
      seen.append(reader.lists("connection", "close") ? "c" : "-")
          .append(reader.behind_proxy() ? "p" : "-")
          .append(reader.keep_alive() ? "k\n" : "-\n");
    }
  }
  return seen + std::to_string(static_cast<int>(reader.state())) + std::to_string(reader.refusal().status);
}

/// Whatever a client writes, what the proxy before us writes after it is what counts.
bool proxy_has_the_last_word(const std::string& bytes, ForwardedBy header) {
  const auto address = [](const char* text) { return boost::asio::ip::make_address(text); };
  const TrustedProxies proxies{{{address("10.0.0.1"), 32}}, header};
  const auto line = bytes + (header == ForwardedBy::forwarded ? ", for=203.0.113.7" : ", 203.0.113.7");
  (void)proxies.client(address("10.0.0.1"), {bytes});
  return proxies.client(address("10.0.0.1"), {line}) == address("203.0.113.7") &&
         proxies.client(address("10.0.0.2"), {bytes}) == address("10.0.0.2");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string bytes{data + 2, data + size};
  const std::size_t step = 1 + data[1] % 32U;
  switch (data[0] % 4U) {
    case 0: zhiyin::require(frames(bytes, step) == frames(bytes, bytes.size() + 1), "frames mean the same in pieces"); break;
    case 1: zhiyin::require(requests(bytes, step) == requests(bytes, bytes.size() + 1), "requests mean the same in pieces"); break;
    case 2:
      (void)read_networks(bytes);
      zhiyin::require(proxy_has_the_last_word(bytes, ForwardedBy::x_forwarded_for), "X-Forwarded-For ends with what the proxy wrote");
      zhiyin::require(proxy_has_the_last_word(bytes, ForwardedBy::forwarded), "Forwarded ends with what the proxy wrote");
      break;
    default:
      if (const auto target = parse_target(bytes)) {
        zhiyin::require(target->path.find('\0') == std::string::npos, "a path has no NUL");
      }
  }
  return 0;
}
