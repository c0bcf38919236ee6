// The reader as the server has it: late or never, but never in its way.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/metric/metric.hpp"
#include "platform/process/program.hpp"
#include "understanding/reader.hpp"

namespace zhiyin::understanding {

class Service {
 public:
  /// Called once, on a thread of the service; must not throw or wait. nullopt: unread, and it will stay so.
  using Then = std::move_only_function<void(std::optional<Reading>)>;

  /// `command` starts the language process: this program's path and "language".
  Service(std::vector<std::string> command, MetricRegistry& metrics, process::Limits limits = {});

  /// In place of what it knew in this language. Any thread; returns before it is learnt.
  void learn(const Lessons& lessons);
  /// Any thread.
  void ask(std::string_view text, std::string_view language, Then then);
  void stop() { program_.stop(); }

 private:
  process::Program program_;
};

}  // namespace zhiyin::understanding
