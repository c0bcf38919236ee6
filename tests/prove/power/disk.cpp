#include "power/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace zhiyin::power {
namespace {

constexpr std::size_t sector = 512;

// The calls below the shim.
int real_open(const std::string& path, int flags, mode_t mode) {
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), flags, mode));
}
ssize_t real_write(int fd, const void* bytes, std::size_t count, off_t at) {
  return ::syscall(SYS_pwrite64, fd, bytes, count, at);
}
int real_truncate(int fd, off_t size) {
  return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
int real_rename(const std::string& from, const std::string& to) {
  return static_cast<int>(::syscall(SYS_rename, from.c_str(), to.c_str()));
}
int real_remove(const std::string& path) {
  return static_cast<int>(::syscall(SYS_unlink, path.c_str()));
}

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

off_t size_of(int fd) {
  struct stat about{};
  ::fstat(fd, &about);
  return about.st_size;
}

}  // namespace

Disk::Disk(Plan plan) : plan_(std::move(plan)), chance_(plan_.seed) {}

bool Disk::holds(const std::string& path) const {
  // The index of SQLite's write-ahead log is made anew from the log after a crash.
  return path.starts_with(plan_.folder + "/") && !path.ends_with("-shm");
}

bool Disk::knows(int fd) {
  const std::lock_guard lock(mutex_);
  return file_of(fd) != nullptr;
}

Disk::File* Disk::file_of(int fd) {
  const auto found = open_.find(fd);
  return found == open_.end() ? nullptr : found->second.get();
}

void Disk::count() {
  if (++calls_ == plan_.cut_at) {
    fail_locked(exit_power);
  }
}

int Disk::open(const std::string& path, int flags, mode_t mode) {
  const std::lock_guard lock(mutex_);
  struct stat about{};
  const bool new_name = (flags & O_CREAT) != 0 && ::stat(path.c_str(), &about) != 0;
  if (new_name) {
    count();
  }
  const int fd = real_open(path, flags & ~O_TRUNC, mode);
  if (fd < 0) {
    return fd;
  }
  if (new_name) {
    names_[folder_of(path)].push_back({path, "", true});
  }
  ::fstat(fd, &about);
  auto& file = files_[{about.st_dev, about.st_ino}];
  if (!file) {
    file = std::make_shared<File>();
    file->path = path;
    file->folder = S_ISDIR(about.st_mode);
    file->fd = file->folder ? -1 : real_open(path, O_RDWR | O_CLOEXEC, 0);
  }
  open_[fd] = file;
  if ((flags & O_TRUNC) != 0 && about.st_size > 0) {
    file->unsafe.push_back({0, std::string(static_cast<std::size_t>(about.st_size), '\0'), "", about.st_size, 0});
    [[maybe_unused]] const auto got = ::pread(file->fd, file->unsafe.back().before.data(), file->unsafe.back().before.size(), 0);
    real_truncate(fd, 0);
  }
  return fd;
}

int Disk::close(int fd) {
  const std::lock_guard lock(mutex_);
  open_.erase(fd);
  return static_cast<int>(::syscall(SYS_close, fd));
}

ssize_t Disk::write(int fd, const void* bytes, std::size_t wanted, off_t at) {
  const std::lock_guard lock(mutex_);
  count();
  auto& file = *file_of(fd);
  Change change;
  change.at = at;
  change.size_before = size_of(fd);
  change.before.resize(wanted);
  const auto had = ::pread(file.fd, change.before.data(), wanted, at);
  change.before.resize(had > 0 ? static_cast<std::size_t>(had) : 0);
  const auto wrote = real_write(fd, bytes, wanted, at);
  if (wrote > 0) {
    change.bytes.assign(static_cast<const char*>(bytes), static_cast<std::size_t>(wrote));
    change.size_after = size_of(fd);
    file.unsafe.push_back(std::move(change));
  }
  return wrote;
}

int Disk::truncate(int fd, off_t size) {
  const std::lock_guard lock(mutex_);
  count();
  auto& file = *file_of(fd);
  Change change;
  change.at = std::min(size, size_of(fd));
  change.size_before = size_of(fd);
  change.size_after = size;
  change.before.resize(static_cast<std::size_t>(std::max<off_t>(0, change.size_before - size)));
  [[maybe_unused]] const auto got = ::pread(file.fd, change.before.data(), change.before.size(), change.at);
  file.unsafe.push_back(std::move(change));
  return real_truncate(fd, size);
}

int Disk::sync(int fd) {
  const std::lock_guard lock(mutex_);
  count();
  auto& file = *file_of(fd);
  if (++syncs_ == plan_.eio_at) {
    std::ranges::move(file.unsafe, std::back_inserter(file.doomed));
    file.unsafe.clear();
    errno = EIO;
    return -1;
  }
  if (!file.folder) {
    file.unsafe.clear();
  } else if (!plan_.ignore_folders) {
    names_.erase(file.path);
  }
  return 0;
}

int Disk::make_folder(const std::string& path, mode_t mode) {
  const std::lock_guard lock(mutex_);
  count();
  const int result = static_cast<int>(::syscall(SYS_mkdir, path.c_str(), mode));
  if (result == 0) {
    names_[folder_of(path)].push_back({path, "", true});
  }
  return result;
}

std::string Disk::keep_aside(const std::string& path) {
  auto aside = plan_.folder + ".aside-" + std::to_string(::getpid()) + "-" + std::to_string(++kept_aside_);
  return ::syscall(SYS_link, path.c_str(), aside.c_str()) == 0 ? aside : "";
}

int Disk::remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  count();
  const auto kept = keep_aside(path);
  const int result = real_remove(path);
  if (result == 0) {
    names_[folder_of(path)].push_back({path, kept, false});
  }
  return result;
}

int Disk::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  count();
  const auto from_kept = keep_aside(from);
  const auto to_kept = keep_aside(to);
  const int result = real_rename(from, to);
  if (result == 0) {
    names_[folder_of(to)].push_back({to, to_kept, true});
    names_[folder_of(from)].push_back({from, from_kept, false});
  }
  return result;
}

void Disk::fail(int code) {
  mutex_.lock();
  fail_locked(code);
}

/// The mutex stays taken: no other thread changes anything any more.
void Disk::fail_locked(int code) {
  for (auto& [key, file] : files_) {
    if (!file->folder) {
      undo_and_redo(*file);
    }
  }
  forget_names();
  ::syscall(SYS_exit_group, code);
  __builtin_unreachable();
}

/// Back to what is safe, then each change again that happened to reach the disk.
void Disk::undo_and_redo(File& file) {
  auto changes = std::move(file.doomed);
  std::ranges::move(file.unsafe, std::back_inserter(changes));
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    real_truncate(file.fd, change->size_before);
    real_write(file.fd, change->before.data(), change->before.size(), change->at);
  }
  for (const auto& change : changes) {
    redo(file, change);
  }
}

void Disk::redo(const File& file, const Change& change) {
  const auto draw = chance_.under(8);
  if (draw < 3) {
    return;  // lost
  }
  if (change.bytes.empty()) {
    real_truncate(file.fd, change.size_after);
    return;
  }
  auto bytes = change.bytes;
  if (draw == 3) {  // torn: some whole sectors, and half of the next
    const auto sectors = chance_.under(bytes.size() / sector + 1);
    bytes.resize(std::min(bytes.size(), sectors * sector + sector / 2));
  }
  real_write(file.fd, bytes.data(), bytes.size(), change.at);
}

/// In each folder some of the last changes of names are lost, half of the time all of them.
void Disk::forget_names() {
  for (auto& [folder, changes] : names_) {
    const auto kept = chance_.once_in(2) ? 0 : chance_.under(changes.size() + 1);
    for (auto i = changes.size(); i > kept; --i) {
      const auto& change = changes[i - 1];
      std::error_code ignored;
      if (change.made) {
        std::filesystem::remove_all(change.path, ignored);
      }
      if (!change.kept.empty()) {
        real_rename(change.kept, change.path);
      }
    }
  }
}

}  // namespace zhiyin::power
