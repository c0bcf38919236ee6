#include "app/plants.hpp"

namespace zhiyin::app {

std::span<const config::Setting> plant_settings() {
  return {};
}

Plants plants_from(const config::Settings& /*settings*/) {
  return {};
}

}  // namespace zhiyin::app
