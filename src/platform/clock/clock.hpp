// Time and chance as arguments: nobody else asks the operating system for them, so a simulation owns both.
#pragma once

#include <cstdint>
#include <string>

#include "platform/base/id.hpp"
#include "platform/base/time.hpp"

namespace zhiyin {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

/// Random bits. Implementations are safe to call from any thread.
class Chance {
 public:
  virtual ~Chance() = default;
  [[nodiscard]] virtual std::uint64_t bits() = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

/// The operating system's cryptographic generator, buffered per thread.
class SystemChance final : public Chance {
 public:
  [[nodiscard]] std::uint64_t bits() override;
};

/// xorshift64*: for simulations and load, where the same seed must give the same run. One thread at a time.
class SeededChance final : public Chance {
 public:
  explicit SeededChance(std::uint64_t seed) : state_(seed == 0 ? 0x9E3779B97F4A7C15ULL : seed) {}
  [[nodiscard]] std::uint64_t bits() override;
  /// Uniform in [0, below); below > 0.
  [[nodiscard]] std::uint64_t under(std::uint64_t below) { return bits() % below; }
  /// True once in `n` on average.
  [[nodiscard]] bool once_in(std::uint64_t n) { return under(n) == 0; }

 private:
  std::uint64_t state_;
};

/// A clock that moves only when told: for simulations and tests.
class SetClock final : public Clock {
 public:
  explicit SetClock(Time start) : now_(start) {}
  [[nodiscard]] Time now() const override { return now_; }
  void set(Time t) { now_ = t; }
  void advance(Millis by) { now_ += by; }

 private:
  Time now_;
};

template <class Tag>
[[nodiscard]] Id<Tag> new_id(Time now, Chance& chance) {
  return Id<Tag>{compose_id(now, chance.bits())};
}

/// 32 characters of base 32 (160 random bits): session and visitor tokens, log ids.
[[nodiscard]] std::string random_token(Chance& chance);

}  // namespace zhiyin
