// Signing in, changing a password, and the first administrator: what needs the store and the password's threads, one after the other.
//
// Nothing that is answered, and no work that is done, tells whether somebody has an account: an account that is not there is counted,
// locked and verified like any other. Each try is counted in the store before its password is looked at, so what was locked is locked at
// every gateway, after a restart, and for a thousand tries at once; a right password is refused too while the account is locked.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "credential/service.hpp"
#include "platform/clock/clock.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/password/pool.hpp"
#include "platform/rate/callers.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::credential {

/// unauthenticated: wrong in whatever way. too_many: locked, or too many from one address; then `retry_after` is not zero. unavailable:
/// the server has no room for it now.
template <class T>
struct Answer {
  Result<T> result;
  std::chrono::seconds retry_after{0};
};
/// Called exactly once, on any thread.
template <class T>
using Reply = std::move_only_function<void(Answer<T>)>;

class SignIn {
 public:
  using Submit = std::function<void(std::unique_ptr<writer::Command>)>;

  /// `secret` is Secrets' sign_in. Lives longer than the pool's and the writer's threads.
  SignIn(Submit submit, password::Pool& pool, const Clock& clock, const crypto::Key& secret, Settings settings);

  struct Given {
    std::string email;
    std::string password;
    Browser browser;
  };
  void sign_in(Given given, Reply<Opened> reply);

  struct Change {
    AgentId person;
    SessionId kept;  ///< the session that he changes it from; the others end
    std::string old_password;
    std::string new_password;
    std::string address;
  };
  /// Guesses at the old password are counted as those at the door are, in a row of their own. invalid: one of the two.
  void change_password(Change change, Reply<void> reply);

  /// For a password that somebody else sets, or an invited person: checks and hashes it. The hash goes to set_password().
  void hash_new(std::string password, std::string_view email, std::string_view name, Reply<std::string> reply);

  struct First {
    std::string code;
    std::string name;
    std::string email;
    std::string password;
    Browser browser;
  };
  /// Makes the first administrator and signs him in. Wrong codes are counted by address: whoever guesses locks out himself only.
  void claim_first(First first, Reply<Opened> reply);

 private:
  struct Admitted;
  template <class T>
  struct Attempt;
  template <class T>
  using AttemptPtr = std::shared_ptr<Attempt<T>>;  // travels through the writer and the pool; answers by itself when it is dropped

  template <class T>
  [[nodiscard]] AttemptPtr<T> begin(const std::string& address, std::string account, Reply<T> reply);
  template <class T>
  void admit(AttemptPtr<T> attempt, std::function<void(writer::Tx&, Admitted&)> look, std::function<void(AttemptPtr<T>, Admitted)> then);
  void tell_failure(const std::string& account, const std::string& address);
  void verify_and_open(const AttemptPtr<Opened>& attempt, const Given& given, const Admitted& admitted);
  void open(const AttemptPtr<Opened>& attempt, AgentId person, std::string stored, std::string renewed, Browser browser);
  void replace(const AttemptPtr<void>& attempt, const Change& change, const Admitted& admitted);
  void make_first(const AttemptPtr<Opened>& attempt, const First& first);

  Submit submit_;
  password::Pool& pool_;
  const Clock& clock_;
  crypto::Key secret_;
  Settings settings_;
  /// Beside the stored guesses of an account, which hold everywhere: keeps a single machine from trying many accounts, and from costing
  /// much.
  rate::Callers addresses_;
};

}  // namespace zhiyin::credential
