// The proofs are worth what their client is worth: its framing against the examples of RFC 6455, section 5.7, and against bad servers.
#include "client/framing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace zhiyin::client {
namespace {

using namespace std::string_literals;

struct Heard {
  std::vector<std::pair<Opcode, std::string>> messages;
  std::string broken;
};

Heard hear(std::string_view bytes, std::size_t at_a_time) {
  FrameReader reader;
  Heard heard;
  for (std::size_t i = 0; i < bytes.size(); i += at_a_time) {
    reader.feed(bytes.substr(i, at_a_time));
    while (const auto message = reader.next()) {
      heard.messages.emplace_back(message->opcode, std::string(message->payload));
    }
  }
  heard.broken = reader.broken();
  return heard;
}

TEST(Framing, what_we_send_is_masked_as_in_the_rfc) {
  std::string out;
  append_frame(out, Opcode::text, "Hello", 0x3d21fa37);  // the bytes 37 fa 21 3d on a little-endian machine
  EXPECT_EQ(out, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s);
}

TEST(Framing, lengths_change_their_form_at_126_and_65536) {
  struct Row {
    std::size_t size = 0;
    std::size_t head = 0;
  };
  for (const auto& row : {Row{125, 6}, Row{126, 8}, Row{65535, 8}, Row{65536, 14}}) {
    std::string out;
    append_frame(out, Opcode::text, std::string(row.size, 'x'), 1);
    EXPECT_EQ(out.size(), row.size + row.head) << row.size;
  }
}

TEST(Framing, a_message_is_whole_however_the_bytes_arrive) {
  // "Hel" "lo" in two fragments with a ping between them, then 300 bytes in the 16-bit form, then a close with 1001.
  const std::string stream =
      "\x01\x03Hel"s + "\x89\x02hi"s + "\x80\x02lo"s + "\x81\x7e\x01\x2c"s + std::string(300, 'y') + "\x88\x02\x03\xe9"s;
  for (const std::size_t at_a_time : {std::size_t{1}, std::size_t{2}, std::size_t{7}, stream.size()}) {
    const auto heard = hear(stream, at_a_time);
    ASSERT_EQ(heard.messages.size(), 4U) << at_a_time;
    EXPECT_EQ(heard.messages[0], std::pair(Opcode::ping, "hi"s));
    EXPECT_EQ(heard.messages[1], std::pair(Opcode::text, "Hello"s));
    EXPECT_EQ(heard.messages[2].second, std::string(300, 'y'));
    EXPECT_EQ(heard.messages[3], std::pair(Opcode::close, "\x03\xe9"s));
    EXPECT_EQ(heard.broken, "");
  }
}

TEST(Framing, a_server_that_breaks_the_rules_is_found) {
  struct Row {
    std::string bytes;
    std::string broken;
  };
  const auto rows = std::to_array<Row>({
      {"\x81\x81____x"s, "a server's frame is masked"},
      {"\xc1\x01x"s, "a reserved bit is set"},
      {"\x80\x01x"s, "fragments out of order"},
      {"\x01\x01x\x81\x01y"s, "fragments out of order"},
      {"\x09\x01x"s, "a control frame is fragmented or too long"},
  });
  for (const auto& row : rows) {
    EXPECT_EQ(hear(row.bytes, row.bytes.size()).broken, row.broken);
  }
}

}  // namespace
}  // namespace zhiyin::client
