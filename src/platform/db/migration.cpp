#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "platform/db/store.hpp"

namespace zhiyin::db {

std::string migration_text(std::string_view text, Engine engine) {
  const auto mine = fmt::format("-- {}: ", engine_name(engine));
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(mine)) {
      line.remove_prefix(mine.size());
    } else if (const auto comment = line.find("--"); comment != std::string_view::npos) {
      line = line.substr(0, comment);
    }
    while (!line.empty() && line.back() == ' ') {
      line.remove_suffix(1);
    }
    if (!line.empty()) {
      out += fmt::format("{}\n", line);
    }
  }
  return out;
}

namespace {

int version_of(std::string_view file_name) {
  int version = 0;
  const auto digits = file_name.substr(0, 4);
  std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (version <= 0) {
    throw std::runtime_error(fmt::format("a migration is named NNNN_name.sql, not {}", file_name));
  }
  return version;
}

/// PostgreSQL: several processes start at the same moment, and go on here one after the other, until each has committed.
void take_turn(Session& session) {
  if (session.engine() == Engine::postgres) {
    session.execute("SELECT pg_advisory_xact_lock(7266280905)");
  }
}

/// Takes the version's row; false when another process has just done the same migration: then its work is ours.
bool claim(Session& session, int version, std::string_view name) {
  try {
    take_turn(session);
    session.execute(fmt::format("INSERT INTO schema_version (version, name) VALUES ({}, '{}')", version, name));
    return true;
  } catch (const Failure& failure) {
    if (failure.kind() == FailureKind::duplicate) {
      return false;
    }
    throw;
  }
}

void apply(Session& session, const EmbeddedText& migration) {
  session.begin();
  try {
    if (claim(session, version_of(migration.name), migration.name)) {
      session.execute(migration_text(migration.text, session.engine()));
      session.commit();
    } else {
      session.rollback();
    }
  } catch (const Failure& failure) {
    session.rollback();
    throw Failure(failure.kind(), fmt::format("migration {}: {}", migration.name, failure.what()));
  }
}

}  // namespace

std::int64_t newest_version(std::span<const EmbeddedText> migrations) {
  int newest = 0;
  for (const auto& migration : migrations) {
    const int version = version_of(migration.name);
    if (version <= newest) {
      throw std::runtime_error(fmt::format("migration {} is out of order", migration.name));
    }
    newest = version;
  }
  return newest;
}

void migrate(Session& session, std::span<const EmbeddedText> migrations) {
  (void)newest_version(migrations);  // all in order, before anything is done
  session.begin();
  try {
    take_turn(session);  // IF NOT EXISTS does not keep two who look at the same moment from colliding
    session.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL)");
    session.commit();
  } catch (const Failure&) {
    session.rollback();
    throw;
  }
  for (const auto& migration : migrations) {
    apply(session, migration);
  }
}

}  // namespace zhiyin::db
