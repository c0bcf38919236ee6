// HTTP/1.1 as the rest of the program sees it: a request read whole, an answer given once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::net {

class Reactor;

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

/// Valid during the handler's call only; copy what must live longer.
struct Request {
  Method method = Method::get;
  std::string_view target;     ///< as sent: path and query
  std::string_view path;       ///< percent-decoded; never holds a NUL, "." or ".." segment (those were answered 400)
  std::string_view query;      ///< after '?', undecoded
  std::string_view body;       ///< at most Limits::body_max_bytes
  std::string_view peer;       ///< the client's address without port: the connection's, or whom a trusted proxy names
  bool behind_proxy = false;   ///< a header tells of a proxy, or a trusted one sent it
  bool tls = false;            ///< the client came by TLS: to us, or to a trusted proxy that says so
  Reactor* reactor = nullptr;  ///< the loop this request lives on

  /// First value of a header, name compared without case; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const { return header_ ? (*header_)(name) : std::string_view{}; }
  const std::function<std::string_view(std::string_view)>* header_ = nullptr;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  /// What is sent: `fixed` when it has data (a view of bytes that live as long as the program, such as the embedded web), else `body`.
  std::string body;
  std::string_view fixed;
};

/// application/problem+json (RFC 9457): title and code of the error, `detail` what is wrong, `where` and `mend` when known.
[[nodiscard]] Response problem(const Error& error);
/// The JSON object inside problem(), for the live protocol's `refused`.
[[nodiscard]] std::string problem_json(const Error& error);

/// The right to answer one request, once, from any thread. Dropped unanswered it answers 503 by itself.
class Responder {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void answer(Response response) = 0;
    /// The Responder died without a word: answers 503.
    virtual void dropped();
  };
  Responder() = default;
  explicit Responder(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}  // shared with the connection, which may close first
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&&) noexcept;
  ~Responder();

  void operator()(Response response);

 private:
  std::shared_ptr<Sink> sink_;
};

using Handler = std::function<void(const Request&, Responder)>;

}  // namespace zhiyin::net
