// How often one address may try, and what counts as one.
#include "credential/address_limit.hpp"

#include <gtest/gtest.h>

namespace zhiyin::credential {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const auto start = from_millis(1'800'000'000'000);

TEST(Networks, AreWhatOneCustomerHas) {
  EXPECT_EQ(network_of("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(network_of("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("no address"), "no address");
}

TEST(Addresses, HaveTheirShareAndThenWait) {
  AddressLimit limit{seconds{3}, 20};
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(limit.take("192.0.2.1", start), std::nullopt) << i;
  }
  EXPECT_EQ(limit.take("192.0.2.1", start), seconds{3});
  EXPECT_EQ(limit.take("192.0.2.2", start), std::nullopt) << "another's share is his own";
  EXPECT_EQ(limit.take("192.0.2.1", start + seconds{2}), seconds{1}) << "asking does not make it longer";
  EXPECT_EQ(limit.take("192.0.2.1", start + seconds{3}), std::nullopt);
  EXPECT_EQ(limit.take("192.0.2.1", start + seconds{3}), seconds{3});
}

TEST(Addresses, GetNoMoreThanTheirRateHoweverTheyAsk) {
  AddressLimit limit{seconds{3}, 20};
  int taken = 0;
  for (int second = 0; second < 3'600; ++second) {
    for (int i = 0; i < 3; ++i) {
      taken += limit.take("2001:db8::" + std::to_string(i), start + seconds{second}) ? 0 : 1;
    }
  }
  EXPECT_EQ(taken, 20 + 3'600 / 3 - 1);
}

// A flood of addresses must not take the memory, nor free the one that is waiting just now.
TEST(Addresses, AreForgottenOldestFirst) {
  AddressLimit limit{seconds{3}, 1};
  EXPECT_EQ(limit.take("192.0.2.1", start), std::nullopt);
  for (std::size_t i = 0; i < AddressLimit::networks_max / 2; ++i) {
    (void)limit.take("a" + std::to_string(i), start);
  }
  EXPECT_EQ(limit.take("192.0.2.1", start), seconds{3});
}

}  // namespace
}  // namespace zhiyin::credential
