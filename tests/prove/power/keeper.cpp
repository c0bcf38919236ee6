#include "power/keeper.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "platform/files/files.hpp"

namespace zhiyin::power {
namespace {

constexpr std::size_t files_kept = 4;
constexpr std::chrono::milliseconds pause{1};

struct Version {
  std::int64_t begun = 0;
  std::int64_t acknowledged = 0;
};
using Versions = std::array<Version, files_kept>;

std::string name_of(const std::string& folder, std::size_t file) {
  return fmt::format("{}/key-{}", folder, file);
}

/// From nothing to 20 kB; no two versions of a file are alike anywhere.
std::string content_of(std::size_t file, std::int64_t version) {
  const auto line = fmt::format("key {} version {}\n", file, version);
  std::string all;
  for (auto lines = static_cast<std::uint64_t>(version) * 7919 % 800; lines > 0; --lines) {
    all += line;
  }
  return all + line + "end\n";
}

/// What was begun (b), and then acknowledged (a) or refused (r): "b FILE VERSION ."
Versions versions_from(const std::string& record_file) {
  Versions versions;
  std::ifstream in(record_file);
  char what = 0;
  std::size_t file = 0;
  std::int64_t version = 0;
  char end = 0;
  while (in >> what >> file >> version >> end && end == '.') {
    auto& entry = versions.at(file);
    entry.begun = version;
    entry.acknowledged = what == 'a' ? version : entry.acknowledged;
  }
  return versions;
}

void note(int fd, char what, std::size_t file, std::int64_t version) {
  const auto line = fmt::format("{} {} {} .\n", what, file, version);
  if (::write(fd, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    ::_exit(3);  // a proof without its record proves nothing
  }
}

}  // namespace

Keeper::Keeper(std::string folder, std::string record_file) : folder_(std::move(folder)), record_file_(std::move(record_file)) {
  thread_ = std::thread([this] { run(); });
}

Keeper::~Keeper() {
  stop();
}

void Keeper::stop() {
  stopping_ = true;
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Keeper::run() {
  auto versions = versions_from(record_file_);
  const int record = ::open(record_file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  for (std::size_t turn = 0; !stopping_; ++turn) {
    const auto file = turn % files_kept;
    const auto version = ++versions.at(file).begun;
    note(record, 'b', file, version);
    try {
      files::make_folder(folder_);
      files::write_durably(name_of(folder_, file), content_of(file, version));
      note(record, 'a', file, version);
    } catch (const std::runtime_error&) {
      note(record, 'r', file, version);  // so nothing was promised; the next version is another try
    }
    std::this_thread::sleep_for(pause);
  }
  ::close(record);
}

Kept judge_files(const std::string& folder, const std::string& record_file, const std::function<void(const std::string&)>& fail) {
  const auto versions = versions_from(record_file);
  Kept kept;
  for (std::size_t file = 0; file < files_kept; ++file) {
    const auto [begun, acknowledged] = versions.at(file);
    kept.acknowledged += acknowledged;
    const auto path = name_of(folder, file);
    if (!std::filesystem::exists(path)) {
      if (acknowledged > 0) {
        fail(fmt::format("LOST: file {} was acknowledged in version {} and is not there", file, acknowledged));
      }
      continue;
    }
    ++kept.files;
    const auto content = files::read_file(path);
    auto version = std::max<std::int64_t>(acknowledged, 1);
    while (version <= begun && content != content_of(file, version)) {
      ++version;
    }
    if (version > begun) {
      fail(fmt::format("LOST: file {} was acknowledged in version {} and holds {} bytes of something else: {}", file, acknowledged,
                       content.size(), content.substr(0, 24)));
    }
  }
  return kept;
}

}  // namespace zhiyin::power
