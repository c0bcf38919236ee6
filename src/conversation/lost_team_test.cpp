// A conversation is given to a team while that is removed: one of the two happens, and the other is told so.
#include "conversation/lost_team.hpp"

#include <gmock/gmock.h>

#include <array>

#include "access/hold.hpp"
#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "platform/writer/writer.hpp"
#include "store/places.hpp"
#include "team/service.hpp"

namespace zhiyin::conversation {
namespace {

constexpr AgentId wang{1};  // "Demo 01"
constexpr InboxId website{1};

class LostTeam : public testing::TestWithParam<db::Engine> {
 protected:
  /// Wang has it.
  ConversationId open(std::int64_t contact) {
    const auto id = *at.run<ConversationId>([&](writer::Tx& tx) {
      const auto made = conversation::open(tx, website, "address", {PersonKind::visitor, contact, "Li"});
      (void)say_as_visitor(tx, made, "v" + std::to_string(contact), "Where is my parcel?");
      return made;
    });
    EXPECT_TRUE(at.run<Moved>([id](writer::Tx& tx) { return take(tx, id, access::directory(tx).viewer(wang), {}); },
                              [id](writer::Tx& tx) { want(tx, id); }));
    return id;
  }
  TeamId team(const std::string& name) {
    const auto made = at.run<team::Team>([&](writer::Tx& tx) { return team::make(tx, name, false); })->id;
    EXPECT_TRUE(at.run<team::Team>([&](writer::Tx& tx) { return team::set_members(tx, made, std::vector{wang}); }));
    return made;
  }
  static void want(writer::Tx& tx, ConversationId id) {
    access::want(tx);
    conversation::want(tx, id);
  }
  static Result<Moved> transfer(writer::Tx& tx, ConversationId id, TeamId to) {
    return transfer_to_team(tx, id, access::directory(tx).viewer(wang), to, access::hold(tx), {});
  }
  static Result<void> remove(writer::Tx& tx, TeamId id) {
    return team::remove(tx, id, [&tx](db::Session&, TeamId gone) {
      const auto open = open_of_team(tx, gone);
      return open > 0 ? std::vector{std::to_string(open) + " open"} : std::vector<std::string>{};
    });
  }
  std::unique_ptr<writer::Command> transferring(ConversationId id, TeamId to, Result<Moved>& answer) {
    return writer::command<Moved>(
        {static_cast<std::uint64_t>(id.value())}, [id](writer::Tx& tx) { want(tx, id); },
        [id, to](writer::Tx& tx) { return transfer(tx, id, to); }, [&answer](Result<Moved> result) { answer = std::move(result); });
  }
  /// Nobody is in it any more: else it could not be removed.
  static std::unique_ptr<writer::Command> emptying(TeamId id) {
    return writer::command<team::Team>(
        {static_cast<std::uint64_t>(id.value())}, [](writer::Tx&) {}, [id](writer::Tx& tx) { return team::set_members(tx, id, {}); },
        [](const Result<team::Team>& emptied) { EXPECT_TRUE(emptied); });
  }
  static std::unique_ptr<writer::Command> removing(TeamId id, Result<int>& answer) {
    return writer::command<int>(
        {static_cast<std::uint64_t>(id.value())}, [](writer::Tx&) {},
        [id](writer::Tx& tx) -> Result<int> {
          if (auto gone = remove(tx, id); !gone) {
            return std::unexpected(gone.error());
          }
          return 0;
        },
        [&answer](Result<int> result) { answer = std::move(result); });
  }
  [[nodiscard]] TeamId team_of(ConversationId id) { return snapshot(at.reading(), id)->conversation.team; }
  [[nodiscard]] bool there(TeamId id) { return access::load(at.reading())->team(id) != nullptr; }
  void one_outcome(ConversationId id, TeamId to, const Result<Moved>& gave, const Result<int>& took) {
    EXPECT_NE(gave.has_value(), took.has_value());
    EXPECT_EQ(there(to), gave.has_value());
    EXPECT_EQ(team_of(id), gave ? to : TeamId{});
    EXPECT_TRUE(gave || gave.error().code == ErrorCode::invalid);
    EXPECT_TRUE(took || took.error().code == ErrorCode::conflict);
  }

  trial::Places at{GetParam(), 2, {statements(), reading_statements()}};
  Result<Moved> given = refuse(ErrorCode::unavailable, "not answered");
  Result<int> removed = refuse(ErrorCode::unavailable, "not answered");
};
INSTANTIATE_TEST_SUITE_P(Engines, LostTeam, trial::both_engines(), trial::engine_label);

class LostTeamOfTwoProcesses : public LostTeam {};
INSTANTIATE_TEST_SUITE_P(Engines, LostTeamOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// What the batch has changed is in no table yet: who counts only there removes the team under the conversation.
TEST_P(LostTeam, GivenAndRemovedInOneBatchItStays) {
  const auto id = open(50);
  const auto to = team("Returns");
  at.lane->submit(transferring(id, to, given));
  at.lane->submit(emptying(to));
  at.lane->submit(removing(to, removed));
  at.lane->step();
  EXPECT_TRUE(given);
  one_outcome(id, to, given, removed);
}

TEST_P(LostTeam, RemovedAndThenGivenInOneBatchItIsGone) {
  const auto id = open(50);
  const auto to = team("Returns");
  at.lane->submit(emptying(to));
  at.lane->submit(removing(to, removed));
  at.lane->submit(transferring(id, to, given));
  at.lane->step();
  EXPECT_TRUE(removed);
  one_outcome(id, to, given, removed);
}

TEST_P(LostTeam, WhatBeginsAgainIsNoTeamsThatIsGone) {
  const auto kept = open(50);
  const auto lost = open(51);
  const auto stays = team("Stays");
  const auto goes = team("Goes");
  for (const auto& [id, to] : {std::pair{kept, stays}, {lost, goes}}) {
    at.lane->submit(transferring(id, to, given));
    at.lane->step();
    ASSERT_TRUE(given) << given.error().what;
    ASSERT_TRUE(at.run<int>(
        [id](writer::Tx& tx) {
          resolve_as_system(tx, id);
          return 0;
        },
        [id](writer::Tx& tx) { want(tx, id); }));
  }
  at.lane->submit(emptying(goes));
  at.lane->submit(removing(goes, removed));
  at.lane->step();
  ASSERT_TRUE(removed) << "resolved ones do not stand in the way";
  for (const auto id : {kept, lost}) {
    ASSERT_TRUE(at.run<int>(
        [id](writer::Tx& tx) {
          (void)say_as_visitor(tx, id, "again", "Still nothing");
          return static_cast<int>(leave_lost_team(tx, id));
        },
        [id](writer::Tx& tx) {
          want(tx, id);
          want_message(tx, website, id.value(), "again");
        }));
  }
  EXPECT_EQ(team_of(kept), stays);
  EXPECT_EQ(team_of(lost), TeamId{});
}

// Between the moment at which one process read who works where and the one at which it decides, the other removes the team.
TEST_P(LostTeamOfTwoProcesses, APictureOfBeforeGivesNothingToIt) {
  const auto id = open(50);
  const auto to = team("Returns");
  const auto other = at.make_lane();
  given = at.run<Moved>(
      [&](writer::Tx& tx) {
        other->submit(emptying(to));
        other->submit(removing(to, removed));
        other->step();
        return transfer(tx, id, to);
      },
      [id](writer::Tx& tx) { want(tx, id); });
  EXPECT_TRUE(removed);
  one_outcome(id, to, given, removed);
}

// Both at once, whoever comes first.
TEST_P(LostTeamOfTwoProcesses, HaveOneOutcome) {
  constexpr std::size_t rounds = 30;
  struct Round {
    ConversationId id;
    TeamId to;
    Result<Moved> given = refuse(ErrorCode::unavailable, "not answered");
    Result<int> removed = refuse(ErrorCode::unavailable, "not answered");
  };
  std::vector<Round> all(rounds);
  for (std::size_t n = 0; n < rounds; ++n) {
    all[n].id = open(50 + static_cast<std::int64_t>(n));
    all[n].to = team("Returns " + std::to_string(n));
  }
  {
    std::array<MetricRegistry, 2> metrics;
    const SystemClock clock;
    const auto process = [&](std::size_t n) {
      return std::make_unique<writer::Writer>(at.store(), clock, at.chance, 2, writer::LaneLimits{}, writer::LaneHooks{}, metrics.at(n));
    };
    const std::array both{process(0), process(1)};
    for (std::size_t n = 0; n < rounds; ++n) {
      both[n % 2]->submit(transferring(all[n].id, all[n].to, all[n].given));
      both[(n + 1) % 2]->submit(emptying(all[n].to));
      both[(n + 1) % 2]->submit(removing(all[n].to, all[n].removed));
    }
  }  // all were answered
  for (const auto& round : all) {
    one_outcome(round.id, round.to, round.given, round.removed);
  }
}

}  // namespace
}  // namespace zhiyin::conversation
