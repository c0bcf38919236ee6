// A schedule in words: what may be said, what is refused and where, and that the store gives back what it was given.
#include "hours/words.hpp"

#include <gtest/gtest.h>

namespace zhiyin::hours {
namespace {

Words full() {
  return {.time_zone = "Europe/Berlin",
          .week = {{Day::friday, "22:00", "02:00"}, {Day::monday, "13:30", "24:00"}, {Day::monday, "09:00", "12:30"}},
          .exceptions = {{"2026-12-31", "New Year’s \"Eve\"", {{"09:00", "12:00"}}}, {"2026-12-25", "", {}}}};
}

TEST(HoursInWords, are_put_in_order_and_said_again) {
  const auto schedule = schedule_of(full());
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->week[0], (std::vector{Span{Minutes{540}, Minutes{750}}, Span{Minutes{810}, Minutes{1'440}}}));
  EXPECT_EQ(schedule->week[4], (std::vector{Span{Minutes{1'320}, Minutes{1'560}}}));
  EXPECT_EQ(schedule->exceptions.front().date, std::chrono::sys_days{std::chrono::year{2026} / 12 / 25});
  const auto again = schedule_of(words_of(*schedule));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *schedule);
  EXPECT_EQ(read_text(text_of(*schedule)), *schedule);
}

TEST(HoursInWords, a_zone_that_is_gone_can_still_be_read) {
  auto schedule = *schedule_of(full());
  schedule.time_zone = "Atlantis/Poseidonis";
  EXPECT_EQ(read_text(text_of(schedule)), schedule);
  EXPECT_FALSE(read_text("[]"));
  EXPECT_FALSE(read_text("nonsense"));
}

TEST(HoursInWords, faults_name_their_place) {
  struct Row {
    std::string_view where;
    void (*spoil)(Words&);
  };
  const std::vector<Row> rows{
      {"time_zone", [](Words& w) { w.time_zone = "Berlin"; }},
      {"time_zone", [](Words& w) { w.time_zone = "../../etc/passwd"; }},
      {"time_zone", [](Words& w) { w.time_zone = "right/Europe/Berlin"; }},
      {"time_zone", [](Words& w) { w.time_zone = ""; }},
      {"week[0].from", [](Words& w) { w.week[0].from = "24:00"; }},
      {"week[0].from", [](Words& w) { w.week[0].from = "9:00"; }},
      {"week[0].from", [](Words& w) { w.week[0].from = "09:60"; }},
      {"week[1].to", [](Words& w) { w.week[1].to = "24:01"; }},
      {"week[1].to", [](Words& w) { w.week[1].to = "+1:00"; }},
      {"week[2].to", [](Words& w) { w.week[2].to = "09:00"; }},
      {"week[2]", [](Words& w) { w.week[2].to = "13:31"; }},
      {"week[3]", [](Words& w) { w.week.push_back({Day::monday, "08:00", "09:30"}); }},
      {"week[3]", [](Words& w) { w.week.push_back({Day::friday, "23:00", "23:30"}); }},
      {"exceptions[1].date", [](Words& w) { w.exceptions[1].date = "2026-02-30"; }},
      {"exceptions[1].date", [](Words& w) { w.exceptions[1].date = "2026-12-31"; }},
      {"exceptions[0].spans[0].to", [](Words& w) { w.exceptions[0].spans[0].to = "noon"; }},
      {"exceptions[0].spans[1]", [](Words& w) { w.exceptions[0].spans.push_back({"11:00", "13:00"}); }},
      {"week", [](Words& w) { w.week.resize(spans_max + 1); }},
      {"exceptions", [](Words& w) { w.exceptions.resize(exceptions_max + 1); }},
  };
  for (const auto& row : rows) {
    auto words = full();
    row.spoil(words);
    const auto schedule = schedule_of(words);
    ASSERT_FALSE(schedule) << row.where;
    EXPECT_EQ(schedule.error().where, row.where) << schedule.error().what;
    EXPECT_EQ(schedule.error().code, ErrorCode::invalid);
    EXPECT_NE(schedule.error().mend, "") << row.where;
  }
}

}  // namespace
}  // namespace zhiyin::hours
