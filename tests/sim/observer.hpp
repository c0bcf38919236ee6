// Somebody who has a conversation open: takes a snapshot, follows facts by position or by what came to him, resumes after a cut, and must
// at every moment see what a fresh snapshot shows.
#pragma once

#include <optional>

#include "sim/view.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

class Observer {
 public:
  explicit Observer(World& world);
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

 private:
  void live();
  void open();
  void resume();
  void follow();
  void compare();

  World& world_;
  std::optional<View> view_;
  std::int64_t pos_ = 0;  // facts up to here were looked at
  int life_ = 0;
};

}  // namespace zhiyin::sim
