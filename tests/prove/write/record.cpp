#include "write/record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <stdexcept>

namespace zhiyin::prove {

std::int64_t monotonic_us() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
}

Recorder::Recorder(const std::string& file) : fd_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (fd_ < 0 || ::write(fd_, "\n", 1) != 1) {  // ends what a predecessor may have left torn
    throw std::runtime_error("cannot write " + file);
  }
}

Recorder::~Recorder() {
  ::close(fd_);
}

void Recorder::add(const Record& record) const {
  const auto line =
      fmt::format("{} {} {} {} {} .\n", static_cast<char>(record.told), record.key, record.conversation, record.seq, record.at_us);
  if (::write(fd_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    ::_exit(3);  // a proof without its record proves nothing
  }
}

std::vector<Record> read_records(const std::string& file) {
  std::vector<Record> records;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    char told = 0;
    char end = 0;
    long key = 0;
    long conversation = 0;
    long seq = 0;
    long at = 0;
    if (std::sscanf(line.c_str(), "%c %ld %ld %ld %ld %c", &told, &key, &conversation, &seq, &at, &end) == 6 && end == '.') {
      records.push_back({static_cast<Told>(told), key, conversation, seq, at});
    }
  }
  return records;
}

}  // namespace zhiyin::prove
