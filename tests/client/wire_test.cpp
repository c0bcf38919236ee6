// The wire against a socket pair: what arrives in pieces, what is cut at a chosen byte, what is abandoned.
#include "client/wire.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <vector>

namespace zhiyin::client {
namespace {

using namespace std::string_literals;
constexpr auto patience = std::chrono::seconds{10};

class WireTest : public testing::Test, public Wire::User {
 protected:
  WireTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    server = ends[1];
    wire = std::make_unique<Wire>(loop, ends[0], *this);
  }
  ~WireTest() override { ::close(server); }

  void on_open() override {}
  void on_text(std::string_view text) override { heard.emplace_back(text); }
  void on_ended(const Ending& how) override { ending = how; }

  void server_says(const std::string& bytes) const {
    ASSERT_EQ(::send(server, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  /// What the server has got so far; "EOF" at the end when the connection is over.
  [[nodiscard]] std::string server_heard() const {
    std::array<char, 65536> buffer{};
    const auto got = ::recv(server, buffer.data(), buffer.size(), 0);
    // A close with bytes unread is a reset on a socket pair; over either way.
    const bool over = got == 0 || (got < 0 && errno == ECONNRESET);
    return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : (over ? "EOF" : "");
  }

  Loop loop;
  std::unique_ptr<Wire> wire;
  int server = -1;
  std::vector<std::string> heard;
  std::optional<Ending> ending;
};

TEST_F(WireTest, hears_texts_and_answers_pings) {
  server_says("\x81\x02hi\x89\x01p\x81\x03you"s);
  ASSERT_TRUE(loop.run_until([&] { return heard.size() == 2; }, patience));
  EXPECT_EQ(heard, (std::vector<std::string>{"hi", "you"}));
  const auto pong = server_heard();
  ASSERT_EQ(pong.size(), 7U);
  EXPECT_EQ(pong.substr(0, 2), "\x8a\x81"s);
}

TEST_F(WireTest, tells_the_code_of_a_close_and_answers_it) {
  server_says("\x88\x06\x0f\xa8slow"s);
  ASSERT_TRUE(loop.run_until([&] { return ending.has_value(); }, patience));
  EXPECT_EQ(ending->code, 4008);
  EXPECT_EQ(ending->reason, "slow");
  EXPECT_EQ(server_heard().substr(0, 2), "\x88\x82"s);
}

TEST_F(WireTest, cuts_itself_in_the_middle_of_a_frame_it_reads) {
  wire->cut_after_read(6);
  server_says("\x81\x02hi\x81\x03you"s);
  ASSERT_TRUE(loop.run_until([&] { return ending.has_value(); }, patience));
  EXPECT_EQ(heard, std::vector<std::string>{"hi"});
  EXPECT_EQ(ending->code, 0);
  EXPECT_EQ(server_heard(), "EOF");
}

TEST_F(WireTest, cuts_itself_in_the_middle_of_a_frame_it_writes) {
  wire->cut_after_write(9);
  wire->send_text("hello");
  wire->send_text("never whole");
  ASSERT_TRUE(loop.run_until([&] { return ending.has_value(); }, patience));
  EXPECT_EQ(server_heard().size(), 9U);
  EXPECT_EQ(server_heard(), "EOF");
}

TEST_F(WireTest, an_abandoned_connection_stays_open_for_the_server) {
  const int fd = wire->abandon();
  server_says("\x81\x02hi"s);
  loop.turn(std::chrono::milliseconds{0});
  EXPECT_TRUE(heard.empty());
  EXPECT_EQ(server_heard(), "");
  EXPECT_FALSE(ending.has_value());
  ::close(fd);
  EXPECT_EQ(server_heard(), "EOF");
}

TEST_F(WireTest, a_paused_reader_hears_all_later) {
  wire->pause_reading();
  server_says("\x81\x02hi"s);
  loop.turn(std::chrono::milliseconds{0});
  EXPECT_TRUE(heard.empty());
  wire->resume_reading();
  ASSERT_TRUE(loop.run_until([&] { return !heard.empty(); }, patience));
}

}  // namespace
}  // namespace zhiyin::client
