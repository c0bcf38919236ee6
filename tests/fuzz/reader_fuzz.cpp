// Whatever somebody types, and whatever an article's author wrote: a reader learns it and reads it, and its probabilities are such.
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/require.hpp"
#include "understanding/decide.hpp"
#include "understanding/reader.hpp"

namespace {

void check(const zhiyin::understanding::Reading& reading) {
  using zhiyin::require;
  require(reading.candidates.size() <= zhiyin::understanding::candidates_max, "candidates are few");
  require(reading.beyond >= 0 && reading.beyond <= 1, "what is beyond has a probability");
  for (const auto& candidate : reading.candidates) {
    require(candidate.probability >= 0 && candidate.probability <= 1, "a candidate has a probability");
  }
  (void)zhiyin::understanding::decide(reading);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiyin::understanding;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto half = text.substr(0, size / 2);
  const std::vector<std::string> asked_as{std::string{half}, "where is my order", "我的外卖呢"};
  const std::vector<std::string> beyond{std::string{text.substr(size / 2)}};
  for (const std::string_view language : {"en", "zh-CN"}) {
    const std::vector<Topic> topics{{1, text, asked_as, beyond, half, text}, {2, half, {}, asked_as, text, half}};
    const Reader reader{{language, topics, beyond}};
    check(reader.read(text));
    check(reader.read(half));
  }
  (void)language_of(text);
  return 0;
}
