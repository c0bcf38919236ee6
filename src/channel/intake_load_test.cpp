// Many senders at once: the shape of what is stored must not depend on how commands were batched.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "store/core.hpp"
#include "store/place.hpp"

namespace zhiyin::channel {
namespace {

constexpr InboxId inbox{7};
constexpr int senders = 64;
constexpr int rounds = 12;
constexpr int addresses = 20;

constexpr db::Statement all_messages{"all_messages",
                                     "SELECT conversation, seq, revision, client_id FROM message ORDER BY conversation, seq"};
constexpr db::Statement all_conversations{"all_conversations", "SELECT id, revision, last_seq FROM conversation ORDER BY id"};
constexpr db::Statement count_identities{"count_identities", "SELECT count(*), count(DISTINCT contact) FROM identity"};
constexpr std::array<const db::Statement*, 3> own_statements{&all_messages, &all_conversations, &count_identities};

class IntakeUnderLoad : public testing::TestWithParam<db::Engine> {};

/// Every producer waits for its answer before it sends its next, as 64 customers would.
int send_from_all(trial::Core& core) {
  std::atomic<int> stored = 0;
  std::vector<std::jthread> threads;
  threads.reserve(senders);
  for (int sender = 0; sender < senders; ++sender) {
    threads.emplace_back([&core, &stored, sender] {
      for (int round = 0; round < rounds; ++round) {
        const auto taken = core.intake({.inbox = inbox,
                                        .address = "a" + std::to_string((sender + round) % addresses),
                                        .name = "Li",
                                        .client_id = "m-" + std::to_string(sender) + "-" + std::to_string(round),
                                        .text = "Where is my parcel? 我的包裹在哪里？"});
        EXPECT_TRUE(taken.has_value()) << taken.error().what << ": " << taken.error().detail;
        stored += taken.has_value() ? 1 : 0;
      }
    });
  }
  threads.clear();
  return stored;
}

void expect_sequences_without_gap(db::Session& session) {
  const auto conversations = session.query(all_conversations, {});
  EXPECT_EQ(conversations.size(), static_cast<std::size_t>(addresses));
  std::map<std::int64_t, std::int64_t> last_seq;
  const auto messages = session.query(all_messages, {});
  EXPECT_EQ(messages.size(), static_cast<std::size_t>(senders * rounds));
  for (std::size_t i = 0; i < messages.size(); ++i) {
    EXPECT_EQ(messages.number(i, 1), ++last_seq[messages.number(i, 0)]);
  }
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    EXPECT_EQ(conversations.number(i, 2), last_seq[conversations.number(i, 0)]);
  }
}

void expect_log_without_gap(db::Session& session) {
  const auto entries = journal::read_after(session, 0, 1'000'000);
  EXPECT_EQ(entries.size(), static_cast<std::size_t>(senders * rounds + addresses));
  EXPECT_EQ(journal::head(session).pos, static_cast<std::int64_t>(entries.size()));
  std::map<std::int64_t, std::int64_t> revision;
  std::int64_t pos = 0;
  for (const auto& entry : entries) {
    EXPECT_EQ(entry.pos, ++pos);
    EXPECT_EQ(entry.revision, ++revision[entry.subject]);
    EXPECT_TRUE(event::read(entry).has_value());
  }
  const auto conversations = session.query(all_conversations, {});
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    EXPECT_EQ(conversations.number(i, 1), revision[conversations.number(i, 0)]);
  }
}

TEST_P(IntakeUnderLoad, LeavesNoGapInSequencesRevisionsOrTheLog) {
  const trial::StorePlace place{GetParam()};
  trial::Core core{place.options(), {.more = {{own_statements, {}}}}};
  EXPECT_EQ(send_from_all(core), senders * rounds);
  core.writer().stop();

  const auto session = core.store().open_reading();
  expect_sequences_without_gap(*session);
  expect_log_without_gap(*session);
  const auto owners = session->query(count_identities, {});
  EXPECT_EQ(owners.number(0, 0), addresses);
  EXPECT_EQ(owners.number(0, 1), addresses);
}

INSTANTIATE_TEST_SUITE_P(Engines, IntakeUnderLoad, testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         [](const auto& info) { return std::string{db::engine_name(info.param)}; });

}  // namespace
}  // namespace zhiyin::channel
