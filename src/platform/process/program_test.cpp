#include "platform/process/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>

#include "platform/process/answering.hpp"

namespace zhiyin::process {
namespace {

constexpr const char* child_name = "ZHIYIN_TEST_CHILD";

std::string answer_of_child(const std::string& known, std::string_view words) {
  if (words == "pid") {
    return std::to_string(::getpid());
  }
  if (words == "die") {
    ::_exit(1);
  }
  if (words == "hang") {
    ::pause();
  }
  if (words == "files") {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return std::to_string(std::distance(begin(files), end(files)));
  }
  return words == "unknown" ? std::string{} : known + std::string(words);
}

// This program started again as the child: before GoogleTest, which has the main function.
const bool is_parent = [] {
  if (std::getenv(child_name) != nullptr) {  // NOLINT(concurrency-mt-unsafe): there is one thread yet
    std::string known;
    answer_parent(child_socket,
                  {[&](std::string_view words) { known = words; }, [&](std::string_view words) { return answer_of_child(known, words); }});
    ::_exit(0);
  }
  return true;
}();

std::vector<std::string> child() {
  return {"/usr/bin/env", std::string(child_name) + "=1", std::filesystem::read_symlink("/proc/self/exe").string()};
}

// Long enough for a slow machine; nothing here passes by time.
Limits patient() {
  Limits limits;
  limits.answer_max = std::chrono::seconds{30};
  limits.silent_max = std::chrono::seconds{30};
  limits.restart_min = limits.restart_max = std::chrono::milliseconds{1};
  return limits;
}

std::optional<std::string> asked(Program& program, std::string words) {
  std::promise<std::optional<std::string>> promise;
  program.ask(std::move(words), [&](std::optional<std::string> answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

/// Asks again until there is an answer: a new process needs its time.
std::string known(Program& program, const std::string& words) {
  while (true) {
    if (auto answer = asked(program, words)) {
      return *answer;
    }
    std::this_thread::yield();
  }
}

class ProgramTest : public testing::Test {
 protected:
  MetricRegistry metrics_;
};

TEST_F(ProgramTest, answers_with_what_it_was_taught) {
  Program program("trial", child(), metrics_, patient());
  program.teach("a", "one ");
  EXPECT_EQ(known(program, "x"), "one x");
  program.teach("a", "two ");  // taken in order with the questions
  EXPECT_EQ(asked(program, "y"), "two y");
}

TEST_F(ProgramTest, says_when_it_knows_nothing) {
  Program program("trial", child(), metrics_, patient());
  EXPECT_EQ(known(program, "x"), "x");
  EXPECT_EQ(asked(program, "unknown"), std::nullopt);
}

TEST_F(ProgramTest, starts_a_new_one_that_knows_the_same_when_it_dies) {
  Program program("trial", child(), metrics_, patient());
  program.teach("a", "still ");
  const auto first = known(program, "pid");
  EXPECT_EQ(asked(program, "die"), std::nullopt);
  EXPECT_EQ(known(program, "here"), "still here");
  EXPECT_NE(known(program, "pid"), first);
}

// SIGSTOP closes no socket: only silence tells.
TEST_F(ProgramTest, kills_one_that_was_stopped) {
  auto limits = patient();
  limits.answer_max = std::chrono::milliseconds{100};
  limits.silent_max = std::chrono::milliseconds{300};
  limits.ping_every = std::chrono::milliseconds{20};
  Program program("trial", child(), metrics_, limits);
  const auto first = known(program, "pid");
  ASSERT_EQ(::kill(std::atoi(first.c_str()), SIGSTOP), 0);
  while (known(program, "pid") == first) {
    std::this_thread::yield();
  }
}

TEST_F(ProgramTest, gives_a_question_up_that_is_not_answered) {
  auto limits = patient();
  limits.answer_max = std::chrono::milliseconds{50};
  Program program("trial", child(), metrics_, limits);
  (void)known(program, "x");
  EXPECT_EQ(asked(program, "hang"), std::nullopt);
}

TEST_F(ProgramTest, answers_at_once_when_there_is_no_such_program) {
  Program program("trial", {"/nowhere/at/all"}, metrics_, patient());
  EXPECT_EQ(asked(program, "x"), std::nullopt);
}

// A file that the child held would keep a customer's connection open after the server has closed it.
TEST_F(ProgramTest, gives_it_no_file_but_its_socket) {
  const int ours = ::open("/dev/null", O_RDONLY);  // not close-on-exec
  Program program("trial", child(), metrics_, patient());
  EXPECT_EQ(known(program, "files"), "5");  // three, the socket, and the folder that is read
  ::close(ours);
}

TEST_F(ProgramTest, leaves_no_process_and_no_question_behind) {
  std::atomic<int> answers{0};
  pid_t pid = 0;
  {
    Program program("trial", child(), metrics_, patient());
    pid = std::atoi(known(program, "pid").c_str());
    for (int i = 0; i < 100; ++i) {
      program.ask("hang", [&](const std::optional<std::string>&) { ++answers; });
    }
    program.stop();
    program.ask("x", [&](const std::optional<std::string>& answer) { answers += answer ? 1000 : 1; });
  }
  EXPECT_EQ(answers, 101);
  EXPECT_EQ(::kill(pid, 0), -1);
}

// Whatever happens to the child, whoever asked hears once.
TEST_F(ProgramTest, answers_each_question_once_while_it_is_killed_again_and_again) {
  Program program("trial", child(), metrics_, patient());
  constexpr int questions = 2000;
  std::vector<std::atomic<int>> answers(questions);
  std::atomic<int> all{0};
  for (int i = 0; i < questions; ++i) {
    program.ask(i % 100 == 99 ? "die" : "x", [&, i](const std::optional<std::string>&) {
      ++answers.at(static_cast<std::size_t>(i));
      ++all;
    });
    if (i % 100 == 0) {
      (void)known(program, "x");
    }
  }
  program.stop();
  EXPECT_EQ(all, questions);
  for (const auto& one : answers) {
    EXPECT_EQ(one, 1);
  }
}

}  // namespace
}  // namespace zhiyin::process
