// What each message of a live connection needs, said a second time, by hand: a type that the program is listened to for, or says, and that
// has no row here, fails the proof.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "prove/access/streams_world.hpp"

namespace zhiyin::prove {

enum class Answered : std::uint8_t { by_id, by_conversation, silently };

/// A message of a desk about a conversation. In the table's order they are the life of one, led by somebody who may do everything.
struct ActRule {
  std::string_view type;
  std::string_view needs;  ///< besides seeing it; without it: forbidden
  Answered answered = Answered::by_id;
  std::string_view more = "";     ///< further members; ME is the asker, PERSON a colleague who sees nothing
  std::string_view granted = "";  ///< the code by which it is refused to who may do it, where this life does not lead to it; empty: none
};
[[nodiscard]] std::span<const ActRule> act_rules();
[[nodiscard]] std::string members_of(const ActRule& rule, const Asker& asker, const std::string& person);

/// What else a desk, and a visitor, may say.
[[nodiscard]] std::span<const std::string_view> desk_words();
[[nodiscard]] std::span<const std::string_view> visitor_words();

/// What a desk, and a visitor, may be told.
[[nodiscard]] std::span<const std::string_view> told_to_desks();
[[nodiscard]] std::span<const std::string_view> told_to_visitors();

/// A filter that asks for this member; ME and OWNER are agents, TEAM, INBOX and ELSEWHERE places.
struct FilterSample {
  std::string_view member;
  std::string_view value;
};
[[nodiscard]] std::span<const FilterSample> filter_samples();

/// Compares these tables with those of the program.
void compare_tables(World& world);

}  // namespace zhiyin::prove
