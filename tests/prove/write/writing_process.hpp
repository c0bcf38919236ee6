// The process that writes: store, writer and waiting producers, until it is killed or told to end (SIGTERM).
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace zhiyin::prove {

/// Which fault is planted in the writing process; each must make the proof fail.
struct Planted {
  bool early_ack = false;
  bool rerun_in_doubt = false;
  bool early_positions = false;
};
[[nodiscard]] Planted planted_by(const std::string& name);

struct WritingProcess {
  std::string url;     ///< empty: SQLite in `folder`
  std::string folder;  ///< of the store
  std::string notes;   ///< a folder for the proof's own files
  std::int64_t slot = 0;
  std::size_t producers = 64;
  std::string planted;

  [[nodiscard]] std::string record_file() const;
  [[nodiscard]] std::string control_file() const;
  [[nodiscard]] std::string log_file() const;
  /// How to start it: `program` must call run_if_asked() first.
  [[nodiscard]] std::vector<std::string> words(const std::string& program) const;
};

/// When the command line is that of words(), lives as the writing process and gives its exit code; else -1.
[[nodiscard]] int run_if_asked(int count, char** words);

}  // namespace zhiyin::prove
