// The floors that our writer is measured against: the same rows in the same tables, written by hand as fast as the engine takes them,
// without deciding anything, answering anyone or reading first. Each gives messages a second, and throws std::runtime_error.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace zhiyin::bench {

/// What our writer's rows held on average, so that the floors write as many bytes.
struct RowTexts {
  std::string envelope;
  std::string body;
};

struct FloorRun {
  RowTexts texts;
  std::chrono::milliseconds duration;
  std::uint64_t seed = 0;
};

/// Raw group commit: one connection, prepared statements, `batch` messages a transaction, checkpoints beside it as the server does them.
/// `file` holds a store with its conversations, which nobody else has open.
[[nodiscard]] double sqlite_floor(const std::filesystem::path& file, std::size_t batch, const FloorRun& run);
/// 64 connections, one transaction a message, its statements in one packet; a sequence, not the log's head, gives the positions.
[[nodiscard]] double postgres_plain_floor(const std::string& url, const FloorRun& run);
/// `lanes` connections with batches of 32 messages, each batch in one packet, positions from the log's head in the last statement.
[[nodiscard]] double postgres_batch_floor(const std::string& url, std::size_t lanes, const FloorRun& run);

}  // namespace zhiyin::bench
