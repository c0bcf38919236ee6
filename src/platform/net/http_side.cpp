#include "platform/net/http_side.hpp"

#include <algorithm>
#include <exception>
#include <typeinfo>
#include <utility>

#include "platform/logging/logging.hpp"
#include "platform/net/shard.hpp"
#include "platform/net/socket_side.hpp"
#include "platform/net/upgrade.hpp"
#include "platform/net/url.hpp"

namespace zhiyin::net {
namespace {

using ReaderState = RequestReader::State;

/// Any thread answers; the connection, and the loop with it, may be gone by then.
class Answering final : public Responder::Sink {
 public:
  Answering(std::weak_ptr<Loop> loop, std::weak_ptr<Connection> connection, std::uint64_t number)
      : loop_(std::move(loop)), connection_(std::move(connection)), number_(number) {}

  void answer(Response response) override {
    const auto loop = loop_.lock();
    if (!loop) {
      return;
    }
    if (loop->here()) {
      if (const auto connection = connection_.lock(); connection && connection->inside()) {
        connection->give(number_, std::move(response));
        return;
      }
    }
    // The weak pointer travels: the connection is owned, and ends, on its loop only.
    loop->post([waiting = connection_, number = number_, answered = std::move(response)]() mutable {
      if (const auto connection = waiting.lock()) {
        connection->give(number, std::move(answered));
      }
    });
  }

 private:
  std::weak_ptr<Loop> loop_;
  std::weak_ptr<Connection> connection_;
  std::uint64_t number_;
};

Method method_of(std::string_view text) {
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    if (text == method_text(method)) {
      return method;
    }
  }
  return Method::other;
}

Response no_content(std::string allow) {
  Response response;
  response.status = 204;
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

}  // namespace

HttpSide::HttpSide(Connection& connection)
    : connection_(connection),
      site_(connection.shard().site()),
      reader_(site_.limits.header_max_bytes, site_.limits.body_max_bytes),
      since_(std::chrono::steady_clock::now()) {}

void HttpSide::refuse(Response response) {
  begin_answering();
  head_only_ = false;
  close_ = true;
  answer(std::move(response));
}

void HttpSide::refuse(int status, std::string_view code, std::string_view what, std::string_view mend) {
  refuse(problem_answer({status, code, status_phrase(status), what, "request", mend}));
}

void HttpSide::begin_answering() {
  state_ = State::handling;
  ++number_;
  since_ = std::chrono::steady_clock::now();
}

void HttpSide::take(std::span<char> bytes) {
  reader_.take({bytes.data(), bytes.size()});
  advance();
}

void HttpSide::advance() {
  const auto phase = reader_.state();
  if (phase != phase_) {
    // A new connection's first byte does not start its time anew: that runs from the accept.
    if (served_ || phase == ReaderState::body) {
      since_ = std::chrono::steady_clock::now();
    }
    phase_ = phase;
  }
  switch (phase) {
    case ReaderState::empty:
    case ReaderState::header: return;
    case ReaderState::body:
      if (reader_.wants_continue()) {
        head_ = "HTTP/1.1 100 Continue\r\n\r\n";
        sent_ = 0;
      }
      return;
    case ReaderState::whole: dispatch(); return;
    case ReaderState::refused:
      refuse(reader_.refusal().status, reader_.refusal().code, reader_.refusal().what,
             "Send a request that keeps to the limits and to RFC 9112.");
      return;
  }
}

void HttpSide::dispatch() {
  begin_answering();
  close_ = !reader_.keep_alive();
  head_only_ = reader_.method() == "HEAD";
  const auto target = parse_target(reader_.target());
  if (!target) {
    close_ = true;
    answer(problem(target.error()));
    return;
  }
  const std::function<std::string_view(std::string_view)> header = [this](std::string_view name) { return reader_.header(name); };
  Request request;
  request.method = method_of(reader_.method());
  request.target = reader_.target();
  request.path = target->path;
  request.query = target->query;
  request.body = reader_.body();
  const auto& proxies = site_.proxies;
  const bool trusted = proxies.have(connection_.peer());
  if (client_.empty() || trusted) {
    client_ = (trusted ? proxies.client(connection_.peer(), reader_.headers(proxies.client_header())) : connection_.peer()).to_string();
  }
  request.peer = client_;
  request.behind_proxy = trusted || reader_.behind_proxy();
  request.tls = site_.tls != nullptr || (trusted && proxies.tls(connection_.peer(), reader_.headers(proxies.tls_header())));
  request.reactor = &connection_.shard().loop();
  request.header_ = &header;
  route(request);
}

void HttpSide::route(const Request& request) {
  if (request.path == "*" && request.method == Method::options) {
    answer(no_content("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    return;
  }
  const auto* place = site_.router.find(request.path);
  if (place == nullptr) {
    answer(problem(Error{ErrorCode::not_found, "There is nothing at this path.", "path", "Look at the path.", ""}));
    return;
  }
  if (place->socket && reader_.lists("Upgrade", "websocket") && reader_.lists("Connection", "upgrade")) {
    upgrade(*place->socket, request);
    return;
  }
  if (const auto* handler = place->handler(request.method); handler != nullptr) {
    call(*handler, request);
    return;
  }
  if (request.method == Method::options) {
    answer(no_content(place->allow()));
    return;
  }
  if (place->socket && request.method == Method::get) {
    auto response = problem_answer(
        {426, "upgrade_required", status_phrase(426), "This path is a WebSocket.", "Upgrade", "Connect with ws:// or wss://."});
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Connection", "Upgrade");
    answer(std::move(response));
    return;
  }
  auto response = problem_answer(
      {405, "method_not_allowed", status_phrase(405), "This path does not answer that method.", "method", "Use one that Allow names."});
  response.headers.emplace_back("Allow", place->allow());
  answer(std::move(response));
}

void HttpSide::call(const Handler& handler, const Request& request) {
  auto& shard = connection_.shard();
  try {
    handler(request, Responder{std::make_shared<Answering>(shard.loop().weak_from_this(), connection_.weak_from_this(), number_)});
  } catch (const std::exception& thrown) {
    failed("a handler", typeid(thrown).name());
  } catch (...) {
    failed("a handler", "unknown");
  }
}

/// Only the type of what was thrown is told: its text may hold the request's words. The Responder that died with the handler has
/// answered 503 by now; nothing of that is sent yet.
void HttpSide::failed(std::string_view who, const char* type) {
  logging::error("net", "{} threw type={} method={}", who, type, method_text(method_of(reader_.method())));
  state_ = State::handling;
  head_.clear();
  answer(internal_problem());
}

void HttpSide::upgrade(const SocketFactory& factory, const Request& request) {
  const auto key = reader_.header("Sec-WebSocket-Key");
  if (request.method != Method::get || !reader_.http_1_1() || !is_websocket_key(key)) {
    refuse(400, "bad_request", "This is no opening handshake of a WebSocket.", "Keep to RFC 6455 section 4.1.");
    return;
  }
  if (reader_.header("Sec-WebSocket-Version") != "13") {
    auto response = problem_answer(
        {426, "upgrade_required", status_phrase(426), "This server speaks version 13 only.", "Sec-WebSocket-Version", "Use 13."});
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
    answer(std::move(response));
    return;
  }
  if (site_.draining) {
    close_ = true;
    answer(problem(Error{ErrorCode::unavailable, "This server is stopping.", "", "Connect again.", ""}));
    return;
  }
  try {
    auto made = factory(request);
    if (!made) {
      answer(problem(made.error()));
      return;
    }
    state_ = State::upgraded;
    auto hello = switching_protocols(key);
    connection_.become(std::make_unique<SocketSide>(connection_, std::move(*made), std::move(hello)), reader_.take_rest());
  } catch (const std::exception& thrown) {
    failed("a socket factory", typeid(thrown).name());
  } catch (...) {
    failed("a socket factory", "unknown");
  }
}

void HttpSide::give(std::uint64_t number, Response response) {
  if (number == number_ && state_ == State::handling) {
    answer(std::move(response));
  }
}

void HttpSide::answer(Response response) {
  close_ = close_ || site_.draining;
  head_.erase(0, sent_);  // what is left of a "100 Continue" goes first
  head_ += answer_head(response, {head_only_, close_});
  response_ = std::move(response);
  sent_ = 0;
  state_ = State::writing;
}

std::size_t HttpSide::gather(std::span<iovec> into) {
  std::size_t count = 0;
  auto skip = sent_;
  const auto body = state_ == State::writing ? body_of(response_) : std::string_view{};
  for (const std::string_view piece : {std::string_view{head_}, body}) {
    if (skip < piece.size()) {
      const auto rest = piece.substr(skip);
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
      into[count++] = {const_cast<char*>(rest.data()), rest.size()};  // iovec is older than const; writing only reads it
    }
    skip -= std::min(skip, piece.size());
  }
  return count;
}

bool HttpSide::drained() {
  std::string{}.swap(head_);
  sent_ = 0;
  if (state_ != State::writing) {
    return false;
  }
  const auto now = std::chrono::steady_clock::now();
  site_.figures.answered(response_.status, now - since_);
  response_ = {};
  if (close_) {
    connection_.finish(false);
    return false;
  }
  state_ = State::reading;
  served_ = true;
  since_ = now;
  phase_ = reader_.next();
  if (site_.draining && phase_ == ReaderState::empty) {
    connection_.finish(false);
    return false;
  }
  advance();
  return state_ != State::reading || !head_.empty();
}

void HttpSide::peer_ended() {
  if (state_ == State::reading) {
    connection_.finish(false);
  } else {
    close_ = true;  // it may have closed its half only, and still wait for the answer
  }
}

void HttpSide::stalled() {
  connection_.cut();
}

void HttpSide::sweep(SteadyTime now) {
  if (state_ != State::reading) {
    return;
  }
  const auto& limits = site_.limits;
  const auto waited = now - since_;
  switch (phase_) {
    case ReaderState::empty:
      if (waited >= (served_ ? limits.keep_alive_timeout : limits.header_timeout)) {
        connection_.finish(false);
      }
      return;
    case ReaderState::header:
      if (waited >= limits.header_timeout) {
        refuse(408, "timeout", "The header did not come in time.", "Send it faster.");
      }
      return;
    case ReaderState::body:
      if (waited >= limits.body_timeout) {
        refuse(408, "timeout", "The body did not come in time.", "Send it faster.");
      }
      return;
    case ReaderState::whole:
    case ReaderState::refused: return;
  }
}

void HttpSide::drain() {
  if (state_ == State::reading && phase_ == ReaderState::empty) {
    connection_.finish(false);
  }
}

}  // namespace zhiyin::net
