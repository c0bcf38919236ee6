#include "app/store_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <semaphore>

#include "access/directory.hpp"
#include "app/tables.hpp"
#include "channel/intake.hpp"
#include "demo/load.hpp"
#include "platform/audit/reading.hpp"
#include "platform/files/files.hpp"
#include "platform/journal/journal.hpp"
#include "platform/password/hash.hpp"
#include "platform/writer/writer.hpp"
#include "schema/migrations.hpp"
#include "team/settings.hpp"

namespace zhiyin::app {
namespace {

constexpr std::ptrdiff_t under_way_max = 512;

std::unique_ptr<db::Store> open_store(const config::Settings& s) {
  return std::make_unique<db::Store>(db::StoreOptions{.url = s.text("db.url"), .folder = s.text("data")}, migrations(), all_statements());
}

/// As a server would find it: what a new store begins with is there.
std::unique_ptr<db::Store> founded_store(const config::Settings& s, const Clock& clock, Chance& chance) {
  auto store = open_store(s);
  const auto session = store->open_writing();
  journal::found(*session, chance);
  access::found(*session, chance, clock.now(), s.number("demo.agents"), team::settings_from(s).lease);
  return store;
}

}  // namespace

int mark_restored(const config::Settings& settings) {
  const auto store = open_store(settings);
  SystemChance chance;
  const auto session = store->open_writing();
  journal::found(*session, chance);
  journal::renew(*session, chance);
  std::puts("the store has a new log id");
  return 0;
}

int check(const config::Settings& settings, const std::string& expected) {
  const auto head = expected.empty() ? std::nullopt : audit::parse_head(expected);
  if (!expected.empty() && !head) {
    std::fputs("--audit-head is what an earlier check printed: NUMBER:HASH\n", stderr);
    return 2;
  }
  const auto store = open_store(settings);
  const auto session = store->open_reading();
  session->begin();
  const auto report = audit::verify(*session, 1, head);
  session->rollback();
  for (const auto& finding : report.findings) {
    std::puts(fmt::format("audit log: row {} {}", finding.n, audit::fault_text(finding.fault)).c_str());
  }
  std::puts(fmt::format("audit log: {} rows, {} with erased details, {} findings{}", report.rows, report.erased, report.findings.size(),
                        report.findings.size() == audit::findings_max ? " or more" : "")
                .c_str());
  if (!report.findings.empty()) {
    std::puts(
        "What to do: keep this store as it is, and compare these rows with a backup. Somebody who can write to the database has changed "
        "them, or its disk has; change its passwords. Nothing mends such rows but putting back what "
        "the backup holds.");
    return 1;
  }
  std::puts(fmt::format("audit head: {}\nWrite it down elsewhere, and give it to the next check with --audit-head.", head_text(report.head))
                .c_str());
  return 0;
}

int fill(const config::Settings& settings, std::int64_t conversations) {
  const SystemClock clock;
  SystemChance chance;
  const auto store = founded_store(settings, clock, chance);
  MetricRegistry metrics;
  writer::Writer writer{*store, clock, chance, 4, {}, {}, metrics};
  std::counting_semaphore<under_way_max> free{under_way_max};
  std::atomic<std::int64_t> failed{0};
  const auto run = chance.bits();
  for (std::int64_t i = 0; i < conversations * 2; ++i) {
    free.acquire();
    const auto order = std::make_shared<writer::SenderOrder>();
    channel::Inbound inbound{InboxId{1},
                             fmt::format("fill-{:x}-{}", run, i / 2),
                             "",
                             fmt::format("m{}", i % 2),
                             i % 2 == 0 ? "Where is my parcel? It was to arrive this morning." : "我的包裹在哪里？今天早上就该到了。",
                             {},
                             {}};
    writer.submit(channel::intake(std::move(inbound), {order, 1}, [&](Result<channel::Taken> taken) {
      failed += taken ? 0 : 1;
      free.release();
    }));
    if (i % 20'000 == 0) {
      store->tend();
    }
  }
  writer.stop();
  std::printf("filled conversations=%lld failed=%lld\n", static_cast<long long>(conversations), static_cast<long long>(failed.load()));
  return failed == 0 ? 0 : 1;
}

int load_demo(const config::Settings& settings, const std::string& folder) {
  constexpr std::size_t password_chars = 12;
  const SystemClock clock;
  SystemChance chance;
  const auto store = founded_store(settings, clock, chance);
  MetricRegistry metrics;
  if (demo::in_use(*store->open_reading())) {
    return 0;
  }
  const auto company = demo::read_company(folder);
  const auto password = random_token(chance).substr(0, password_chars);
  demo::PastClock past{clock.now()};
  writer::Writer writer{*store, past, chance, 1, {}, {}, metrics};
  demo::Loaded loaded;
  try {
    loaded = demo::load(writer, past, company, password::hash(password, {}), clock.now());
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format("the demonstration company was loaded only in part: {}; remove the data folder", error.what()));
  }
  writer.stop();
  std::string sign_ins = fmt::format("password of all: {}\n", password);
  for (const auto& one : loaded.people) {
    sign_ins += fmt::format("  {:<14} {:<36} {}\n", identity::role_text(one.role), one.email, one.name);
  }
  files::write_durably(std::filesystem::path(settings.text("data")) / sign_ins_file, sign_ins);
  std::printf("demo company loaded: people=%zu articles=%zu conversations=%zu\n", loaded.people.size(), loaded.articles, loaded.talks);
  return 0;
}

}  // namespace zhiyin::app
