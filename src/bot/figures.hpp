// How the bot does: for /metrics.
#pragma once

#include <array>

#include "bot/rules.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::bot {

class Figures {
 public:
  explicit Figures(MetricRegistry& metrics);

  /// After COMMIT. `took`: since the customer's message was stored.
  void answered(Does does, std::chrono::nanoseconds took);
  void handed_over(Reason reason);

 private:
  struct Answers {
    Does does;
    Counter& counter;
  };
  struct HandedOver {
    Reason reason;
    Counter& counter;
  };
  std::array<Answers, 7> answers_;
  std::array<HandedOver, 5> handed_over_;
  Histogram& seconds_;
};

}  // namespace zhiyin::bot
