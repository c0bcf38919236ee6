// One attempt on its way through the writer and the password's threads; see sign_in.hpp. Only for the files of SignIn.
#pragma once

#include <optional>
#include <utility>

#include "credential/guess.hpp"
#include "credential/sign_in.hpp"

namespace zhiyin::credential {

constexpr const char* wrong_words = "the e-mail address or the password is wrong";

/// What the store says before the password is looked at.
struct SignIn::Admitted {
  std::optional<Millis> wait;  ///< locked: nothing else was looked at
  bool tells = false;          ///< a failure is the first of its hour
  AgentId person;
  std::string stored;  ///< empty: there is nothing to compare with, which must not show
  std::string email;
  std::string name;
  bool known = false;  ///< the code of the first administrator
};

template <class T>
struct SignIn::Attempt {
  Attempt(std::string account_key, std::string from, Reply<T> to)
      : account(std::move(account_key)), address(std::move(from)), reply(std::move(to)) {}
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;
  ~Attempt() { fail(ErrorCode::unavailable, "the server is stopping"); }

  void answer(Result<T> result, std::chrono::seconds retry_after = std::chrono::seconds{0}) {
    place.reset();
    if (auto to = std::exchange(reply, nullptr)) {
      to({std::move(result), retry_after});
    }
  }
  void fail(ErrorCode code, std::string what, std::string where = {}, std::string mend = {}) {
    answer(refuse(code, std::move(what), std::move(where), std::move(mend)));
  }
  void wait(Millis time) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(time);
    answer(refuse(ErrorCode::too_many, "too many tries", "", "wait, then try again"), std::max(seconds, std::chrono::seconds{1}));
  }

  std::string account;
  std::string address;
  Reply<T> reply;
  std::optional<password::Pool::Place> place;  ///< until the pool has it
};

/// An attempt with a place, or nullptr: then it was answered. The address's share comes first, because it costs nothing.
template <class T>
SignIn::AttemptPtr<T> SignIn::begin(const std::string& address, std::string account, Reply<T> reply) {
  auto attempt = std::make_shared<Attempt<T>>(std::move(account), address, std::move(reply));
  const auto arrival = addresses_.arrive(rate::network_of(address), clock_.now(), rate::Pace::per_minute(settings_.tries_per_minute));
  if (!arrival.allowed) {
    attempt->wait(std::chrono::ceil<Millis>(arrival.wait));
    return nullptr;
  }
  attempt->place = pool_.reserve();
  if (!attempt->place) {
    attempt->fail(ErrorCode::unavailable, "too many people sign in at this moment", "", "try again in a few seconds");
    return nullptr;
  }
  return attempt;
}

/// Counts the try, lets `look` read what it needs under the lock, and goes on with `then` after COMMIT; or answers that it is locked.
template <class T>
void SignIn::admit(AttemptPtr<T> attempt, std::function<void(writer::Tx&, Admitted&)> look,
                   std::function<void(AttemptPtr<T>, Admitted)> then) {
  const auto account = attempt->account;
  submit_(writer::command<Admitted>(
      {std::hash<std::string>{}(account)}, [account](writer::Tx& tx) { tx.shelf<GuessShelf>().want(account); },
      [account, look = std::move(look)](writer::Tx& tx) -> Result<Admitted> {
        Admitted admitted;
        auto& shelf = tx.shelf<GuessShelf>();
        admitted.wait = wait_of(shelf.at(account), tx.now());
        if (!admitted.wait) {
          shelf.put(account, with_try(shelf.at(account), tx.now()));
          admitted.tells = credential::tells(shelf.at(account), tx.now());
          look(tx, admitted);
        }
        return admitted;
      },
      [attempt = std::move(attempt), then = std::move(then)](Result<Admitted> admitted) {
        if (!admitted) {
          attempt->answer(std::unexpected(std::move(admitted).error()));
        } else if (admitted->wait) {
          attempt->wait(*admitted->wait);
        } else {
          then(attempt, *std::move(admitted));
        }
      }));
}

}  // namespace zhiyin::credential
