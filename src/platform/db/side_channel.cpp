#include "platform/db/side_channel.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace zhiyin::db {
namespace {

constexpr std::size_t whisper_max_bytes = 7'000;
constexpr std::size_t whispers_waiting_max = 1'000;
constexpr std::chrono::milliseconds hint_every{10};
constexpr int reconnect_pause_ms = 500;

struct Finish {
  void operator()(PGconn* c) const { PQfinish(c); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

}  // namespace

struct SideChannel::Impl {
  std::string url;
  std::string own_name;
  Heard heard;
  int wake_fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::atomic<bool> hinted{false};
  std::atomic<bool> stopped{false};
  std::mutex mutex;
  std::vector<std::string> whispers;
  std::thread thread;

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto wrote = ::write(wake_fd, &one, sizeof one);
  }

  static bool run_sql(PGconn* connection, const char* sql) {
    PGresult* result = PQexec(connection, sql);
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return ok;
  }

  static bool notify(PGconn* connection, const char* channel, const std::string& payload) {
    const std::array<const char*, 2> values{channel, payload.c_str()};
    PGresult* result = PQexecParams(connection, "SELECT pg_notify($1, $2)", 2, nullptr, values.data(), nullptr, nullptr, 0);
    const bool ok = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return ok;
  }

  [[nodiscard]] Connection connect() const {
    const std::array<const char*, 4> keys{"dbname", "application_name", "connect_timeout", nullptr};
    const std::array<const char*, 4> values{url.c_str(), "zhiyin side", "3", nullptr};
    Connection connection{PQconnectdbParams(keys.data(), values.data(), 1)};
    if (PQstatus(connection.get()) != CONNECTION_OK || !run_sql(connection.get(), "LISTEN zhiyin_hint") ||
        !run_sql(connection.get(), "LISTEN zhiyin_whisper")) {
      connection.reset();
    }
    return connection;
  }

  void wait(int socket, int milliseconds) const {
    std::array<pollfd, 2> fds{pollfd{wake_fd, POLLIN, 0}, pollfd{socket, POLLIN, 0}};
    ::poll(fds.data(), socket < 0 ? 1 : 2, milliseconds);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(wake_fd, &count, sizeof count);
  }

  bool speak(PGconn* connection) {
    std::vector<std::string> saying;
    {
      const std::lock_guard lock(mutex);
      saying.swap(whispers);
    }
    bool ok = !hinted.exchange(false) || notify(connection, "zhiyin_hint", own_name);
    for (const auto& text : saying) {
      ok = ok && notify(connection, "zhiyin_whisper", own_name + "\n" + text);
    }
    return ok;
  }

  bool listen(PGconn* connection) const {
    if (PQconsumeInput(connection) != 1) {
      return false;
    }
    while (PGnotify* notice = PQnotifies(connection)) {
      const std::string_view channel = notice->relname;
      const std::string_view text = notice->extra;
      const auto from = text.substr(0, text.find('\n'));
      if (from != own_name) {
        if (channel == "zhiyin_hint") {
          heard.hint();
        } else if (from.size() < text.size()) {
          heard.whisper(text.substr(from.size() + 1));
        }
      }
      PQfreemem(notice);
    }
    return true;
  }

  void run() {
    Connection connection;
    while (!stopped) {
      if (!connection) {
        connection = connect();
      }
      if (!connection) {
        wait(-1, reconnect_pause_ms);
        continue;
      }
      wait(PQsocket(connection.get()), 1'000);
      // In this order: what comes while we speak is read along with the answer, and the socket does not tell of it again.
      if (!speak(connection.get()) || !listen(connection.get())) {
        connection.reset();
        continue;
      }
      std::this_thread::sleep_for(hint_every);  // so that many commits become one NOTIFY
    }
  }
};

SideChannel::SideChannel(const StoreOptions& options, std::string own_name, Heard heard) : impl_(std::make_unique<Impl>()) {
  impl_->url = options.url;
  impl_->own_name = std::move(own_name);
  impl_->heard = std::move(heard);
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

SideChannel::~SideChannel() {
  stop();
  ::close(impl_->wake_fd);
}

void SideChannel::hint() {
  if (!impl_->hinted.exchange(true)) {
    impl_->wake();
  }
}

void SideChannel::whisper(std::string text) {
  if (text.size() > whisper_max_bytes || text.contains('\n')) {
    return;
  }
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->whispers.size() >= whispers_waiting_max) {
      return;
    }
    impl_->whispers.push_back(std::move(text));
  }
  impl_->wake();
}

void SideChannel::stop() {
  impl_->stopped = true;
  impl_->wake();
  if (impl_->thread.joinable()) {
    impl_->thread.join();
  }
}

}  // namespace zhiyin::db
