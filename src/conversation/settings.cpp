#include "conversation/settings.hpp"

#include <array>

namespace zhiyin::conversation {
namespace {

constexpr std::array<config::Setting, 3> table{{
    {.name = "conversation.idle_resolve_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "3d",
     .least = 1'000,
     .most = std::int64_t{365} * 24 * 3'600 * 1'000,
     .what = "A conversation without any message for so long is resolved by the system.",
     .what_zh = "会话在这么长时间内没有任何消息，就由系统结束。"},
    {.name = "conversation.edit_within_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "15m",
     .least = 0,
     .most = std::int64_t{365} * 24 * 3'600 * 1'000,
     .what = "How long an agent may change a message after he has sent it; 0 for never.",
     .what_zh = "客服发出消息后多久之内可以修改；0 表示不可修改。"},
    {.name = "bot.answer_by_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "5s",
     .least = 100,
     .most = 600'000,
     .what = "A customer's message that the bot has not answered by then goes to people, whatever is down.",
     .what_zh = "客户消息在这么长时间内未得到机器人答复，就转给人工，无论哪个部件出了故障。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.idle_resolve = Millis{values.number("conversation.idle_resolve_ms")},
          .edit_within = Millis{values.number("conversation.edit_within_ms")},
          .bot_answer_by = Millis{values.number("bot.answer_by_ms")}};
}

}  // namespace zhiyin::conversation
