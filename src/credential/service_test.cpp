// Sessions are opened anew, listed, and ended; passwords are set, and end what was open.
#include "credential/sign_in_trial.hpp"

namespace zhiyin::credential {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Sessions : public AtTheDoor {
 protected:
  Opened open(const std::string& address = "192.0.2.1") {
    at_.clock.advance(Millis{1});
    const auto answer = sign_in("li@example.com", right_password, address);
    EXPECT_TRUE(answer.result);
    return *answer.result;
  }
  [[nodiscard]] std::vector<Session> list() { return sessions_of(at_.reading(), li_, at_.clock.now(), settings_); }

  AgentId li_ = add_person("li@example.com");
  audit::Party by_{"person", li_.value()};
  MetricRegistry dearer_metrics_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Sessions, trial::both_engines(), trial::engine_label);

TEST_P(Sessions, AreListedNewestFirst) {
  const auto first = open("192.0.2.1");
  const auto second = open("2001:db8::1");
  const auto all = list();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].id, second.id);
  EXPECT_EQ(all[0].address, "2001:db8::1");
  EXPECT_EQ(all[0].user_agent, "Firefox");
  EXPECT_EQ(all[0].made_at, at_.clock.now());
  EXPECT_EQ(all[1].id, first.id);
  at_.clock.advance(std::chrono::days{7});
  EXPECT_THAT(list(), IsEmpty()) << "what has run out is no session any more";
}

TEST_P(Sessions, KeepOnlyWhatCanBeShownOfABrowser) {
  const auto answer = answer_of<Opened>([&](auto reply) {
    door_.sign_in({"li@example.com", right_password, {"192.0.2.1", "evil\xff\n<b>" + std::string(1'000, 'x')}}, std::move(reply));
  });
  ASSERT_TRUE(answer.result);
  EXPECT_THAT(list()[0].user_agent, testing::StartsWith("evil?"
                                                        "?<b>xxx"));
  EXPECT_THAT(list()[0].user_agent, SizeIs(200));
}

TEST_P(Sessions, AreEndedByTheirOwnerOnly) {
  const auto mine = open();
  const auto other = add_person("wang@example.com");
  const auto end = [&](AgentId person, SessionId id) {
    return at_.run<int>([&](writer::Tx& tx) -> Result<int> {
      const auto ended = end_session(tx, by_, person, id);
      return ended ? Result<int>{0} : std::unexpected(ended.error());
    });
  };
  EXPECT_EQ(end(other, mine.id).error().code, ErrorCode::not_found) << "another's does not exist";
  EXPECT_TRUE(who(mine.text));
  EXPECT_TRUE(end(li_, mine.id));
  EXPECT_FALSE(who(mine.text));
  EXPECT_EQ(end(li_, mine.id).error().code, ErrorCode::not_found);
  EXPECT_THAT(ended_ids(), ElementsAre(mine.id.value())) << "so that its sockets close";
}

TEST_P(Sessions, AreEndedAllButOne) {
  const auto a = open();
  const auto b = open();
  const auto c = open();
  EXPECT_EQ(at_.run<std::int64_t>([&](writer::Tx& tx) -> Result<std::int64_t> { return end_sessions(tx, by_, li_, b.id); }), 2);
  EXPECT_FALSE(who(a.text));
  EXPECT_TRUE(who(b.text));
  EXPECT_FALSE(who(c.text));
  EXPECT_THAT(ended_ids(), UnorderedElementsAre(a.id.value(), c.id.value()));
  EXPECT_EQ(at_.run<std::int64_t>([&](writer::Tx& tx) -> Result<std::int64_t> { return end_sessions(tx, by_, li_, b.id); }), 0);
}

// Fixation: whoever plants a session's text in somebody's browser must not have his session afterwards.
TEST_P(Sessions, AreNeverThoseThatTheClientBrought) {
  const auto planted = open("198.51.100.66");
  const auto after = open("192.0.2.1");
  EXPECT_NE(after.text, planted.text);
  EXPECT_NE(after.id, planted.id);
  const auto never_given = fresh_session_text(at_.chance);
  EXPECT_FALSE(who(never_given)) << "a text that we did not make becomes nobody's session";
  (void)open();
  EXPECT_FALSE(who(never_given));
}

TEST_P(Sessions, EndOldestFirstWhenThereAreTooMany) {
  ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    lock_person(tx, li_);
    for (std::int64_t i = 0; i < sessions_max; ++i) {
      (void)open_session(tx, li_, {}, settings_);
    }
    return 0;
  }));
  ASSERT_THAT(list(), SizeIs(sessions_max));
  const auto oldest = list().back().id;
  const auto newest = open();
  EXPECT_THAT(list(), SizeIs(sessions_max));
  EXPECT_EQ(list().front().id, newest.id);
  EXPECT_THAT(ended_ids(), ElementsAre(oldest.value()));
}

TEST_P(Sessions, AreClearedAwayOnceTheyHaveRunOut) {
  const auto old = open();
  at_.clock.advance(std::chrono::days{7});
  (void)open();
  EXPECT_THAT(ended_ids(), ElementsAre(old.id.value()));
}

TEST_P(Sessions, OfDemonstrationPeopleAreOpenedAtHomeOnly) {
  const auto demo = [&](AgentId person, bool at_home) {
    return at_.run<Opened>([&](writer::Tx& tx) { return demo_sign_in(tx, person, at_home, {}, settings_); });
  };
  EXPECT_EQ(demo(AgentId{1}, false).error().code, ErrorCode::unauthenticated) << "from elsewhere, or through a proxy";
  EXPECT_EQ(demo(li_, true).error().code, ErrorCode::unauthenticated) << "a real person has a password";
  EXPECT_EQ(demo(AgentId{99}, true).error().code, ErrorCode::unauthenticated);
  const auto opened = demo(AgentId{1}, true);
  ASSERT_TRUE(opened);
  EXPECT_EQ(who(opened->text)->person, AgentId{1});
  identity::found(*at_.store().open_writing(), at_.clock.now(), 0);
  EXPECT_EQ(demo(AgentId{1}, true).error().code, ErrorCode::unauthenticated) << "the setting has taken him away";
  EXPECT_FALSE(who(opened->text));
}

TEST_P(Sessions, OfOthersEndWhenThePasswordIsChanged) {
  const auto mine = open();
  const auto stolen = open("198.51.100.66");
  const auto change = [&](const std::string& before, const std::string& after) {
    return answer_of<void>([&](auto reply) { door_.change_password({li_, mine.id, before, after, "192.0.2.1"}, std::move(reply)); });
  };
  EXPECT_EQ(change("a wrong password", "a good new one").result.error().where, "old_password");
  EXPECT_EQ(change(right_password, "short").result.error().where, "password");
  EXPECT_EQ(change(right_password, "li@example.com").result.error().where, "password");
  EXPECT_TRUE(who(stolen.text));
  EXPECT_TRUE(change(right_password, "a good new one").result);
  EXPECT_TRUE(who(mine.text));
  EXPECT_FALSE(who(stolen.text));
  EXPECT_FALSE(sign_in("li@example.com", right_password).result);
  EXPECT_TRUE(sign_in("li@example.com", "a good new one").result);
  EXPECT_THAT(audited(), testing::IsSupersetOf({"password_set", "sessions_ended", "signed_in", "sign_in_failed"}));
}

// Whoever holds a stolen session cannot find the password out with it.
TEST_P(Sessions, DoNotLetOneGuessThePassword) {
  const auto mine = open();
  const auto before = pool_.verifications();
  std::chrono::seconds waits{0};
  for (int i = 0; i < 100; ++i) {
    waits = answer_of<void>([&](auto reply) {
              door_.change_password({li_, mine.id, "guess " + std::to_string(i), "a good new one", "192.0.2.1"}, std::move(reply));
            }).retry_after;
  }
  EXPECT_EQ(pool_.verifications() - before, static_cast<std::uint64_t>(free_tries));
  EXPECT_EQ(waits, first_delay);
  EXPECT_TRUE(sign_in("li@example.com", right_password).result) << "and does not lock the owner out at the door";
}

TEST_P(Sessions, StayWhenAHashIsRenewed) {
  const auto mine = open();
  password::Pool dearer{{.memory_kib = 16, .passes = 1}, {}, dearer_metrics_};
  SignIn door{[this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, dearer, at_.clock, secret_,
              settings_};
  const auto before = stored_password(at_.reading(), li_);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(answer_of<Opened>([&](auto reply) { door.sign_in({"li@example.com", right_password, {}}, std::move(reply)); }).result);
    EXPECT_THAT(stored_password(at_.reading(), li_), testing::HasSubstr("m=16,"));
  }
  EXPECT_THAT(before, testing::HasSubstr("m=8,"));
  EXPECT_TRUE(who(mine.text)) << "it is the same password";
}

TEST_P(Sessions, OnlyReplaceThePasswordThatWasCompared) {
  const auto replaced = at_.run<int>([&](writer::Tx& tx) -> Result<int> {
    const auto set = set_password(tx, by_, li_, "$argon2id$other", {}, std::string{"$argon2id$what was there before"});
    return set ? Result<int>{0} : std::unexpected(set.error());
  });
  EXPECT_EQ(replaced.error().code, ErrorCode::stale);
  EXPECT_TRUE(sign_in("li@example.com", right_password).result);
}

}  // namespace
}  // namespace zhiyin::credential
