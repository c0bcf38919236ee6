// The whole running program as one object. Members stand in the order in which they are made; stop() ends them in the order written there.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "api/api.hpp"
#include "app/background.hpp"
#include "app/callers.hpp"
#include "app/door.hpp"
#include "app/plants.hpp"
#include "app/tending.hpp"
#include "channel/web/origin.hpp"
#include "channel/web/visitor.hpp"
#include "desk/agent.hpp"
#include "desk/presence.hpp"
#include "desk/windows_thread.hpp"
#include "help/site.hpp"
#include "knowledge/library.hpp"
#include "live/follower.hpp"
#include "live/gateway.hpp"
#include "live/hub.hpp"
#include "platform/clock/clock.hpp"
#include "platform/config/setting.hpp"
#include "platform/db/side_channel.hpp"
#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"
#include "platform/net/server.hpp"
#include "platform/reading/reading_pool.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::app {

class Wiring {
 public:
  /// Opens the store and binds the port. Throws std::runtime_error.
  explicit Wiring(const config::Settings& settings);
  ~Wiring();
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  void start();
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// What to print for whoever sets the installation up; nullopt when somebody administers it, and for a process without pages.
  [[nodiscard]] std::optional<std::string> first_code();
  /// Sockets first, so that nothing new comes; then timers and listeners, which wait for the writer; then the writer, which finishes what
  /// was accepted; then those who only tell.
  void stop();

 private:
  [[nodiscard]] std::vector<api::Route> api_routes();
  [[nodiscard]] std::vector<net::Route> routes();
  [[nodiscard]] std::vector<net::SocketRoute> sockets();
  [[nodiscard]] net::Response ready() const;
  void open_store();
  void start_writer();
  /// There may be new facts: tells those who follow the log.
  void committed();
  void hear_whisper(std::string_view text);
  void say_typing(ConversationId conversation, const Person& who);
  /// Says again, every so often, who looks at what.
  void renew_presence();
  /// Opening hours begin and end by the clock; the queue is looked at when something has changed.
  void watch_clock();

  const config::Settings& settings_;
  const Plants plants_;
  MetricRegistry metrics_;
  SystemClock clock_;
  SystemChance chance_;
  std::atomic<bool> draining_{false};
  std::unique_ptr<db::Store> store_;
  std::unique_ptr<net::Reactors> reactors_;
  std::unique_ptr<live::Hub> hub_;
  std::unique_ptr<reading::ReadingPool> reading_;
  access::Directories directories_;
  std::unique_ptr<desk::InnerHub> inner_hub_;
  std::unique_ptr<desk::NewsHub> news_hub_;
  std::unique_ptr<desk::Windows> windows_;
  std::unique_ptr<desk::WindowsThread> windows_thread_;
  std::unique_ptr<desk::Presence> presence_;
  std::unique_ptr<knowledge::Libraries> libraries_;
  std::unique_ptr<channel::web::Duties> duties_;
  std::unique_ptr<bot::Figures> bot_figures_;
  std::unique_ptr<bot::Means> bot_;
  std::unique_ptr<bot::Asker> asker_;  // workers only, as the next
  std::unique_ptr<bot::Readings> readings_;
  std::unique_ptr<channel::web::Places> places_;
  std::atomic<live::Follower*> hinted_{nullptr};   // the writer hints before the follower is made
  std::unique_ptr<db::SideChannel> side_channel_;  // PostgreSQL only
  std::unique_ptr<writer::Writer> writer_;
  std::unique_ptr<Door> door_;
  std::unique_ptr<live::Follower> follower_;
  std::atomic<Background*> woken_{nullptr};  // likewise
  std::unique_ptr<Background> background_;   // workers only
  std::unique_ptr<Tending> tending_;
  std::unique_ptr<live::Gateway> gateway_;
  std::unique_ptr<channel::web::Sites> sites_;
  const channel::web::Origins origins_;
  std::unique_ptr<channel::web::Options> visitors_;
  std::unique_ptr<help::Site> help_;
  std::unique_ptr<Callers> callers_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<desk::Callers> desk_callers_;
  desk::Leases leases_;
  std::unique_ptr<desk::Inside> inside_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace zhiyin::app
