#include "platform/net/socket.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using namespace std::string_literals;
using test::eventually;
using test::Peer;
using test::Served;

TEST(Socket, ShakesHandsAndEchoes) {
  Served served;
  auto peer = served.peer();
  const auto answer = peer.ask(Peer::handshake("/live"));
  EXPECT_EQ(answer.status, 101);
  EXPECT_TRUE(answer.has("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_FALSE(answer.has("Sec-WebSocket-Extensions"));
  for (const auto& text : {""s, "hello"s, "知音"s, std::string(200, 'a'), std::string(60000, 'b')}) {
    peer.send(Peer::text(text));
    const auto frame = peer.read_frame();
    EXPECT_EQ(frame.first, 0x81);
    EXPECT_EQ(frame.payload, text);
  }
  EXPECT_EQ(served.figure("ws_open"), 1);
  EXPECT_EQ(served.figure("ws_frames_in_total"), 5);
  EXPECT_TRUE(eventually([&] { return served.figure("ws_frames_out_total") == 5; })) << "counted once they are sent";
}

TEST(Socket, RefusesHandshakesThatAreNone) {
  Served served;
  struct Row {
    std::string from, to;
    int status;
  };
  for (const auto& row :
       {Row{"Version: 13", "Version: 8", 426}, Row{"dGhlIHNhbXBsZSBub25jZQ==", "short", 400}, Row{"GET", "POST", 400},
        Row{"HTTP/1.1", "HTTP/1.0", 400}, Row{"/live", "/closed", 403}, Row{"/live", "/nowhere", 404}, Row{"websocket", "h2c", 426}}) {
    auto request = Peer::handshake("/live");
    request.replace(request.find(row.from), row.from.size(), row.to);
    auto peer = served.peer();
    const auto answer = peer.ask(request);
    EXPECT_EQ(answer.status, row.status) << row.to;
    EXPECT_TRUE(answer.has("application/problem+json"));
  }
  EXPECT_EQ(served.happenings.opened, 0);
}

TEST(Socket, ReadsFramesThatCameWithTheHandshake) {
  Served served;
  auto peer = served.peer();
  peer.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + Peer::handshake("/live") + Peer::text("early") + Peer::frame(0x89, "p"));
  EXPECT_EQ(peer.answer().status, 200);
  EXPECT_EQ(peer.answer().status, 101);
  EXPECT_EQ(peer.read_frame().payload, "early");
  const auto pong = peer.read_frame();
  EXPECT_EQ(pong.first, 0x8A);
  EXPECT_EQ(pong.payload, "p");
}

TEST(Socket, AnswersACloseAndEnds) {
  Served served;
  struct Row {
    std::string payload;
    int echoed;
  };
  for (const auto& row : {Row{"\x03\xe8 bye"s, 1000}, Row{"", 0}, Row{"\x0f\xa0"s, 4000}}) {
    auto peer = served.peer();
    ASSERT_TRUE(peer.upgrade("/live"));
    peer.send(Peer::frame(0x88, row.payload) + Peer::text("after the close"));
    const auto frame = peer.read_frame();
    EXPECT_EQ(frame.first, 0x88);
    EXPECT_EQ(frame.close_code(), row.echoed);
    EXPECT_EQ(peer.wait_for_end(), Peer::End::ended);
  }
  EXPECT_TRUE(eventually([&] { return served.happenings.closed == 3 && served.figure("connections_open") == 0; }));
}

TEST(Socket, ClosesWithTheReasonOfWhatWasWrong) {
  Served served;
  struct Row {
    std::string bytes;
    int code;
  };
  for (const auto& row : {Row{Peer::frame(0x82, "binary"), 1003}, Row{Peer::text("\xff"), 1007}, Row{"\x81\x01x"s, 1002},
                          Row{Peer::text("throw"), 1011}, Row{Peer::text("close"), 1008}}) {
    auto peer = served.peer();
    ASSERT_TRUE(peer.upgrade("/live"));
    peer.send(row.bytes + Peer::text("not delivered"));
    const auto frame = peer.read_frame();
    EXPECT_EQ(frame.close_code(), row.code);
    EXPECT_EQ(frame.payload.find("secret words"), std::string::npos);
    EXPECT_EQ(peer.wait_for_end(), Peer::End::ended) << "nothing comes after a close frame";
  }
  EXPECT_TRUE(eventually([&] { return served.happenings.closed == 5; }));
  EXPECT_EQ(served.happenings.opened, 5);
  EXPECT_EQ(served.happenings.texts, 2) << "nothing is delivered after the end";
}

TEST(Socket, TellsItsHandlerWhenThePeerVanishes) {
  Served served;
  for (int n = 0; n < 20; ++n) {
    auto peer = served.peer();
    ASSERT_TRUE(peer.upgrade("/live"));
    if (n % 2 == 0) {
      const linger at_once{1, 0};
      ::setsockopt(peer.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
  }
  EXPECT_TRUE(eventually([&] { return served.happenings.closed == 20 && served.figure("connections_open") == 0; }));
  EXPECT_EQ(served.figure("ws_open"), 0);
}

/// Sends, from the thread of its loop, frames that others share.
class Listening final : public SocketHandler {
 public:
  Listening(std::vector<Socket*>& sockets, std::atomic<int>& open) : sockets_(sockets), open_(open) {}
  void on_open(Socket& socket) override {
    socket_ = &socket;
    sockets_.push_back(&socket);
    ++open_;
  }
  void on_text(std::string_view /*text*/) override {}
  void on_closed() override {
    std::erase(sockets_, socket_);
    --open_;
  }

 private:
  std::vector<Socket*>& sockets_;
  std::atomic<int>& open_;
  Socket* socket_ = nullptr;
};

// The main use: one shared frame to many sockets, in one order for all, in gathered writes.
TEST(Socket, DeliversSharedFramesToManyInOrder) {
  constexpr int peers = 20;
  constexpr int frames = 500;
  MetricRegistry metrics;
  std::atomic<int> open{0};
  std::vector<std::vector<Socket*>> sockets(2);  // by reactor; each touched on its own only
  Reactors reactors{2};
  Limits limits;
  limits.connections_per_address_max = 0;
  Server server{reactors,
                {"127.0.0.1", 0, "", ""},
                limits,
                {},
                {{"/live",
                  [&](const Request& request) -> Result<std::unique_ptr<SocketHandler>> {
                    return std::make_unique<Listening>(sockets[request.reactor->index()], open);
                  }}},
                metrics};
  server.start();
  std::vector<Peer> readers;
  for (int n = 0; n < peers; ++n) {
    ASSERT_TRUE(readers.emplace_back(server.port()).upgrade("/live"));
  }
  ASSERT_TRUE(eventually([&] { return open == peers; }));
  for (int n = 0; n < frames; ++n) {
    const auto shared = frame("fact " + std::to_string(n));
    for (std::size_t r = 0; r < 2; ++r) {
      reactors.at(r).post([&sockets, r, shared] {
        for (auto* socket : sockets[r]) {
          socket->send(shared);
        }
      });
    }
  }
  for (auto& reader : readers) {
    for (int n = 0; n < frames; ++n) {
      ASSERT_EQ(reader.read_frame().payload, "fact " + std::to_string(n));
    }
  }
}

}  // namespace
}  // namespace zhiyin::net
