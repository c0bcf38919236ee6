// A store that cannot store says so, and recovers by itself: the disk fills up under SQLite (a small tmpfs in a mount namespace of our
// own), PostgreSQL is restarted, each under load. Clear refusals, /readyz says no, the process goes on, and nothing acknowledged is lost.
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>

#include "harness/http_get.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"
#include "prove/talk.hpp"

namespace zhiyin::prove {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* disk_size = "size=64m";
constexpr auto notice_max = seconds{60};
constexpr auto recovery_max = seconds{30};
constexpr auto settle_max = seconds{60};
constexpr auto down_for = seconds{3};
constexpr std::uint64_t refusals_min = 20;

/// A tmpfs at a folder that only this holder's mount namespace sees; gone when this goes.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& folder) {
    std::filesystem::create_directories(folder);
    harness::Command holder{{"/bin/sh", "-c", "echo mounted; exec sleep 1000000"}, {}, {}, {}};
    holder.before_exec = [folder] {
      return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
             ::mount("zhiyin", folder.c_str(), "tmpfs", 0, disk_size) == 0;
    };
    holder_ = std::make_unique<harness::Child>(holder);
    if (!holder_->wait_line("mounted", seconds{10})) {
      throw std::runtime_error("a mount namespace with a small tmpfs is not permitted here (it needs root, or CAP_SYS_ADMIN)");
    }
    // Seen from our own namespace.
    ballast_file_ = fmt::format("/proc/{}/root{}/ballast", holder_->pid(), folder);
  }

  /// For Gateway::before_exec: the gateway sees the small disk. Entering a namespace leaves a chroot, so that is entered again.
  [[nodiscard]] std::function<bool()> entrance() const {
    return [holder = fmt::format("/proc/{}", holder_->pid()), here = std::filesystem::current_path().string()] {
      const int space = ::open((holder + "/ns/mnt").c_str(), O_RDONLY | O_CLOEXEC);
      const int root = ::open((holder + "/root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
      return space >= 0 && root >= 0 && ::setns(space, CLONE_NEWNS) == 0 && ::fchdir(root) == 0 && ::chroot(".") == 0 &&
             ::chdir(here.c_str()) == 0;
    };
  }

  /// Takes whatever is left, to the last byte.
  void fill() const {
    const int fd = ::open(ballast_file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) {
      throw std::runtime_error("no ballast file: " + ballast_file_);
    }
    const std::string block(65536, 'b');
    for (std::size_t size = block.size(); size > 0;) {
      if (::write(fd, block.data(), size) <= 0) {
        size /= 2;
      }
    }
    ::close(fd);
  }
  void free() const { std::filesystem::remove(ballast_file_); }

 private:
  std::unique_ptr<harness::Child> holder_;
  std::string ballast_file_;
};

class Round {
 public:
  Round(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report)
      : report_(report),
        postgres_(postgres),
        troubles_(options.short_run ? 1 : 3),
        messages_between_(options.short_run ? 300 : 1000),
        name_(harness::name_of(engine)),
        chance_(options.seed),
        site_(engine, 1, postgres, options),
        fleet_{loop_, chance_, findings_, {}, milliseconds{100}, milliseconds{1000}} {}

  void run() {
    auto& gateway = site_.gateway(0);
    if (postgres_ == nullptr) {
      disk_ = std::make_unique<SmallDisk>(site_.data());
      gateway.before_exec = disk_->entrance();
    }
    site_.start_all();
    const auto pid = gateway.child().pid();
    fleet_.ports = site_.ports();
    talk_ = std::make_unique<Talk>(fleet_, 40, 8);
    talk_->start();
    for (int i = 0; i < troubles_; ++i) {
      progress();
      trouble_once();
    }
    progress();
    if (!talk_->settle(settle_max)) {
      report_.fail(fmt::format("{}: not settled:{}", name_, talk_->unsettled()));
    }
    if (!gateway.running() || gateway.child().pid() != pid) {
      report_.fail(name_ + ": the process did not live through it");
    }
    // What is in the store, and not only in the process's memory.
    gateway.kill();
    gateway.start();
    gateway.wait_ready();
    if (!talk_->settle(settle_max)) {
      report_.fail(fmt::format("{}: not settled after the last start:{}", name_, talk_->unsettled()));
    }
    report_.figure(name_ + "_troubles", static_cast<std::int64_t>(troubles_));
    report_.figure(name_ + "_refused_unavailable", static_cast<std::int64_t>(findings_.refused["unavailable"]));
    report_.figure(name_ + "_unready_after_ms", static_cast<std::int64_t>(slowest_notice_.count()));
    report_.figure(name_ + "_recovered_after_ms", static_cast<std::int64_t>(slowest_recovery_.count()));
    talk_->conclude(report_, name_ + "_");
  }

 private:
  void progress() {
    if (!talk_->run_to(talk_->acked() + messages_between_, notice_max)) {
      throw std::runtime_error(name_ + ": the talk does not go on:" + talk_->unsettled() + "\n" + site_.gateway(0).log_tail());
    }
  }

  void trouble_once() {
    const auto port = site_.gateway(0).port();
    const auto refused = findings_.refused["unavailable"];
    const auto began = client::Steady::now();
    if (postgres_ != nullptr) {
      postgres_->stop_at_once();
    }
    const auto noticed = loop_.run_until(
        [&] {
          if (disk_) {
            disk_->fill();  // again and again: the store gives back room as it tidies up
          }
          loop_.run_for(milliseconds{20});
          return harness::http_get(port, "/readyz").status == 503 && findings_.refused["unavailable"] >= refused + refusals_min;
        },
        notice_max);
    if (!noticed) {
      report_.fail(fmt::format("{}: in trouble for {} s, /readyz says {}, {} refusals", name_, notice_max.count(),
                               harness::http_get(port, "/readyz").status, findings_.refused["unavailable"] - refused));
    }
    slowest_notice_ = std::max(slowest_notice_, since(began));
    look_at_answers(port);
    loop_.run_for(down_for);
    harness::Report::say(
        fmt::format("{}: in trouble, {} refused, {} acknowledged", name_, findings_.refused["unavailable"], talk_->acked()));
    if (disk_) {
      disk_->free();
    } else {
      postgres_->start();
    }
    const auto mended = client::Steady::now();
    const auto acked = talk_->acked();
    const auto recovered =
        loop_.run_until([&] { return talk_->acked() > acked + 10 && harness::http_get(port, "/readyz").status == 200; }, recovery_max);
    if (!recovered) {
      throw std::runtime_error(
          fmt::format("{}: no recovery within {} s; log:\n{}", name_, recovery_max.count(), site_.gateway(0).log_tail()));
    }
    slowest_recovery_ = std::max(slowest_recovery_, since(mended));
  }

  void look_at_answers(std::uint16_t port) {
    const auto ready = harness::http_get(port, "/readyz");
    if (ready.status != 503 || ready.header("content-type") != "application/problem+json" ||
        ready.body.find("unavailable") == std::string::npos) {
      report_.fail(fmt::format("{}: /readyz is no clear 503: {} {} {}", name_, ready.status, ready.header("content-type"), ready.body));
    }
    const auto health = harness::http_get(port, "/healthz");
    if (health.status != 200) {
      report_.fail(fmt::format("{}: /healthz says {}: the process lives", name_, health.status));
    }
  }

  static milliseconds since(client::Steady::time_point began) {
    return std::chrono::duration_cast<milliseconds>(client::Steady::now() - began);
  }

  harness::Report& report_;
  harness::PostgresServer* postgres_;
  int troubles_;
  std::uint64_t messages_between_;
  std::string name_;
  SeededChance chance_;
  harness::Installation site_;
  std::unique_ptr<SmallDisk> disk_;
  client::Loop loop_;
  client::Findings findings_;
  client::Fleet fleet_;
  std::unique_ptr<Talk> talk_;
  milliseconds slowest_notice_{0};
  milliseconds slowest_recovery_{0};
};

}  // namespace
}  // namespace zhiyin::prove

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("prove", "full", options);
  return harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      std::unique_ptr<harness::PostgresServer> postgres;
      if (engine == harness::Engine::postgres) {
        postgres = std::make_unique<harness::PostgresServer>();
      }
      prove::Round(engine, postgres.get(), options, report).run();
    }
  });
}
