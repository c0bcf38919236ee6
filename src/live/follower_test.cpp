// What is told together: nothing overtakes what was committed before it.
#include "live/follower.hpp"

#include <gmock/gmock.h>

namespace zhiyin::live {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 'p' is a fact for everybody, 'n' a note, 'a' a change of rights; pieces are told as words of these.
std::vector<std::string> pieces_of(std::string_view log) {
  std::vector<journal::Entry> entries;
  for (const auto letter : log) {
    journal::Entry entry;
    entry.pos = static_cast<std::int64_t>(entries.size()) + 1;
    entry.kind = letter == 'p' ? "message_sent" : letter == 'n' ? "inner_note" : "access_changed";
    entries.push_back(std::move(entry));
  }
  std::vector<std::string> all;
  std::int64_t pos = 0;
  for (const auto& piece : pieces(std::move(entries))) {
    auto& text = all.emplace_back();
    for (const auto& entry : piece) {
      EXPECT_EQ(entry.pos, ++pos) << log;
      text.push_back(entry.kind == "message_sent" ? 'p' : entry.kind == "inner_note" ? 'n' : 'a');
    }
  }
  EXPECT_EQ(pos, static_cast<std::int64_t>(log.size())) << log;
  return all;
}

TEST(Pieces, BeginWithWhatIsNotForEverybody) {
  EXPECT_THAT(pieces_of(""), IsEmpty());
  EXPECT_THAT(pieces_of("ppp"), ElementsAre("ppp"));
  EXPECT_THAT(pieces_of("na"), ElementsAre("na"));
  EXPECT_THAT(pieces_of("nappp"), ElementsAre("nappp"));
  EXPECT_THAT(pieces_of("pn"), ElementsAre("p", "n"));
  EXPECT_THAT(pieces_of("ppnapaap"), ElementsAre("pp", "nap", "aap"));
}

}  // namespace
}  // namespace zhiyin::live
