// Shortens the log: what every listener has behind it and nobody resumes from any more.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "platform/db/session.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::listener {

constexpr std::int64_t trim_chunk_max = 2'000;  ///< facts deleted by one command

/// A background command that deletes the oldest facts, at most trim_chunk_max of them, all below the slowest cursor and none of the newest
/// `log_kept_max`; nullptr when there are none such. `done` is called exactly once, when it was answered; it may be empty.
[[nodiscard]] std::unique_ptr<writer::Command> trim_command(db::Session& reading, std::int64_t log_kept_max,
                                                            std::function<void()> done = {});

}  // namespace zhiyin::listener
