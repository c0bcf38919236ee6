// The words of the rules in says.cpp: data.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace zhiyin::understanding {

/// What a phrase is for. A text that is nothing but phrases says what the weightiest of them says.
enum class Part : std::uint8_t { filler, greeting, thanks, goodbye, person, machine, agrees, disagrees };

namespace words {

struct Phrases {
  Part part;
  std::span<const std::string_view> phrases;
};
[[nodiscard]] std::span<const Phrases> phrases();

// "I want to (talking) to a (between) person (people)": the wish for a person inside a longer text.
constexpr std::array<std::string_view, 9> talking{"talk", "speak", "chat", "connect", "transfer", "put", "escalate", "switch", "pass"};
constexpr std::array<std::string_view, 5> wanting{"want", "need", "get", "give", "gimme"};
constexpr std::array<std::string_view, 24> between{"to",   "with", "a",       "an",   "the",  "me",   "your",   "my",
                                                   "us",   "this", "through", "over", "real", "live", "actual", "living",
                                                   "some", "of",   "in",      "from", "on",   "now",  "proper", "one"};
constexpr std::array<std::string_view, 19> people{"human",    "humans",   "person",  "people",     "agent",    "agents", "representative",
                                                  "rep",      "operator", "manager", "supervisor", "staff",    "being",  "support",
                                                  "customer", "service",  "advisor", "adviser",    "colleague"};
constexpr std::array<std::string_view, 2> anybody{"someone", "somebody"};
/// What may follow the person that somebody wants, and what makes it something else: "a person to carry it up".
constexpr std::array<std::string_view, 8> after{"please", "now", "here", "asap", "right", "pls", "plz", "immediately"};
constexpr std::array<std::string_view, 6> further{"who", "that", "else", "number", "phone", "hours"};
/// A text with one of these before the wish asks about people; with one of the second ones, when it begins so.
constexpr std::array<std::string_view, 11> asking{"when", "how",   "what",  "where", "why",      "which",
                                                  "who",  "whose", "hours", "until", "yesterday"};
constexpr std::array<std::string_view, 8> asking_first{"are", "is", "was", "were", "do", "does", "did", "if"};

constexpr std::array<std::string_view, 34> persons_in_chinese{
    "转人工", "转接人工", "轉人工",   "转一下人工", "转个人工", "转到人工",   "切人工",   "换人工",   "找人工",
    "要人工", "接人工",   "叫人工",   "呼叫人工",   "给我人工", "有没有人工", "人工客服", "人工服务", "真人客服",
    "转真人", "找真人",   "找个真人", "要真人",     "和真人",   "跟真人",     "与真人",   "换真人",   "跟人聊",
    "找客服", "转客服",   "接客服",   "联系客服",   "叫客服",   "叫你们客服", "换个人来"};
constexpr std::array<std::string_view, 26> about_persons_in_chinese{
    "几点", "时间", "什么时候", "多久", "多少", "电话", "号码",   "上班",   "下班", "值班",       "在线吗",   "等到", "窗口",
    "投诉", "刚才", "上次",     "昨天", "冒充", "自称", "假客服", "客服说", "收费", "机器人还是", "还是机器", "态度", "证件"};

}  // namespace words
}  // namespace zhiyin::understanding
