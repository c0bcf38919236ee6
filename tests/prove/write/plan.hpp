// What each producer sends as its n-th command. Everything follows from (slot, producer, n), so a process that takes over from a dead one,
// and the verdict at the end, know it without being told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin::prove {

struct Turn {
  std::int64_t slot = 0;      // of the process, below 256
  std::int64_t producer = 0;  // below 256
  std::int64_t n = 0;         // from 1

  /// One number for all three.
  [[nodiscard]] std::int64_t key() const { return (slot << 48) | (producer << 40) | n; }
  /// One command of five records a fact with a token and nothing else: nothing tells it from its double.
  [[nodiscard]] bool token() const;
  /// Two of five messages go to one of five addresses, one of twenty to an address that nobody has written from yet, and that others use
  /// for the first time at about the same moment.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string client_id() const;
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Turn&, const Turn&) = default;
};

[[nodiscard]] Turn turn_of(std::int64_t key);
/// The inverse of client_id(); nullopt for any other text.
[[nodiscard]] std::optional<Turn> turn_of_client_id(std::string_view client_id);

}  // namespace zhiyin::prove
