// The proof is worth what its disk is worth: here the disk itself is looked at, without any process.
#include "power/platter.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>

#include "harness/place.hpp"
#include "power/below.hpp"

namespace zhiyin::power {
namespace {

constexpr std::uint64_t seeds = 64;

/// What may be found in `file` after the power failed, over many seeds; "-" when there is no such file.
std::set<std::string> left_in(const std::string& file, const std::function<void(Platter&, const std::string&, SeededChance&)>& story) {
  std::set<std::string> found;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const harness::TempDir dir("platter");
    below::put(dir / "old", "old");
    Platter platter(dir.path().string());
    SeededChance chance{seed};
    Tally tally;
    story(platter, dir.path().string(), chance);
    (void)platter.lose_power(chance, tally);
    found.insert(std::filesystem::exists(dir / file) ? below::content(dir / file) : "-");
  }
  return found;
}

void write(Platter& platter, const std::string& path, const std::string& bytes) {
  platter.write(platter.at(path), 0, bytes);
}
void sync(Platter& platter, const std::string& path) {
  platter.settle(platter.at(path), path);
}

using Found = std::set<std::string>;

TEST(Platter, KeepsWhatWasSynced) {
  EXPECT_EQ(left_in("old",
                    [](Platter& platter, const std::string& dir, SeededChance&) {
                      write(platter, dir + "/old", "new");
                      sync(platter, dir + "/old");
                    }),
            Found{"new"});
}

TEST(Platter, MayLoseKeepOrTearWhatWasNot) {
  const auto found = left_in(
      "old", [](Platter& platter, const std::string& dir, SeededChance&) { write(platter, dir + "/old", std::string(1'024, 'n')); });
  EXPECT_TRUE(found.contains("old"));
  EXPECT_TRUE(found.contains(std::string(1'024, 'n')));
  EXPECT_TRUE(found.contains("nnn" + std::string(253, 'n'))) << "half of the first sector, then nothing";
  EXPECT_TRUE(found.contains(std::string(768, 'n'))) << "the first sector and half of the second";
}

TEST(Platter, LosesANameWithoutASyncOfItsFolder) {
  const auto make = [](Platter& platter, const std::string& dir) {
    platter.make(dir + "/new", false);
    write(platter, dir + "/new", "synced");
    sync(platter, dir + "/new");
  };
  EXPECT_EQ(left_in("new", [&](Platter& platter, const std::string& dir, SeededChance&) { make(platter, dir); }), (Found{"-", "synced"}));
  EXPECT_EQ(left_in("new",
                    [&](Platter& platter, const std::string& dir, SeededChance&) {
                      make(platter, dir);
                      sync(platter, dir);
                    }),
            Found{"synced"});
}

TEST(Platter, ReplacesAFileByRenameWholeOrNotAtAll) {
  EXPECT_EQ(left_in("old",
                    [](Platter& platter, const std::string& dir, SeededChance&) {
                      platter.make(dir + "/old.new", false);
                      write(platter, dir + "/old.new", "whole");
                      sync(platter, dir + "/old.new");
                      platter.rename(dir + "/old.new", dir + "/old");
                    }),
            (Found{"old", "whole"}));
}

TEST(Platter, BringsBackARemovedFile) {
  EXPECT_EQ(left_in("old",
                    [](Platter& platter, const std::string& dir, SeededChance&) {
                      below::remove(dir + "/old");
                      platter.remove(dir + "/old");
                    }),
            (Found{"-", "old"}));
}

TEST(Platter, LosesWhatIsInALostFolder) {
  EXPECT_TRUE(left_in("folder/file", [](Platter& platter, const std::string& dir, SeededChance&) {
                platter.make(dir + "/folder", true);
                platter.make(dir + "/folder/file", false);
                sync(platter, dir + "/folder");
              }).contains("-"));
}

TEST(Platter, NoLaterSyncHelpsWhatARefusedOneHad) {
  const auto refused = [](Platter& platter, const std::string& dir, SeededChance& chance) {
    Tally tally;
    write(platter, dir + "/old", "new");
    platter.doom(platter.at(dir + "/old"), chance, tally);
    sync(platter, dir + "/old");
  };
  EXPECT_TRUE(left_in("old", refused).contains("old"));
  EXPECT_EQ(left_in("old",
                    [&](Platter& platter, const std::string& dir, SeededChance& chance) {
                      refused(platter, dir, chance);
                      write(platter, dir + "/old", "new");
                      sync(platter, dir + "/old");
                    }),
            Found{"new"})
      << "writing it again does";
}

TEST(Platter, NoticesAWriteThatWentRoundIt) {
  const harness::TempDir dir("platter");
  below::put(dir / "old", "old");
  Platter platter(dir.path().string());
  below::put(dir / "old", "changed by somebody else");
  SeededChance chance{1};
  Tally tally;
  EXPECT_FALSE(platter.lose_power(chance, tally));
}

TEST(Platter, IsTheSameAfterBeingSavedByADyingProcess) {
  const auto story = [](Platter& platter, const std::string& dir, SeededChance& chance) {
    Tally tally;
    write(platter, dir + "/old", "abc");
    platter.doom(platter.at(dir + "/old"), chance, tally);
    platter.truncate(platter.at(dir + "/old"), 1);
    platter.make(dir + "/new", false);
    write(platter, dir + "/new", "bytes");
    platter.remove(dir + "/old");
  };
  EXPECT_EQ(left_in("old", story), left_in("old", [&](Platter& platter, const std::string& dir, SeededChance& chance) {
              story(platter, dir, chance);
              platter = Platter(dir, platter.saved());
            }));
}

}  // namespace
}  // namespace zhiyin::power
