// The bot of the second inbox: the real module, with a reader that understands by chance, late or never.
#pragma once

#include "bot/asker.hpp"
#include "bot/timers.hpp"

namespace zhiyin::sim {

class World;

class Robot {
 public:
  explicit Robot(World& world, MetricRegistry& metrics, const Clock& clock);

  [[nodiscard]] const bot::Means& means() const { return means_; }
  [[nodiscard]] bot::Asker& asker() { return asker_; }

 private:
  class ChanceReadings final : public bot::Readings {
   public:
    explicit ChanceReadings(World& world) : world_(world) {}
    void read(std::string text, std::string_view language, Then then) override;

   private:
    World& world_;
  };

  bot::Figures figures_;
  bot::Means means_;
  knowledge::LibraryPtr library_;
  ChanceReadings readings_;
  bot::Asker asker_;
};

}  // namespace zhiyin::sim
