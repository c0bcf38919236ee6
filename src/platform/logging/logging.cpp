#include "platform/logging/logging.hpp"

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <exception>
#include <memory>

#include "platform/base/require.hpp"
#include "platform/logging/line.hpp"

namespace zhiyin::logging {
namespace {

std::atomic<Level> least_level{Level::info};
std::atomic<bool> as_json{false};

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  fail_requirement("a level has a number", std::source_location::current());
}

Level our_level(spdlog::level::level_enum level) {
  return level >= spdlog::level::err    ? Level::error
         : level >= spdlog::level::warn ? Level::warning
         : level >= spdlog::level::info ? Level::info
                                        : Level::debug;
}

class LineFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
    const auto text =
        line(std::chrono::floor<Millis>(message.time), our_level(message.level), {message.logger_name.data(), message.logger_name.size()},
             {message.payload.data(), message.payload.size()}, as_json.load(std::memory_order_relaxed));
    to.append(text.data(), text.data() + text.size());
  }
  [[nodiscard]] std::unique_ptr<formatter> clone() const override { return std::make_unique<LineFormatter>(); }
};

/// Never destroyed: threads may still have something to say while the program ends.
spdlog::sinks::stderr_sink_mt& sink() {
  static auto& only = *[] {
    auto made = std::make_unique<spdlog::sinks::stderr_sink_mt>();
    made->set_formatter(std::make_unique<LineFormatter>());
    return made.release();
  }();
  return only;
}

}  // namespace

void set_up(Level level, bool json) {
  least_level.store(level, std::memory_order_relaxed);
  as_json.store(json, std::memory_order_relaxed);
}

bool enabled(Level level) {
  return level >= least_level.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view part, std::string_view message) noexcept {
  if (!enabled(level)) {
    return;
  }
  try {
    sink().log(spdlog::details::log_msg{{part.data(), part.size()}, spdlog_level(level), {message.data(), message.size()}});
  } catch (const std::exception&) {
    // Out of memory or no stderr: a log that cannot be written must not end what it tells of.
    return;
  }
}

void write_form(Level level, std::string_view part, fmt::string_view form, fmt::format_args args) noexcept {
  try {
    write(level, part, fmt::vformat(form, args));
  } catch (const std::exception&) {
    write(level, part, {form.data(), form.size()});
  }
}

}  // namespace zhiyin::logging
