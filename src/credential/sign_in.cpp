#include "credential/sign_in.hpp"

#include <algorithm>

#include "credential/attempt.hpp"
#include "credential/first.hpp"
#include "credential/reading.hpp"
#include "credential/store.hpp"
#include "identity/reading.hpp"
#include "identity/rules.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::credential {
namespace {

constexpr std::uint64_t trim_once_in = 256;  // tries

/// As identity keeps it; what cannot be an address is nobody's, and is counted all the same.
std::string email_of(std::string_view given) {
  const auto email = identity::email_from(given);
  return email ? *email : std::string{given};
}

/// The number of an account in the audit log: the first 60 bits of its key.
std::int64_t audit_number(const std::string& account) {
  constexpr std::size_t digits = 15;
  return std::stoll(account.substr(0, digits), nullptr, 16);
}

}  // namespace

SignIn::SignIn(Submit submit, password::Pool& pool, const Clock& clock, const crypto::Key& secret, Settings settings)
    : submit_(std::move(submit)), pool_(pool), clock_(clock), secret_(secret), settings_(std::move(settings)) {}

void SignIn::sign_in(Given given, Reply<Opened> reply) {
  const auto email = email_of(given.email);
  auto attempt = begin<Opened>(given.browser.address, account_key(secret_, "email", email), std::move(reply));
  if (!attempt) {
    return;
  }
  admit<Opened>(
      std::move(attempt),
      [email](writer::Tx& tx, Admitted& admitted) {
        if (tx.chance().bits() % trim_once_in == 0) {
          trim_guesses(tx);
        }
        // What is read, and how often, does not depend on who is there.
        const auto member = identity::find_by_email(tx.session(), email);
        auto stored = stored_password(tx.session(), member ? member->id : AgentId{});
        if (member && member->active && !member->demo) {
          admitted.person = member->id;
          admitted.stored = std::move(stored);
        }
      },
      [this, given = std::move(given)](const AttemptPtr<Opened>& on, const Admitted& admitted) { verify_and_open(on, given, admitted); });
}

void SignIn::verify_and_open(const AttemptPtr<Opened>& attempt, const Given& given, const Admitted& admitted) {
  auto place = std::exchange(attempt->place, std::nullopt);
  pool_.verify(std::move(*place), admitted.stored, given.password, [this, attempt, given, admitted](password::Verdict verdict) mutable {
    if (!verdict.right) {
      if (admitted.tells) {
        tell_failure(attempt->account, attempt->address);
      }
      attempt->fail(ErrorCode::unauthenticated, wrong_words);
      return;
    }
    auto again = verdict.outdated ? pool_.reserve() : std::nullopt;
    if (!again) {
      open(attempt, admitted.person, admitted.stored, "", given.browser);
      return;
    }
    pool_.hash(std::move(*again), given.password, [this, attempt, admitted, browser = given.browser](std::string renewed) {
      open(attempt, admitted.person, admitted.stored, std::move(renewed), browser);
    });
  });
}

void SignIn::open(const AttemptPtr<Opened>& attempt, AgentId person, std::string stored, std::string renewed, Browser browser) {
  const auto account = attempt->account;
  submit_(writer::command<Opened>(
      {std::hash<std::string>{}(account)}, [account](writer::Tx& tx) { tx.shelf<GuessShelf>().want(account); },
      [this, account, person, stored = std::move(stored), renewed = std::move(renewed),
       browser = std::move(browser)](writer::Tx& tx) -> Result<Opened> {
        // Looked at again under the lock: meanwhile he may have been disabled, or his password changed.
        lock_person(tx, person);
        const auto member = identity::find(tx.session(), person);
        if (!member || !member->active || stored_password(tx.session(), person) != stored) {
          return refuse(ErrorCode::unauthenticated, wrong_words);
        }
        if (!renewed.empty()) {
          renew_password(tx, person, renewed);
        }
        auto& guesses = tx.shelf<GuessShelf>();
        guesses.put(account, with_success(guesses.at(account)));
        return open_session(tx, person, browser, settings_);
      },
      [attempt](Result<Opened> opened) { attempt->answer(std::move(opened)); }));
}

void SignIn::tell_failure(const std::string& account, const std::string& address) {
  submit_(writer::command<int>(
      {std::hash<std::string>{}(account)}, [account](writer::Tx& tx) { tx.shelf<GuessShelf>().want(account); },
      [account, address](writer::Tx& tx) -> Result<int> {
        auto& shelf = tx.shelf<GuessShelf>();
        auto guesses = shelf.at(account);
        if (tells(guesses, tx.now())) {
          json::Writer details;
          audit::note(tx, {.actor = {"somebody", 0},
                           .action = "sign_in_failed",
                           .subject = {"account", audit_number(account)},
                           .details = details.begin_object()
                                          .field("failures_since_the_last_row", guesses.untold)
                                          .field("newest_address", kept_text(address, 64))
                                          .end_object()
                                          .take()});
          guesses.untold = 0;
          guesses.told_at = tx.now();
          shelf.put(account, guesses);
        }
        return 0;
      },
      [](const Result<int>&) {}));  // what cannot be noted now is told with the next failure
}

void SignIn::change_password(Change change, Reply<void> reply) {
  auto attempt = begin<void>(change.address, account_key(secret_, "person", change.person.text()), std::move(reply));
  if (!attempt) {
    return;
  }
  const auto person = change.person;  // before `change` is moved: nothing says which argument is made first
  admit<void>(
      std::move(attempt),
      [person](writer::Tx& tx, Admitted& admitted) {
        if (const auto member = identity::find(tx.session(), person); member && member->active && !member->demo) {
          admitted.person = person;
          admitted.stored = stored_password(tx.session(), person);
          admitted.email = member->email;
          admitted.name = member->name;
        }
      },
      [this, change = std::move(change)](const AttemptPtr<void>& on, const Admitted& admitted) { replace(on, change, admitted); });
}

void SignIn::replace(const AttemptPtr<void>& attempt, const Change& change, const Admitted& admitted) {
  auto place = std::exchange(attempt->place, std::nullopt);
  auto store = [this, attempt, change, admitted](std::string stored) {
    const auto account = attempt->account;
    submit_(writer::command<int>(
        {std::hash<std::string>{}(account)}, [account](writer::Tx& tx) { tx.shelf<GuessShelf>().want(account); },
        [account, stored = std::move(stored), change, admitted](writer::Tx& tx) -> Result<int> {
          const audit::Party by{"person", change.person.value()};
          if (const auto set = set_password(tx, by, change.person, stored, change.kept, admitted.stored); !set) {
            return std::unexpected(set.error());
          }
          auto& guesses = tx.shelf<GuessShelf>();
          guesses.put(account, with_success(guesses.at(account)));
          return 0;
        },
        [attempt](Result<int> done) { attempt->answer(done ? Result<void>{} : std::unexpected(std::move(done).error())); }));
  };
  pool_.verify(std::move(*place), admitted.stored, change.old_password,
               [this, attempt, change, admitted, store = std::move(store)](password::Verdict verdict) mutable {
                 if (!verdict.right) {
                   if (admitted.tells) {
                     tell_failure(attempt->account, attempt->address);
                   }
                   attempt->fail(ErrorCode::invalid, "this is not the present password", "old_password");
                   return;
                 }
                 if (auto good = check_password(change.new_password, admitted.email, admitted.name); !good) {
                   attempt->answer(std::move(good));
                   return;
                 }
                 auto again = pool_.reserve();
                 if (!again) {
                   attempt->fail(ErrorCode::unavailable, "too many people sign in at this moment", "", "try again in a few seconds");
                   return;
                 }
                 pool_.hash(std::move(*again), change.new_password, std::move(store));
               });
}

void SignIn::hash_new(std::string password, std::string_view email, std::string_view name, Reply<std::string> reply) {
  const auto attempt = std::make_shared<Attempt<std::string>>("", "", std::move(reply));
  if (const auto good = check_password(password, email, name); !good) {
    attempt->answer(std::unexpected(good.error()));
    return;
  }
  auto place = pool_.reserve();
  if (!place) {
    attempt->fail(ErrorCode::unavailable, "too many people sign in at this moment", "", "try again in a few seconds");
    return;
  }
  pool_.hash(std::move(*place), std::move(password), [attempt](std::string stored) { attempt->answer(std::move(stored)); });
}

void SignIn::claim_first(First first, Reply<Opened> reply) {
  auto attempt =
      begin<Opened>(first.browser.address, account_key(secret_, "first", rate::network_of(first.browser.address)), std::move(reply));
  if (!attempt) {
    return;
  }
  if (const auto good = check_password(first.password, first.email, first.name); !good) {
    attempt->answer(std::unexpected(good.error()));
    return;
  }
  auto code = first.code;  // before `first` is moved: nothing says which argument is made first
  admit<Opened>(
      std::move(attempt),
      [code = std::move(code)](writer::Tx& tx, Admitted& admitted) { admitted.known = is_first_code(tx.session(), code); },
      [this, first = std::move(first)](const AttemptPtr<Opened>& on, const Admitted& admitted) {
        if (admitted.known) {
          make_first(on, first);
          return;
        }
        if (admitted.tells) {
          tell_failure(on->account, on->address);
        }
        on->fail(ErrorCode::unauthenticated, wrong_code_words, "code", wrong_code_mend);
      });
}

void SignIn::make_first(const AttemptPtr<Opened>& attempt, const First& first) {
  auto place = std::exchange(attempt->place, std::nullopt);
  pool_.hash(std::move(*place), first.password, [this, attempt, first](std::string stored) {
    const auto account = attempt->account;
    submit_(writer::command<Opened>(
        {std::hash<std::string>{}(account)}, [account](writer::Tx& tx) { tx.shelf<GuessShelf>().want(account); },
        [this, account, first, stored = std::move(stored)](writer::Tx& tx) -> Result<Opened> {
          const auto member = credential::claim_first(tx, first.code, first.name, first.email, stored);
          if (!member) {
            return std::unexpected(member.error());
          }
          auto& guesses = tx.shelf<GuessShelf>();
          guesses.put(account, with_success(guesses.at(account)));
          return open_session(tx, member->id, first.browser, settings_);
        },
        [attempt](Result<Opened> opened) { attempt->answer(std::move(opened)); }));
  });
}

}  // namespace zhiyin::credential
