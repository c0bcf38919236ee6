#include "help/words.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "platform/base/require.hpp"

namespace zhiyin::help {
namespace {

struct Row {
  Word word;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<Row, word_count> table{{
    {Word::help_centre, "Help", "帮助中心"},
    {Word::title_home, "Help centre", "帮助中心"},
    {Word::how_can_we_help, "How can we help?", "有什么可以帮您？"},
    {Word::say_it, "Say it in your words", "说说遇到的事"},
    {Word::search, "Search", "搜索"},
    {Word::about_centre, "Answers to questions, by topic.", "按主题查找常见问题的解答。"},
    {Word::all_in, "All about {}", "全部“{}”问题"},
    {Word::nothing_here, "There are no articles yet. Please talk to us.", "这里还没有文章，请直接联系我们。"},
    {Word::last_title, "Not here? Talk to a person.", "没找到？和人说。"},
    {Word::last_line, "Tell us what has happened, and somebody will help you.", "说说您遇到的事，我们来帮您。"},
    {Word::start_chat, "Start a chat", "开始聊天"},
    {Word::in_short, "In short", "简单说"},
    {Word::on_this_page, "On this page", "本页"},
    {Word::related, "Related", "相关"},
    {Word::updated, "Updated {}", "{}更新"},
    {Word::minutes, "{} min read", "阅读约 {} 分钟"},
    {Word::stale, "The other language of this article is newer. This one may be out of date.",
     "本文的另一语言版本较新，此处内容可能尚未更新。"},
    {Word::other_version, "Read it there", "查看"},
    {Word::not_in, "not in English yet", "暂无中文版"},
    {Word::own_name, "English", "中文"},
    {Word::results_for, "Results for “{}”", "“{}”的搜索结果"},
    {Word::results_count, "{} found", "找到 {} 篇"},
    {Word::no_results, "Nothing found for “{}”", "没有找到“{}”的相关文章"},
    {Word::no_results_hint, "Try other or fewer words, look through the topics, or simply ask us.",
     "换个说法或少用几个词试试，也可以看看下面的分类，或者直接问我们。"},
    {Word::all_topics, "All topics", "全部分类"},
    {Word::missing_title, "This page is not here", "找不到这个页面"},
    {Word::missing_line, "It may have moved or been taken down. Search for it, or begin at the start.",
     "它可能已移动或下线。您可以搜索，或者回到首页。"},
    {Word::to_home, "To the help centre", "回到帮助中心"},
    {Word::too_many_title, "One moment, please", "请稍等"},
    {Word::too_many_line, "You have opened very many pages in a short time. Please try again in a minute.",
     "您在短时间内打开了太多页面，请一分钟后再试。"},
    {Word::skip, "To the text", "跳到正文"},
    {Word::articles_count, "{}", "{} 篇"},
    {Word::runs_on, "Runs on Zhiyin", "由知音提供"},
    {Word::breadcrumb, "You are here", "当前位置"},
    {Word::languages, "Languages", "语言"},
}};

constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].word) != i || table[i].en.empty() || table[i].zh.empty()) {
      return false;
    }
  }
  return true;
}
static_assert(table_is_in_order());

constexpr std::array<std::string_view, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};

bool is_chinese(std::string_view language) {
  return language == "zh" || language.starts_with("zh-");
}

}  // namespace

std::string_view say(Word word, std::string_view language) {
  const auto& row = table.at(static_cast<std::size_t>(word));
  return is_chinese(language) ? row.zh : row.en;
}

std::string say(Word word, std::string_view language, std::string_view with) {
  const auto text = say(word, language);
  const auto at = text.find("{}");
  require(at != std::string_view::npos, "a word that takes something has a place for it");
  return std::string{text.substr(0, at)}.append(with).append(text.substr(at + 2));
}

std::string day_text(Time at, std::string_view language) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  const auto month = static_cast<unsigned>(day.month());
  const auto number = static_cast<unsigned>(day.day());
  return is_chinese(language) ? fmt::format("{}年{}月{}日", static_cast<int>(day.year()), month, number)
                              : fmt::format("{} {} {}", number, months.at(month - 1), static_cast<int>(day.year()));
}

std::string own_name(std::string_view language) {
  const bool known = is_chinese(language) || language == "en" || language.starts_with("en-");
  return std::string{known ? say(Word::own_name, language) : language};
}

}  // namespace zhiyin::help
