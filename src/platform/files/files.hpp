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
/// Puts a copy of the file in its place, the same way: what the system reads back of the file now will be read after a loss of power
/// too, even if a sync of it was refused or never asked for. Whoever has the file open keeps the old one. Throws std::runtime_error.
void renew_durably(const std::filesystem::path& file);
/// Throws std::runtime_error when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace zhiyin::files
