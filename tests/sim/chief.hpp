// Changes who works where and what he may do, so that rights are given and withdrawn while lists are open.
#pragma once

#include <functional>
#include <vector>

#include "sim/world.hpp"

namespace zhiyin::sim {

class Chief {
 public:
  explicit Chief(World& world);
  ~Chief() = default;
  Chief(const Chief&) = delete;
  Chief& operator=(const Chief&) = delete;

  void stop() { stopped_ = true; }

 private:
  void live();
  void change();
  /// The staff, and of those who help themselves so many in ten.
  [[nodiscard]] std::vector<AgentId> some(std::uint64_t in_ten, bool with_staff);
  void submit(std::function<bool(writer::Tx&)> change);

  World& world_;
  bool stopped_ = false;
};

}  // namespace zhiyin::sim
