// The operating system below the shim: calls that no definition of ours stands before, so that the model can use them while it stops
// everybody else.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace zhiyin::power::below {

int open(const std::string& path, int flags, mode_t mode = 0);
int close(int fd);
ssize_t write(int fd, const void* bytes, std::size_t count, off_t at);
int truncate(int fd, off_t size);
int rename(const std::string& from, const std::string& to);
int make_folder(const std::string& path, mode_t mode);
int remove(const std::string& path);
int remove_folder(const std::string& path);
[[noreturn]] void exit(int code);

/// All of a file; empty when it is not there.
[[nodiscard]] std::string content(const std::string& path);
/// Makes or replaces it. A proof that cannot write its own files ends the process.
void put(const std::string& path, std::string_view content);

}  // namespace zhiyin::power::below
