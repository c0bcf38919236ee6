// What all clients of one load share.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "client/findings.hpp"
#include "client/loop.hpp"
#include "platform/clock/clock.hpp"

namespace zhiyin::client {

struct Fleet {
  Loop& loop;
  SeededChance& chance;
  Findings& findings;
  std::vector<std::uint16_t> ports;  ///< the gateways; each connection goes to one by chance
  std::chrono::milliseconds backoff_base{500};
  std::chrono::milliseconds backoff_max{30'000};
};

}  // namespace zhiyin::client
