// The texts of docs/live-protocol.md, member for member: clients that we have never seen are written from that page.
#include "live/wire.hpp"

#include <gtest/gtest.h>

namespace zhiyin::live::wire {
namespace {

const Person visitor{PersonKind::visitor, 1, "Li"};
const Person agent{PersonKind::agent, 2, "Wang \"W\""};
const auto at = from_millis(1'795'258'387'042);

conversation::Conversation conversation_7() {
  return {.id = ConversationId{7},
          .contact = ContactId{1},
          .contact_name = "Li",
          .stage = Stage::assigned,
          .assignee = AgentId{2},
          .assignee_name = "Wang \"W\"",
          .created_at = at,
          .revision = 5,
          .last_seq = 3,
          .last_at = at,
          .last_author = PersonKind::visitor,
          .last_text = "Where is my parcel?",
          .waiting_since = at,
          .customer_last_seq = 3,
          .customer_unread = 2};
}
event::ConversationFact fact_of(event::ConversationChange change) {
  return {.conversation = ConversationId{7},
          .revision = 5,
          .at = at,
          .contact = ContactId{1},
          .assignee = AgentId{2},
          .change = std::move(change)};
}

constexpr std::string_view visitor_text = R"({"kind":"visitor","id":"0000000000001","name":"Li"})";
constexpr std::string_view agent_text = R"({"kind":"agent","id":"0000000000002","name":"Wang \"W\""})";
constexpr std::string_view watermark_text = R"({"kind":"agent","id":"0000000000002","delivered":3,"read":2})";
constexpr std::string_view entry_text =
    R"({"seq":3,"rev":5,"author":VISITOR,"client_id":"m-1","at":"AT","text":"two\nlines, \"quoted\" 你好"})";

/// `text` with the words VISITOR, AGENT, WATERMARK, ENTRY and AT replaced by what they stand for.
std::string expanded(std::string text) {
  for (const auto& [mark, by] : {std::pair<std::string_view, std::string_view>{"ENTRY", entry_text},
                                 {"VISITOR", visitor_text},
                                 {"AGENT", agent_text},
                                 {"WATERMARK", watermark_text},
                                 {"AT\"", "2026-11-21T10:53:07.042Z\""}}) {
    for (auto found = text.find(mark); found != std::string::npos; found = text.find(mark, found + by.size())) {
      text.replace(found, mark.size(), by);
    }
  }
  return text;
}

const conversation::Message message{3, 5, visitor, "m-1", at, "two\nlines, \"quoted\" 你好"};

// `source` and `choices` are there only when the bot has given them.
TEST(Entries, OfTheBotCarryTheirSourceAndChoices) {
  const event::Aids aids{event::Source{ArticleId{3}, "refund-time", "Refunds", "en", "/help/en/a/refund-time"}, {"one", "two"}};
  EXPECT_EQ(
      fact(fact_of(event::MessageSent{3, {PersonKind::bot, 0, "Zhi"}, "bot:1", "words", aids})),
      expanded(R"({"t":"fact","conversation":"0000000000007","rev":5,"at":"AT","kind":"message","entry":{"seq":3,"rev":5,)"
               R"("author":{"kind":"bot","id":"","name":"Zhi"},"client_id":"bot:1","at":"AT","text":"words","source":)"
               R"({"article":"0000000000003","slug":"refund-time","title":"Refunds","language":"en","link":"/help/en/a/refund-time"},)"
               R"("choices":["one","two"]}})"));
}

TEST(Opening, Welcome) {
  EXPECT_EQ(welcome({"log", at, visitor, "token", 65'536}),
            expanded(R"({"t":"welcome","v":1,"log":"log","now":"AT","limits":{"text_max_bytes":16384,"in_flight_max":32,"open_max":200,)"
                     R"("rows_max":200,"message_max_bytes":65536},"me":VISITOR,"token":"token"})"));
  const auto without = welcome({"log", at, {PersonKind::visitor, 0, ""}, "", 65'536});
  EXPECT_TRUE(without.ends_with(R"("me":{"kind":"visitor","id":"","name":""}})")) << without;
  EXPECT_EQ(none(), R"({"t":"none"})");
}

TEST(Opening, SnapshotAndChanges) {
  conversation::Picture picture{.conversation = conversation_7(), .watermarks = {{PersonKind::agent, 2, 3, 2}}, .entries = {message}};
  picture.earlier = true;
  const auto state = expanded(
      R"({"id":"0000000000007","stage":"assigned","assignee":AGENT,"visitor":VISITOR,"created_at":"AT","rev":5,"last_seq":3,"watermarks":[WATERMARK]})");
  EXPECT_EQ(wire::picture("log", picture),
            R"({"t":"snapshot","log":"log","conversation":)" + state + expanded(R"(,"entries":[ENTRY],"earlier":true})"));
  picture.whole = false;
  EXPECT_EQ(wire::picture("log", picture), R"({"t":"changes","log":"log","conversation":)" + state + expanded(R"(,"entries":[ENTRY]})"));
  picture.rating = conversation::Rating{4, "\"fine\"", at};
  EXPECT_NE(wire::picture("log", picture).find(expanded(R"("watermarks":[WATERMARK],"rating":{"score":4,"comment":"\"fine\""}},)")),
            std::string::npos);
}

TEST(Facts, OfEachKind) {
  const std::string head = R"({"t":"fact","conversation":"0000000000007","rev":5,"at":"AT",)";
  EXPECT_EQ(fact(fact_of(event::ConversationOpened{InboxId{1}, "digest of the token", visitor})),
            expanded(head + R"("kind":"opened","state":{"id":"0000000000007","stage":"queued","assignee":null,"visitor":VISITOR,)"
                            R"("created_at":"AT","rev":5,"last_seq":0,"watermarks":[]}})"));
  EXPECT_EQ(fact(fact_of(event::MessageSent{3, visitor, "m-1", message.text})), expanded(head + R"("kind":"message","entry":ENTRY})"));
  EXPECT_EQ(fact(fact_of(event::StageChanged{Stage::assigned, AgentId{2}, agent.name, agent})),
            expanded(head + R"("kind":"stage","stage":"assigned","assignee":AGENT,"by":AGENT})"));
  EXPECT_EQ(fact(fact_of(event::StageChanged{Stage::queued, {}, "", visitor})),
            expanded(head + R"("kind":"stage","stage":"queued","assignee":null,"by":VISITOR})"));
  EXPECT_EQ(fact(fact_of(event::StageChanged{Stage::resolved, AgentId{2}, agent.name, {PersonKind::agent, 0, ""}})),
            expanded(head + R"("kind":"stage","stage":"resolved","assignee":AGENT,"by":{"kind":"agent","id":"","name":""}})"));
  EXPECT_EQ(fact(fact_of(event::ReceiptMoved{PersonKind::agent, 2, 3, 2})), expanded(head + R"("kind":"receipt","watermark":WATERMARK})"));
  EXPECT_EQ(fact(fact_of(event::ConversationRated{4, 0, ""})), expanded(head + R"("kind":"rated","rating":{"score":4}})"));
  EXPECT_EQ(fact(fact_of(event::ConversationRated{5, 4, "fine"})),
            expanded(head + R"("kind":"rated","rating":{"score":5,"comment":"fine"}})"));
}

// An address is a key to a conversation in some channels.
TEST(Facts, KeepAddressesInside) {
  const auto text = fact(fact_of(event::ConversationOpened{InboxId{1}, "SECRET", visitor}));
  EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
}

TEST(Answers, OfEachKind) {
  constexpr ConversationId seven{7};
  EXPECT_EQ(said("m-1", seven, 3, at, false), expanded(R"({"t":"ack","id":"m-1","conversation":"0000000000007","seq":3,"at":"AT"})"));
  EXPECT_EQ(said("m-1", seven, 3, at, true),
            expanded(R"({"t":"ack","id":"m-1","conversation":"0000000000007","seq":3,"at":"AT","again":true})"));
  EXPECT_EQ(moved("m-1", seven, 5), R"({"t":"ack","id":"m-1","conversation":"0000000000007","rev":5})");
  EXPECT_EQ(skipped("m \"1\""), R"({"t":"skipped","id":"m \"1\""})");
  EXPECT_EQ(pong(at), expanded(R"({"t":"pong","now":"AT"})"));
  EXPECT_EQ(typing(seven, agent), expanded(R"({"t":"typing","conversation":"0000000000007","who":AGENT})"));
  EXPECT_EQ(history(seven, {{message}, false}),
            expanded(R"({"t":"history","conversation":"0000000000007","entries":[ENTRY],"earlier":false})"));
  EXPECT_EQ(history(seven, {{}, true}), R"({"t":"history","conversation":"0000000000007","entries":[],"earlier":true})");
}

TEST(Refusals, NameWhatTheyAnswer) {
  const Error error{ErrorCode::invalid, "what", "where", "mend", "for the operator only"};
  EXPECT_EQ(refused("id", "m-1", error),
            R"({"t":"refused","id":"m-1","status":422,"code":"invalid","title":"what","where":"where","mend":"mend"})");
  EXPECT_EQ(refused("conversation", "0000000000007", error).substr(0, 44), R"({"t":"refused","conversation":"0000000000007)");
  EXPECT_EQ(refused("", "", error), R"({"t":"refused","status":422,"code":"invalid","title":"what","where":"where","mend":"mend"})");
}

// The table of docs/live-protocol.md.
TEST(Refusals, HaveTheirStatusAndSayWhenToComeAgain) {
  struct Row {
    ErrorCode code{};
    std::string_view text;
    bool later = false;
  };
  for (const auto& [code, text, later] : {Row{ErrorCode::bad_request, R"("status":400,"code":"bad_request")", false},
                                          Row{ErrorCode::forbidden, R"("status":403,"code":"forbidden")", false},
                                          Row{ErrorCode::not_found, R"("status":404,"code":"not_found")", false},
                                          Row{ErrorCode::conflict, R"("status":409,"code":"conflict")", false},
                                          Row{ErrorCode::stale, R"("status":409,"code":"stale")", false},
                                          Row{ErrorCode::earlier_refused, R"("status":409,"code":"earlier_refused")", false},
                                          Row{ErrorCode::too_large, R"("status":413,"code":"too_large")", false},
                                          Row{ErrorCode::invalid, R"("status":422,"code":"invalid")", false},
                                          Row{ErrorCode::too_many, R"("status":429,"code":"too_many")", true},
                                          Row{ErrorCode::unavailable, R"("status":503,"code":"unavailable")", true}}) {
    const auto said = refused("id", "m-1", {code, "what", "", "", {}});
    EXPECT_NE(said.find(text), std::string::npos) << said;
    EXPECT_EQ(said.find(R"("retry_after_ms":1000)") != std::string::npos, later) << said;
  }
}

}  // namespace
}  // namespace zhiyin::live::wire
