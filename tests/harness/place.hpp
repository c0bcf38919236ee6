// Places that a test needs for a while: a folder and a port.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace zhiyin::harness {

/// A new folder under TMPDIR (or /tmp), removed with everything in it when this goes.
class TempDir {
 public:
  /// `owner`: the user it is given to; empty: ourselves.
  explicit TempDir(const std::string& name, const std::string& owner = {});
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// A TCP port of 127.0.0.1 that nobody listens on, outside of the range that the system gives to outgoing connections, so that no
/// client of ours takes it before its server does. Throws std::runtime_error when there is none.
[[nodiscard]] std::uint16_t free_port();

}  // namespace zhiyin::harness
