#include "platform/net/http.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using test::eventually;
using test::Peer;
using test::Served;

TEST(Http, AnswersAndKeepsTheConnection) {
  Served served;
  auto peer = served.peer();
  for (const auto* query : {"1", "2", "3"}) {
    const auto answer = peer.get("/hello?" + std::string{query});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello " + std::string{query});
    EXPECT_TRUE(answer.has("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_TRUE(answer.has("Referrer-Policy: no-referrer\r\n"));
    EXPECT_TRUE(answer.has("Content-Type: text/plain\r\n"));
    EXPECT_TRUE(answer.has("\r\nDate: "));
    EXPECT_FALSE(answer.has("Server:"));
    EXPECT_FALSE(answer.has("Connection:"));
  }
  EXPECT_TRUE(eventually([&] { return served.figure("http_requests_total{class=\"2xx\"}") == 3; })) << "counted once they are sent";
  EXPECT_EQ(served.figure("http_request_seconds_count"), 3);
  EXPECT_EQ(served.figure("connections_open"), 1);
}

TEST(Http, AnswersPipelinedRequestsInOrder) {
  Served served;
  auto peer = served.peer();
  const std::string get = " HTTP/1.1\r\nHost: x\r\n\r\n";
  peer.send("GET /hello?1" + get + "GET /later" + get + "GET /hello?3" + get + "GET /drop" + get);
  EXPECT_EQ(peer.answer().body, "hello 1");
  Response late;
  late.body = "late";
  served.take_waiting()(std::move(late));
  EXPECT_EQ(peer.answer().body, "late");
  EXPECT_EQ(peer.answer().body, "hello 3");
  EXPECT_EQ(peer.answer().status, 503);
}

TEST(Http, SendsFixedBodiesAndStopsAtTheHeaderForHead) {
  const Served served;
  auto peer = served.peer();
  EXPECT_EQ(peer.get("/page").body, "<html>embedded</html>");
  peer.send("HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = peer.answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.has("Content-Length: 21\r\n"));
  EXPECT_EQ(peer.get("/hello?still-in-step").status, 200) << "no byte of a body came";
}

// Every refusal has the same shape, so that a client needs to know one.
TEST(Http, RefusesWithProblems) {
  const Served served;
  struct Row {
    std::string request;
    int status;
    std::string code, header;
  };
  for (const auto& row : {
           Row{"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not_found", ""},
           Row{"POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405, "method_not_allowed", "Allow: GET, HEAD, OPTIONS\r\n"},
           Row{"BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed", "Allow: GET, HEAD, OPTIONS\r\n"},
           Row{"GET /live HTTP/1.1\r\nHost: x\r\n\r\n", 426, "upgrade_required", "Upgrade: websocket\r\n"},
           Row{"GET /a/%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request", "Connection: close\r\n"},
           Row{"GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request", "Connection: close\r\n"},
           Row{"GET / HTTP/1.1\r\n\r\n", 400, "bad_request", "Connection: close\r\n"},
           Row{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "bad_request",
               "Connection: close\r\n"},
           Row{"GET /throw HTTP/1.1\r\nHost: x\r\n\r\n", 500, "internal", ""},
           Row{"GET /split HTTP/1.1\r\nHost: x\r\n\r\n", 500, "internal", ""},
           Row{"GET /drop HTTP/1.1\r\nHost: x\r\n\r\n", 503, "unavailable", ""},
       }) {
    SCOPED_TRACE(row.request);
    auto peer = served.peer();
    const auto answer = peer.ask(row.request);
    EXPECT_EQ(answer.status, row.status);
    EXPECT_TRUE(answer.has("Content-Type: application/problem+json\r\n"));
    EXPECT_NE(answer.body.find("\"code\":\"" + row.code + "\""), std::string::npos) << answer.body;
    for (const auto* member : {"\"status\":", "\"title\":\"", "\"detail\":\"", "\"where\":\"", "\"mend\":\""}) {
      EXPECT_NE(answer.body.find(member), std::string::npos) << member;
    }
    EXPECT_TRUE(answer.has(row.header)) << answer.head;
    EXPECT_EQ(answer.body.find("secret words"), std::string::npos);
    EXPECT_EQ(answer.head.find("stolen"), std::string::npos) << "a header was split";
    if (answer.has("Connection: close")) {
      EXPECT_EQ(peer.wait_for_end(), Peer::End::ended);
    } else {
      EXPECT_EQ(peer.get("/hello").status, 200) << "the connection goes on";
    }
  }
}

TEST(Http, AnswersOptions) {
  const Served served;
  auto peer = served.peer();
  const auto one = peer.ask("OPTIONS /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(one.status, 204);
  EXPECT_TRUE(one.has("Allow: GET, HEAD, OPTIONS\r\n"));
  EXPECT_FALSE(one.has("Content-Length"));
  EXPECT_EQ(peer.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status, 204);
}

TEST(Http, SendsContinueToWhoWaitsForIt) {
  const Served served;
  auto peer = served.peer();
  peer.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(peer.take_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(peer.ask("Hello").body, "Hello");
  EXPECT_EQ(peer.get("/hello").status, 200);
}

TEST(Http, TellsTheHandlerWhoAsks) {
  const Served served;
  auto peer = served.peer();
  EXPECT_EQ(peer.ask("GET /who HTTP/1.1\r\nHost: x\r\nX-THING: y\r\n\r\n").body, "127.0.0.1 direct plain y");
  EXPECT_EQ(peer.ask("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n").body, "127.0.0.1 proxied plain ");
  EXPECT_EQ(peer.ask("GET /who HTTP/1.1\r\nHost: x\r\nForwarded: for=1.2.3.4\r\n\r\n").body, "127.0.0.1 proxied plain ");
  EXPECT_EQ(peer.get("/path/%E7%9F%A5").body, "/path/知");
}

TEST(Http, ClosesWhenAsked) {
  const Served served;
  auto peer = served.peer();
  EXPECT_TRUE(peer.ask("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").has("Connection: close\r\n"));
  EXPECT_EQ(peer.wait_for_end(), Peer::End::ended);
  auto old = served.peer();
  EXPECT_TRUE(old.ask("GET /hello HTTP/1.0\r\n\r\n").has("Connection: close\r\n"));
  EXPECT_EQ(old.wait_for_end(), Peer::End::ended);
}

// Some clients close their half after the request; they still get their answer.
TEST(Http, AnswersAPeerThatHasEndedItsHalf) {
  const Served served;
  auto peer = served.peer();
  peer.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  peer.end_writing();
  EXPECT_EQ(peer.answer().status, 200);
  EXPECT_EQ(peer.wait_for_end(), Peer::End::ended);
}

TEST(Http, TakesAnswersFromAnyThreadOnceAndDropsThoseForNobody) {
  Served served;
  auto peer = served.peer();
  for (int round = 0; round < 50; ++round) {
    peer.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::jthread answering{[respond = served.take_waiting(), round]() mutable {
      Response response;
      response.body = std::to_string(round);
      respond(std::move(response));
      respond(Response{});  // a second answer is nobody's
    }};
    EXPECT_EQ(peer.answer().body, std::to_string(round));
  }
  peer.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  auto respond = served.take_waiting();
  peer.close();
  respond(Response{});
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; }));
}

// A late answer to a request that was answered otherwise must not become the answer to the next one: somebody else's words.
TEST(Http, NeverTakesAnAnswerForAnotherRequest) {
  Served served;
  auto peer = served.peer();
  EXPECT_EQ(peer.get("/later-and-throw").status, 500);
  auto stale = served.take_waiting();
  peer.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  auto right = served.take_waiting();
  Response wrong;
  wrong.body = "wrong";
  stale(std::move(wrong));
  Response response;
  response.body = "right";
  right(std::move(response));
  EXPECT_EQ(peer.answer().body, "right");
}

// Workers may hold a Responder while everything stops: it must find nobody, not freed memory.
TEST(Http, AnswersAfterTheServerAreIgnored) {
  Responder late;
  {
    Served served;
    auto peer = served.peer();
    peer.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    late = served.take_waiting();
    served.server.reset();
    EXPECT_EQ(peer.answer().status, 0);
  }
  late(Response{});
}

TEST(Http, SendsWhatIsLargerThanTheSystemsBuffers) {
  const Served served;
  auto peer = served.peer();
  const auto answer = peer.get("/big");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.size(), 64UL * 1024 * 1024);
  EXPECT_EQ(answer.body.find_first_not_of('b'), std::string::npos);
  EXPECT_EQ(peer.get("/hello").status, 200);
}

TEST(Problem, IsJsonWhateverTheWords) {
  const auto text = problem_json(Error{ErrorCode::stale, "a \"quoted\" \\ word\n", "x\xff", "知", "for the operator"});
  EXPECT_EQ(text, R"({"status":409,"code":"stale","title":"Conflict","detail":"a \"quoted\" \\ word\u000a","where":"x?","mend":"知"})");
}

}  // namespace
}  // namespace zhiyin::net
