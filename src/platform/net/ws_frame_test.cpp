#include "platform/net/ws_frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "platform/net/test_peer.hpp"
#include "platform/net/upgrade.hpp"

namespace zhiyin::net {
namespace {

using namespace std::string_literals;
using Kind = FrameReader::Kind;
using test::Peer;

struct Seen {
  Kind kind;
  std::string payload;
  int code;
  bool operator==(const Seen&) const = default;
};
void PrintTo(const Seen& seen, std::ostream* out) {
  *out << static_cast<int>(seen.kind) << ":" << seen.payload << ":" << seen.code;
}

/// All events of `bytes` given in pieces of `step`.
std::vector<Seen> read_all(std::string bytes, std::size_t step, std::size_t max = 1000) {
  FrameReader reader{max};
  std::vector<Seen> seen;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::span<char> piece{bytes.data() + at, std::min(step, bytes.size() - at)};
    while (!piece.empty()) {
      const auto event = reader.next(piece);
      if (event.kind == Kind::more) {
        continue;
      }
      seen.push_back({event.kind, std::string{event.payload}, event.code});
      if (event.kind == Kind::broken || event.kind == Kind::close) {
        return seen;
      }
    }
  }
  return seen;
}

/// However the bytes are cut, the events are the same.
void expect_events(const std::string& bytes, const std::vector<Seen>& wanted, std::size_t max = 1000) {
  for (const std::size_t step : {1UL, 2UL, 3UL, 7UL, 100UL, 100000UL}) {
    EXPECT_EQ(read_all(bytes, step, max), wanted) << "in pieces of " << step;
  }
}

// RFC 6455 section 5.7, the examples that a client may send.
TEST(FrameReader, ReadsTheExamplesOfTheRfc) {
  expect_events("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s, {{Kind::text, "Hello", 0}});
  expect_events("\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s, {{Kind::pong, "Hello", 0}});
  expect_events(Peer::frame(0x01, "Hel") + Peer::frame(0x80, "lo"), {{Kind::text, "Hello", 0}});
}

TEST(FrameReader, ReadsMessagesHoweverTheyComeInPieces) {
  const std::string chinese = "知音 is 知音";
  const std::string long_text(700, 'x');
  expect_events(Peer::text("") + Peer::text("a"), {{Kind::text, "", 0}, {Kind::text, "a", 0}});
  expect_events(Peer::text(long_text) + Peer::text(chinese), {{Kind::text, long_text, 0}, {Kind::text, chinese, 0}});
  // Control frames may come between fragments, and fragments may cut a character.
  expect_events(Peer::frame(0x01, chinese.substr(0, 1)) + Peer::frame(0x89, "p") + Peer::frame(0x00, "") + Peer::frame(0x8a, "") +
                    Peer::frame(0x00, chinese.substr(1, 3)) + Peer::frame(0x80, chinese.substr(4)) + Peer::text("next"),
                {{Kind::ping, "p", 0}, {Kind::pong, "", 0}, {Kind::text, chinese, 0}, {Kind::text, "next", 0}});
  expect_events(Peer::frame(0x01, "") + Peer::frame(0x80, ""), {{Kind::text, "", 0}});
}

TEST(FrameReader, ReadsClose) {
  expect_events(Peer::frame(0x88, ""), {{Kind::close, "", 1005}});
  expect_events(Peer::frame(0x88, "\x03\xe8"s), {{Kind::close, "", 1000}});
  expect_events(Peer::frame(0x88, "\x0f\xa8 bye"s), {{Kind::close, "", 4008}});
}

// What a peer must not do, and the code that RFC 6455 wants for it. Anything let through here is a way to crash or confuse us.
TEST(FrameReader, RefusesWhatBreaksTheRules) {
  struct Row {
    const char* why;
    std::string bytes;
    int code;
  };
  const std::vector<Row> rows{
      {"not masked", "\x81\x05Hello"s, 1002},
      {"reserved bit 1: nobody agreed on compression", Peer::frame(0xC1, "a"), 1002},
      {"reserved bit 3", Peer::frame(0x91, "a"), 1002},
      {"reserved data opcode", Peer::frame(0x83, "a"), 1002},
      {"reserved control opcode", Peer::frame(0x8B, "a"), 1002},
      {"binary", Peer::frame(0x82, "a"), 1003},
      {"continuation of nothing", Peer::frame(0x80, "a"), 1002},
      {"new message inside a message", Peer::frame(0x01, "a") + Peer::frame(0x81, "b"), 1002},
      {"binary inside a message", Peer::frame(0x01, "a") + Peer::frame(0x82, "b"), 1002},
      {"fragmented ping", Peer::frame(0x09, "a"), 1002},
      {"ping of 126 bytes", Peer::frame(0x89, std::string(126, 'x')), 1002},
      {"16-bit length that fits 7 bits", "\x81\xfe\x00\x05mask"s, 1002},
      {"64-bit length that fits 16 bits", "\x81\xff\x00\x00\x00\x00\x00\x00\xff\xffmask"s, 1002},
      {"64-bit length with the top bit", "\x81\xff\x80\x00\x00\x00\x00\x01\x00\x00mask"s, 1002},
      {"length over the limit, told at its head", "\x81\xff\x00\x00\x00\x10\x00\x00\x00\x00mask"s, 1009},
      {"fragments over the limit together", Peer::frame(0x01, std::string(600, 'x')) + Peer::frame(0x80, std::string(401, 'x')), 1009},
      {"not UTF-8", Peer::text("\xff"), 1007},
      {"a character that never ends", Peer::text("\xe7\x9f"), 1007},
      {"a character broken across fragments", Peer::frame(0x01, "\xe7") + Peer::frame(0x80, "a"), 1007},
      {"surrogate", Peer::text("\xed\xa0\x80"), 1007},
      {"close with half a code", Peer::frame(0x88, "\x03"s), 1002},
      {"close with 1005, which never travels", Peer::frame(0x88, "\x03\xed"s), 1002},
      {"close with 999", Peer::frame(0x88, "\x03\xe7"s), 1002},
      {"close with 2999", Peer::frame(0x88, "\x0b\xb7"s), 1002},
      {"close with 5000", Peer::frame(0x88, "\x13\x88"s), 1002},
      {"close with a reason that is not UTF-8", Peer::frame(0x88, "\x03\xe8\xff"s), 1007},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    expect_events(row.bytes, {{Kind::broken, "", row.code}});
  }
}

TEST(FrameReader, TakesAMessageOfExactlyTheLimit) {
  expect_events(Peer::text(std::string(1000, 'x')), {{Kind::text, std::string(1000, 'x'), 0}});
  expect_events(Peer::frame(0x01, std::string(400, 'x')) + Peer::frame(0x80, std::string(600, 'x')),
                {{Kind::text, std::string(1000, 'x'), 0}});
  expect_events(Peer::text(std::string(1001, 'x')), {{Kind::broken, "", 1009}});
}

// Whatever comes, the reader ends in events and stays within its memory; sanitizers watch while this runs.
TEST(FrameReader, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& random) {
    const auto step = static_cast<std::size_t>(*rc::gen::inRange(1, 20));
    const auto whole = read_all({random.begin(), random.end()}, 100000);
    RC_ASSERT(read_all({random.begin(), random.end()}, step) == whole);
  }));
}

TEST(FrameHead, UsesTheShortestLength) {
  const auto text = [](std::size_t size) {
    const auto head = frame_head(Opcode::text, size);
    return std::string{head.bytes.data(), head.size};
  };
  EXPECT_EQ(text(0), "\x81\x00"s);
  EXPECT_EQ(text(125), "\x81\x7d"s);
  EXPECT_EQ(text(126), "\x81\x7e\x00\x7e"s);
  EXPECT_EQ(text(256), "\x81\x7e\x01\x00"s);  // RFC 6455 section 5.7
  EXPECT_EQ(text(65535), "\x81\x7e\xff\xff"s);
  EXPECT_EQ(text(65536), "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

TEST(ClosePayload, FitsAControlFrameAndStaysUtf8) {
  EXPECT_EQ(close_payload(1000, "bye"), "\x03\xe8"s + "bye");
  std::string reason;
  while (reason.size() < 200) {
    reason += "知";
  }
  for (const auto* prefix : {"", "a", "ab"}) {
    const auto payload = close_payload(4008, prefix + reason);
    EXPECT_LE(payload.size(), 125U);
    EXPECT_GT(payload.size(), 120U);
    EXPECT_TRUE(is_utf8(payload.substr(2)));
  }
}

TEST(Handshake, AcceptsAsTheRfcDoes) {
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_TRUE(is_websocket_key("dGhlIHNhbXBsZSBub25jZQ=="));
  EXPECT_FALSE(is_websocket_key(""));
  EXPECT_FALSE(is_websocket_key("dGhlIHNhbXBsZSBub25jZQ"));
  EXPECT_FALSE(is_websocket_key("dGhlIHNhbXBsZSBub25jZ!=="));
}

}  // namespace
}  // namespace zhiyin::net
