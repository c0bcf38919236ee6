// A server as the tests of this module want it: two reactors, a free port, a few routes, and sockets that tell what happened to them.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "platform/metric/metric.hpp"
#include "platform/net/server.hpp"
#include "platform/net/test_peer.hpp"

namespace zhiyin::net::test {

/// Waits for what must happen some time; ten seconds are long enough for any machine.
template <class Condition>
[[nodiscard]] bool eventually(Condition holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

/// What sockets of a test did, seen from any thread.
struct Happenings {
  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
  std::atomic<int> texts{0};
};

/// Echoes; on "throw" throws, on "close" closes, on "flood" sends until it is told that the socket is over.
class EchoSocket final : public SocketHandler {
 public:
  explicit EchoSocket(Happenings& happenings) : happenings_(happenings) {}
  void on_open(Socket& socket) override {
    socket_ = &socket;
    ++happenings_.opened;
  }
  void on_text(std::string_view text) override {
    ++happenings_.texts;
    if (text == "throw") {
      throw std::runtime_error("secret words");
    }
    if (text == "close") {
      socket_->close(CloseCode::policy, "as you asked");
      socket_->send(frame("after the close"));
      return;
    }
    if (text == "flood") {
      const auto block = frame(std::string(std::size_t{16} * 1024, 'x'));
      for (int i = 0; i < 1000; ++i) {
        socket_->send(block);
      }
      return;
    }
    socket_->send(frame(std::string{text}));
  }
  void on_closed() override { ++happenings_.closed; }

 private:
  Happenings& happenings_;
  Socket* socket_ = nullptr;
};

class Served {
 public:
  explicit Served(Limits limits = {}, Listen listen = {.address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}})
      : server(std::in_place, reactors, std::move(listen), limits, routes(), sockets(), metrics) {
    server->start();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() {
    const std::scoped_lock lock{mutex};
    release.clear();
  }

  [[nodiscard]] Peer peer(int receive_bytes = 0) const { return Peer{server->port(), receive_bytes}; }

  /// A figure's value as /metrics would show it; -1 when there is none of that name and labels.
  [[nodiscard]] double figure(std::string_view name_and_labels) const {
    const auto text = "\n" + metrics.exposition();
    const auto line = "\n" + std::string{name_and_labels} + " ";
    const auto at = text.find(line);
    return at == std::string::npos ? -1 : std::stod(text.substr(at + line.size()));
  }
  /// Requests to /later wait here for the test to answer or drop them.
  Responder take_waiting() {
    EXPECT_TRUE(eventually([&] { return waiting_count() > 0; }));
    const std::scoped_lock lock{mutex};
    auto first = std::move(release.front());
    release.erase(release.begin());
    return first;
  }
  std::size_t waiting_count() {
    const std::scoped_lock lock{mutex};
    return release.size();
  }

  MetricRegistry metrics;
  Happenings happenings;
  std::mutex mutex;
  std::vector<Responder> release;
  Reactors reactors{2};
  std::optional<Server> server;  // optional, so that a test can end it first

 private:
  static Response text(std::string body) {
    Response response;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
  }

  std::vector<Route> routes() {
    static constexpr std::string_view page = "<html>embedded</html>";
    return {
        {Method::get, "/hello", [](const Request& request, Responder respond) { respond(text("hello " + std::string{request.query})); }},
        {Method::get, "/page",
         [](const Request&, Responder respond) {
           Response response;
           response.content_type = "text/html";
           response.fixed = page;
           respond(std::move(response));
         }},
        {Method::post, "/echo", [](const Request& request, Responder respond) { respond(text(std::string{request.body})); }},
        {Method::get, "/path/*", [](const Request& request, Responder respond) { respond(text(std::string{request.path})); }},
        {Method::get, "/big", [](const Request&, Responder respond) { respond(text(std::string(64UL * 1024 * 1024, 'b'))); }},
        {Method::get, "/who",
         [](const Request& request, Responder respond) {
           respond(text(std::string{request.peer} + (request.behind_proxy ? " proxied" : " direct") + (request.tls ? " tls " : " plain ") +
                        std::string{request.header("x-thing")}));
         }},
        {Method::get, "/later",
         [this](const Request&, Responder respond) {
           const std::scoped_lock lock{mutex};
           release.push_back(std::move(respond));
         }},
        {Method::get, "/later-and-throw",
         [this](const Request&, Responder respond) {
           const std::scoped_lock lock{mutex};
           release.push_back(std::move(respond));
           throw std::runtime_error("secret words");
         }},
        {Method::get, "/drop", [](const Request&, const Responder&) {}},
        {Method::get, "/throw", [](const Request&, const Responder&) { throw std::runtime_error("secret words"); }},
        {Method::get, "/split",
         [](const Request&, Responder respond) {
           auto response = text("body");
           response.headers.emplace_back("X-Thing", "a\r\nSet-Cookie: stolen=1");
           respond(std::move(response));
         }},
    };
  }

  std::vector<SocketRoute> sockets() {
    return {
        {"/live", [this](const Request&) -> Result<std::unique_ptr<SocketHandler>> { return std::make_unique<EchoSocket>(happenings); }},
        {"/closed", [](const Request&) -> Result<std::unique_ptr<SocketHandler>> { return refuse(ErrorCode::forbidden, "Not you."); }},
    };
  }
};

}  // namespace zhiyin::net::test
