#include "harness/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "harness/account.hpp"

namespace zhiyin::harness {
namespace {

using Steady = std::chrono::steady_clock;

int left_ms(Steady::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
  return left > 0 ? static_cast<int>(left) + 1 : 0;
}

bool become(const std::string& name) {
  const auto account = account_of(name);
  return account && ::setgroups(0, nullptr) == 0 && ::setgid(account->group) == 0 && ::setuid(account->user) == 0;
}

[[noreturn]] void live_as(const Command& command, pid_t parent, int out) {
  ::dup2(out, STDOUT_FILENO);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  if (!command.log_file.empty()) {
    const int log = ::open(command.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    ::dup2(log, STDERR_FILENO);
  }
  if ((command.before_exec && !command.before_exec()) || (!command.user.empty() && !become(command.user))) {
    ::_exit(126);
  }
  // After the change of user, which clears it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(126);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  auto texts = command.words;
  std::vector<char*> words;
  words.reserve(texts.size() + 1);
  for (auto& word : texts) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  ::_exit(127);
}

}  // namespace

Child::Child(const Command& command) {
  if (::access(command.words.at(0).c_str(), X_OK) != 0) {
    throw std::runtime_error(fmt::format("{} cannot be run: {}", command.words[0], std::generic_category().message(errno)));
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(fmt::format("no pipe for {}: {}", command.words[0], std::generic_category().message(errno)));
  }
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    live_as(command, parent, ends[1]);
  }
  ::close(ends[1]);
  out_ = ends[0];
  if (pid_ < 0) {
    ::close(out_);
    throw std::runtime_error(fmt::format("{} cannot be started: {}", command.words[0], std::generic_category().message(errno)));
  }
  pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  ::fcntl(pidfd_, F_SETFD, FD_CLOEXEC);
}

Child::~Child() {
  kill();
  ::close(out_);
  ::close(pidfd_);
}

void Child::signal(int number) const {
  if (!exit_) {
    ::kill(pid_, number);
  }
}

bool Child::reap(bool block) {
  if (exit_) {
    return true;
  }
  int status = 0;
  pid_t got = 0;
  do {
    got = ::waitpid(pid_, &status, block ? 0 : WNOHANG);
  } while (got < 0 && errno == EINTR);
  if (got == pid_) {
    exit_ = WIFSIGNALED(status) ? Exit{0, WTERMSIG(status)} : Exit{WEXITSTATUS(status), 0};
  }
  return exit_.has_value();
}

bool Child::running() {
  return !reap(false);
}

std::optional<Exit> Child::wait(std::chrono::milliseconds within) {
  const auto until = Steady::now() + within;
  while (!reap(false)) {
    if (Steady::now() >= until) {
      return std::nullopt;
    }
    pollfd end{pidfd_, POLLIN, 0};
    ::poll(&end, 1, left_ms(until));
  }
  return exit_;
}

void Child::kill() {
  if (!reap(false)) {
    ::kill(pid_, SIGKILL);
    reap(true);
  }
}

bool Child::read_more(Steady::time_point until) {
  pollfd readable{out_, POLLIN, 0};
  if (::poll(&readable, 1, left_ms(until)) <= 0) {
    return false;
  }
  std::array<char, 16384> buffer{};
  const auto got = ::read(out_, buffer.data(), buffer.size());
  if (got <= 0) {
    return false;
  }
  unread_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Child::wait_line(std::string_view prefix, std::chrono::milliseconds within) {
  const auto until = Steady::now() + within;
  while (true) {
    for (auto end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (line.starts_with(prefix)) {
        return line;
      }
    }
    if (!read_more(until)) {
      return std::nullopt;
    }
  }
}

std::string Child::read_all(std::chrono::milliseconds within) {
  const auto until = Steady::now() + within;
  while (read_more(until)) {
  }
  return std::exchange(unread_, {});
}

std::uint64_t Child::resident_bytes() const {
  std::ifstream status(fmt::format("/proc/{}/status", pid_));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::stoull(line.substr(6)) * 1024;
    }
  }
  return 0;
}

std::string run(const Command& command, std::chrono::milliseconds within) {
  const auto until = Steady::now() + within;
  Child child(command);
  std::string output = child.read_all(within);
  const auto end = child.wait(std::chrono::milliseconds{left_ms(until)});
  if (!end || end->status != 0 || end->signal != 0) {
    throw std::runtime_error(fmt::format("{} {}", fmt::join(command.words, " "),
                                         end ? fmt::format("failed (status {}, signal {})", end->status, end->signal) : "took too long"));
  }
  return output;
}

}  // namespace zhiyin::harness
