#include "app/wiring.hpp"

#include <fmt/format.h>

#include "access/directory.hpp"
#include "access/viewer.hpp"
#include "api/presented.hpp"
#include "api/settings.hpp"
#include "app/kill_at.hpp"
#include "app/metrics_page.hpp"
#include "app/tables.hpp"
#include "app/web_assets.hpp"
#include "bot/learnt.hpp"
#include "channel/web/settings.hpp"
#include "contact/settings.hpp"
#include "credential/token_text.hpp"
#include "desk/agent.hpp"
#include "help/page.hpp"
#include "platform/journal/journal.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"
#include "rest/routes.hpp"
#include "schema/migrations.hpp"
#include "team/settings.hpp"

namespace zhiyin::app {
namespace {

constexpr std::chrono::seconds clock_looked_at_every{1};
const std::vector<std::string> language_process{"/proc/self/exe", "language"};  // this program, even if its file was replaced meanwhile

std::chrono::milliseconds duration(const config::Settings& s, std::string_view name) {
  return std::chrono::milliseconds{s.number(name)};
}
std::size_t size(const config::Settings& s, std::string_view name) {
  return static_cast<std::size_t>(s.number(name));
}

net::Limits limits_of(const config::Settings& s) {
  return {.header_max_bytes = size(s, "http.header_max_bytes"),
          .body_max_bytes = size(s, "http.body_max_bytes"),
          .message_max_bytes = size(s, "http.message_max_bytes"),
          .socket_queue_max_bytes = size(s, "http.socket_queue_max_bytes"),
          .connections_max = size(s, "http.connections"),
          .connections_per_address_max = size(s, "http.connections_per_address"),
          .header_timeout = duration(s, "http.header_timeout_ms"),
          .body_timeout = duration(s, "http.body_timeout_ms"),
          .write_timeout = duration(s, "http.write_timeout_ms"),
          .keep_alive_timeout = duration(s, "http.keep_alive_timeout_ms"),
          .socket_idle_timeout = duration(s, "http.socket_idle_timeout_ms")};
}

db::StoreOptions store_options(const config::Settings& s) {
  return {.url = s.text("db.url"),
          .folder = s.text("data"),
          .lock_timeout = duration(s, "db.lock_timeout_ms"),
          .answer_timeout = duration(s, "db.answer_timeout_ms")};
}

bool is_gateway(const config::Settings& s) {
  return s.text("roles") != "worker";
}
bool is_worker(const config::Settings& s) {
  return s.text("roles") != "gateway";
}

rest::Front front_of(const help::Settings& help) {
  return {.name = help.name, .help_at = help.enabled ? std::optional{help.address} : std::nullopt};
}

/// A page of another site must not speak as the agent who has it open.
bool same_site(const net::Request& request) {
  const auto origin = request.header("origin");
  const auto scheme = origin.find("://");
  return origin.empty() || (scheme != std::string_view::npos && origin.substr(scheme + 3) == request.header("host"));
}

/// What an agent's browser or program shows with its upgrade. What has not the form of a session or token is nothing.
desk::Arrival arrival_of(const net::Request& request) {
  desk::Arrival arrival{{}, api::at_home(request)};
  const auto presented = api::presented(request);
  if (presented && presented->kind == api::Presented::Kind::cookie) {
    arrival.shown = credential::read_session_text(presented->secret);
  } else if (presented && presented->kind == api::Presented::Kind::token) {
    arrival.shown = credential::read_token_text(presented->secret);
  }
  return arrival;
}

}  // namespace

Wiring::Wiring(const config::Settings& settings)
    : settings_(settings), plants_(plants_from(settings)), origins_(settings.text("web.origins")) {
  try {
    open_store();
    start_writer();
  } catch (const db::Failure& failure) {
    throw std::runtime_error(fmt::format("the store cannot be used: {}", failure.what()));
  }
  gateway_ = std::make_unique<live::Gateway>(
      live::Gateway{*writer_, *reading_, *hub_, clock_, chance_, follower_->log_id(), conversation::settings_from(settings),
                    settings.number("http.message_max_bytes"),
                    [this](ConversationId conversation, const Person& who) { say_typing(conversation, who); }});
  sites_ = std::make_unique<channel::web::Sites>(directories_, door_->inbox_safe(), channel::web::identity_rules_from(settings));
  visitors_ =
      std::make_unique<channel::web::Options>(channel::web::Options{contact::settings_from(settings), *sites_, *duties_, *places_, *bot_});
  help_ = std::make_unique<help::Site>(help::settings_from(settings), *libraries_, clock_, metrics_);
  callers_ = std::make_unique<Callers>(directories_, door_->settings(), [this](std::unique_ptr<writer::Command> command) {
    writer_->submit_background(std::move(command));
  });
  api_ = std::make_unique<api::Api>(api_routes(), api::Means{*reading_, *writer_, *callers_, clock_, chance_, metrics_},
                                    api::rates_from(settings), door_->secrets().key(credential::cursor_secret));
  desk_callers_ = std::make_unique<desk::Callers>(directories_, door_->settings());
  inside_ = std::make_unique<desk::Inside>(desk::Inside{*inner_hub_, *news_hub_, *desk_callers_, leases_, team::settings_from(settings),
                                                        settings.number("demo.agents"), plants_.desk});
  server_ = std::make_unique<net::Server>(
      *reactors_,
      net::Listen{.address = settings.text("http.address"),
                  .port = static_cast<std::uint16_t>(settings.number("http.port")),
                  .tls_certificate_file = settings.text("http.tls_certificate"),
                  .tls_key_file = settings.text("http.tls_key"),
                  .trusted_proxies = settings.text("http.trusted_proxies"),
                  .forwarded_by =
                      settings.text("http.forwarded_by") == "forwarded" ? net::ForwardedBy::forwarded : net::ForwardedBy::x_forwarded_for},
      limits_of(settings), routes(), sockets(), metrics_);
}

void Wiring::open_store() {
  store_ = std::make_unique<db::Store>(store_options(settings_), migrations(), all_statements());
  {
    const auto session = store_->open_writing();
    journal::found(*session, chance_);
    listener::found(*session, all_listeners({}, routing::settings_from(settings_), nullptr));
    access::found(*session, chance_, clock_.now(), settings_.number("demo.agents"), team::settings_from(settings_).lease);
  }
  reactors_ = std::make_unique<net::Reactors>(size(settings_, "http.threads"));
  hub_ = std::make_unique<live::Hub>(*reactors_);
  reading_ = std::make_unique<reading::ReadingPool>(*store_, size(settings_, "db.readers"));
  inner_hub_ = std::make_unique<desk::InnerHub>(*reactors_);
  news_hub_ = std::make_unique<desk::NewsHub>(*reactors_, directories_, [this](const access::DirectoryPtr& directory) {
    if (!plants_.deaf_lists) {
      windows_->adopt(directory);
    }
  });
  windows_ = std::make_unique<desk::Windows>(*store_, clock_, desk::roster_limits(settings_), metrics_, plants_.lists);
  libraries_ = std::make_unique<knowledge::Libraries>([this] { return store_->open_reading(); }, metrics_);
  windows_thread_ = std::make_unique<desk::WindowsThread>(*windows_);
  duties_ = std::make_unique<channel::web::Duties>(*reactors_, clock_, directories_);
  bot_figures_ = std::make_unique<bot::Figures>(metrics_);
  bot_ = std::make_unique<bot::Means>(bot::Means{bot::settings_from(settings_), help::article_path, *bot_figures_});
  places_ = std::make_unique<channel::web::Places>(*reactors_, clock_, directories_, *reading_);
  presence_ = std::make_unique<desk::Presence>(clock_, random_token(chance_), [this](std::string text) {
    if (side_channel_) {
      side_channel_->whisper(std::move(text));
    }
  });
  if (store_->engine() == db::Engine::postgres) {
    side_channel_ = std::make_unique<db::SideChannel>(
        store_->options(), random_token(chance_),
        db::SideChannel::Heard{[this] { committed(); }, [this](std::string_view text) { hear_whisper(text); }});
  }
}

void Wiring::start_writer() {
  const KillAt kill{settings_.text("proof.kill_at")};
  writer::LaneHooks hooks;
  hooks.early_ack = plants_.early_ack;
  if (const auto before = kill.at("before_commit"), after = kill.at("after_commit"); before || after) {
    hooks.at = [before, after](writer::Moment moment) {
      if (const auto& act = moment == writer::Moment::before_commit ? before : after) {
        act();
      }
    };
  }
  hooks.on_commit = [this] {
    committed();
    if (side_channel_) {
      side_channel_->hint();
    }
  };
  writer_ = std::make_unique<writer::Writer>(
      *store_, clock_, chance_, size(settings_, "db.lanes"),
      writer::LaneLimits{.waiting_max = size(settings_, "db.waiting_max"), .batch_max = size(settings_, "db.batch_max")}, std::move(hooks),
      metrics_);
  door_ = std::make_unique<Door>(*store_, *writer_, clock_, chance_, settings_, metrics_);
  follower_ = std::make_unique<live::Follower>(
      *store_, *hub_,
      [this, known = false](const live::Batch& batch, std::int64_t pos) mutable {
        if (!std::exchange(known, true)) {
          duties_->refresh(*store_->open_reading());  // where the log is followed from
          libraries_->look();
        }
        windows_->on_batch(batch, pos);
      },
      kill.at("before_relay"), metrics_,
      [this](const std::vector<journal::Entry>& entries, db::Session& session) {
        news_hub_->publish(entries, session);  // first: what was withdrawn ends before any later fact is told
        duties_->publish(entries, session);
        places_->publish(entries, session);
        libraries_->hear(entries);
        hub_->teams(entries);
        inner_hub_->publish(entries);
        windows_->on_inner(entries);
        if (plants_.tell) {
          plants_.tell(entries, *hub_, *reactors_);
        }
      });
  hinted_ = follower_.get();
  if (is_worker(settings_)) {
    readings_ = plants_.readings
                    ? plants_.readings()
                    : std::make_unique<bot::LearntReadings>([this] { return libraries_->current(); },
                                                            std::make_unique<understanding::Service>(language_process, metrics_));
    asker_ = std::make_unique<bot::Asker>(
        *readings_, [this] { return libraries_->current(); },
        [this](std::unique_ptr<writer::Command> command) { writer_->submit(std::move(command)); }, clock_, *bot_);
    background_ =
        std::make_unique<Background>(*store_, *writer_, clock_, conversation::settings_from(settings_), routing::settings_from(settings_),
                                     *asker_, *bot_, settings_.number("log.kept_max"), metrics_);
    woken_ = background_.get();
  }
  tending_ = std::make_unique<Tending>(*store_, metrics_, background_ ? background_->measure() : nullptr);
}

Wiring::~Wiring() {
  stop();
}

std::optional<std::string> Wiring::first_code() {
  return is_gateway(settings_) ? door_->first_code() : std::nullopt;
}

void Wiring::start() {
  renew_presence();
  watch_clock();
  server_->start();
}

void Wiring::stop() {
  draining_ = true;
  if (server_) {
    server_->drain(duration(settings_, "http.drain_ms"));
  }
  if (background_) {
    background_->stop();
  }
  if (readings_) {
    readings_->stop();
  }
  if (writer_) {
    writer_->stop();
  }
  if (door_) {
    door_->stop();
  }
  if (side_channel_) {
    side_channel_->stop();
  }
  if (follower_) {
    follower_->stop();
  }
  if (windows_thread_) {
    windows_thread_->stop();
  }
  if (libraries_) {
    libraries_->stop();
  }
  if (reading_) {
    reading_->stop();
  }
  if (tending_) {
    tending_->stop();
  }
  if (reactors_) {
    reactors_->stop();
  }
}

void Wiring::committed() {
  if (auto* follower = hinted_.load()) {
    follower->hint();
  }
  if (auto* background = woken_.load()) {
    background->wake();
  }
}

void Wiring::say_typing(ConversationId conversation, const Person& who) {
  if (side_channel_) {
    json::Writer w;
    w.begin_object().field("conversation", conversation.text()).field("kind", static_cast<std::int64_t>(who.kind)).field("id", who.id);
    side_channel_->whisper(w.field("name", who.name).end_object().take());
  }
}

void Wiring::renew_presence() {
  presence_->renew();
  reactors_->at(0).after(desk::Presence::renew_every, [this] { renew_presence(); });
}

void Wiring::watch_clock() {
  duties_->tick();
  places_->tick();
  reactors_->at(0).after(clock_looked_at_every, [this] { watch_clock(); });
}

void Wiring::hear_whisper(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto o = document ? document->root() : std::nullopt;
  if (!o || presence_->hear(*o)) {
    return;
  }
  const auto conversation = ConversationId::parse(o->text("conversation").value_or(""));
  if (conversation && o->number("kind") && o->number("id")) {
    hub_->typing(*conversation,
                 Person{static_cast<PersonKind>(*o->number("kind")), *o->number("id"), std::string{o->text("name").value_or("")}});
  }
}

net::Response Wiring::ready() const {
  if (draining_) {
    return net::problem({ErrorCode::unavailable, "this server is stopping", "", "use another", {}});
  }
  switch (writer_->health()) {
    case writer::Health::full: return net::problem({ErrorCode::unavailable, "the store is full", "store", "make room on its disk", {}});
    case writer::Health::unreachable:
      return net::problem({ErrorCode::unavailable, "the store cannot be reached", "store", "look at its log", {}});
    case writer::Health::well: break;
  }
  if (!tending_->well()) {
    return net::problem({ErrorCode::unavailable, "the store does not answer", "store", "look at its log", {}});
  }
  return {.body = R"({"status":"ready"})"};
}

std::vector<api::Route> Wiring::api_routes() {
  auto routes = rest::routes({.sign_in = &door_->sign_in(),
                              .directories = &directories_,
                              .safe = &door_->inbox_safe(),
                              .libraries = libraries_.get(),
                              .credentials = door_->settings(),
                              .teams = team::settings_from(settings_),
                              .demo_agents = settings_.number("demo.agents"),
                              .front = front_of(help::settings_from(settings_))},
                             {conversation::settings_from(settings_), contact::settings_from(settings_)});
  if (plants_.routes) {
    plants_.routes(routes);
  }
  return routes;
}

std::vector<net::Route> Wiring::routes() {
  std::vector<net::Route> routes{
      {net::Method::get, "/healthz", [](const net::Request&, net::Responder answer) { answer({.body = R"({"status":"alive"})"}); }},
      {net::Method::get, "/readyz", [this](const net::Request&, net::Responder answer) { answer(ready()); }},
      {net::Method::get, "/metrics",
       [this](const net::Request& request, net::Responder answer) {
         answer(metrics_page(request, settings_.text("metrics.token"), metrics_));
       }},
  };
  if (is_gateway(settings_)) {
    const auto web = serve_web();
    for (const auto* path : {"/", "/agent", "/sign-in", "/setup", "/shop", "/widget.js", "/assets/*"}) {
      routes.push_back({net::Method::get, path, web});
    }
    for (auto& route : api_->served()) {
      routes.push_back(std::move(route));
    }
    for (auto& route : help_->routes()) {
      routes.push_back(std::move(route));
    }
  }
  return routes;
}

std::vector<net::SocketRoute> Wiring::sockets() {
  if (!is_gateway(settings_)) {
    return {};
  }
  return {
      {"/live/visitor",
       [this](const net::Request& request) -> Result<std::unique_ptr<net::SocketHandler>> {
         if (!origins_.let_in(request.header("origin"), request.header("host"))) {
           return refuse(ErrorCode::forbidden, "a page of this site may not open a chat", "Origin", "have the site added to web.origins");
         }
         return std::make_unique<channel::web::Visitor>(*gateway_, *visitors_);
       }},
      {"/live/agent",
       [this](const net::Request& request) -> Result<std::unique_ptr<net::SocketHandler>> {
         if (!same_site(request)) {
           return refuse(ErrorCode::forbidden, "a page of another site may not open the desk", "Origin", "open it on this server");
         }
         return std::make_unique<desk::Agent>(*gateway_, *windows_, *presence_, *inside_, arrival_of(request));
       }},
  };
}

}  // namespace zhiyin::app
