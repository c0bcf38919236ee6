// What the clients of one load found wrong with the server, and what they counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::client {

class Findings {
 public:
  /// The server broke its protocol: who saw it, and what, with figures enough to look it up.
  void violation(std::string_view who, std::string_view what);
  [[nodiscard]] std::uint64_t violations() const { return violations_; }
  /// The first of them, in full.
  [[nodiscard]] const std::vector<std::string>& first() const { return first_; }

  // Counted by the clients; none of these is wrong by itself.
  std::uint64_t acked = 0;        // messages acknowledged, those acknowledged again included
  std::uint64_t acked_again = 0;  // of them, after a resend of what had been stored
  std::uint64_t facts = 0;
  std::uint64_t overlaps = 0;  // facts that a snapshot or changes of the same connection had contained
  std::uint64_t snapshots = 0;
  std::uint64_t changes = 0;
  std::uint64_t connections = 0;  // welcomed
  std::uint64_t resumed = 0;      // of them, with a position
  std::uint64_t lost = 0;         // connections ended by anything but ourselves
  std::map<int, std::uint64_t> close_codes;
  std::map<std::string, std::uint64_t, std::less<>> refused;  // by code

 private:
  std::uint64_t violations_ = 0;
  std::vector<std::string> first_;
};

}  // namespace zhiyin::client
