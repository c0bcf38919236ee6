#include "platform/clock/clock.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>

#include "platform/base/require.hpp"

namespace zhiyin {

Time SystemClock::now() const {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

std::uint64_t SystemChance::bits() {
  thread_local std::array<std::uint64_t, 64> pool;
  thread_local std::size_t left = 0;
  if (left == 0) {
    ssize_t got = 0;
    do {
      got = ::getrandom(pool.data(), sizeof pool, 0);
    } while (got < 0 && errno == EINTR);
    require(got == static_cast<ssize_t>(sizeof pool), "the operating system gives random bits");
    left = pool.size();
  }
  return pool[--left];
}

std::uint64_t SeededChance::bits() {
  state_ ^= state_ >> 12U;
  state_ ^= state_ << 25U;
  state_ ^= state_ >> 27U;
  return state_ * 0x2545F4914F6CDD1DULL;
}

std::string random_token(Chance& chance) {
  constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text;
  for (int part = 0; part < 4; ++part) {
    auto bits = chance.bits();
    for (int i = 0; i < 8; ++i, bits >>= 5U) {
      text.push_back(alphabet[bits & 31U]);
    }
  }
  return text;
}

}  // namespace zhiyin
