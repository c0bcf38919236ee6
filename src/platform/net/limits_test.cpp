// Each limit of net::Limits, and what happens at it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::Peer;
using test::Served;

/// True while the system holds unsent bytes for a connection of that port: what it does after a close that was no reset. Whether the
/// peer sees the reset is no proof: one outside of its closed window is not taken.
bool system_holds_bytes(std::uint16_t port) {
  std::ifstream table{"/proc/net/tcp"};
  const auto local = fmt::format("0100007F:{:04X}", port);
  for (std::string line; std::getline(table, line);) {
    std::istringstream words{line};
    std::string slot, from, to, state, queues;
    words >> slot >> from >> to >> state >> queues;
    if (from == local && !queues.starts_with("00000000:")) {
      return true;
    }
  }
  return false;
}

/// Times so long that no test sees them end, but for those it shortens.
Limits patient() {
  Limits limits;
  limits.header_timeout = limits.body_timeout = limits.write_timeout = limits.keep_alive_timeout = limits.socket_idle_timeout = 1h;
  limits.connections_per_address_max = 0;
  return limits;
}

TEST(Limits, HeaderAndBody) {
  const Served served{patient()};
  auto large_header = served.peer();
  EXPECT_EQ(large_header.ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(std::size_t{16} * 1024, 'x') + "\r\n\r\n").status, 431);
  EXPECT_EQ(large_header.wait_for_end(), Peer::End::ended);

  auto told = served.peer();
  EXPECT_EQ(told.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n").status, 413);
  EXPECT_EQ(told.wait_for_end(), Peer::End::ended);

  auto chunked = served.peer();
  chunked.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n" +
               std::string(std::size_t{1024} * 1024 + 1, 'b'));
  EXPECT_EQ(chunked.answer().status, 413) << "the answer arrives although the rest of the body was not read";

  auto fits = served.peer();
  EXPECT_EQ(fits.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n" + std::string(std::size_t{1024} * 1024, 'b'))
                .body.size(),
            1024UL * 1024);
}

TEST(Limits, SlowHeaderIsAnswered408) {
  auto limits = patient();
  limits.header_timeout = 40ms;
  const Served served{limits};
  auto slow = served.peer();
  slow.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(slow.answer().status, 408);
  EXPECT_EQ(slow.wait_for_end(), Peer::End::ended);
  auto silent = served.peer();
  EXPECT_EQ(silent.wait_for_end(), Peer::End::ended) << "who never asked gets no answer";
}

// Bytes that trickle must not buy time: that is how one machine holds all connections (Slowloris).
TEST(Limits, TricklingHeaderIsCutToo) {
  auto limits = patient();
  limits.header_timeout = 60ms;
  const Served served{limits};
  auto slow = served.peer();
  slow.send("GET / HTTP/1.1\r\n");
  int sent = 0;
  while (slow.send("X: y\r\n") && served.figure("http_requests_total{class=\"4xx\"}") < 1) {
    ASSERT_LT(++sent, 5000);
    std::this_thread::sleep_for(2ms);
  }
  EXPECT_EQ(slow.answer().status, 408);
}

TEST(Limits, SlowBodyIsAnswered408) {
  auto limits = patient();
  limits.body_timeout = 40ms;
  const Served served{limits};
  auto slow = served.peer();
  slow.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nHe");
  EXPECT_EQ(slow.answer().status, 408);
  EXPECT_EQ(slow.wait_for_end(), Peer::End::ended);
}

TEST(Limits, KeepAliveEnds) {
  auto limits = patient();
  limits.keep_alive_timeout = 40ms;
  Served served{limits};
  auto peer = served.peer();
  EXPECT_EQ(peer.get("/hello").status, 200);
  EXPECT_EQ(peer.wait_for_end(), Peer::End::ended);
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; }));
}

TEST(Limits, AnAnswerThatMakesNoProgressIsCut) {
  auto limits = patient();
  limits.write_timeout = 60ms;
  Served served{limits};
  auto peer = served.peer(4096);
  peer.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; })) << "nothing was read, and nothing is held";
  EXPECT_FALSE(system_holds_bytes(served.server->port()));
}

TEST(Limits, ConnectionsOverAll) {
  auto limits = patient();
  limits.connections_max = 2;
  Served served{limits};
  auto first = served.peer();
  auto second = served.peer();
  EXPECT_EQ(first.get("/hello").status, 200);
  EXPECT_EQ(second.get("/hello").status, 200);
  auto third = served.peer();
  const auto refused = third.answer();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("application/problem+json"));
  EXPECT_EQ(third.wait_for_end(), Peer::End::ended);
  third.close();
  first.close();
  EXPECT_TRUE(eventually([&] { return served.peer().get("/hello").status == 200; })) << "whoever leaves makes room";
  EXPECT_GE(served.figure("connections_refused_total{limit=\"connections\"}"), 1);
  EXPECT_EQ(second.get("/hello").status, 200) << "those inside notice nothing";
}

TEST(Limits, ConnectionsOfOneAddress) {
  auto limits = patient();
  limits.connections_per_address_max = 1;
  Served served{limits};
  auto first = served.peer();
  EXPECT_EQ(first.get("/hello").status, 200);
  auto second = served.peer();
  const auto refused = second.answer();
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.has("Retry-After: 1\r\n")) << refused.head;
  EXPECT_EQ(served.figure("connections_refused_total{limit=\"address\"}"), 1);
  first.close();
  EXPECT_TRUE(eventually([&] { return served.peer().get("/hello").status == 200; }));
}

// A client may take long to close after its last answer, but not for ever.
TEST(Limits, LingeringEnds) {
  auto limits = patient();
  limits.linger_timeout = 40ms;
  Served served{limits};
  auto peer = served.peer();
  EXPECT_EQ(peer.ask("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 200);
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; })) << "although the peer never closed";
}

TEST(Limits, MessageOfASocket) {
  const Served served{patient()};
  auto peer = served.peer();
  ASSERT_TRUE(peer.upgrade("/live"));
  const std::string largest(std::size_t{64} * 1024, 'm');
  peer.send(Peer::text(largest));
  EXPECT_EQ(peer.read_frame().payload, largest);
  peer.send(Peer::text(largest + "m"));
  EXPECT_EQ(peer.close_code(), 1009);
}

TEST(Limits, SlowReaderOfASocketIsCutAndOthersGoOn) {
  auto limits = patient();
  limits.linger_timeout = 1s;
  Served served{limits};
  auto slow = served.peer(4096);
  auto other = served.peer();
  ASSERT_TRUE(slow.upgrade("/live"));
  ASSERT_TRUE(other.upgrade("/live"));
  slow.send(Peer::text("flood"));
  EXPECT_TRUE(eventually([&] { return system_holds_bytes(served.server->port()); })) << "the probe can see it";
  EXPECT_TRUE(eventually([&] { return served.figure("ws_cut_slow_total") == 1; }));
  EXPECT_TRUE(eventually([&] { return served.happenings.closed == 1; })) << "its handler is told at once";
  other.send(Peer::text("still here"));
  EXPECT_EQ(other.read_frame().payload, "still here");
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 1; })) << "the cut one is gone although it read nothing";
  EXPECT_EQ(served.figure("ws_queue_bytes"), 0);
  EXPECT_FALSE(system_holds_bytes(served.server->port()));
}

TEST(Limits, SlowReaderThatReadsAgainFindsWhy) {
  Served served{patient()};
  auto slow = served.peer(4096);
  ASSERT_TRUE(slow.upgrade("/live"));
  slow.send(Peer::text("flood"));
  EXPECT_TRUE(eventually([&] { return served.figure("ws_cut_slow_total") == 1; }));
  EXPECT_EQ(slow.close_code(), 4008) << "whole frames up to the close frame";
}

TEST(Limits, SocketThatTakesNothingIsCutInTime) {
  auto limits = patient();
  limits.write_timeout = 60ms;
  limits.linger_timeout = 50ms;
  limits.socket_queue_max_bytes = 1UL << 30U;
  Served served{limits};
  auto slow = served.peer(4096);
  ASSERT_TRUE(slow.upgrade("/live"));
  slow.send(Peer::text("flood"));
  EXPECT_TRUE(eventually([&] { return served.figure("ws_cut_slow_total") == 1 && served.figure("connections_open") == 0; }));
}

TEST(Limits, IdleSocketIsPingedAndLivesWhileItAnswers) {
  auto limits = patient();
  limits.socket_idle_timeout = 200ms;
  limits.linger_timeout = 50ms;
  Served served{limits};
  auto peer = served.peer();
  ASSERT_TRUE(peer.upgrade("/live"));
  for (int n = 0; n < 3; ++n) {
    EXPECT_EQ(peer.read_frame().first, 0x89);
    peer.send(Peer::frame(0x8A, ""));
  }
  EXPECT_EQ(served.figure("ws_open"), 1);
  EXPECT_EQ(peer.close_code(), 4009) << "then it answers no more";
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; })) << "although the peer never closed";
  EXPECT_EQ(served.figure("ws_cut_idle_total"), 1);
  EXPECT_EQ(served.happenings.closed, 1);
}

}  // namespace
}  // namespace zhiyin::net
