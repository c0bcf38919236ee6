#include "client/findings.hpp"

#include <fmt/format.h>

namespace zhiyin::client {
namespace {

constexpr std::size_t kept_max = 100;

}  // namespace

void Findings::violation(std::string_view who, std::string_view what) {
  ++violations_;
  if (first_.size() < kept_max) {
    first_.push_back(fmt::format("{}: {}", who, what));
  }
}

}  // namespace zhiyin::client
