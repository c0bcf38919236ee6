#include "power/below.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace zhiyin::power::below {
namespace {

constexpr int exit_no_notes = 3;

}  // namespace

int open(const std::string& path, int flags, mode_t mode) {
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), flags | O_CLOEXEC, mode));
}
int close(int fd) {
  return static_cast<int>(::syscall(SYS_close, fd));
}
ssize_t write(int fd, const void* bytes, std::size_t count, off_t at) {
  return ::syscall(SYS_pwrite64, fd, bytes, count, at);
}
int truncate(int fd, off_t size) {
  return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
int rename(const std::string& from, const std::string& to) {
  return static_cast<int>(::syscall(SYS_rename, from.c_str(), to.c_str()));
}
int make_folder(const std::string& path, mode_t mode) {
  return static_cast<int>(::syscall(SYS_mkdir, path.c_str(), mode));
}
int remove(const std::string& path) {
  return static_cast<int>(::syscall(SYS_unlink, path.c_str()));
}
int remove_folder(const std::string& path) {
  return static_cast<int>(::syscall(SYS_rmdir, path.c_str()));
}
void exit(int code) {
  ::syscall(SYS_exit_group, code);
  __builtin_unreachable();
}

std::string content(const std::string& path) {
  std::string all;
  const int fd = open(path, O_RDONLY);
  if (fd < 0) {
    return all;
  }
  std::array<char, 65'536> piece{};
  for (ssize_t got = 0; (got = ::read(fd, piece.data(), piece.size())) > 0;) {
    all.append(piece.data(), static_cast<std::size_t>(got));
  }
  close(fd);
  return all;
}

void put(const std::string& path, std::string_view content) {
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  off_t at = 0;
  while (fd >= 0 && !content.empty()) {
    const auto wrote = write(fd, content.data(), content.size(), at);
    if (wrote <= 0) {
      break;
    }
    content.remove_prefix(static_cast<std::size_t>(wrote));
    at += wrote;
  }
  if (fd < 0 || !content.empty() || close(fd) != 0) {
    exit(exit_no_notes);
  }
}

}  // namespace zhiyin::power::below
