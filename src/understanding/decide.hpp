// Which decision a reading leads to. The thresholds are here and nowhere else.
#pragma once

#include <cstdint>
#include <vector>

#include "understanding/reader.hpp"

namespace zhiyin::understanding {

enum class Verdict : std::uint8_t {
  answer,    ///< one topic, surely enough
  ask_back,  ///< two or three, one of which is meant
  unknown,
};

struct Decision {
  Verdict verdict = Verdict::unknown;
  std::vector<std::int64_t> topics;  ///< answer: one; ask_back: two or three, the likeliest first; unknown: none
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct Thresholds {
  float answer = 0.61F;      ///< the best candidate's probability; chosen so that fewer than 5 % of all questions are answered wrongly
  float together = 0.55F;    ///< of the two or three that are asked back for
  float each = 0.08F;        ///< what each of them must have
  float beyond_most = 0.5F;  ///< above it nothing is asked back
};

/// Only a question is decided on: whoever greets, thanks or wants a person gets `unknown`, and the caller answers what he says.
[[nodiscard]] Decision decide(const Reading& reading, const Thresholds& thresholds = {});

}  // namespace zhiyin::understanding
