#include "understanding/process/service.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "platform/process/answering.hpp"
#include "understanding/process/child.hpp"

namespace zhiyin::understanding {
namespace {

constexpr const char* child_name = "ZHIYIN_TEST_CHILD";

// This program started again as the language process: before GoogleTest, which has the main function.
const bool is_parent = [] {
  if (std::getenv(child_name) != nullptr) {  // NOLINT(concurrency-mt-unsafe): there is one thread yet
    read_for_parent(process::child_socket);
    ::_exit(0);
  }
  return true;
}();

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    for (int i = 0; i < 20; ++i) {
      refunds_.push_back("I want my money back for order " + std::to_string(i));
      parcels_.push_back("where is my parcel number " + std::to_string(i));
    }
    limits_.answer_max = std::chrono::seconds{30};  // long enough for a slow machine; nothing here passes by time
    limits_.silent_max = std::chrono::seconds{30};
    limits_.restart_min = limits_.restart_max = std::chrono::milliseconds{1};
  }

  static std::vector<std::string> child() {
    return {"/usr/bin/env", std::string(child_name) + "=1", std::filesystem::read_symlink("/proc/self/exe").string()};
  }

  void teach(Service& service, std::int64_t refund, std::int64_t parcel) const {
    const std::vector<Topic> topics{{refund, "Refunds", refunds_, {}, "How money comes back", "We pay back."},
                                    {parcel, "Parcels", parcels_, {}, "How to find a parcel", "Look at the map."}};
    service.learn({.language = "en", .topics = topics, .beyond = {}});
  }

  static std::optional<Reading> asked(Service& service, std::string_view text, std::string_view language = "en") {
    std::promise<std::optional<Reading>> promise;
    service.ask(text, language, [&](std::optional<Reading> reading) { promise.set_value(std::move(reading)); });
    return promise.get_future().get();
  }

  /// The first topic, asked until it is `wanted`: learning goes on beside answering.
  static void until_first_is(Service& service, std::string_view text, std::int64_t wanted) {
    while (true) {
      const auto reading = asked(service, text);
      if (reading && !reading->candidates.empty() && reading->candidates.front().topic == wanted) {
        return;
      }
      std::this_thread::yield();
    }
  }

  std::vector<std::string> refunds_;
  std::vector<std::string> parcels_;
  process::Limits limits_;
  MetricRegistry metrics_;
};

TEST_F(ServiceTest, reads_by_the_newest_lessons) {
  Service service(child(), metrics_, limits_);
  teach(service, 1, 2);
  until_first_is(service, "give me my money back", 1);
  until_first_is(service, "where is the parcel", 2);
  teach(service, 11, 12);
  until_first_is(service, "give me my money back", 11);
}

// Whoever writes in a language without articles may still ask for a person.
TEST_F(ServiceTest, hears_what_is_said_besides_in_a_language_that_it_was_not_taught) {
  Service service(child(), metrics_, limits_);
  teach(service, 1, 2);
  until_first_is(service, "money back", 1);
  const auto reading = asked(service, "转人工", "zh-CN");
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->says, Says::wants_person);
  EXPECT_TRUE(reading->candidates.empty());
}

}  // namespace
}  // namespace zhiyin::understanding
