#include "platform/process/program.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "platform/base/require.hpp"
#include "platform/logging/logging.hpp"
#include "platform/process/answering.hpp"

namespace zhiyin::process {
namespace {

/// The child has `socket` as child_socket and no other file of ours, takes signals again that we have put off, and none that a terminal
/// sends to us: it ends after us. 0: it could not be started.
pid_t spawn(const std::vector<std::string>& command, int socket) {
  std::vector<char*> words;
  for (const auto& word : command) {
    words.push_back(const_cast<char*>(word.c_str()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): not written to (posix_spawn(3))
  }
  words.push_back(nullptr);
  posix_spawn_file_actions_t files{};
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, socket, child_socket);
  posix_spawn_file_actions_addclosefrom_np(&files, child_socket + 1);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, command.front().c_str(), &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? pid : 0;
}

int made_bell() {
  const int bell = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  require(bell >= 0, "an eventfd can be made");
  return bell;
}

}  // namespace

Program::Program(std::string name, std::vector<std::string> command, MetricRegistry& metrics, Limits limits)
    : name_(std::move(name)),
      command_(std::move(command)),
      limits_(limits),
      up_(metrics.gauge(name_ + "_up", "1 while the process answers")),
      starts_(metrics.counter(name_ + "_starts_total", "Processes started")),
      unanswered_(metrics.counter(name_ + "_unanswered_total", "Questions that were given up")),
      seconds_(metrics.histogram(name_ + "_answer_seconds", "From a question to its answer")),
      bell_(made_bell()),
      start_at_(Clock::now()),
      pause_(limits.restart_min) {
  require(!command_.empty(), "a program has a path");
  thread_ = std::thread([this] { run(); });
}

Program::~Program() {
  stop();
  ::close(bell_);
}

void Program::teach(const std::string& key, std::string words) {
  {
    const std::lock_guard lock(mutex_);
    given_.lessons.insert_or_assign(key, std::move(words));
  }
  ::eventfd_write(bell_, 1);
}

void Program::ask(std::string words, Then then) {
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      given_.questions.push_back({std::move(words), std::move(then), Clock::now()});
      taken = true;
    }
  }
  if (taken) {
    ::eventfd_write(bell_, 1);
  } else {
    then(std::nullopt);
  }
}

void Program::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    given_.stop = true;
  }
  ::eventfd_write(bell_, 1);
  if (thread_.joinable()) {
    thread_.join();
  }
}

Program::Given Program::take_given() {
  eventfd_t rings = 0;
  ::eventfd_read(bell_, &rings);
  const std::lock_guard lock(mutex_);
  return std::exchange(given_, {});
}

void Program::run() {
  while (true) {
    auto given = take_given();
    for (auto& [key, words] : given.lessons) {
      send(Kind::lesson, 0, words);
      lessons_.insert_or_assign(key, std::move(words));
    }
    for (auto& question : given.questions) {
      put(std::move(question));
    }
    if (given.stop) {
      lose();
      return;
    }
    if (socket_ < 0 && Clock::now() >= start_at_) {
      start();
    }
    give_up_late();
    look_for_life();
    write();
    sleep();
    read();
  }
}

void Program::start() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0) {
    pid_ = spawn(command_, ends[1]);
    ::close(ends[1]);
    socket_ = ends[0];
  }
  started_ = Clock::now();
  ping_at_ = started_;
  starts_.add();
  if (pid_ == 0) {
    logging::error("process", "cannot be started name={}", name_);
    lose();
    return;
  }
  logging::info("process", "started name={} pid={}", name_, pid_);
  for (const auto& [key, words] : lessons_) {
    send(Kind::lesson, 0, words);
  }
}

/// Ends it, if it has not ended by itself, and says so to everybody who waits.
void Program::lose() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
  socket_ = -1;
  up_.set(0);
  bury();
  pause_ = Clock::now() - started_ > limits_.young_max ? limits_.restart_min : std::min(2 * pause_, limits_.restart_max);
  start_at_ = Clock::now() + pause_;
  unsent_.clear();
  reader_ = {};
  silent_since_.reset();
  auto waiting = std::exchange(waiting_, {});
  for (auto& [number, one] : waiting) {
    give_up(std::move(one));
  }
}

void Program::bury() {
  if (pid_ == 0) {
    return;
  }
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  logging::info("process", "ended name={} pid={} status={}", name_, pid_, status);
  pid_ = 0;
}

void Program::send(Kind kind, std::uint64_t number, std::string_view words) {
  if (socket_ >= 0) {
    unsent_ += frame_text({kind, number, words});
  }
}

void Program::put(Question question) {
  if (socket_ < 0 || waiting_.size() >= limits_.waiting_max) {
    give_up({std::move(question.then), question.asked});
    return;
  }
  const auto number = ++numbers_;
  send(Kind::question, number, question.words);
  waiting_.emplace(number, Waiting{std::move(question.then), question.asked});
}

void Program::write() {
  while (!unsent_.empty() && socket_ >= 0) {
    const auto sent = ::send(socket_, unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0 && errno == EAGAIN) {
      break;
    }
    if (sent < 0) {
      lose();
      return;
    }
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  if (unsent_.size() > limits_.unsent_max_bytes) {
    lose();
  }
}

void Program::read() {
  std::array<char, 65536> bytes{};
  while (socket_ >= 0) {
    const auto count = ::recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0 && errno == EAGAIN) {
      return;
    }
    if (count <= 0) {
      lose();
      return;
    }
    reader_.add({bytes.data(), static_cast<std::size_t>(count)});
    Frame frame;
    auto state = reader_.next(frame);
    while (state == FrameReader::State::whole && answered(frame)) {
      state = reader_.next(frame);
    }
    if (state != FrameReader::State::more) {
      logging::error("process", "does not speak as it should name={} pid={}", name_, pid_);
      lose();
    }
  }
}

/// false: it is no answer at all.
bool Program::answered(const Frame& frame) {
  if (frame.kind != Kind::answer) {
    return false;
  }
  up_.set(1);
  silent_since_.reset();  // who answers anything is there
  const auto found = waiting_.find(frame.number);
  if (found == waiting_.end()) {
    return true;  // a sign of life, or too late
  }
  auto one = std::move(found->second);
  waiting_.erase(found);
  if (frame.words.empty()) {
    give_up(std::move(one));
  } else {
    seconds_.observe(Clock::now() - one.asked);
    one.then(std::string(frame.words));
  }
  return true;
}

void Program::give_up(Waiting one) {
  unanswered_.add();
  one.then(std::nullopt);
}

void Program::give_up_late() {
  const auto late = Clock::now() - limits_.answer_max;
  while (!waiting_.empty() && waiting_.begin()->second.asked <= late) {
    auto one = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    give_up(std::move(one));
  }
}

void Program::look_for_life() {
  const auto now = Clock::now();
  if (socket_ < 0) {
    return;
  }
  if (silent_since_ && now - *silent_since_ >= limits_.silent_max) {
    logging::warning("process", "silent name={} pid={}", name_, pid_);
    lose();
  } else if (now >= ping_at_) {
    send(Kind::question, ++numbers_, {});
    ping_at_ = now + limits_.ping_every;
    silent_since_ = silent_since_.value_or(now);
  }
}

Program::Clock::time_point Program::next_due() const {
  if (socket_ < 0) {
    return start_at_;
  }
  auto due = ping_at_;
  if (silent_since_) {
    due = std::min(due, *silent_since_ + limits_.silent_max);
  }
  if (!waiting_.empty()) {
    due = std::min(due, waiting_.begin()->second.asked + limits_.answer_max);
  }
  return due;
}

void Program::sleep() {
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next_due() - Clock::now()).count();
  const auto events = static_cast<short>(POLLIN | (unsent_.empty() ? 0 : POLLOUT));
  std::array<pollfd, 2> files{pollfd{bell_, POLLIN, 0}, pollfd{socket_, events, 0}};  // a negative file is passed over
  ::poll(files.data(), files.size(), static_cast<int>(std::max<std::int64_t>(0, wait)));
}

}  // namespace zhiyin::process
