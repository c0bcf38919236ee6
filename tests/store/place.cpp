#include "store/place.hpp"

#include <fmt/format.h>

namespace zhiyin::trial {

harness::PostgresServer& shared_postgres() {
  static harness::PostgresServer server;
  return server;
}

StorePlace::StorePlace(db::Engine engine) {
  if (engine == db::Engine::postgres) {
    static int made = 0;
    database_ = fmt::format("place_{}", ++made);
    shared_postgres().create_database(database_);
    url_ = shared_postgres().url(database_);
  }
}

db::StoreOptions StorePlace::options() const {
  db::StoreOptions options;
  options.url = url_;
  options.folder = dir_.path() / "data";
  return options;
}

}  // namespace zhiyin::trial
