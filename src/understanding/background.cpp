#include "understanding/background.hpp"

#include <array>

namespace zhiyin::understanding {
namespace {

constexpr std::array<std::string_view, 44> in_english{
    "what is the weather like tomorrow",
    "tell me a joke",
    "write a poem about the sea",
    "who won the match last night",
    "what is the capital of France",
    "translate this sentence into Spanish",
    "solve this equation for x",
    "what is seven times eight",
    "who is the president",
    "how old are you",
    "what is your name",
    "do you have a girlfriend",
    "I love you",
    "you are stupid",
    "this is rubbish",
    "I am bored",
    "I feel sad today",
    "what should I cook for dinner",
    "recommend a film for tonight",
    "sing me a song",
    "what time is it now",
    "what day is today",
    "help me with my homework",
    "write an essay for my class",
    "fix the bug in my program",
    "how do I learn to play the guitar",
    "what is the meaning of life",
    "is there a god",
    "what do you think about politics",
    "how is the stock market doing",
    "should I buy a house",
    "my head hurts, what should I take",
    "how do I lose weight",
    "when does the train leave",
    "book me a flight to Rome",
    "how do I open a bank account",
    "what is the exchange rate of the dollar",
    "are you hiring engineers",
    "I want to interview your boss",
    "test",
    "asdf",
    "lol",
    "never mind",
    "hmm let me think",
};

constexpr std::array<std::string_view, 44> in_chinese{
    "明天天气怎么样", "讲个笑话",       "写一首关于大海的诗", "昨晚球赛谁赢了", "法国的首都是哪里", "把这句话翻译成英文",
    "这道方程怎么解", "七乘八等于几",   "总统是谁",           "你几岁了",       "你叫什么名字",     "你有女朋友吗",
    "我爱你",         "你真笨",         "什么垃圾玩意",       "好无聊啊",       "今天心情不好",     "晚上做什么菜好",
    "推荐一部电影",   "给我唱首歌",     "现在几点了",         "今天星期几",     "帮我写作业",       "帮我写一篇论文",
    "我的程序报错了", "怎么学弹吉他",   "人生的意义是什么",   "世界上有神吗",   "你怎么看这条新闻", "股票会涨吗",
    "现在该买房吗",   "头疼吃什么药",   "怎么减肥",           "火车几点开",     "帮我订一张机票",   "怎么开银行账户",
    "美元汇率是多少", "你们招程序员吗", "想采访你们老板",     "测试",           "哈哈哈",           "呵呵",
    "算了",           "我再想想",
};

}  // namespace

std::span<const std::string_view> background(Script script) {
  return script == Script::unspaced ? std::span<const std::string_view>{in_chinese} : std::span<const std::string_view>{in_english};
}

}  // namespace zhiyin::understanding
