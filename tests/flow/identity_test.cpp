// docs/live-protocol.md, "Signed visitors" and "A way to be reached": who a visitor is, proved by the site's signature or not at all.
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

std::string hmac(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const std::string_view secret = identity_secret;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       digest.data(), &length);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += fmt::format("{:02x}", digest.at(i));
  }
  return hex;
}

/// The member of hello for somebody whom the site has signed.
std::string signed_as(const std::string& id) {
  return fmt::format(R"(,"identity":{{"id":"{}","hash":"{}","name":"Li Wei"}})", id, hmac(id));
}
std::string with_token(const std::string& token) {
  return fmt::format(R"(,"token":"{}")", token);
}

class Identity : public FlowTest {
 protected:
  /// Nobody else in this program is called so.
  std::string somebody() const { return fmt::format("{}-{}-{}", static_cast<int>(GetParam()), port(), ++made); }
  std::string conversation_shown(Line& line) const { return std::string{text_of(object_of(line.hear("snapshot"), "conversation"), "id")}; }

 private:
  static inline int made = 0;
};
ON_BOTH_ENGINES(Identity);

TEST_P(Identity, a_wrong_hash_is_turned_away) {
  const auto id = somebody();
  for (const auto& identity : {fmt::format(R"({{"id":"{}","hash":"{}"}})", id, hmac(id + "x")), fmt::format(R"({{"id":"{}"}})", id),
                               std::string{R"("me")"}, fmt::format(R"({{"v":2,"id":"{}","hash":"{}"}})", id, hmac(id))}) {
    const auto line = dial("/live/visitor");
    line->say(fmt::format(R"({{"t":"hello","v":1,"identity":{}}})", identity));
    const auto end = line->hear_end();
    EXPECT_EQ(end.code, 1008) << identity;
    EXPECT_NE(end.reason, "") << identity;
  }
}

TEST_P(Identity, one_person_on_two_devices_has_one_conversation) {
  const auto id = somebody();
  const auto phone = visitor(signed_as(id));
  phone.line->hear("none");
  const auto laptop = visitor(signed_as(id));
  laptop.line->hear("none");
  EXPECT_NE(phone.token, laptop.token);
  const auto ack = send(*phone.line, "m-1", "from the phone");
  expect_ack(ack);
  // The other device hears of the conversation as it is opened, and goes on in it.
  const auto opened = laptop.line->hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "opened"; });
  EXPECT_EQ(text_of(opened, "conversation"), text_of(ack, "conversation"));
  EXPECT_EQ(text_of(object_of(object_of(opened, "state"), "visitor"), "name"), "Li Wei");
  laptop.line->message_fact("m-1");
  const auto answer = send(*laptop.line, "m-2", "from the laptop");
  expect_ack(answer);
  EXPECT_EQ(number_of(answer, "seq"), 2);
  phone.line->message_fact("m-2");
  // And a third, later one is shown it.
  const auto tablet = visitor(signed_as(id));
  EXPECT_EQ(conversation_shown(*tablet.line), text_of(ack, "conversation"));
  EXPECT_EQ(send(*tablet.line, "m-3", "from the tablet").at("seq").as_int64(), 3);
}

TEST_P(Identity, a_stranger_who_signs_in_keeps_his_conversation_and_his_token_is_sealed) {
  const auto id = somebody();
  const auto stranger = started();
  const auto signed_in = visitor(with_token(stranger.guest.token) + signed_as(id));
  EXPECT_EQ(signed_in.token, stranger.guest.token);
  EXPECT_EQ(conversation_shown(*signed_in.line), stranger.conversation);
  const auto ack = send(*signed_in.line, "m-2", "it is me");
  expect_ack(ack);
  EXPECT_EQ(text_of(ack, "conversation"), stranger.conversation);
  const auto elsewhere = visitor(signed_as(id));
  EXPECT_EQ(conversation_shown(*elsewhere.line), stranger.conversation);
  // Whoever uses the browser after he signed out is somebody else.
  const auto next = visitor_again(stranger.guest.token);
  EXPECT_NE(next.token, stranger.guest.token);
  next.line->hear("none");
  // And so is another signed person on it.
  const auto other = visitor(with_token(stranger.guest.token) + signed_as(somebody()));
  other.line->hear("none");
}

// The plant that this test must find: a typed e-mail that leads to whoever left it before.
TEST_P(Identity, a_typed_email_opens_nobodys_history) {
  const auto first = started();
  const auto leave = [](Line& line, const std::string& id) {
    line.say(fmt::format(R"({{"t":"reach","id":"{}","email":"same@example.com"}})", id));
    return line.answer(id);
  };
  expect_ack(leave(first.line(), "r-1"));
  const auto second = visitor();
  second.line->hear("none");
  expect_ack(leave(*second.line, "r-1"));
  const auto ack = send(*second.line, "m-1", "mine");
  EXPECT_NE(text_of(ack, "conversation"), first.conversation);
  const auto id = somebody();
  const auto signed_in = visitor(fmt::format(R"(,"identity":{{"id":"{}","hash":"{}","email":"same@example.com"}})", id, hmac(id)));
  signed_in.line->hear("none");
}

TEST_P(Identity, a_way_to_be_reached_is_checked_and_bounded) {
  const auto guest = visitor();
  const auto leave = [&](const std::string& id, const std::string& members) {
    guest.line->say(fmt::format(R"({{"t":"reach","id":"{}"{}}})", id, members));
    return guest.line->answer(id);
  };
  expect_refused(leave("r-1", ""), "invalid");
  const auto refused = leave("r-2", R"(,"email":"nonsense")");
  expect_refused(refused, "invalid");
  EXPECT_EQ(text_of(refused, "where"), "email");
  expect_refused(leave("r-3", R"(,"phone":7)"), "bad_request");
  expect_ack(leave("r-4", R"(,"phone":"138 0013 8000","email":"li@example.com")"));
  for (int n = 5; n < 12; ++n) {
    expect_ack(leave(fmt::format("r-{}", n), R"(,"email":"li@example.com")"));
  }
  expect_refused(leave("r-12", R"(,"email":"li@example.com")"), "too_many");
  expect_ack(send(*guest.line, "m-1", "still heard"));
}

/// The store makes no difference here.
class RequiredIdentity : public FlowTest {};
INSTANTIATE_TEST_SUITE_P(Engines, RequiredIdentity, testing::Values(harness::Engine::sqlite),
                         [](const auto& engine) { return harness::name_of(engine.param); });

TEST_P(RequiredIdentity, refuses_strangers) {
  const harness::Options options;
  harness::Installation strict(harness::Engine::sqlite, 1, nullptr, options,
                               {"--web.identity_secret", identity_secret, "--web.identity_required", "true"});
  strict.start_all();
  Line stranger(loop(), strict.gateway(0).port(), "/live/visitor");
  stranger.say(R"({"t":"hello","v":1})");
  EXPECT_EQ(stranger.hear_end().code, 1008);
  Line customer(loop(), strict.gateway(0).port(), "/live/visitor");
  customer.say(fmt::format(R"({{"t":"hello","v":1{}}})", signed_as("42")));
  customer.hear("welcome");
}

}  // namespace
}  // namespace zhiyin::flow
