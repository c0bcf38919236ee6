// A door to sign in at, with a store, set time and the cheapest hashing. For tests.
#pragma once

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <string>

#include "credential/first.hpp"
#include "credential/reading.hpp"
#include "credential/rules.hpp"
#include "credential/service.hpp"
#include "credential/sign_in.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "platform/audit/reading.hpp"
#include "platform/password/pool.hpp"
#include "store/stepping.hpp"

namespace zhiyin::credential {

constexpr password::Cost cheap{.memory_kib = 8, .passes = 1};
constexpr const char* right_password = "correct horse battery";
constexpr std::int64_t unlimited = 1'000'000;  // tries of an address

class AtTheDoor : public testing::TestWithParam<db::Engine> {
 protected:
  AtTheDoor() { identity::found(*at_.store().open_writing(), at_.clock.now(), 2); }

  AgentId add_person(const std::string& email, identity::Role role = identity::Role::agent, bool with_password = true) {
    const auto member = at_.run<identity::Member>([&](writer::Tx& tx) -> Result<identity::Member> {
      auto added = identity::add(tx, {.name = "Li Wei", .email = email, .role = role});
      if (added && with_password) {
        (void)set_password(tx, {"system", 0}, added->id, password::hash(right_password, cheap), {});
      }
      return added;
    });
    EXPECT_TRUE(member);
    return member->id;
  }
  void disable(AgentId person) {
    EXPECT_TRUE(at_.run<int>([person](writer::Tx& tx) -> Result<int> {
      EXPECT_TRUE(identity::change(tx, person, {.active = false}));
      end_all(tx, {"system", 0}, person);
      return 0;
    }));
  }

  /// Runs the lane until the reply has come.
  template <class T, class Ask>
  Answer<T> answer_of(Ask ask) {
    std::atomic<bool> done{false};
    std::optional<Answer<T>> answer;
    ask([&](Answer<T> given) {
      answer.emplace(std::move(given));
      done = true;
    });
    while (!done) {
      if (!at_.lane->step()) {
        at_.lane->wait(std::chrono::milliseconds{1});
      }
    }
    while (at_.lane->step()) {
    }
    return *std::move(answer);
  }
  Answer<Opened> sign_in(const std::string& email, const std::string& password, const std::string& address = "192.0.2.1") {
    return answer_of<Opened>([&](auto reply) { door_.sign_in({email, password, {address, "Firefox"}}, std::move(reply)); });
  }
  [[nodiscard]] std::optional<Who> who(const std::string& text) {
    const auto presented = text.starts_with("zy") ? read_token_text(text) : read_session_text(text);
    return presented ? authenticate(at_.reading(), *presented, at_.clock.now(), settings_) : std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> audited() {
    std::vector<std::string> actions;
    for (const auto& entry : audit::page(at_.reading(), 0, 200)) {
      actions.insert(actions.begin(), entry.link.action);
    }
    return actions;
  }
  [[nodiscard]] std::vector<std::int64_t> ended_ids() {
    std::vector<std::int64_t> ids;
    for (const auto& entry : journal::read_after(at_.reading(), 0, 10'000)) {
      if (const auto fact = event::read_access(entry); fact && fact->part == event::AccessPart::session) {
        ids.push_back(fact->id);
      }
    }
    return ids;
  }

  Settings settings_{.tries_per_minute = unlimited};
  trial::Stepping at_{GetParam(), {statements(), identity::statements(), audit::statements()}};
  crypto::Key secret_ = crypto::random_key(at_.chance);
  password::Pool pool_{cheap, {.threads = 2, .places_max = 64}, at_.metrics};
  SignIn door_{[this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, pool_, at_.clock, secret_,
               settings_};
};

}  // namespace zhiyin::credential
