#include "app/serve.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "app/store_command.hpp"
#include "app/wiring.hpp"
#include "platform/files/files.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::app {
namespace {

/// Each connection is an open file; the usual soft limit of 1,024 is there for programs that use select().
void raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

int serve(const config::Settings& settings) {
  // Blocked before any thread is made, so that every thread inherits it and only sigwait below takes them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGHUP);  // its terminal was closed
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  raise_open_files();

  Wiring wiring{settings};
  wiring.start();
  const auto& scheme = settings.text("http.tls_certificate").empty() ? "http" : "https";
  const auto& address = settings.text("http.address");
  const bool v6 = address.find(':') != std::string::npos;
  const auto home = fmt::format("{}://{}{}{}:{}", scheme, v6 ? "[" : "", address, v6 ? "]" : "", wiring.port());
  std::printf("serving %s\n", home.c_str());
  if (const auto code = wiring.first_code()) {
    std::printf("first administrator: open %s/setup and enter %s\n", home.c_str(), code->c_str());
  }
  const auto sign_ins = std::filesystem::path(settings.text("data")) / sign_ins_file;
  if (std::filesystem::exists(sign_ins)) {
    std::printf("demo company: its shop with the chat at %s/shop, its help centre at %s/help; sign in at %s/sign-in; %s", home.c_str(),
                home.c_str(), home.c_str(), files::read_file(sign_ins).c_str());
  }
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop_signals, &signal);
  logging::info("app", "stopping signal={}", signal);
  // A second signal ends at once; what was acknowledged is safe all the same.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  wiring.stop();
  logging::info("app", "stopped");
  return 0;
}

}  // namespace zhiyin::app
