#include "platform/files/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace zhiyin::files {
namespace {

constexpr std::size_t copied_at_once_bytes = std::size_t{256} * 1024;

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path) {
  const auto why = std::error_code(errno, std::generic_category()).message();
  throw std::runtime_error(fmt::format("cannot {} {}: {}", what, path.string(), why));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) {
      fail("open", path);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }
  [[nodiscard]] int number() const { return fd_; }

  void put(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto wrote = ::write(fd_, bytes.data(), bytes.size());
      if (wrote < 0 && errno != EINTR) {
        fail("write", path_);
      }
      bytes.remove_prefix(wrote > 0 ? static_cast<std::size_t>(wrote) : 0);
    }
  }
  /// How many bytes; none at the end.
  [[nodiscard]] std::size_t get(std::span<char> room) const {
    while (true) {
      const auto got = ::read(fd_, room.data(), room.size());
      if (got >= 0) {
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        fail("read", path_);
      }
    }
  }

 private:
  std::filesystem::path path_;
  int fd_;
};

std::filesystem::path above(const std::filesystem::path& path) {
  const auto parent = std::filesystem::absolute(path).lexically_normal().parent_path();
  return parent.empty() ? "/" : parent;
}

/// For the name of a folder in it that may be the work of a process which died before it could sync. It is not where we may not even
/// read, or where nobody can write.
void sync_found(const std::filesystem::path& folder) {
  if (::access(folder.c_str(), R_OK) != 0) {
    return;
  }
  const Descriptor d{folder, O_RDONLY | O_DIRECTORY};
  if (::fsync(d.number()) != 0 && errno != EINVAL && errno != EROFS) {
    fail("sync the folder", folder);
  }
}

/// What `fill` writes stands in the file's place, or the file is as it was and no half one takes up room.
template <class Fill>
void replace(const std::filesystem::path& file, mode_t mode, Fill fill) {
  const auto temporary = file.string() + ".new";
  try {
    const Descriptor to{temporary, O_WRONLY | O_CREAT | O_TRUNC};
    fill(to);
    if (::fchmod(to.number(), mode) != 0) {
      fail("set the rights of", temporary);
    }
    if (::fsync(to.number()) != 0) {
      fail("sync", temporary);
    }
    if (::rename(temporary.c_str(), file.c_str()) != 0) {
      fail("rename to", file);
    }
  } catch (const std::runtime_error&) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_folder(above(file));
}

}  // namespace

void make_folder(const std::filesystem::path& folder) {
  const auto path = std::filesystem::absolute(folder / "").lexically_normal().parent_path();
  if (std::filesystem::is_directory(path)) {
    sync_found(above(path));
    return;
  }
  if (path != path.root_path()) {
    make_folder(above(path));
  }
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    fail("make the folder", path);
  }
  sync_folder(above(path));
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor d{folder, O_RDONLY | O_DIRECTORY};
  if (::fsync(d.number()) != 0) {
    fail("sync the folder", folder);
  }
}

void write_durably(const std::filesystem::path& file, std::string_view content) {
  replace(file, 0600, [content](const Descriptor& to) { to.put(content); });
}

void renew_durably(const std::filesystem::path& file) {
  const Descriptor from{file, O_RDONLY};
  struct stat about{};
  if (::fstat(from.number(), &about) != 0) {
    fail("look at", file);
  }
  replace(file, about.st_mode & 0777, [&](const Descriptor& to) {
    std::vector<char> piece(copied_at_once_bytes);
    while (const auto got = from.get(piece)) {
      to.put({piece.data(), got});
    }
  });
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    fail("read", file);
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace zhiyin::files
