// What is wrong with a request, all of it at once: where, what, and how to mend it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::api {

struct Fault {
  std::string where;  ///< "members[2].level"; for the query the parameter's name
  std::string what;   ///< one sentence; never repeats more than a name of what was sent
  std::string mend;
};

constexpr std::size_t faults_max = 20;  ///< more are not told

/// Goes with a parser through a structure: knows the place, gathers the faults.
class Reading {
 public:
  /// Steps into a member, and out again when it dies.
  class Step {
   public:
    Step(Reading& reading, std::string_view name) : reading_(reading), before_(reading.place_.size()) {
      reading.place_.append(before_ == 0 ? "" : ".").append(name);
    }
    Step(Reading& reading, std::size_t index) : reading_(reading), before_(reading.place_.size()) {
      reading.place_.append("[").append(std::to_string(index)).append("]");
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { reading_.place_.resize(before_); }

   private:
    Reading& reading_;
    std::size_t before_;
  };

  /// Always false, so that a parser can `return reading.fault(...)`.
  bool fault(std::string what, std::string mend);
  [[nodiscard]] bool well() const { return faults_.empty(); }
  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
  [[nodiscard]] std::vector<Fault> take() { return std::move(faults_); }

 private:
  std::string place_;
  std::vector<Fault> faults_;
};

/// `name` as it may be repeated to whoever sent it: at most 60 bytes, cut between characters.
[[nodiscard]] std::string repeated(std::string_view name);

}  // namespace zhiyin::api
