#include "write/writing_process.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <ctime>

#include "platform/logging/logging.hpp"
#include "store/core.hpp"
#include "write/control.hpp"
#include "write/producers.hpp"

namespace zhiyin::prove {
namespace {

constexpr const char* mark = "--writing-process";
constexpr std::int64_t tend_every_ms = 500;
constexpr int exit_sync_failed = 74;
constexpr int exit_no_store = 75;

/// As the server does it: twice a second, on a thread that is not a writer's; a failed sync ends the process.
void tend(db::Store& store) {
  try {
    store.tend();
  } catch (const db::Failure& failure) {
    logging::warning("proof", "tending failed: {}", failure.what());
    if (failure.kind() == db::FailureKind::sync_failed) {
      std::_Exit(exit_sync_failed);
    }
  }
}

void live(const WritingProcess& self, const sigset_t& ending) {
  const auto planted = planted_by(self.planted);
  Control control(self.control_file());
  db::StoreOptions store;
  store.url = self.url;
  store.folder = self.folder;
  trial::CoreOptions options;
  options.hooks.at = [&control](writer::Moment moment) { control.pass(moment); };
  options.hooks.early_ack = planted.early_ack;
  options.hooks.rerun_in_doubt = planted.rerun_in_doubt;
  options.more = {producer_statements(planted.early_positions)};
  trial::Core core(store, std::move(options));
  Producers producers(core, {self.slot, self.producers, self.record_file(), planted.early_positions});
  const timespec pause{tend_every_ms / 1'000, tend_every_ms % 1'000 * 1'000'000};
  while (::sigtimedwait(&ending, nullptr, &pause) < 0) {
    tend(core.store());
  }
  producers.stop(std::chrono::seconds{30});
  core.writer().stop();
}

}  // namespace

Planted planted_by(const std::string& name) {
  return {.early_ack = name == "early_ack", .rerun_in_doubt = name == "rerun_in_doubt", .early_positions = name == "early_positions"};
}

std::string WritingProcess::record_file() const {
  return fmt::format("{}/records-{}", notes, slot);
}
std::string WritingProcess::control_file() const {
  return fmt::format("{}/control-{}", notes, slot);
}
std::string WritingProcess::log_file() const {
  return fmt::format("{}/log-{}", notes, slot);
}

std::vector<std::string> WritingProcess::words(const std::string& program) const {
  return {program, mark, url, folder, notes, std::to_string(slot), std::to_string(producers), planted};
}

int run_if_asked(int count, char** words) {
  if (count != 8 || std::string_view{words[1]} != mark) {
    return -1;
  }
  sigset_t ending;
  ::sigemptyset(&ending);
  ::sigaddset(&ending, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);  // before any thread, which all inherit it
  try {
    live({words[2], words[3], words[4], std::stoll(words[5]), std::stoul(words[6]), words[7]}, ending);
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return exit_no_store;
  }
}

}  // namespace zhiyin::prove
