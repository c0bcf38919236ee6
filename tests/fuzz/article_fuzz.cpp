// Whatever an author's file holds: it is read or refused, what was read is written and read again the same, and what is shown cannot run.
#include <cstdint>
#include <string_view>

#include "knowledge/file.hpp"
#include "knowledge/markdown.hpp"
#include "language/tokens.hpp"
#include "platform/base/require.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiyin;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto file = knowledge::read_markdown(text)) {
    const auto again = knowledge::read_markdown(knowledge::write_markdown(*file));
    require(again.has_value() && *again == *file, "a file is read as it was written");
  }
  const auto shown = knowledge::render(text, [](std::string_view) { return std::optional<std::string>{"/help/en/a/x"}; });
  for (const auto* bad : {"<script", "<img", "<iframe", "<svg", "href=\"javascript", "href=\"data:"}) {
    require(!std::string_view{shown.html}.contains(bad), "nothing of an author runs");
  }
  (void)language::tokens(knowledge::plain(text));
  return 0;
}
