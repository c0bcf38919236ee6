// The exposition is read by Prometheus, not by us: each rule of text format 0.0.4 has its row.
// https://prometheus.io/docs/instrumenting/exposition_formats/
#include "platform/metric/metric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <sstream>
#include <thread>

namespace zhiyin {
namespace {

using std::chrono::nanoseconds;

std::vector<std::string> lines_of(const MetricRegistry& registry) {
  std::vector<std::string> lines;
  std::istringstream in{registry.exposition()};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The value of the one line that begins with `begin` and a blank.
double value_of(const MetricRegistry& registry, const std::string& begin) {
  for (const auto& line : lines_of(registry)) {
    if (line.starts_with(begin + ' ')) {
      return std::stod(line.substr(begin.size() + 1));
    }
  }
  ADD_FAILURE() << "no line " << begin << " in\n" << registry.exposition();
  return std::numeric_limits<double>::quiet_NaN();
}

TEST(Exposition, SaysHelpAndTypeOncePerNameAndKeepsItsLabelsTogether) {
  MetricRegistry registry;
  registry.counter("zhiyin_commits_total", "Commits.", metric_label("engine", "sqlite")).add(3);
  registry.gauge("zhiyin_sockets", "Open sockets.").set(-2);
  registry.counter("zhiyin_commits_total", "Commits.", metric_label("engine", "postgresql")).add();
  EXPECT_EQ(registry.exposition(),
            "# HELP zhiyin_commits_total Commits.\n"
            "# TYPE zhiyin_commits_total counter\n"
            "zhiyin_commits_total{engine=\"postgresql\"} 1\n"
            "zhiyin_commits_total{engine=\"sqlite\"} 3\n"
            "# HELP zhiyin_sockets Open sockets.\n"
            "# TYPE zhiyin_sockets gauge\n"
            "zhiyin_sockets -2\n");
}

TEST(Exposition, OfNothingIsNothing) {
  EXPECT_EQ(MetricRegistry{}.exposition(), "");
}

TEST(Exposition, EscapesHelpAndLabelsByTheirOwnRules) {
  MetricRegistry registry;
  registry.gauge("a", "one \\ two\nthree \"quoted\"", metric_label("path", "C:\\x\n\"y\""));
  EXPECT_EQ(registry.exposition(),
            "# HELP a one \\\\ two\\nthree \"quoted\"\n"  // quotes stay as they are in a help text
            "# TYPE a gauge\n"
            "a{path=\"C:\\\\x\\n\\\"y\\\"\"} 0\n");
}

TEST(Exposition, ReadsAGaugeWhenAsked) {
  MetricRegistry registry;
  double now = 1.5;
  registry.read_gauge("seconds_behind", "Lag.", [&] { return now; });
  EXPECT_EQ(value_of(registry, "seconds_behind"), 1.5);
  now = 0.25;
  EXPECT_EQ(value_of(registry, "seconds_behind"), 0.25);
  const std::vector<std::pair<double, std::string>> rows{{std::numeric_limits<double>::quiet_NaN(), "seconds_behind NaN"},
                                                         {std::numeric_limits<double>::infinity(), "seconds_behind +Inf"},
                                                         {-std::numeric_limits<double>::infinity(), "seconds_behind -Inf"}};
  for (const auto& [value, line] : rows) {
    now = value;
    EXPECT_EQ(lines_of(registry).back(), line);
  }
}

TEST(HistogramLines, AreCumulativeAndEndInInfinity) {
  MetricRegistry registry;
  auto& histogram = registry.histogram("commit_seconds", "Commits.", metric_label("engine", "sqlite"));
  histogram.observe(nanoseconds{100'000});      // exactly on the first bound: counts in it
  histogram.observe(nanoseconds{100'001});      // just above: in the second
  histogram.observe(nanoseconds{-5});           // a clock that went back
  histogram.observe(std::chrono::seconds{31});  // above the last bound: only in +Inf
  const auto lines = lines_of(registry);
  ASSERT_EQ(lines.size(), 2 + Histogram::bounds.size() + 1 + 2);
  EXPECT_EQ(lines[1], "# TYPE commit_seconds histogram");
  EXPECT_EQ(lines[2], "commit_seconds_bucket{engine=\"sqlite\",le=\"0.0001\"} 2");
  EXPECT_EQ(lines[3], "commit_seconds_bucket{engine=\"sqlite\",le=\"0.0003\"} 3");
  EXPECT_EQ(lines[13], "commit_seconds_bucket{engine=\"sqlite\",le=\"30\"} 3");
  EXPECT_EQ(lines[14], "commit_seconds_bucket{engine=\"sqlite\",le=\"+Inf\"} 4");
  EXPECT_THAT(lines[15], testing::StartsWith("commit_seconds_sum{engine=\"sqlite\"} 31.0002"));
  EXPECT_EQ(lines[16], "commit_seconds_count{engine=\"sqlite\"} 4");
  EXPECT_EQ(histogram.count(), 4U);
}

// In floating point 300 µs were above 0.0003 s.
TEST(HistogramLines, CountADurationExactlyOnItsBoundBelowIt) {
  for (const auto bound : Histogram::bounds) {
    MetricRegistry registry;
    auto& histogram = registry.histogram("a_seconds", "A.");
    histogram.observe(bound);
    histogram.observe(bound + nanoseconds{1});
    std::ostringstream begin;
    begin << "a_seconds_bucket{le=\"" << std::chrono::duration<double>{bound}.count() << "\"}";
    EXPECT_EQ(value_of(registry, begin.str()), 1.0);
  }
}

TEST(HistogramLines, WithoutLabelsHaveNoEmptyBraces) {
  MetricRegistry registry;
  registry.histogram("a_seconds", "A.");
  EXPECT_THAT(registry.exposition(), testing::HasSubstr("a_seconds_bucket{le=\"0.0001\"} 0\n"));
  EXPECT_THAT(registry.exposition(), testing::HasSubstr("a_seconds_sum 0\na_seconds_count 0\n"));
}

RC_GTEST_PROP(HistogramLines, CountWhatIsAtMostTheBound, (const std::vector<std::uint32_t>& took_us)) {
  MetricRegistry registry;
  auto& histogram = registry.histogram("a_seconds", "A.");
  for (const auto us : took_us) {
    histogram.observe(std::chrono::microseconds{us});
  }
  for (const auto bound : Histogram::bounds) {
    const auto expected = std::ranges::count_if(took_us, [&](auto us) { return us <= bound.count(); });
    std::ostringstream begin;
    begin << "a_seconds_bucket{le=\"" << std::chrono::duration<double>{bound}.count() << "\"}";
    RC_ASSERT(value_of(registry, begin.str()) == static_cast<double>(expected));
  }
  RC_ASSERT(value_of(registry, "a_seconds_count") == static_cast<double>(took_us.size()));
}

// No lock while counting: nothing may be lost all the same. The thread sanitizer round runs this too.
TEST(Figures, LoseNothingBetweenThreads) {
  constexpr std::uint64_t each = 20'000;
  MetricRegistry registry;
  auto& counter = registry.counter("a_total", "A.");
  auto& histogram = registry.histogram("a_seconds", "A.");
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (std::uint64_t n = 0; n < each; ++n) {
          counter.add();
          histogram.observe(nanoseconds{1});
        }
      });
    }
    for (int i = 0; i < 20; ++i) {  // reading while others count: the count must equal the last bucket at every moment
      const auto lines = lines_of(registry);
      const auto last = [](const std::string& line) { return line.substr(line.rfind(' ')); };
      const auto at = std::ranges::find_if(lines, [](const auto& l) { return l.find("+Inf") != std::string::npos; });
      ASSERT_NE(at, lines.end());
      EXPECT_EQ(last(*at), last(*(at + 2)));
    }
  }
  EXPECT_EQ(counter.value(), 4 * each);
  EXPECT_EQ(histogram.count(), 4 * each);
}

TEST(RegistryDeathTest, RefusesNamesThatPrometheusWouldRefuseOrMisread) {
  MetricRegistry registry;
  registry.counter("made_total", "A.");
  registry.gauge("seen", "A.", "a=\"1\"");
  EXPECT_DEATH(registry.gauge("", "A."), "a figure's name");
  EXPECT_DEATH(registry.gauge("Upper", "A."), "a figure's name");
  EXPECT_DEATH(registry.gauge("9lives", "A."), "a figure's name");
  EXPECT_DEATH(registry.gauge("a-b", "A."), "a figure's name");
  EXPECT_DEATH(registry.counter("commits", "A."), "ends in _total");
  EXPECT_DEATH(registry.histogram("commit_ms", "A."), "ends in _seconds");
  EXPECT_DEATH(registry.counter("made_total", "A."), "is made once");
  EXPECT_DEATH(registry.gauge("made_total", "A.", "a=\"1\""), "one type and one help");
  EXPECT_DEATH(registry.gauge("seen", "B.", "a=\"2\""), "one type and one help");
}

TEST(RegistryDeathTest, RefusesLabelsThatWouldBreakTheLine) {
  MetricRegistry registry;
  for (const std::string labels :
       {"a", "a=", "a=1", "a=\"1", "a=\"1\",", "a=\"1\"b=\"2\"", "a=\"\n\"", "a=\"\\x\"", "a=\"\\", "=\"1\"", "{a=\"1\"}"}) {
    EXPECT_DEATH(registry.gauge("b", "B.", labels), "labels of b are well formed") << labels;
  }
  registry.gauge("c", "C.", metric_label("a", "1") + "," + metric_label("b", ""));
}

}  // namespace
}  // namespace zhiyin
