// The ways in which a life on the disk can end. Each comes once before any comes again, so that a short run meets all of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/clock/clock.hpp"
#include "power/plan.hpp"

namespace zhiyin::power {

struct Card {
  Moment cut;  ///< its nth is drawn, up to this one
  End end = End::power;
  std::optional<Moment> eio;  ///< the same
  bool power_with_own_end = false;
};

class Cards {
 public:
  explicit Cards(std::uint64_t seed) : chance_(seed) {}

  /// The lives of rounds that once lost something, one after the other; each round ends with in_order().
  [[nodiscard]] std::vector<std::vector<Plan>> old_losses();
  /// For a disk that has a store, or has lost it.
  [[nodiscard]] Plan draw();
  /// For an empty disk: ends while the store is being made.
  [[nodiscard]] Plan draw_creation();
  /// After a death: the power fails before what the dead process wrote has been synced by anybody, if it can be helped.
  [[nodiscard]] Plan draw_soon();
  /// Ends in order, and the power fails right then.
  [[nodiscard]] Plan in_order();
  /// All cards of draw() were drawn, this often.
  [[nodiscard]] std::size_t times_through() const { return times_through_; }
  [[nodiscard]] SeededChance& chance() { return chance_; }

 private:
  [[nodiscard]] Plan plan_of(const Card& card);
  [[nodiscard]] Plan exactly(const Card& card);
  [[nodiscard]] Moment drawn(Moment moment);

  SeededChance chance_;
  std::vector<Card> left_;
  std::size_t times_through_ = 0;
};

/// Moment::words() of every loss of power that draw() can bring.
[[nodiscard]] std::vector<std::string> all_moments();

}  // namespace zhiyin::power
