// An agent who works by offers: says that he is there, accepts what he is asked or lets it run out, answers and resolves what he has, takes
// breaks; and now and then vanishes with all of it in his hands.
#pragma once

#include <functional>
#include <string>

#include "conversation/service.hpp"
#include "routing/settings.hpp"
#include "sim/people.hpp"
#include "sim/world.hpp"
#include "team/model.hpp"
#include "team/settings.hpp"

namespace zhiyin::sim {

constexpr team::Settings staff_lease{.lease = std::chrono::minutes{10}};
constexpr routing::Settings world_routing{.lost_grace = std::chrono::minutes{5}, .again = std::chrono::minutes{2}};

class Staff {
 public:
  Staff(World& world, std::int64_t number);
  ~Staff() = default;
  Staff(const Staff&) = delete;
  Staff& operator=(const Staff&) = delete;

  void stop() { stopped_ = true; }

 private:
  void live();
  void answer_offers();
  void work();
  void be(team::State state);
  void show_life();
  void submit(ConversationId id, std::function<Result<conversation::Moved>(writer::Tx&, const access::Viewer&)> decide,
              bool owns_after = false);

  World& world_;
  AgentId me_;
  bool there_ = false;     ///< as far as he knows
  bool vanished_ = false;  ///< and has not come back
  Millis renewed_{0};
  Millis away_until_{0};
  int said_ = 0;
  bool stopped_ = false;
};

}  // namespace zhiyin::sim
