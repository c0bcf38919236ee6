// One connection's requests out of its bytes (RFC 9112), however they are cut into pieces: no sockets here. Strict where two
// readers could disagree about where a request ends: such a connection gets 400 and is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/net/http.hpp"

namespace zhiyin::net {

class RequestReader {
 public:
  enum class State : std::uint8_t {
    empty,    ///< not a byte of a request
    header,   ///< a part of the header
    body,     ///< the header, and a part of the body
    whole,    ///< a request; next() forgets it
    refused,  ///< cannot be read on: answer with refusal() and close
  };
  struct Refusal {
    int status = 400;
    std::string_view code;
    std::string_view what;
  };

  RequestReader(std::size_t header_max_bytes, std::size_t body_max_bytes);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) = delete;

  /// Takes the bytes. Those after the end of a request wait for next().
  State take(std::string_view bytes);
  /// Forgets the whole request that was read and begins with what came after it.
  State next();
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  /// True once per request: its sender waits for "100 Continue" before he sends the body.
  [[nodiscard]] bool wants_continue();

  // Of a whole request; views valid until next().
  [[nodiscard]] std::string_view method() const;
  [[nodiscard]] std::string_view target() const;
  [[nodiscard]] std::string_view body() const;
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool http_1_1() const;
  [[nodiscard]] std::string_view header(std::string_view name) const;  ///< the first of that name, empty when absent
  /// True when some field of that name holds `word` in its comma-separated list; compared without case.
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const;
  /// All lines of that name, in their order.
  [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const;
  /// A proxy left a trace: Forwarded, X-Forwarded-*, X-Real-IP or Via.
  [[nodiscard]] bool behind_proxy() const;

  /// Bytes after the request, for whoever goes on reading after an upgrade.
  [[nodiscard]] std::string take_rest();

 private:
  struct Parsed;  // Beast's parser: heavy, so it is behind this

  State read_header();
  State check_header();
  State read_body();
  State refuse(int status, std::string_view code, std::string_view what);

  std::size_t header_max_bytes_;
  std::size_t body_max_bytes_;
  std::string buffer_;      // bytes not yet read
  std::size_t looked_ = 0;  // of the header in buffer_, looked through for its end
  std::unique_ptr<Parsed> parsed_;
  State state_ = State::empty;
  bool wants_continue_ = false;
  Refusal refusal_;
};

}  // namespace zhiyin::net
