#include "bot/words.hpp"

#include <fmt/format.h>

#include <array>

#include "bot/readings.hpp"
#include "language/normalise.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::bot {
namespace {

struct LineRow {
  Line line;
  std::string_view en;
  std::string_view zh;
};
constexpr auto lines = std::to_array<LineRow>({
    {Line::greet,
     "Hello! I am {}, a machine that answers questions here. What would you like to know? Whenever you want a person, just say so.",
     "您好！我是{}，一个解答问题的机器人。请问有什么可以帮您？需要人工时随时说“转人工”。"},
    {Line::machine, "Yes, I am a machine. I answer from our help articles, and I can hand you to a person whenever you like.",
     "是的，我是机器人，根据帮助文章回答问题。您随时可以转人工。"},
    {Line::thanks, "You are welcome! If anything else comes up, just write.", "不客气！还有问题随时告诉我。"},
    {Line::go_on, "All right. What would you like to know?", "好的。您还想了解什么？"},
    {Line::ask_back, "Which of these do you mean?", "您想问的是下面哪一个？"},
    {Line::unknown, "Sorry, I do not know that. You can put it in other words, or I hand you to a person.",
     "抱歉，这个问题我答不上来。您可以换个说法，或者转人工。"},
    {Line::person, "Talk to a person", "转人工"},
    {Line::handing_over, "I am handing you to a person. They see what we have written, so you need not say it again.",
     "正在为您转人工。客服看得到以上内容，您不用再说一遍。"},
    {Line::nobody_there,
     "I am handing you to a person. Nobody is on duty right now; your message is kept, and the next one who comes will answer it here.",
     "正在为您转人工。现在没有客服值班，您的消息已经留下，客服上线后会在这里回复。"},
});

struct ReasonRow {
  Reason reason;
  std::string_view text;
  std::string_view note;
};
constexpr auto reasons = std::to_array<ReasonRow>({
    {Reason::asked, "asked", "Handed over by the bot: the customer asked for a person. 机器人转人工：客户要求人工服务。"},
    {Reason::failed_twice, "failed_twice", "Handed over by the bot: it could not help twice. 机器人转人工：两次未能解答。"},
    {Reason::repeated, "repeated", "Handed over by the bot: the customer keeps asking the same. 机器人转人工：客户反复询问同一问题。"},
    {Reason::silent, "silent", "Handed over without an answer of the bot: it did not come in time. 机器人未及时答复，转人工。"},
    {Reason::unpublished, "unpublished",
     "Handed over by the bot: no article is published in the customer's language. 机器人转人工：没有客户所用语言的已发布文章。"},
});

const ReasonRow& row_of(Reason reason) {
  for (const auto& row : reasons) {
    if (row.reason == reason) {
      return row;
    }
  }
  fail_requirement("a reason has a word", std::source_location::current());
}

}  // namespace

std::string say(Line line, std::string_view language, std::string_view name) {
  for (const auto& row : lines) {
    if (row.line == line) {
      return fmt::format(fmt::runtime(language.starts_with("zh") ? row.zh : row.en), name);
    }
  }
  fail_requirement("the bot has words for this", std::source_location::current());
}

std::string_view reason_text(Reason reason) {
  return row_of(reason).text;
}

std::string_view reason_note(Reason reason) {
  return row_of(reason).note;
}

}  // namespace zhiyin::bot
