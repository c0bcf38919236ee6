// What a list shows and in which order: plain data, read from outside, with one text for each meaning.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/row.hpp"
#include "platform/base/result.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::desk {

constexpr std::size_t view_name_max_bytes = 64;
constexpr std::size_t filter_list_max = 50;  ///< elements of each list in a filter
constexpr Millis waiting_max = std::chrono::days{365};

[[nodiscard]] constexpr std::uint32_t stage_bit(Stage stage) {
  return 1U << static_cast<unsigned>(stage);
}

/// All that are said must hold. What is empty or none is not asked for.
struct Filter {
  enum class Owner : std::uint8_t { anyone, nobody, among };

  std::uint32_t stages = ~stage_bit(Stage::resolved);  ///< one bit each
  Owner owner = Owner::anyone;
  bool owner_me = false;        ///< with Owner::among: whoever looks is one of them
  std::vector<AgentId> owners;  ///< ascending, with Owner::among
  std::vector<TeamId> teams;
  std::vector<InboxId> inboxes;
  std::vector<std::string> labels;          ///< at least one of these
  std::vector<std::string> without_labels;  ///< none of these
  std::int64_t priority = 0;                ///< at least; up to conversation::priority_max
  bool unread = false;
  std::optional<bool> snoozed;
  Millis waiting{0};            ///< somebody has waited at least so long
  bool participant_me = false;  ///< whoever looks takes part
  AgentId participant;

  friend bool operator==(const Filter&, const Filter&) = default;
};

enum class Sort : std::uint8_t { newest, waiting, priority, created };

struct View {
  Filter filter;
  Sort sort = Sort::newest;
  friend bool operator==(const View&, const View&) = default;
};

/// What a filter may ask for.
[[nodiscard]] std::span<const std::string_view> filter_members();
/// "queue", "mine" and "open".
[[nodiscard]] std::optional<View> built_in(std::string_view name);
/// The members `filter` and `sort` of a message; the Error says which member is wrong and what it should be.
[[nodiscard]] Result<View> parse_view(const json::Object& message);
[[nodiscard]] std::optional<Error> fault_in_view_name(std::string_view name);
/// `"filter":{…},"sort":…` such that parse_view reads the same view from it: equal views have equal texts.
[[nodiscard]] std::string canonical(const View& view);
/// The same with `me` said by name: it means the same for everybody.
[[nodiscard]] View seen_by(View view, AgentId me);

/// Of a filter that names nobody as `me`.
[[nodiscard]] bool matches(const Filter& filter, const Row& row, Time now);
/// Whether `matches` may change while the row does not.
[[nodiscard]] inline bool timed(const Filter& filter) {
  return filter.snoozed.has_value() || filter.waiting.count() > 0;
}
/// The protocol's `order`: rows stand descending by it, then by id. Between 1 and 2^53.
[[nodiscard]] std::int64_t order_of(Sort sort, const Row& row);

}  // namespace zhiyin::desk
