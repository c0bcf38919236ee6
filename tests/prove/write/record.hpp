// What a writing process was told by its writer, kept where its death cannot take it: one line an answer, appended by one write(2).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace zhiyin::prove {

enum class Told : char {
  stored = 'm',      ///< a message: conversation and seq
  recorded = 't',    ///< a token
  not_stored = 'n',  ///< a token: the writer said that nothing was written
  unknown = '?',     ///< a token: in doubt, or its process died before the answer
  wrong = 'x',       ///< refused for a reason that is not the store's
};

struct Record {
  Told told = Told::unknown;
  std::int64_t key = 0;  // Turn::key()
  std::int64_t conversation = 0;
  std::int64_t seq = 0;
  std::int64_t at_us = 0;  // CLOCK_MONOTONIC, the same for all processes
};

[[nodiscard]] std::int64_t monotonic_us();

class Recorder {
 public:
  explicit Recorder(const std::string& file);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  /// Any thread.
  void add(const Record& record) const;

 private:
  int fd_;
};

/// All whole lines; a torn one is an answer that nobody got.
[[nodiscard]] std::vector<Record> read_records(const std::string& file);

}  // namespace zhiyin::prove
