// What every proof leans on: children that end when told, and with us; ports; a PostgreSQL that keeps its promises.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "harness/child.hpp"
#include "harness/http_get.hpp"
#include "harness/latencies.hpp"
#include "harness/place.hpp"
#include "harness/postgres_server.hpp"

namespace zhiyin::harness {
namespace {

using namespace std::chrono_literals;

Command shell(const std::string& script) {
  return {{"/bin/sh", "-c", script}, {}, {}, {}};
}

TEST(Child, gives_its_lines_and_its_status) {
  Child child(shell("echo first; echo serving http://x; exit 7"));
  EXPECT_EQ(child.wait_line("serving ", 10s), "serving http://x");
  const auto end = child.wait(10s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 7);
  EXPECT_EQ(end->signal, 0);
  EXPECT_FALSE(child.running());
}

TEST(Child, a_line_that_never_comes_ends_with_the_output) {
  Child child(shell("echo something else"));
  EXPECT_FALSE(child.wait_line("serving ", 10s));
}

TEST(Child, is_killed_and_says_by_what) {
  Child child(shell("exec sleep 1000"));
  EXPECT_FALSE(child.wait(1ms));
  EXPECT_GT(child.resident_bytes(), 0U);
  child.signal(SIGTERM);
  const auto end = child.wait(10s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->signal, SIGTERM);
}

TEST(Child, does_not_outlive_its_object) {
  pid_t pid = 0;
  {
    Child child(shell("exec sleep 1000"));
    pid = child.pid();
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_NE(::kill(pid, 0), 0);
}

TEST(Child, what_cannot_be_run_is_told) {
  EXPECT_THROW(Child(Command{{"/no/such/program"}, {}, {}, {}}), std::runtime_error);
  EXPECT_THROW(run(shell("exit 3")), std::runtime_error);
  EXPECT_THROW(run(shell("exec sleep 1000"), 10ms), std::runtime_error);
  EXPECT_EQ(run(shell("echo yes")), "yes\n");
}

TEST(Child, a_hook_that_says_no_keeps_the_program_from_starting) {
  auto command = shell("exit 0");
  command.before_exec = [] { return false; };
  Child child(command);
  const auto end = child.wait(10s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 126);
}

TEST(TempDir, is_gone_with_all_that_is_in_it) {
  std::filesystem::path path;
  {
    TempDir dir("test");
    path = dir.path();
    std::filesystem::create_directory(path / "a");
    std::ofstream(dir / "a/file") << "x";
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(HttpGet, says_that_nobody_listens) {
  EXPECT_EQ(http_get(free_port(), "/").status, 0);
}

TEST(HttpGet, finds_a_header_whatever_its_case) {
  Answer answer;
  answer.head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX: y";
  EXPECT_EQ(answer.header("content-type"), "text/plain");
  EXPECT_EQ(answer.header("x"), "y");
  EXPECT_EQ(answer.header("y"), "");
}

TEST(Latencies, percentiles_are_exact) {
  Latencies latencies;
  EXPECT_EQ(latencies.percentile_ms(0.5), 0);
  for (int i = 100; i >= 0; --i) {
    latencies.add(std::chrono::milliseconds{i});
  }
  EXPECT_EQ(latencies.percentile_ms(0.5), 50);
  EXPECT_EQ(latencies.percentile_ms(0.99), 99);
  EXPECT_EQ(latencies.percentile_ms(1), 100);
}

TEST(PostgresServer, syncs_and_keeps_what_it_committed_over_an_immediate_restart) {
  PostgresServer postgres;
  EXPECT_EQ(postgres.query("postgres", "SELECT current_setting('fsync') || current_setting('synchronous_commit')"), "onon\n");
  postgres.create_database("one");
  postgres.query("one", "CREATE TABLE kept(x int); INSERT INTO kept VALUES (42)");
  postgres.restart_at_once();
  EXPECT_EQ(postgres.query("one", "SELECT x FROM kept"), "42\n");
  EXPECT_THROW(postgres.query("one", "SELECT nonsense"), std::runtime_error);
}

}  // namespace
}  // namespace zhiyin::harness
