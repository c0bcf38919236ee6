#include "platform/files/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace zhiyin::files {
namespace {

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path) {
  const auto why = std::error_code(errno, std::generic_category()).message();
  throw std::runtime_error(fmt::format("cannot {} {}: {}", what, path.string(), why));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) {
      fail("open", path);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }
  [[nodiscard]] int number() const { return fd_; }

 private:
  int fd_;
};

std::filesystem::path above(const std::filesystem::path& path) {
  const auto parent = std::filesystem::absolute(path).lexically_normal().parent_path();
  return parent.empty() ? "/" : parent;
}

}  // namespace

void make_folder(const std::filesystem::path& folder) {
  const auto path = std::filesystem::absolute(folder / "").lexically_normal().parent_path();
  if (std::filesystem::is_directory(path)) {
    // It may be the work of a process that died before it could sync. One that we may not read above it is another's work.
    if (::access(above(path).c_str(), R_OK) == 0) {
      sync_folder(above(path));
    }
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
  const auto temporary = file.string() + ".new";
  {
    const Descriptor d{temporary, O_WRONLY | O_CREAT | O_TRUNC};
    while (!content.empty()) {
      const auto wrote = ::write(d.number(), content.data(), content.size());
      if (wrote < 0 && errno != EINTR) {
        fail("write", temporary);
      }
      content.remove_prefix(wrote > 0 ? static_cast<std::size_t>(wrote) : 0);
    }
    if (::fsync(d.number()) != 0) {
      fail("sync", temporary);
    }
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) {
    fail("rename to", file);
  }
  sync_folder(above(file));
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    fail("read", file);
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace zhiyin::files
