// Who somebody is by what he presents: everything that is not exactly a living credential is nobody.
#include "credential/sign_in_trial.hpp"

namespace zhiyin::credential {
namespace {

using identity::Right;
using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

identity::Rights rights(std::initializer_list<Right> some) {
  identity::Rights all;
  for (const auto one : some) {
    all.set(static_cast<std::size_t>(one));
  }
  return all;
}

class WhoComes : public AtTheDoor {
 protected:
  Result<Made> make(AgentId person, const NewToken& wanted, const identity::Rights& may = identity::rights_of(identity::Role::agent)) {
    return at_.run<Made>([&](writer::Tx& tx) { return make_personal_token(tx, person, may, wanted); });
  }
  Result<Made> make_service(AgentId maker, const NewToken& wanted) {
    return at_.run<Made>(
        [&](writer::Tx& tx) { return make_service_token(tx, maker, identity::rights_of(identity::Role::administrator), wanted); });
  }
  /// Within a batch, as commands ask.
  [[nodiscard]] std::optional<Who> who_in_batch(const std::string& text) {
    const auto presented = text.starts_with("zy") ? read_token_text(text) : read_session_text(text);
    return *at_.run<std::optional<Who>>([&](writer::Tx& tx) -> Result<std::optional<Who>> { return find_who(tx, *presented, settings_); },
                                        [&](writer::Tx& tx) { want_who(tx, *presented); });
  }
  AgentId li_ = add_person("li@example.com");
  const NewToken reader_{"reader", rights({Right::conversation_read}), std::nullopt};
};
INSTANTIATE_TEST_SUITE_P(Engines, WhoComes, trial::both_engines(), trial::engine_label);

TEST_P(WhoComes, IsThePersonOfHisSession) {
  const auto opened = sign_in("LI@example.com", right_password);
  ASSERT_TRUE(opened.result) << opened.result.error().what;
  for (const auto& seen : {who(opened.result->text), who_in_batch(opened.result->text)}) {
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->kind, WhoKind::session);
    EXPECT_EQ(seen->person, li_);
    EXPECT_EQ(seen->id, opened.result->id.value());
    EXPECT_EQ(seen->scopes, std::nullopt);
    EXPECT_EQ(seen->ends_at, at_.clock.now() + days{30});
    EXPECT_EQ(party_of(*seen), (audit::Party{"person", li_.value()}));
  }
}

TEST_P(WhoComes, IsNobodyOnceASessionHasRunOut) {
  const auto text = sign_in("li@example.com", right_password).result->text;
  at_.clock.advance(days{7} - Millis{1});
  ASSERT_TRUE(who(text));
  EXPECT_TRUE(who(text)->touch_due);
  ASSERT_TRUE(at_.run<int>([&, seen = *who(text)](writer::Tx& tx) -> Result<int> {
    touch(tx, seen);
    return 0;
  }));
  EXPECT_FALSE(who(text)->touch_due);
  at_.clock.advance(days{7} - Millis{1});
  EXPECT_TRUE(who(text)) << "used within seven days";
  at_.clock.advance(Millis{1});
  EXPECT_FALSE(who(text)) << "idle for seven days";
  EXPECT_FALSE(who_in_batch(text));
}

TEST_P(WhoComes, IsNobodyAfterThirtyDaysHoweverMuchItIsUsed) {
  const auto text = sign_in("li@example.com", right_password).result->text;
  for (int day = 0; day < 30; ++day) {
    const auto seen = who(text);
    ASSERT_TRUE(seen) << day;
    ASSERT_TRUE(at_.run<int>([&seen](writer::Tx& tx) -> Result<int> {
      touch(tx, *seen);
      return 0;
    }));
    at_.clock.advance(days{1});
  }
  EXPECT_FALSE(who(text));
  EXPECT_FALSE(who_in_batch(text));
}

TEST_P(WhoComes, IsSeenOnceAMinute) {
  const auto text = sign_in("li@example.com", right_password).result->text;
  const auto stale = *who(text);
  EXPECT_FALSE(stale.touch_due);
  at_.clock.advance(std::chrono::seconds{59});
  EXPECT_FALSE(who(text)->touch_due);
  ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    touch(tx, stale);  // by a caller who did not look
    return 0;
  }));
  at_.clock.advance(std::chrono::seconds{1});
  EXPECT_TRUE(who(text)->touch_due) << "it was not moved before its time";
}

TEST_P(WhoComes, IsASubsetOfHimWithAToken) {
  const auto made = make(li_, {"export", rights({Right::conversation_read, Right::contact_read}), std::nullopt});
  ASSERT_TRUE(made) << made.error().what;
  for (const auto& seen : {who(made->text), who_in_batch(made->text)}) {
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->kind, WhoKind::personal_token);
    EXPECT_EQ(seen->person, li_);
    EXPECT_EQ(seen->scopes, rights({Right::conversation_read, Right::contact_read}));
    EXPECT_EQ(seen->name, "export");
  }
}

TEST_P(WhoComes, IsAServiceWithAServiceToken) {
  const auto made = make_service(li_, {"crm", rights({Right::contact_write}), std::nullopt});
  ASSERT_TRUE(made) << made.error().what;
  disable(li_);
  for (const auto& seen : {who(made->text), who_in_batch(made->text)}) {
    ASSERT_TRUE(seen) << "it belongs to nobody, and lives on";
    EXPECT_TRUE(seen->person.none());
    EXPECT_EQ(seen->scopes, rights({Right::contact_write}));
    EXPECT_EQ(party_of(*seen), (audit::Party{"service", made->token.id.value()}));
  }
}

TEST_P(WhoComes, HasNoTokenThatReachesFurtherThanHeDoes) {
  const auto refusal = [&](const NewToken& wanted, const identity::Rights& may) {
    const auto made = make(li_, wanted, may);
    EXPECT_FALSE(made);
    return made ? std::string{} : made.error().where;
  };
  const auto agent = identity::rights_of(identity::Role::agent);
  EXPECT_EQ(refusal({"x", rights({Right::person_write}), std::nullopt}, agent), "scopes");
  EXPECT_EQ(refusal({"x", rights({Right::contact_read}), std::nullopt}, rights({Right::conversation_read})), "scopes")
      << "nor one that he makes with a token";
  EXPECT_EQ(refusal({"x", {}, std::nullopt}, agent), "scopes");
  EXPECT_EQ(refusal({" ", rights({Right::contact_read}), std::nullopt}, agent), "name");
  EXPECT_EQ(refusal({"x", rights({Right::contact_read}), at_.clock.now()}, agent), "expires_at");
  EXPECT_EQ(make(AgentId{1}, reader_).error().code, ErrorCode::forbidden) << "a demonstration person's would work from everywhere";
  EXPECT_THAT(tokens_of(at_.reading(), li_), IsEmpty());
}

// Each row is a token that somebody has, or made out of one.
TEST_P(WhoComes, IsNobodyWithATokenThatIsNotOne) {
  const auto mine = make(li_, reader_)->text;
  const auto brief = make(li_, {"brief", reader_.scopes, at_.clock.now() + hours{1}})->text;
  const auto revoked = make(li_, reader_);
  const audit::Party by{"person", li_.value()};
  ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    EXPECT_TRUE(revoke_token(tx, by, li_, revoked->token.id));
    EXPECT_EQ(revoke_token(tx, by, li_, revoked->token.id).error().code, ErrorCode::not_found) << "once";
    const auto service = make_service_token(tx, li_, reader_.scopes, reader_);
    EXPECT_EQ(revoke_token(tx, by, li_, service->token.id).error().code, ErrorCode::not_found) << "a service's is not his";
    return 0;
  }));
  EXPECT_TRUE(who(mine));
  EXPECT_TRUE(who(brief));
  EXPECT_FALSE(who(revoked->text)) << "revoked";
  EXPECT_FALSE(who_in_batch(revoked->text));
  at_.clock.advance(hours{1});
  EXPECT_FALSE(who(brief)) << "expired";
  EXPECT_FALSE(who_in_batch(brief));
  EXPECT_FALSE(who(fresh_token_text(TokenKind::personal, at_.chance))) << "of another installation";
  EXPECT_FALSE(who_in_batch(fresh_token_text(TokenKind::personal, at_.chance)));
  // Whoever forges the form (the checksum is no secret) still has no digest that is stored.
  const Presented downgraded{TokenKind::service, read_token_text(mine)->digest};
  EXPECT_FALSE(authenticate(at_.reading(), downgraded, at_.clock.now(), settings_)) << "as a service's";
  const Presented as_session{std::nullopt, read_token_text(mine)->digest};
  EXPECT_FALSE(authenticate(at_.reading(), as_session, at_.clock.now(), settings_)) << "as a session, which has all rights";
  EXPECT_THAT(ended_ids(), ElementsAre(revoked->token.id.value()));
  EXPECT_EQ(tokens_of(at_.reading(), li_).size(), 3U) << "what was revoked stays on the list";
}

TEST_P(WhoComes, IsNobodyOnceDisabled) {
  const auto session = sign_in("li@example.com", right_password).result;
  const auto token = make(li_, reader_);
  at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    EXPECT_TRUE(identity::change(tx, li_, {.active = false}));  // by somebody who forgets end_all()
    return 0;
  });
  EXPECT_FALSE(who(session->text));
  EXPECT_FALSE(who(token->text));
  at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    EXPECT_EQ(end_all(tx, {"system", 0}, li_), 2);
    EXPECT_TRUE(identity::change(tx, li_, {.active = true}));
    return 0;
  });
  EXPECT_FALSE(who(session->text)) << "coming back does not bring back what was open";
  EXPECT_FALSE(who(token->text));
  EXPECT_FALSE(who_in_batch(token->text));
  EXPECT_THAT(ended_ids(), ElementsAre(session->id.value(), token->token.id.value()));
}

TEST_P(WhoComes, IsForgottenByTheCommandsAfterOneThatEndsHim) {
  const auto session = sign_in("li@example.com", right_password).result;
  const auto presented = *read_session_text(session->text);
  std::optional<Who> seen;
  const auto want = [&](writer::Tx& tx) { want_who(tx, presented); };
  at_.lane->submit(writer::command<int>(
      {}, want,
      [&](writer::Tx& tx) -> Result<int> {
        EXPECT_TRUE(find_who(tx, presented, settings_));
        EXPECT_TRUE(end_session(tx, {"person", li_.value()}, li_, session->id));
        return 0;
      },
      [](const Result<int>&) {}));
  at_.lane->submit(writer::command<int>(
      {}, want,
      [&](writer::Tx& tx) -> Result<int> {
        seen = find_who(tx, presented, settings_);
        return 0;
      },
      [](const Result<int>&) {}));
  ASSERT_TRUE(at_.lane->step());
  EXPECT_FALSE(seen);
}

TEST_P(WhoComes, HasAsManyTokensAsMayBe) {
  ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    for (std::int64_t i = 0; i < tokens_max; ++i) {
      EXPECT_TRUE(make_personal_token(tx, li_, reader_.scopes, reader_));
    }
    return 0;
  }));
  EXPECT_EQ(make(li_, reader_).error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace zhiyin::credential
