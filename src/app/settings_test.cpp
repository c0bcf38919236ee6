// What may be set, and what may not.
#include "app/settings.hpp"

#include <gtest/gtest.h>

#include "app/plants.hpp"

namespace zhiyin::app {
namespace {

// With them anybody who writes a configuration could let everybody see everything: only the program of the proofs knows them.
TEST(Settings, OfPlantedFaultsAreUnknownToTheProgramThatIsShipped) {
  EXPECT_TRUE(config::read(settings(), {}).has_value());
  for (const auto* name : {"--proof.stream", "--proof.open_route", "--proof.wrong_answer", "--proof.early_ack"}) {
    config::Sources sources;
    sources.arguments = {name, "true"};
    const auto read = config::read(settings(), sources);
    ASSERT_FALSE(read.has_value()) << name;
    EXPECT_NE(read.error().what.find("proof."), std::string::npos) << read.error().what;
  }
  const auto none = plants_from(*config::read(settings(), {}));
  EXPECT_FALSE(none.early_ack || none.deaf_lists || none.routes || none.tell);
  EXPECT_EQ(none.lists, desk::ListPlant::none);
  EXPECT_EQ(none.desk, desk::DeskPlant::none);
}

}  // namespace
}  // namespace zhiyin::app
