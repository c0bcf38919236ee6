// Hints and whispers between processes: heard by the others, never by oneself, and never anybody's only copy.
#include "platform/db/side_channel.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "store/place.hpp"

namespace zhiyin::db {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;
using testing::Not;

/// What one process heard.
class Ear {
 public:
  [[nodiscard]] SideChannel::Heard heard() {
    return {[this] {
              const std::lock_guard lock(mutex_);
              ++hints_;
              changed_.notify_all();
            },
            [this](std::string_view text) {
              const std::lock_guard lock(mutex_);
              whispers_.emplace_back(text);
              changed_.notify_all();
            }};
  }
  /// Whispers carry the order: once `last` was heard, all before it was.
  std::vector<std::string> until(const std::string& last) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return std::ranges::find(whispers_, last) != whispers_.end(); });
    return whispers_;
  }
  bool heard_within(const std::string& text, std::chrono::milliseconds within) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, within, [&] { return std::ranges::find(whispers_, text) != whispers_.end(); });
  }
  [[nodiscard]] int hints() {
    const std::lock_guard lock(mutex_);
    return hints_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int hints_ = 0;
  std::vector<std::string> whispers_;
};

class Processes : public testing::Test {
 protected:
  /// What is said before the other listens is lost, so it is said until it is heard.
  static void say_until_heard(SideChannel& from, Ear& by, const std::string& text) {
    do {
      from.whisper(text);
    } while (!by.heard_within(text, std::chrono::milliseconds{20}));
  }
  void meet(const std::string& word) {
    say_until_heard(one_, two_ear_, word);
    say_until_heard(two_, one_ear_, word);
  }

  trial::StorePlace place_{Engine::postgres};
  Ear one_ear_;
  Ear two_ear_;
  SideChannel one_{place_.options(), "one", one_ear_.heard()};
  SideChannel two_{place_.options(), "two", two_ear_.heard()};
};

TEST_F(Processes, HearEachOthersWhispersInTheirOrder) {
  meet("met");
  one_.whisper("你好");
  one_.whisper(std::string(7'000, 'x'));
  one_.whisper(std::string(7'001, 'y'));  // would not fit into a NOTIFY
  one_.whisper("two\nlines");
  one_.whisper("end");
  auto heard = two_ear_.until("end");
  std::erase(heard, "met");
  EXPECT_THAT(heard, ElementsAre("你好", std::string(7'000, 'x'), "end"));
}

TEST_F(Processes, DoNotHearThemselves) {
  meet("met");
  one_.hint();
  one_.whisper("mine");
  two_.whisper("end");
  EXPECT_THAT(one_ear_.until("end"), Not(Contains("mine")));
  two_ear_.until("mine");
  EXPECT_EQ(one_ear_.hints(), 0);
}

// One NOTIFY for each commit would make commits wait for each other.
TEST_F(Processes, GatherHints) {
  constexpr int commits = 10'000;
  meet("met");
  for (int i = 0; i < commits; ++i) {
    one_.hint();
  }
  one_.whisper("end");
  two_ear_.until("end");
  EXPECT_THAT(two_ear_.hints(), AllOf(Ge(1), Le(commits / 20)));
}

TEST_F(Processes, MeetAgainAfterTheLineWasCut) {
  meet("met");
  trial::shared_postgres().query(place_.database(),
                                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
                                 "application_name = 'zhiyin side'");
  meet("met again");
}

}  // namespace
}  // namespace zhiyin::db
