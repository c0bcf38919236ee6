// A side connection between the processes of one installation, for hints and for what is never stored. PostgreSQL only: LISTEN and NOTIFY
// outside of any writer's transaction, where NOTIFY would make commits wait for each other.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/db/store.hpp"

namespace zhiyin::db {

class SideChannel {
 public:
  struct Heard {
    std::function<void()> hint;                     ///< another process committed something
    std::function<void(std::string_view)> whisper;  ///< another process's whisper
  };

  /// Calls `heard` on its own thread. Reconnects by itself; what is said while it cannot is lost.
  SideChannel(const StoreOptions& options, std::string own_name, Heard heard);
  ~SideChannel();
  SideChannel(const SideChannel&) = delete;
  SideChannel& operator=(const SideChannel&) = delete;

  /// Something was committed here; several become one NOTIFY, at most one every 10 ms. Any thread.
  void hint();
  /// At most 7,000 bytes, without line feeds; longer is dropped, as is anything beyond a thousand waiting. Any thread.
  void whisper(std::string text);
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::db
