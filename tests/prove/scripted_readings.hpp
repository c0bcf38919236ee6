// A reader that takes each message at its word, for tests of the bot over the real server. A message is a verb and articles:
//
//   answer ID   ask ID ID …   unknown   hello   thanks   yes   no   machine   person    what was understood
//   silent      it could not be read
//   think       the answer of the reader comes with that of the next message; alone, never
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/readings.hpp"

namespace zhiyin::prove {

class ScriptedReadings final : public bot::Readings {
 public:
  void read(std::string text, std::string_view language, Then then) override;

 private:
  std::mutex mutex_;
  std::vector<Then> thinking_;
};

}  // namespace zhiyin::prove
