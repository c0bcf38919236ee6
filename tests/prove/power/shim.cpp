#include "power/shim.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdarg>
#include <filesystem>

#include "power/disk.hpp"

namespace zhiyin::power {
namespace {

Disk* disk = nullptr;  // lives as long as the process; null while inactive

std::string absolute(const char* path) {
  return path[0] == '/' ? path : std::filesystem::current_path().string() + "/" + path;
}

int open_any(const char* path, int flags, mode_t mode) {
  if (disk != nullptr && disk->holds(absolute(path))) {
    return disk->open(absolute(path), flags, mode);
  }
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t write_at(int fd, const void* bytes, std::size_t count, off_t at) {
  return disk != nullptr && disk->knows(fd) ? disk->write(fd, bytes, count, at) : ::syscall(SYS_pwrite64, fd, bytes, count, at);
}

int truncate_to(int fd, off_t size) {
  return disk != nullptr && disk->knows(fd) ? disk->truncate(fd, size) : static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}

}  // namespace

void start(const Plan& plan) {
  disk = new Disk(plan);
}

void awake() {
  disk->awake();
}

void end(int code) {
  disk->end(code);
}

}  // namespace zhiyin::power

// The definitions that every call from this program is bound to, in place of libc's.
using zhiyin::power::disk;

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc names them with underscores.
extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(more, unsigned)) : 0;
  va_end(more);
  return zhiyin::power::open_any(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(more, unsigned)) : 0;
  va_end(more);
  return zhiyin::power::open_any(path, flags, mode);
}
int close(int fd) {
  return disk != nullptr && disk->knows(fd) ? disk->close(fd) : static_cast<int>(::syscall(SYS_close, fd));
}
ssize_t write(int fd, const void* bytes, std::size_t count) {
  if (disk == nullptr || !disk->knows(fd)) {
    return ::syscall(SYS_write, fd, bytes, count);
  }
  const auto at = ::lseek(fd, 0, SEEK_CUR);
  const auto wrote = disk->write(fd, bytes, count, at);
  if (wrote > 0) {
    ::lseek(fd, at + wrote, SEEK_SET);
  }
  return wrote;
}
ssize_t pwrite(int fd, const void* bytes, std::size_t count, off_t at) {
  return zhiyin::power::write_at(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void* bytes, std::size_t count, off64_t at) {
  return zhiyin::power::write_at(fd, bytes, count, at);
}
int ftruncate(int fd, off_t size) noexcept {
  return zhiyin::power::truncate_to(fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  return zhiyin::power::truncate_to(fd, size);
}
int fsync(int fd) {
  return disk != nullptr && disk->knows(fd) ? disk->sync(fd) : static_cast<int>(::syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
  return disk != nullptr && disk->knows(fd) ? disk->sync(fd) : static_cast<int>(::syscall(SYS_fdatasync, fd));
}
int unlink(const char* path) noexcept {
  const auto full = zhiyin::power::absolute(path);
  return disk != nullptr && disk->holds(full) ? disk->remove(full) : static_cast<int>(::syscall(SYS_unlink, path));
}
int rename(const char* from, const char* to) noexcept {
  const auto full = zhiyin::power::absolute(to);
  return disk != nullptr && disk->holds(full) ? disk->rename(zhiyin::power::absolute(from), full)
                                              : static_cast<int>(::syscall(SYS_rename, from, to));
}
int mkdir(const char* path, mode_t mode) noexcept {
  const auto full = zhiyin::power::absolute(path);
  return disk != nullptr && disk->holds(full) ? disk->make_folder(full, mode) : static_cast<int>(::syscall(SYS_mkdir, path, mode));
}
/// So ends a process whose store refused to sync.
void _Exit(int code) noexcept {
  if (disk != nullptr) {
    disk->end(code);
  }
  ::syscall(SYS_exit_group, code);
  __builtin_unreachable();
}
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
