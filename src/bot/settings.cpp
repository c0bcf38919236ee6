#include "bot/settings.hpp"

#include <array>

#include "conversation/rules.hpp"

namespace zhiyin::bot {
namespace {

constexpr std::array<config::Setting, 2> table{{
    {.name = "bot.name",
     .kind = config::Kind::text,
     .default_text = "Zhi",
     .least = 1,
     .most = 80,
     .what = "What the bot is called, beside what it says.",
     .what_zh = "机器人的名字，显示在它的消息旁。"},
    {.name = "bot.same_question_max",
     .kind = config::Kind::integer,
     .default_text = "4",
     .least = 2,
     .most = 20,
     .what = "Asked so often in one conversation, the same question goes to people.",
     .what_zh = "同一会话中同一问题问到第几次时转人工。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.name = conversation::clean_name(values.text("bot.name")), .same_question_max = values.number("bot.same_question_max")};
}

}  // namespace zhiyin::bot
