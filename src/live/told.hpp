// Every type of message that the server says on a live connection, in one table: docs/live-protocol.md says what each means.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "platform/json/writer.hpp"

namespace zhiyin::live {

enum class Told : std::uint8_t {
  welcome,
  none,
  snapshot,
  changes,
  fact,
  typing,
  history,
  ack,
  refused,
  skipped,
  pong,
  inner,
  window,
  rows,
  looking,
  state,
  gone,
  offer,
  offer_ended,
  duty,
  place
};

struct ToldRow {
  Told told;
  std::string_view type;  ///< the member `t`
  bool to_visitors;       ///< else to desks alone
  bool to_desks;
};
constexpr auto all_told = std::to_array<ToldRow>({{Told::welcome, "welcome", true, true},
                                                  {Told::none, "none", true, false},
                                                  {Told::snapshot, "snapshot", true, true},
                                                  {Told::changes, "changes", true, true},
                                                  {Told::fact, "fact", true, true},
                                                  {Told::typing, "typing", true, true},
                                                  {Told::history, "history", true, true},
                                                  {Told::ack, "ack", true, true},
                                                  {Told::refused, "refused", true, true},
                                                  {Told::skipped, "skipped", true, true},
                                                  {Told::pong, "pong", true, true},
                                                  {Told::inner, "inner", false, true},
                                                  {Told::window, "window", false, true},
                                                  {Told::rows, "rows", false, true},
                                                  {Told::looking, "looking", false, true},
                                                  {Told::state, "state", false, true},
                                                  {Told::gone, "gone", false, true},
                                                  {Told::offer, "offer", false, true},
                                                  {Told::offer_ended, "offer_ended", false, true},
                                                  {Told::duty, "duty", true, false},
                                                  {Told::place, "place", true, false}});

constexpr bool all_told_is_in_order() {
  for (std::size_t i = 0; i < all_told.size(); ++i) {
    if (static_cast<std::size_t>(all_told[i].told) != i) {
      return false;
    }
  }
  return true;
}
static_assert(all_told_is_in_order());

/// The beginning of a message: its opening brace and its type.
[[nodiscard]] inline json::Writer message(Told told) {
  json::Writer w;
  w.begin_object().field("t", all_told.at(static_cast<std::size_t>(told)).type);
  return w;
}

}  // namespace zhiyin::live
