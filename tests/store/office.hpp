// An office behind the real API on a real store: people of every role, two inboxes, an expert team; each token is somebody's name.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "api/api.hpp"
#include "api/idempotency.hpp"
#include "contact/merging.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "desk/saved_view.hpp"
#include "identity/service.hpp"
#include "inbox/service.hpp"
#include "platform/audit/reading.hpp"
#include "platform/net/router.hpp"
#include "platform/net/test_peer.hpp"
#include "rest/routes.hpp"
#include "routing/store.hpp"
#include "schema/migrations.hpp"
#include "store/core.hpp"
#include "store/place.hpp"
#include "store/stepping.hpp"
#include "team/service.hpp"
#include "team/settings.hpp"

namespace zhiyin::rest {

/// "service" is a token without a person that may do anything but see every conversation; "robot" may that too.
class OfficeCredentials final : public api::Credentials {
 public:
  Result<api::Caller> find(db::Session& reading, const api::Presented& presented, Time /*now*/) override {
    return caller(presented.secret, *access::load(reading));
  }
  void want(writer::Tx& tx, const api::Presented& /*presented*/) override { access::want(tx); }
  std::optional<api::Caller> loaded(writer::Tx& tx, const api::Presented& presented) override {
    const auto* directory = access::loaded(tx);
    const auto known =
        directory != nullptr ? caller(presented.secret, *directory) : Result<api::Caller>{refuse(ErrorCode::unauthenticated, "")};
    return known ? std::optional{*known} : std::nullopt;
  }
  Result<api::Caller> find(writer::Tx& tx, const api::Presented& presented) override {
    return caller(presented.secret, access::directory(tx));
  }
  std::map<std::string, AgentId> people;  // complete before the first request

 private:
  [[nodiscard]] Result<api::Caller> caller(const std::string& name, const access::Directory& directory) const {
    if (name == "service" || name == "robot") {
      auto rights = identity::rights_of(identity::Role::administrator);
      rights.set(static_cast<std::size_t>(identity::Right::conversation_read_all), name == "robot");
      return api::Caller{{}, {.person = {}, .name = name, .rights = rights, .inboxes = {}, .teams = {}}, 77, true};
    }
    const auto found = people.find(name);
    if (found == people.end()) {
      return refuse(ErrorCode::unauthenticated, "this token is not known");
    }
    return api::Caller{found->second, directory.viewer(found->second), 1, true};
  }
};

/// The system's, but never the same moment twice: lists are in the order of what was written when, and within one millisecond chance would
/// say which of two comes first.
class RisingClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override {
    auto last = last_.load();
    auto next = last;
    do {
      next = std::max(last + 1, to_millis(system_.now()));
    } while (!last_.compare_exchange_weak(last, next));
    return from_millis(next);
  }

 private:
  SystemClock system_;
  mutable std::atomic<std::int64_t> last_{0};
};

class Office {
 public:
  using Answer = net::test::Peer::Answer;

  /// `change` may do to the routes what the test is about.
  explicit Office(
      db::Engine engine, api::RateLimits rates = {{100'000, 100'000, 100'000}},
      const std::function<void(api::Route&)>& change = [](api::Route&) {})
      : place_(engine),
        store_(place_.options(), migrations(), office_statements()),
        writer_(founded(store_, clock_, chance_), clock_, chance_, 2, {}, {}, metrics_),
        reading_(store_, 1),
        api_(changed(routes({.directories = &directories_}), change), {reading_, writer_, credentials_, clock_, chance_, metrics_}, rates,
             {}),
        server_(reactors_, {.address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}},
                {.connections_per_address_max = 0}, api_.served(), {}, metrics_) {
    furnish();
    server_.start();
  }
  ~Office() {
    server_.drain(std::chrono::milliseconds{0});
    writer_.stop();
    reading_.stop();
    reactors_.stop();
  }

  [[nodiscard]] Answer ask(const std::string& who, std::string_view method, std::string_view path, std::string_view body = "",
                           std::string_view key = "") const {
    auto request =
        fmt::format("{} {} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n", method, path, who);
    request += key.empty() ? "" : fmt::format("Idempotency-Key: {}\r\n", key);
    request += fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
    net::test::Peer peer{server_.port()};
    peer.send(request);
    return peer.answer(false);
  }
  [[nodiscard]] Answer get(const std::string& who, std::string_view path) const { return ask(who, "GET", path); }
  [[nodiscard]] Answer post(const std::string& who, std::string_view path, std::string_view body = "{}") const {
    return ask(who, "POST", path, body);
  }
  [[nodiscard]] AgentId person(const std::string& name) const { return credentials_.people.at(name); }

  struct Opened {
    ConversationId id;
    ContactId contact;
    [[nodiscard]] std::string path(std::string_view rest = "") const { return fmt::format("/api/v1/conversations/{}{}", id.text(), rest); }
    [[nodiscard]] std::string customer(std::string_view rest = "") const {
      return fmt::format("/api/v1/contacts/{}{}", contact.text(), rest);
    }
  };
  /// A customer writes for the first time.
  Opened open(InboxId inbox, const std::string& name) {
    const auto address = "address of " + name;
    return *run<Opened>(
        [&](writer::Tx& tx) -> Result<Opened> {
          const auto contact = contact::add(tx, inbox, address, name);
          const auto id = conversation::open(tx, inbox, address, {PersonKind::visitor, contact.value(), name});
          (void)conversation::say_as_visitor(tx, id, "hello", "Hello, it is " + name);
          return Opened{id, contact};
        },
        [&](writer::Tx& tx) { contact::want_address(tx, inbox, address); });
  }
  template <class T>
  Result<T> run(std::function<Result<T>(writer::Tx&)> decide, std::function<void(writer::Tx&)> want = [](writer::Tx&) {}) {
    std::promise<Result<T>> promise;
    writer_.submit(writer::command<T>({1}, std::move(want), std::move(decide),
                                      [&promise](Result<T> result) { promise.set_value(std::move(result)); }));
    return promise.get_future().get();
  }
  /// The actions of the audit log, newest first.
  [[nodiscard]] std::vector<std::string> audited() {
    std::vector<std::string> actions;
    for (const auto& entry : audit::page(*store_.open_reading(), 0, 50)) {
      actions.push_back(entry.link.actor.kind + " " + entry.link.action);
    }
    return actions;
  }

  InboxId second;
  TeamId experts;

 private:
  static std::vector<db::ModuleStatements> office_statements() {
    return trial::core_statements({conversation::reading_statements(), contact::reading_statements(), api::idempotency::statements(),
                                   audit::statements(), desk::saved_view_statements(), routing::statements()});
  }
  static std::vector<api::Route> changed(std::vector<api::Route> all, const std::function<void(api::Route&)>& change) {
    std::ranges::for_each(all, change);
    return all;
  }
  static db::Store& founded(db::Store& store, const Clock& clock, Chance& chance) {
    const auto session = store.open_writing();
    journal::found(*session, chance);
    access::found(*session, chance, clock.now(), 0, team::Settings{}.lease);
    return store;
  }
  void hire(const std::string& name, identity::Role role) {
    credentials_.people[name] = run<identity::Member>([&](writer::Tx& tx) {
                                  return identity::add(tx, {.name = name, .email = name + "@example.com", .role = role});
                                })->id;
  }
  void furnish() {
    using identity::Role;
    hire("ada", Role::administrator);
    hire("sue", Role::supervisor);
    hire("wang", Role::agent);
    hire("chen", Role::agent);
    hire("far", Role::agent);
    hire("quinn", Role::quality);
    hire("pia", Role::planner);
    experts = run<team::Team>([](writer::Tx& tx) { return team::make(tx, "Experts", true); })->id;
    const auto& p = credentials_.people;
    (void)run<team::Team>([&](writer::Tx& tx) { return team::set_members(tx, experts, std::vector{p.at("chen")}); });
    (void)run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_teams(tx, inbox::web_inbox, {}); });
    (void)run<inbox::Inbox>([&](writer::Tx& tx) {
      return inbox::set_people(tx, inbox::web_inbox, std::vector{p.at("sue"), p.at("wang"), p.at("chen"), p.at("quinn"), p.at("pia")});
    });
    second = run<inbox::Inbox>([](writer::Tx& tx) { return inbox::make(tx, "Second", inbox::Kind::web, inbox::Safe{crypto::Key{}}); })->id;
    (void)run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_people(tx, second, std::vector{p.at("far")}); });
  }

  RisingClock clock_;
  SystemChance chance_;
  MetricRegistry metrics_;
  OfficeCredentials credentials_;
  access::Directories directories_;
  trial::StorePlace place_;
  db::Store store_;
  net::Reactors reactors_{1};
  writer::Writer writer_;
  reading::ReadingPool reading_;
  api::Api api_;
  net::Server server_;
};

/// What stands after each `"name":"` in a body, in its order.
inline std::vector<std::string> all_of(const std::string& body, const std::string& name) {
  const std::regex wanted{"\"" + name + "\":\"([^\"]*)\""};
  std::vector<std::string> found;
  for (auto at = std::sregex_iterator{body.begin(), body.end(), wanted}; at != std::sregex_iterator{}; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}
inline std::int64_t number_in(const std::string& body, const std::string& name) {
  std::smatch found;
  return std::regex_search(body, found, std::regex{"\"" + name + "\":(-?[0-9]+)"}) ? std::stoll(found[1]) : -1;
}

}  // namespace zhiyin::rest
