#include "power/fate.hpp"

#include <fmt/format.h>

#include <sstream>

namespace zhiyin::power {

std::string text_of(const Fate& fate) {
  auto text = fmt::format("{}\n{}\n{}\n{}\n", fate.power_lost ? 1 : 0, fate.moment, fate.eio, fate.bypassed);
  for (const auto& [name, count] : fate.counts) {
    text += fmt::format("{} {}\n", name, count);
  }
  return text;
}

Fate fate_from(std::string_view text) {
  std::istringstream in{std::string{text}};
  Fate fate;
  std::string line;
  std::getline(in, line);
  fate.power_lost = line == "1";
  std::getline(in, fate.moment);
  std::getline(in, fate.eio);
  std::getline(in, fate.bypassed);
  std::string name;
  for (std::int64_t count = 0; in >> name >> count;) {
    fate.counts[name] = count;
  }
  return fate;
}

}  // namespace zhiyin::power
