// Files that must survive power loss: a name is durable only once its folder was synced.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace zhiyin::files {

/// Makes the folder (mode 0700) and those above it where absent, and syncs the folder above, made or found: its name is then durable.
/// Throws std::runtime_error.
void make_folder(const std::filesystem::path& folder);
/// Throws std::runtime_error.
void sync_folder(const std::filesystem::path& folder);
/// Temporary file, write, fsync, rename, fsync folder: after the return the file holds `content`, whatever happens. Throws
/// std::runtime_error.
void write_durably(const std::filesystem::path& file, std::string_view content);
/// Throws std::runtime_error when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace zhiyin::files
