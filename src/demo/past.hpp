// What was said before today.
#pragma once

#include <map>
#include <string>

#include "demo/company.hpp"
#include "demo/doing.hpp"
#include "event/ids.hpp"

namespace zhiyin::demo {

/// Who acts, by the keys of the company's list.
struct Cast {
  InboxId inbox;
  std::map<std::string, AgentId> people;
  std::map<std::string, TeamId> teams;  ///< of each person who has one
  AgentId lead;                         ///< sorts what waits
};

/// Lets the conversations happen in the order of their times, which end before `now`: those that are open are as old as a lively day has
/// them. Returns how many there were.
std::size_t tell_past(writer::Writer& writer, PastClock& clock, const Company& company, const Cast& cast, Time now);

}  // namespace zhiyin::demo
