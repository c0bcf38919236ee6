#include "power/cards.hpp"

#include <algorithm>
#include <array>

namespace zhiyin::power {
namespace {

constexpr bool after = true;
constexpr bool from_birth = true;
constexpr std::int64_t commits_min = 15;
constexpr std::uint64_t commits_spread = 40;
constexpr std::int64_t repeats = 8;

// How many of each a life has differs; a moment that does not come leaves the process to end in order.
const std::vector<Moment> power_moments{
    {Op::write, Kind::wal, 2'000},
    {Op::sync, Kind::wal, 30},
    {Op::sync, Kind::wal, 30, after},
    {Op::write, Kind::database, 120},
    {Op::sync, Kind::database, 3},
    {Op::sync, Kind::database, 3, after},
    {Op::sync, Kind::folder, 8},
    {Op::sync, Kind::folder, 8, after},
    {Op::name, Kind::wal, 1, false, true},
    {Op::write, Kind::file, 20},
    {Op::sync, Kind::file, 20},
    {Op::sync, Kind::file, 20, after},
    {Op::name, Kind::file, 20},
    {{}, {}, 3'000},
};

const std::vector<Moment> death_moments{
    {Op::sync, Kind::wal, 20},
    {Op::sync, Kind::wal, 20, after},
    {Op::sync, Kind::database, 2},
    {Op::sync, Kind::folder, 4, false, from_birth},
    {{}, {}, 2'000},
};

const std::vector<Moment> refused_syncs{
    {Op::sync, Kind::wal, 20},   {Op::sync, Kind::database, 2}, {Op::sync, Kind::folder, 4, false, from_birth},
    {Op::sync, Kind::folder, 8}, {Op::sync, Kind::file, 8},
};

std::vector<Card> whole_deck() {
  std::vector<Card> cards;
  cards.reserve(power_moments.size() + death_moments.size() + 2 * refused_syncs.size());
  for (const auto& moment : power_moments) {
    cards.push_back({moment, End::power, {}, false});
  }
  for (const auto& moment : death_moments) {
    cards.push_back({moment, End::death, {}, false});
  }
  for (const auto& sync : refused_syncs) {
    for (const bool power_too : {false, true}) {
      cards.push_back({{Op::sync, Kind::wal, 40}, End::power, sync, power_too});
    }
  }
  return cards;
}

}  // namespace

std::vector<std::string> all_moments() {
  std::vector<std::string> words{"in order"};
  for (const auto& moment : power_moments) {
    words.push_back(moment.words());
  }
  return words;
}

Moment Cards::drawn(Moment moment) {
  moment.nth = moment.nth == 0 ? 0 : 1 + static_cast<std::int64_t>(chance_.under(static_cast<std::uint64_t>(moment.nth)));
  return moment;
}

Plan Cards::plan_of(const Card& card) {
  Plan plan;
  plan.seed = chance_.bits();
  plan.cut = drawn(card.cut);
  plan.end = card.end;
  plan.eio = card.eio ? std::optional{drawn(*card.eio)} : std::nullopt;
  plan.power_with_own_end = card.power_with_own_end;
  plan.commits = commits_min + static_cast<std::int64_t>(chance_.under(commits_spread));
  return plan;
}

Plan Cards::exactly(const Card& card) {
  auto plan = plan_of(card);
  plan.commits = 60;
  plan.cut.nth = card.cut.nth;
  if (plan.eio) {
    plan.eio->nth = card.eio->nth;
  }
  return plan;
}

std::vector<std::vector<Plan>> Cards::old_losses() {
  std::vector<std::vector<Plan>> rounds;
  const Moment soon{Op::sync, Kind::wal, 6};
  for (std::int64_t i = 1; i <= repeats; ++i) {
    // The data folder is there, but not yet its name, and the next process finds it and need not make it.
    rounds.push_back(
        {exactly({{Op::sync, Kind::folder, 1, false, from_birth}, End::death, {}, false}), exactly({soon, End::power, {}, false})});
    // The folder's sync is refused that makes the name of SQLite's log safe, and SQLite does not say so.
    rounds.push_back({exactly({soon, End::power, {}, false}),
                      exactly({{Op::sync, Kind::wal, 3}, End::power, Moment{Op::sync, Kind::folder, (i + 1) / 2}, false})});
    // What the next process reads of the log is not all on the disk, and the power fails while it moves that into the database.
    const Moment moving{i % 4 == 0 ? Op::write : Op::sync, Kind::database, i % 4 == 0 ? 4 * i : 1, false, from_birth};
    rounds.push_back({exactly({{Op::sync, Kind::wal, 60}, End::power, Moment{Op::sync, Kind::wal, i, false, false, true}, false}),
                      exactly({moving, End::power, {}, false})});
  }
  return rounds;
}

Plan Cards::draw() {
  if (left_.empty()) {
    left_ = whole_deck();
  }
  const auto at = left_.begin() + static_cast<std::ptrdiff_t>(chance_.under(left_.size()));
  const auto card = *at;
  left_.erase(at);
  times_through_ += left_.empty() ? 1 : 0;
  return plan_of(card);
}

Plan Cards::draw_creation() {
  const Moment any_call{{}, {}, chance_.once_in(2) ? 8 : 90, false, from_birth};
  switch (chance_.under(4)) {
    case 0: return plan_of({any_call, End::death, {}, false});
    case 1: return plan_of({{Op::sync, Kind::wal, 40}, End::power, Moment{Op::sync, {}, 14, false, from_birth}, chance_.once_in(2)});
    default: return plan_of({any_call, End::power, {}, false});
  }
}

Plan Cards::draw_soon() {
  switch (chance_.under(4)) {
    case 0: return plan_of({{{}, {}, 40, false, from_birth}, End::power, {}, false});
    case 1: return plan_of({{Op::write, Kind::database, 30, false, from_birth}, End::power, {}, false});
    case 2: return plan_of({{Op::sync, Kind::database, 1, false, from_birth}, End::power, {}, false});
    default: return plan_of({{Op::sync, Kind::wal, 3}, End::power, {}, false});
  }
}

Plan Cards::in_order() {
  return plan_of({{}, End::power, {}, false});
}

}  // namespace zhiyin::power
