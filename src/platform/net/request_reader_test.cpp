#include "platform/net/request_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace zhiyin::net {
namespace {

using namespace std::string_literals;
using State = RequestReader::State;

constexpr std::size_t header_max = 400;
constexpr std::size_t body_max = 50;

/// One line per request: "METHOD target [body]", or the status of the refusal, or the state it stops in.
std::string read_all(const std::string& bytes, std::size_t step) {
  RequestReader reader{header_max, body_max};
  std::string seen;
  for (std::size_t at = 0; at < bytes.size() && reader.state() != State::refused; at += step) {
    auto state = reader.take(std::string_view{bytes}.substr(at, step));
    for (; state == State::whole; state = reader.next()) {
      seen.append(reader.method()).append(" ").append(reader.target()).append(" [").append(reader.body()).append("]\n");
    }
  }
  switch (reader.state()) {
    case State::empty: return seen;
    case State::header: return seen + "header";
    case State::body: return seen + "body";
    case State::refused: return seen + std::to_string(reader.refusal().status);
    case State::whole: break;
  }
  return seen + "whole";
}

struct Row {
  const char* why;
  std::string bytes;
  std::string seen;
};
void expect_rows(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    for (const std::size_t step : {1UL, 2UL, 5UL, 100000UL}) {
      EXPECT_EQ(read_all(row.bytes, step), row.seen) << row.why << ", in pieces of " << step;
    }
  }
}

TEST(RequestReader, ReadsRequests) {
  expect_rows({
      {"the smallest", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / []\n"},
      {"pipelined", "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a []\nGET /b []\n"},
      {"a body by its length", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nHelloGET / HTTP/1.1\r\nHost: x\r\n\r\n",
       "POST /a [Hello]\nGET / []\n"},
      {"a body in chunks",
       "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nHel\r\n2;ext=1\r\nlo\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: "
       "x\r\n\r\n",
       "POST /a [Hello]\nGET / []\n"},
      // Beast's own reader of chunks aborts on this one when it is cut after "0\\r\\n".
      {"an empty body in chunks",
       "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
       "POST /a []\nGET / []\n"},
      {"sizes with zeros before, in either case",
       "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n00A\r\n0123456789\r\n00b\r\n0123456789a\r\n000\r\n\r\n",
       "POST /a [01234567890123456789a]\n"},
      {"empty lines before the request are forgiven", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / []\n"},
      {"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", "GET / []\n"},
      {"a part of a header", "GET / HTTP/1.1\r\nHo", "header"},
      {"a part of a body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nHe", "body"},
  });
}

// The shapes by which one connection's bytes mean different requests to a proxy and to us (RFC 9112 section 11.2). A server that takes
// one of them lets a stranger put words into another customer's connection.
TEST(RequestReader, RefusesWhatCouldSmuggle) {
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  expect_rows({
      {"length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400"},
      {"two lengths that differ", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nHello!", "400"},
      {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nHello", "400"},
      {"a list of lengths", post + "Content-Length: 5, 5\r\n\r\nHello", "400"},
      {"a signed length", post + "Content-Length: +5\r\n\r\nHello", "400"},
      {"a length in hexadecimal", post + "Content-Length: 0x5\r\n\r\nHello", "400"},
      {"a negative length", post + "Content-Length: -1\r\n\r\n", "400"},
      {"no length at all", post + "Content-Length:\r\n\r\n", "400"},
      {"a length beyond 64 bits", post + "Content-Length: 99999999999999999999\r\n\r\n", "400"},
      {"another coding before chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400"},
      {"another coding", post + "Transfer-Encoding: identity\r\n\r\n", "400"},
      {"chunked disguised", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400"},
      {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"a folded line", post + "X-A: b\r\n c\r\n\r\n", "400"},
      {"a folded Transfer-Encoding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", "400"},
      {"a fold with a tab", post + "X-A: b\r\n\tc\r\n\r\n", "400"},
      {"a space before the colon", post + "Content-Length : 5\r\n\r\nHello", "400"},
      {"a space before the name", "POST / HTTP/1.1\r\n Host: x\r\n\r\n", "400"},
      {"a line without a colon", post + "Content-Length\r\n\r\n", "400"},
      {"a bare line feed", "GET / HTTP/1.1\nHost: x\n\n", "400"},
      {"a bare line feed inside", post + "X-A: b\nContent-Length: 5\r\n\r\nHello", "400"},
      {"a bare carriage return inside", post + "X-A: b\rContent-Length: 5\r\n\r\nHello", "400"},
      {"a NUL inside", post + "X-A: b\0c\r\n\r\n"s, "400"},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"no version", "GET /\r\n\r\n", "400"},
      {"another version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "400"},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"not HTTP: a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"s, "400"},
      {"an unknown expectation", post + "Expect: magic\r\n\r\n", "417"},
  });
}

TEST(RequestReader, RefusesBadChunks) {
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect_rows({
      {"not a number", post + "x\r\nHello\r\n0\r\n\r\n", "400"},
      {"a number with a prefix", post + "0x5\r\nHello\r\n0\r\n\r\n", "400"},
      {"a negative number", post + "-5\r\nHello\r\n0\r\n\r\n", "400"},
      {"a number beyond 64 bits", post + "fffffffffffffffff\r\nHello", "400"},
      {"no number", post + "\r\nHello\r\n0\r\n\r\n", "400"},
      {"a space after the number", post + "5 \r\nHello\r\n0\r\n\r\n", "400"},
      {"a bare line feed after the number", post + "5\nHello\r\n0\r\n\r\n", "400"},
      {"a bare line feed in an extension", post + "5;a\nb\r\nHello\r\n0\r\n\r\n", "400"},
      {"a bare line feed after the data", post + "5\r\nHello\n0\r\n\r\n", "400"},
      {"more bytes than told", post + "3\r\nHello\r\n0\r\n\r\n", "400"},
      {"no end of the chunk", post + "5\r\nHelloXX0\r\n\r\n", "400"},
      {"trailers, which could carry any header past a proxy", post + "5\r\nHello\r\n0\r\nX-Forwarded-For: me\r\n\r\n", "400"},
      {"a head of a chunk without end", post + "5;" + std::string(header_max * 2, 'x'), "400"},
  });
}

TEST(RequestReader, KeepsToItsLimits) {
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
  const auto padded = [&](std::size_t size) { return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n"; };
  expect_rows({
      {"a header of exactly the limit", padded(header_max), "GET / []\n"},
      {"one byte more", padded(header_max + 1), "431"},
      {"a line that never ends", "GET /" + std::string(header_max * 2, 'x'), "431"},
      {"a body of exactly the limit", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n" + std::string(50, 'b'),
       "POST / [" + std::string(50, 'b') + "]\n"},
      {"one byte more is told at the header", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 51\r\n\r\n", "413"},
      {"one byte more in chunks",
       "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1E\r\n" + std::string(30, 'b') + "\r\n15\r\n" +
           std::string(21, 'b'),
       "413"},
  });
}

TEST(RequestReader, TellsAboutTheRequest) {
  RequestReader reader{header_max, body_max};
  ASSERT_EQ(
      reader.take("GET / HTTP/1.1\r\nHost: x\r\nconnection: Keep-Alive, UPGRADE\r\nX-Forwarded-For: a\r\nX-A: 1\r\nx-a: 2\r\n\r\nrest"),
      State::whole);
  EXPECT_EQ(reader.header("x-A"), "1");
  EXPECT_EQ(reader.header("missing"), "");
  EXPECT_TRUE(reader.lists("Connection", "upgrade"));
  EXPECT_FALSE(reader.lists("Connection", "close"));
  EXPECT_TRUE(reader.behind_proxy());
  EXPECT_TRUE(reader.keep_alive());
  EXPECT_EQ(reader.take_rest(), "rest");
}

TEST(RequestReader, KnowsWhoWaitsForContinue) {
  RequestReader reader{header_max, body_max};
  ASSERT_EQ(reader.take("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"), State::body);
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_FALSE(reader.wants_continue()) << "it is sent once";
  EXPECT_EQ(reader.take("ok"), State::whole);
  EXPECT_FALSE(reader.behind_proxy());
}

// However outside bytes are cut, the same requests come out, or the same refusal.
TEST(RequestReader, ReadsPiecesAsTheWhole) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<std::string> words{"GET / HTTP/1.1\r\n",
                                         "POST /a HTTP/1.1\r\n",
                                         "Host: x\r\n",
                                         "Content-Length: 3\r\n",
                                         "Transfer-Encoding: chunked\r\n",
                                         "\r\n",
                                         "abc",
                                         "3\r\nabc\r\n",
                                         "0\r\n\r\n",
                                         "X: y\r\n",
                                         " ",
                                         "\n",
                                         "\r",
                                         ":"};
    std::string bytes;
    for (const auto& word : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(words))) {
      bytes += word;
    }
    const auto step = static_cast<std::size_t>(*rc::gen::inRange(1, 30));
    RC_ASSERT(read_all(bytes, step) == read_all(bytes, 100000));
  }));
}

}  // namespace
}  // namespace zhiyin::net
