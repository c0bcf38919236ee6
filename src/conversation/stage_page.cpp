// docs/stages.md, printed from the table.
#include <fmt/format.h>

#include "conversation/stage.hpp"

namespace zhiyin::conversation {
namespace {

struct WhoWord {
  Who who;
  std::string_view text;
  std::string_view zh;
};
constexpr std::array<WhoWord, 8> who_words{{{customer, "customer", "客户"},
                                            {bot, "bot", "机器人"},
                                            {system, "system", "系统"},
                                            {author, "its author", "作者"},
                                            {owner, "owner", "负责人"},
                                            {participant, "participant", "参与者"},
                                            {viewer, "whoever sees it", "可见者"},
                                            {supervisor, "supervisor", "主管"}}};

std::string who_text(Whos whos, bool chinese) {
  std::string all;
  for (const auto& word : who_words) {
    if ((whos & word.who) != 0) {
      all += all.empty() ? "" : ", ";
      all += chinese ? word.zh : word.text;
    }
  }
  return all;
}

std::string_view refusal_text(Refusal refusal, bool chinese) {
  switch (refusal) {
    case Refusal::none: break;
    case Refusal::with_bot: return chinese ? "由机器人处理" : "the bot has it";
    case Refusal::with_people: return chinese ? "已由人工处理" : "people have it";
    case Refusal::unowned: return chinese ? "尚无负责人" : "nobody has it";
    case Refusal::taken: return chinese ? "已被他人领取" : "another has it";
    case Refusal::ending: return chinese ? "正在整理" : "it is ending";
    case Refusal::resolved: return chinese ? "已解决" : "it is resolved";
    case Refusal::not_ending: return chinese ? "不在整理中" : "it is not ending";
    case Refusal::too_early: return chinese ? "尚不能评价" : "it is too early";
  }
  return "";
}

std::string cell_text(const Cell& cell, bool chinese) {
  const auto who = who_text(cell.who, chinese);
  switch (cell.outcome) {
    case Outcome::unsaid: break;
    case Outcome::stays: return fmt::format("{}: {}", who, chinese ? "不变" : "stays");
    case Outcome::goes: return fmt::format("{}: → **{}**{}", who, stage_text(cell.to), cell.versioned ? " ¹" : "");
    case Outcome::ends: return fmt::format("{}: → **{}** ²", who, stage_text(cell.to));
    case Outcome::begins: return fmt::format("{}: → **{}** ³", who, stage_text(cell.to));
    case Outcome::refused: return fmt::format("{}{}", chinese ? "拒绝：" : "no: ", refusal_text(cell.refusal, chinese));
  }
  return "";
}

}  // namespace

std::string stages_page(bool chinese) {
  std::string page = chinese ? "| 事件 | 所需权限 |" : "| Act | right |";
  std::string rule = "| --- | --- |";
  for (const auto stage : all_stages) {
    page += fmt::format(" {} |", stage_text(stage));
    rule += " --- |";
  }
  page += "\n" + rule + "\n";
  for (const auto& row : stage_table()) {
    page += fmt::format("| `{}`: {} | {} |", row.text, chinese ? row.what_zh : row.what, identity::right_text(row.right));
    for (const auto& cell : row.cells) {
      page += fmt::format(" {} |", cell_text(cell, chinese));
    }
    page += "\n";
  }
  page += chinese ? "\n¹ 从他人手中取走：须带上所见的版本号。² 收件箱未设整理时间时直接进入 **resolved**。³ 收件箱由机器人先行接待时进入 "
                    "**bot**。\n"
                  : "\n¹ Takes it from somebody: only with the revision that one saw. ² At once **resolved** where the inbox has no "
                    "wrap-up time. ³ To **bot** where a bot answers first in its inbox.\n";
  return page;
}

}  // namespace zhiyin::conversation
