// What people type to a bot besides questions, and questions that look like it. The rows were written before the rules.
#include "understanding/says.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace zhiyin::understanding {
namespace {

struct Row {
  std::string text;
  Says says;
};

void expect(const std::vector<Row>& rows) {
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(says_text(says(text)), says_text(wanted)) << text;
  }
}

TEST(Says, HearsGreetings) {
  for (const auto* text : {"hi",         "Hello!",      "hey there", "HELLO??", "good morning",  "Good evening :)",
                           "hiii",       "hello hello", "hi bot",    "yo",      "anyone there?", "is anybody there",
                           "你好",       "您好！",      "在吗",      "在么？",  "有人吗",        "嗨",
                           "哈喽",       "hello 你好",  "你好呀~",   "早上好",  "晚上好呀",      "亲，在吗",
                           "你好，在吗", "hi 😊",       "喂",        "在不在"}) {
    EXPECT_EQ(says_text(says(text)), "greeting") << text;
  }
}

TEST(Says, HearsThanks) {
  for (const auto* text : {"thanks",
                           "Thank you!",
                           "thank you so much",
                           "thx",
                           "ty",
                           "cheers",
                           "ok thanks",
                           "great, thank you",
                           "thanks a lot 🙏",
                           "perfect thanks",
                           "that helped, thanks",
                           "谢谢",
                           "谢谢啦",
                           "多谢！",
                           "好的谢谢",
                           "谢谢你",
                           "非常感谢",
                           "感谢",
                           "谢了",
                           "3q",
                           "太好了，谢谢",
                           "解决了，谢谢",
                           "谢谢您的帮助"}) {
    EXPECT_EQ(says_text(says(text)), "thanks") << text;
  }
}

TEST(Says, HearsGoodbyes) {
  for (const auto* text : {"bye", "Goodbye!", "bye bye", "see you", "good night", "ok bye", "that's all, bye", "thanks, bye", "再见",
                           "拜拜", "88", "晚安", "好的再见", "谢谢，再见", "没事了，拜拜", "拜"}) {
    EXPECT_EQ(says_text(says(text)), "goodbye") << text;
  }
}

TEST(Says, HearsWhoWantsAPerson) {
  for (const auto* text : {"human",
                           "Human please",
                           "agent",
                           "agent please!!",
                           "talk to a human",
                           "I want to talk to a human",
                           "speak to a real person",
                           "can I speak with someone",
                           "let me talk to a person",
                           "connect me to an agent",
                           "transfer me to customer service",
                           "real person please",
                           "get me a human being",
                           "I need a human",
                           "representative",
                           "operator",
                           "live chat with a person",
                           "customer service",
                           "i want to speak with your manager",
                           "not a bot, a human",
                           "stop, give me a real human",
                           "could you put me through to somebody",
                           "your bot is useless, let me talk to a real person",
                           "can i chat with a live agent",
                           "human agent",
                           "give me a person now",
                           "人工",
                           "转人工",
                           "人工客服",
                           "我要人工",
                           "找客服",
                           "转人工客服",
                           "请帮我转人工",
                           "我要找人工",
                           "真人客服",
                           "我想和真人说话",
                           "叫你们客服来",
                           "接人工服务",
                           "转人工转人工转人工",
                           "人工！！！",
                           "不要机器人，转人工",
                           "麻烦转一下人工",
                           "能不能给我转人工",
                           "给我找个真人",
                           "有没有人工客服",
                           "听不懂人话吗 转人工",
                           "联系客服",
                           "客服",
                           "人工服务",
                           "我要跟人聊",
                           "转接人工",
                           "帮我接客服",
                           "轉人工",
                           "呼叫人工"}) {
    EXPECT_EQ(says_text(says(text)), "wants person") << text;
  }
}

TEST(Says, TellsQuestionsAboutPeopleFromTheWishForOne) {
  for (const auto* text : {"how do I call a human courier",
                           "are there humans in chat at 1 am",
                           "when can I talk to a person",
                           "what are the hours of customer service",
                           "the agent was rude to me yesterday",
                           "how do I become an agent",
                           "is the runner a real person or a robot dog",
                           "someone took my parcel from the locker",
                           "can somebody else pick up my order",
                           "the person who delivered it dropped it",
                           "I spoke to a person yesterday and my refund is still missing",
                           "can I talk to the courier",
                           "how to call the courier",
                           "phone number of customer service",
                           "my travel agent booked it twice",
                           "人工客服几点上班",
                           "人工客服电话是多少",
                           "深夜有真人值班吗",
                           "转人工要等到几点才有人",
                           "刚才那个人工一点用没有，我要投诉他",
                           "人工窗口取件要什么证件",
                           "客服说三天到账，现在还没到",
                           "怎么联系骑手",
                           "有人冒充客服给我打电话",
                           "让别人代取可以吗",
                           "人工费怎么算",
                           "上次客服答应给我的券呢",
                           "客服几点下班",
                           "接到自称客服的电话"}) {
    EXPECT_EQ(says_text(says(text)), "question") << text;
  }
}

TEST(Says, HearsWhoAsksWhetherItIsAMachine) {
  for (const auto* text : {"are you a bot",
                           "Are you a robot?",
                           "are you human",
                           "are you a real person?",
                           "am i talking to a machine",
                           "is this a bot",
                           "am I talking to a human or a bot",
                           "are you an AI",
                           "is this a real person",
                           "r u a bot",
                           "你是机器人吗",
                           "你是真人吗",
                           "你是人吗？",
                           "你是不是机器人",
                           "你是AI吗",
                           "我在和机器人说话吗",
                           "你是人还是机器",
                           "是机器人吗",
                           "是真人吗",
                           "您是人工还是机器人"}) {
    EXPECT_EQ(says_text(says(text)), "asks whether machine") << text;
  }
}

TEST(Says, HearsYesAndNo) {
  for (const auto* text : {"yes",          "Yes please", "yeah", "yep!", "ok",   "okay", "sure", "correct", "exactly",
                           "that's right", "right",      "y",    "是",   "是的", "对",   "对的", "好",      "好的",
                           "嗯",           "嗯嗯",       "没错", "可以", "行",   "ok的", "好吧", "对对对",  "yes that one"}) {
    EXPECT_EQ(says_text(says(text)), "agrees") << text;
  }
  for (const auto* text :
       {"no", "No!",  "nope", "nah",  "not really", "wrong",    "no, not that", "that's not it", "neither",   "none of these", "不是",
        "不", "不对", "没有", "不行", "都不是",     "不是这个", "不用了",       "错了",          "no thanks", "不用了谢谢",    "不是的"}) {
    EXPECT_EQ(says_text(says(text)), "disagrees") << text;
  }
}

TEST(Says, HearsNothing) {
  expect({{"", Says::nothing},
          {"   \n\t", Says::nothing},
          {"???", Says::nothing},
          {"。。。", Says::nothing},
          {"😀😀", Says::nothing},
          {"👍🏽", Says::nothing},
          {"❤️", Says::nothing},
          {"…", Says::nothing},
          {"\xff\xfe", Says::nothing},
          {std::string(3, '\0'), Says::nothing},
          {"?a", Says::question},
          {"1", Says::question},
          {"饭", Says::question}});
}

TEST(Says, LeavesQuestionsAlone) {
  for (const auto* text : {"hi, where is my food",
                           "thanks but how do I cancel",
                           "hello I want a refund",
                           "ok and how much is it",
                           "yes but when",
                           "no food arrived",
                           "not delivered",
                           "right locker, wrong code",
                           "good morning, is the desk open",
                           "see you charged me twice",
                           "bye to my 20 yuan, it was never refunded",
                           "no one picked up",
                           "is the bot wrong about the fee",
                           "sure thing is I paid twice",
                           "wrong order",
                           "wrong dish",
                           "agree to the terms where",
                           "yes no maybe a coupon",
                           "thank you card delivery",
                           "where can I say thanks to my courier",
                           "nope.zip won't open",
                           "cancel",
                           "refund",
                           "locker",
                           "你好，我的外卖呢",
                           "谢谢，不过怎么取消",
                           "好的那什么时候到",
                           "不是我点的",
                           "没有收到",
                           "不行啊柜门打不开",
                           "对了还有发票怎么开",
                           "再见面怎么把东西还他",
                           "可以退款吗",
                           "行李能寄吗",
                           "好评怎么删",
                           "在吗？外卖洒了",
                           "没收到餐",
                           "错了，地址填错了",
                           "不用餐具",
                           "退款",
                           "柜子",
                           "晚安套餐多少钱",
                           "有人偷了我的餐",
                           "88元的券不能用",
                           "喂猫的东西能买吗",
                           "嗯 我的快递呢"}) {
    EXPECT_EQ(says_text(says(text)), "question") << text;
  }
}

RC_GTEST_PROP(Says, TakesAnyBytes, (const std::string& text)) {
  RC_ASSERT(!says_text(says(text)).empty());
}

}  // namespace
}  // namespace zhiyin::understanding
