// A store that cannot keep its word is not served from.
#include "platform/db/store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "harness/child.hpp"
#include "store/place.hpp"

namespace zhiyin::db {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

void open(const StoreOptions& options) {
  const Store store{options, {}, {}};
}

auto refused_for(const std::string& setting) {
  return ThrowsMessage<std::runtime_error>(AllOf(HasSubstr(setting + " = off"), HasSubstr("Set " + setting + " = on")));
}

TEST(UnsafePostgres, IsRefusedWithoutSynchronousCommit) {
  const trial::StorePlace place{Engine::postgres};
  open(place.options());
  trial::shared_postgres().query("postgres", fmt::format("ALTER DATABASE {} SET synchronous_commit = off", place.database()));
  EXPECT_THAT([&] { open(place.options()); }, refused_for("synchronous_commit"));
  trial::shared_postgres().query("postgres", fmt::format("ALTER DATABASE {} SET synchronous_commit = local", place.database()));
  open(place.options());
}

TEST(UnsafePostgres, IsRefusedWithoutFullPageWrites) {
  const trial::StorePlace place{Engine::postgres};
  auto& server = trial::shared_postgres();
  const auto set = [&server](const std::string& to) {
    server.query("postgres", "ALTER SYSTEM SET full_page_writes = " + to);
    server.query("postgres", "SELECT pg_reload_conf()");
    while (!server.query("postgres", "SHOW full_page_writes").starts_with(to)) {
    }
  };
  set("off");
  EXPECT_THAT([&] { open(place.options()); }, refused_for("full_page_writes"));
  set("on");
  open(place.options());
}

/// fsync is decided when the server starts, so this one starts its own.
TEST(UnsafePostgres, IsRefusedWithoutFsync) {
  const std::string programs = "/usr/lib/postgresql/15/bin/";
  const std::string user = ::geteuid() == 0 ? "nobody" : "";  // PostgreSQL refuses root
  const harness::TempDir dir{"unsafe", user};
  const auto port = harness::free_port();
  harness::run({{programs + "initdb", "-D", dir / "data", "-U", "zhiyin", "-A", "trust", "--locale=C", "--no-sync"}, {}, user, {}});
  harness::Child server{
      {{programs + "postgres", "-D", dir / "data", "-p", std::to_string(port), "-k", dir.path().string(), "-F"}, dir / "log", user, {}}};
  const harness::Command ask{{programs + "pg_isready", "-q", "-h", "127.0.0.1", "-p", std::to_string(port)}, {}, {}, {}};
  while (server.running() && harness::Child{ask}.wait(std::chrono::seconds{60})->status != 0) {
  }
  StoreOptions options;
  options.url = fmt::format("postgresql://zhiyin@127.0.0.1:{}/postgres", port);
  EXPECT_THAT([&] { open(options); }, refused_for("fsync"));
}

TEST(Store, SaysWhenItCannotBeReached) {
  StoreOptions options;
  options.url = fmt::format("postgresql://zhiyin@127.0.0.1:{}/postgres", harness::free_port());
  EXPECT_THAT([&] { open(options); }, ThrowsMessage<std::runtime_error>(HasSubstr("the store cannot be opened")));
}

// Two writers on one SQLite file would each think its order the only one.
TEST(SqliteFolder, IsHeldByOneStoreAtATime) {
  const trial::StorePlace place{Engine::sqlite};
  {
    const Store store{place.options(), {}, {}};
    EXPECT_THAT([&] { open(place.options()); }, ThrowsMessage<std::runtime_error>(HasSubstr("in use by another process")));
  }
  open(place.options());
}

TEST(SqliteFolder, IsRefusedWhenItHoldsSomethingElse) {
  const trial::StorePlace place{Engine::sqlite};
  std::filesystem::create_directories(place.options().folder);
  std::ofstream{place.options().folder / "zhiyin.sqlite"} << std::string(5'000, 'x');
  EXPECT_THAT([&] { open(place.options()); }, ThrowsMessage<std::runtime_error>(HasSubstr("not a database")));
}

// The log of SQLite is moved into the file by this alone: without it reading becomes ever slower.
TEST(SqliteFolder, IsTendedUntilItsLogIsEmptied) {
  const trial::StorePlace place{Engine::sqlite};
  Store store{place.options(), {}, {}};
  const auto writing = store.open_writing();
  writing->execute("CREATE TABLE t (x TEXT)");
  writing->execute("INSERT INTO t SELECT hex(randomblob(500000))");
  const auto file = place.options().folder / "zhiyin.sqlite";
  const auto before = std::filesystem::file_size(file);
  EXPECT_GE(store.tend(), 1'000'000);
  EXPECT_GE(std::filesystem::file_size(file), before + 1'000'000);
}

}  // namespace
}  // namespace zhiyin::db
