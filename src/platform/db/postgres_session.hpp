// PostgreSQL behind the Session face, always in pipeline mode; for store.cpp.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "platform/db/session.hpp"

namespace zhiyin::db {

struct PostgresOptions {
  std::string url;
  std::string application_name;  ///< the tending session finds stuck writers by it
  std::chrono::milliseconds lock_timeout{2'000};
  std::chrono::milliseconds answer_timeout{4'000};
  bool writing = false;
};

/// Throws Failure{lost} when the server cannot be reached.
[[nodiscard]] std::unique_ptr<Session> open_postgres(const PostgresOptions& options, std::span<const ModuleStatements> modules);

}  // namespace zhiyin::db
