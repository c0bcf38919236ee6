// How often one address may try, in this process. Beside the stored guesses of an account, which hold everywhere: this one keeps a
// single machine from trying many accounts, and from costing much.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/base/time.hpp"

namespace zhiyin::credential {

/// An IPv4 address, or the /64 of an IPv6 one, which is what one customer of a provider has at least; other texts stay as they are.
[[nodiscard]] std::string network_of(std::string_view address);

/// GCRA: the generic cell rate algorithm (ITU-T I.371, annex A), virtual scheduling. Any thread.
class AddressLimit {
 public:
  static constexpr std::size_t networks_max = 100'000;  ///< about 10 MB; above it the older half is forgotten

  AddressLimit(Millis every, std::int64_t burst) : every_(every), burst_(burst) {}
  /// Takes one; or, when the network has used up its share, says how long until there is one again.
  [[nodiscard]] std::optional<Millis> take(std::string_view address, Time now);

 private:
  [[nodiscard]] Time& theoretical_arrival(const std::string& network);

  Millis every_;
  std::int64_t burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Time> newer_;
  std::unordered_map<std::string, Time> older_;
};

}  // namespace zhiyin::credential
