// Stopping: politely, and at once, with everything under way.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::Peer;
using test::Served;

TEST(Server, RefusesAPortThatIsTaken) {
  Served served;
  MetricRegistry metrics;
  Reactors reactors{1};
  const auto port = served.server->port();
  try {
    const Server second{reactors, {"127.0.0.1", port, "", ""}, {}, {}, {}, metrics};
    FAIL() << "SO_REUSEPORT must not let two servers share a port in silence";
  } catch (const std::runtime_error& failed) {
    const std::string why = failed.what();
    EXPECT_NE(why.find("127.0.0.1"), std::string::npos);
    EXPECT_NE(why.find(std::to_string(port)), std::string::npos);
    EXPECT_NE(why.find("in use"), std::string::npos) << why;
  }
}

TEST(Server, CanListenAgainAtOnce) {
  std::uint16_t port = 0;
  {
    Served served;
    port = served.server->port();
    auto peer = served.peer();
    EXPECT_EQ(peer.get("/hello").status, 200);
  }
  const Served again{{}, {"127.0.0.1", port, "", ""}};
  EXPECT_EQ(again.peer().get("/hello").status, 200);
}

bool lets_in(const Served& served) {
  try {
    const auto peer = served.peer();
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

TEST(Drain, FinishesRequestsUnderWayAndEndsTheRest) {
  Served served;
  auto idle = served.peer();
  EXPECT_EQ(idle.get("/hello").status, 200);
  auto busy = served.peer();
  busy.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  auto respond = served.take_waiting();
  auto live = served.peer();
  ASSERT_TRUE(live.upgrade("/live"));

  std::jthread draining{[&] { served.server->drain(10s); }};
  EXPECT_EQ(idle.wait_for_end(), Peer::End::ended);
  idle.close();
  EXPECT_EQ(live.close_code(), 1001);
  live.close();
  EXPECT_TRUE(eventually([&] { return !lets_in(served); })) << "nobody new";
  respond(Response{});
  const auto answer = busy.answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Connection: close\r\n"));
  busy.close();
  draining.join();
  EXPECT_EQ(served.figure("connections_open"), 0);
  EXPECT_EQ(served.happenings.closed, 1);
}

TEST(Drain, CutsWhoDoesNotLeave) {
  Limits limits;
  limits.linger_timeout = 1h;
  Served served{limits};
  auto stubborn = served.peer();
  ASSERT_TRUE(stubborn.upgrade("/live"));
  auto waiting = served.peer();
  waiting.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  auto respond = served.take_waiting();
  served.server->drain(100ms);
  EXPECT_EQ(served.figure("connections_open"), 0);
  EXPECT_EQ(served.happenings.closed, 1) << "every handler is told before drain returns";
  respond(Response{});
  served.server->drain(100ms);
}

// Clients that are all told at once come back all at once.
TEST(Drain, SpreadsTheClosingOfSockets) {
  Limits limits;
  limits.connections_per_address_max = 0;
  Served served{limits};
  std::vector<Peer> peers;
  for (int n = 0; n < 50; ++n) {
    ASSERT_TRUE(peers.emplace_back(served.peer()).upgrade("/live"));
  }
  std::jthread draining{[&] { served.server->drain(1s); }};
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::chrono::steady_clock::duration> told(peers.size());
  std::vector<std::jthread> readers;
  readers.reserve(peers.size());
  for (std::size_t n = 0; n < peers.size(); ++n) {
    readers.emplace_back([&, n] {
      EXPECT_EQ(peers[n].close_code(), 1001);
      told[n] = std::chrono::steady_clock::now() - began;
      peers[n].close();
    });
  }
  readers.clear();
  draining.join();
  EXPECT_GT(*std::ranges::max_element(told) - *std::ranges::min_element(told), 100ms);
  EXPECT_EQ(served.happenings.closed, 50);
}

/// Clients of every kind who come, speak and go until told to stop.
void disturb(std::uint16_t port, const std::atomic<bool>& over, unsigned seed) {
  while (!over) {
    try {
      Peer peer{port};
      switch (seed++ % 5) {
        case 0: peer.get("/hello"); break;
        case 1: peer.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n"); break;
        case 2:
          if (peer.upgrade("/live")) {
            peer.send(Peer::text("a") + Peer::text("b"));
            peer.read_frame();
          }
          break;
        case 3:
          if (peer.upgrade("/live")) {
            peer.send(Peer::text("flood") + Peer::text("close"));
          }
          break;
        default: peer.send("GET /he"); break;
      }
    } catch (const std::runtime_error&) {
      std::this_thread::yield();  // the server has stopped
    }
  }
}

// Whatever is under way, a stop leaves nothing behind and touches nothing freed: address and thread sanitizers watch this.
TEST(Server, StopsUnderLoad) {
  for (const bool politely : {true, false}) {
    for (unsigned round = 0; round < 5; ++round) {
      std::atomic<bool> over{false};
      Served served;
      const auto port = served.server->port();
      std::vector<std::jthread> clients;
      clients.reserve(5);
      for (unsigned n = 0; n < 4; ++n) {
        clients.emplace_back([&over, port, n] { disturb(port, over, n); });
      }
      clients.emplace_back([&] {
        while (!over) {
          if (served.waiting_count() > 0) {
            served.take_waiting()(Response{});
          }
          std::this_thread::yield();
        }
      });
      EXPECT_TRUE(eventually([&] { return served.happenings.opened > 20; }));
      if (politely) {
        served.server->drain(200ms);
        EXPECT_EQ(served.figure("connections_open"), 0);
        EXPECT_EQ(served.figure("ws_open"), 0);
        EXPECT_EQ(served.happenings.opened, served.happenings.closed);
      }
      served.server.reset();
      EXPECT_EQ(served.happenings.opened, served.happenings.closed);
      over = true;
    }
  }
}

// The wrong order of stopping must not hang or crash: a failing start may unwind in any.
TEST(Server, OutlivesTheThreadsOfItsReactors) {
  Served served;
  auto peer = served.peer();
  ASSERT_TRUE(peer.upgrade("/live"));
  served.reactors.stop();
  served.server.reset();
  EXPECT_EQ(served.happenings.closed, 1);
}

}  // namespace
}  // namespace zhiyin::net
