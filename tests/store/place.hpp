// Where a test keeps a store: a folder of its own, or a database of its own in a PostgreSQL that the whole program shares.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "harness/place.hpp"
#include "harness/postgres_server.hpp"
#include "platform/base/embedded.hpp"
#include "platform/db/store.hpp"

namespace zhiyin::trial {

/// Started by the first who asks, which must be the main thread; ends with the program.
[[nodiscard]] harness::PostgresServer& shared_postgres();

class StorePlace {
 public:
  explicit StorePlace(db::Engine engine);

  [[nodiscard]] db::StoreOptions options() const;
  [[nodiscard]] db::Engine engine() const { return url_.empty() ? db::Engine::sqlite : db::Engine::postgres; }
  [[nodiscard]] const std::string& database() const { return database_; }

 private:
  harness::TempDir dir_{"store"};
  std::string database_;
  std::string url_;
};

}  // namespace zhiyin::trial
