// Who says what where, while contacts are merged, taken apart, signed in and blocked: every word in the conversation where it belongs, and
// nobody is shown what another wrote.
#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <thread>

#include "channel/intake.hpp"
#include "contact/block.hpp"
#include "contact/merging.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/colleague_trial.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "identity/permission.hpp"
#include "platform/timer/timer.hpp"
#include "store/places.hpp"

namespace zhiyin::channel {
namespace {

using std::chrono::days;
using testing::ElementsAre;

constexpr InboxId web{1};

access::Viewer viewer(identity::Role role) {
  return {.person = AgentId{9}, .name = "Wang", .rights = identity::rights_of(role), .inboxes = {}, .teams = {}};
}
const access::Viewer supervisor = viewer(identity::Role::supervisor);

Inbound from(const std::string& address, const std::string& client_id) {
  return {.inbox = web, .address = address, .name = "Li", .client_id = client_id, .text = client_id, .contact = {}, .conversation = {}};
}
/// A signed visitor; `token` is the address of a token that he brings along.
Inbound signed_by(const std::string& id, const std::string& client_id, const std::string& token = {}) {
  auto in = from("signed-" + id, client_id);
  in.claim = contact::Claim{.external_id = id, .email = {}, .phone = {}, .vouched = false, .inbox = web, .address = token};
  return in;
}
std::unique_ptr<writer::Command> saying(Inbound in, std::move_only_function<void(Result<Taken>)> reply) {
  return intake(std::move(in), {std::make_shared<writer::SenderOrder>(), 1}, std::move(reply));
}
std::unique_ptr<writer::Command> merging(ContactId main, ContactId alias, std::move_only_function<void(Result<contact::Merged>)> reply) {
  return writer::command<contact::Merged>(
      {}, [=](writer::Tx& tx) { contact::want_merge(tx, main, alias); },
      [=](writer::Tx& tx) { return contact::merge(tx, supervisor, main, alias); }, std::move(reply));
}
std::unique_ptr<writer::Command> parting(ContactId alias, std::move_only_function<void(Result<contact::Unmerged>)> reply) {
  return writer::command<contact::Unmerged>(
      {}, [=](writer::Tx& tx) { contact::want_group(tx, alias); }, [=](writer::Tx& tx) { return contact::unmerge(tx, supervisor, alias); },
      std::move(reply));
}

class MergedTalk : public testing::TestWithParam<db::Engine> {
 protected:
  Result<Taken> say(Inbound in) {
    Result<Taken> answer = refuse(ErrorCode::unavailable, "not answered");
    at_.lane->submit(saying(std::move(in), [&](Result<Taken> taken) { answer = std::move(taken); }));
    at_.lane->step();
    return answer;
  }
  void join(ContactId main, ContactId alias) {
    at_.lane->submit(merging(main, alias, [](const Result<contact::Merged>& merged) { EXPECT_TRUE(merged.has_value()); }));
    at_.lane->step();
  }
  void part(ContactId alias) {
    at_.lane->submit(parting(alias, [](const Result<contact::Unmerged>& parted) { EXPECT_TRUE(parted.has_value()); }));
    at_.lane->step();
  }
  void set_block(ContactId contact, bool on) {
    ASSERT_TRUE(at_.run<contact::BlockChange>(
        [=](writer::Tx& tx) { return on ? contact::block(tx, supervisor, contact) : contact::unblock(tx, supervisor, contact); },
        [=](writer::Tx& tx) { contact::want_block(tx, contact); }));
  }
  void end(ConversationId id) {
    const Person wang{PersonKind::agent, 9, "Wang"};
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          EXPECT_TRUE(conversation::take(tx, id, conversation::colleague(wang), {}));
          EXPECT_TRUE(conversation::resolve(tx, id, conversation::colleague(wang), {}));
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, id); }));
  }
  /// What stands in the contact's newest conversation, which is the only one unless a test opens more.
  [[nodiscard]] std::vector<std::string> said_to(ContactId contact) {
    std::vector<std::string> texts;
    if (const auto id = conversation::newest_id(at_.reading(), contact, web)) {
      for (const auto& entry : conversation::snapshot(at_.reading(), *id)->entries) {
        texts.push_back(entry.text);
      }
    }
    return texts;
  }
  /// What our people see of somebody.
  [[nodiscard]] std::multiset<std::string> timeline(ContactId contact) {
    std::multiset<std::string> texts;
    for (const auto one : contact::contacts_of(at_.reading(), contact)) {
      const auto his = said_to(one);
      texts.insert(his.begin(), his.end());
    }
    return texts;
  }
  [[nodiscard]] std::size_t facts() { return journal::read_after(at_.reading(), 0, 100'000).size(); }

  trial::Places at_{GetParam(),
                    0,
                    {contact::statements(), contact::reading_statements(), conversation::statements(), conversation::reading_statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, MergedTalk, trial::both_engines(), trial::engine_label);

TEST_P(MergedTalk, AfterUndoEachHasWhatCameToHim) {
  const auto a = say(from("a", "a1"))->contact;
  const auto b = say(from("b", "b1"))->contact;
  join(a, b);
  EXPECT_EQ(say(from("a", "a2"))->contact, a);
  EXPECT_EQ(say(from("b", "b2"))->contact, b);
  EXPECT_EQ(timeline(b), (std::multiset<std::string>{"a1", "a2", "b1", "b2"}));
  part(b);
  EXPECT_EQ(say(from("b", "b3"))->contact, b);
  EXPECT_EQ(timeline(a), (std::multiset<std::string>{"a1", "a2"}));
  EXPECT_EQ(timeline(b), (std::multiset<std::string>{"b1", "b2", "b3"}));
}

TEST_P(MergedTalk, ASignedPersonIsOneOnTwoDevices) {
  const auto phone = say(signed_by("42", "m1", "phone")).value();
  const auto laptop = say(signed_by("42", "m2", "laptop")).value();
  EXPECT_EQ(phone.contact, laptop.contact);
  EXPECT_EQ(phone.said.conversation, laptop.said.conversation);
  EXPECT_EQ(laptop.said.seq, 2);
  auto hinted = signed_by("42", "m3");
  hinted.contact = phone.contact;
  hinted.conversation = phone.said.conversation;
  EXPECT_EQ(say(hinted)->said.seq, 3);
}

// He began as a stranger, signed in in the middle, and goes on where he was; a copy of what he had said is that, and not another.
TEST_P(MergedTalk, WhoSignsInGoesOnInHisConversation) {
  const auto before = say(from("token", "m1")).value();
  EXPECT_TRUE(say(signed_by("42", "m1", "token"))->said.again);
  const auto after = say(signed_by("42", "m2", "token")).value();
  EXPECT_EQ(after.said.conversation, before.said.conversation);
  EXPECT_EQ(after.said.seq, 2);
  EXPECT_EQ(say(signed_by("42", "m3", "another"))->said.conversation, before.said.conversation);
  end(before.said.conversation);
  at_.clock.advance(days{8});
  const auto next = say(signed_by("42", "m4")).value();
  EXPECT_NE(next.said.conversation, before.said.conversation);
  EXPECT_NE(next.contact, before.contact);  // under his own name, not under that of his alias
  auto hint_gone = signed_by("42", "m5");
  hint_gone.contact = before.contact;
  hint_gone.conversation = before.said.conversation;
  EXPECT_EQ(say(hint_gone)->said.conversation, next.said.conversation);
}

TEST_P(MergedTalk, AMergeByHandMovesNobodysWords) {
  const auto li = say(signed_by("42", "m1")).value();
  const auto other = say(from("token", "o1")).value();
  join(li.contact, other.contact);
  EXPECT_EQ(say(signed_by("42", "m2"))->said.conversation, li.said.conversation);
  EXPECT_EQ(say(from("token", "o2"))->said.conversation, other.said.conversation);
}

TEST_P(MergedTalk, ABlockedContactIsRefusedAndNothingIsStored) {
  const auto li = say(from("a", "m1")).value();
  set_block(li.contact, true);
  const auto before = facts();
  auto hinted = from("a", "m2");
  hinted.contact = li.contact;
  hinted.conversation = li.said.conversation;
  for (const auto& in : {from("a", "m2"), hinted}) {
    EXPECT_EQ(say(in).error().code, ErrorCode::forbidden);
  }
  EXPECT_EQ(facts(), before);
  EXPECT_THAT(said_to(li.contact), ElementsAre("m1"));
  EXPECT_TRUE(say(from("a", "m1"))->said.again);  // what was acknowledged stays acknowledged
  EXPECT_TRUE(say(from("b", "m1")).has_value());
  set_block(li.contact, false);
  EXPECT_EQ(say(hinted)->said.seq, 2);
}

TEST_P(MergedTalk, ABlockedSignedPersonIsRefusedOnEveryDevice) {
  (void)say(from("token", "m0"));
  const auto li = say(signed_by("42", "m1", "token")).value();
  set_block(li.contact, true);
  const auto before = facts();
  EXPECT_EQ(say(signed_by("42", "m2")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(say(signed_by("42", "m3", "another")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(say(from("token", "m4")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(facts(), before);
}

constexpr std::size_t people = 5;

/// Contacts merged and taken apart at random while all of them write: the model is a tree of parents and what each has said.
struct Deed {
  int kind = 0;  // 0, 1: one writes; 2: merge; 3: undo
  std::size_t one = 0;
  std::size_t other = 0;
  bool alone = false;  // the batch ends here
};

struct Model {
  [[nodiscard]] std::size_t root(std::size_t one) const { return parent.at(one) ? root(*parent.at(one)) : one; }
  bool merge(std::size_t main, std::size_t alias) {
    const bool may = root(main) != root(alias);
    if (may) {
      parent.at(root(alias)) = main;
    }
    return may;
  }
  bool undo(std::size_t alias) { return std::exchange(parent.at(alias), std::nullopt).has_value(); }

  std::array<std::optional<std::size_t>, people> parent;
  std::array<std::vector<std::string>, people> said;
};

TEST_P(MergedTalk, AnyMergesMessagesAndUndosLeaveEachHisOwn) {
  int round = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto deeds = *rc::gen::container<std::vector<Deed>>(rc::gen::apply(
        [](int kind, std::size_t one, std::size_t other, bool alone) { return Deed{kind, one, other, alone}; }, rc::gen::inRange(0, 4),
        rc::gen::inRange<std::size_t>(0, people), rc::gen::inRange<std::size_t>(0, people), rc::gen::arbitrary<bool>()));
    const auto prefix = std::to_string(++round) + "-";
    const auto address = [&](std::size_t one) { return prefix + std::to_string(one); };
    Model model;
    std::array<ContactId, people> ids;
    for (std::size_t one = 0; one < people; ++one) {
      ids.at(one) = say(from(address(one), "first"))->contact;
      model.said.at(one).emplace_back("first");
    }
    int number = 0;
    int wrong = 0;
    for (const auto& [kind, one, other, alone] : deeds) {
      const auto name = "m" + std::to_string(++number);
      if (kind < 2) {
        at_.lane->submit(saying(from(address(one), name), [&wrong](const Result<Taken>& taken) { wrong += taken ? 0 : 1; }));
        model.said.at(one).push_back(name);
      } else if (kind == 2) {
        at_.lane->submit(merging(ids.at(one), ids.at(other), [&wrong, may = model.merge(one, other)](const Result<contact::Merged>& done) {
          wrong += done.has_value() == may ? 0 : 1;
        }));
      } else {
        at_.lane->submit(parting(ids.at(one), [&wrong, may = model.undo(one)](const Result<contact::Unmerged>& done) {
          wrong += done.has_value() == may ? 0 : 1;
        }));
      }
      if (alone) {
        at_.lane->step();
      }
    }
    at_.lane->step();
    RC_ASSERT(wrong == 0);
    for (std::size_t one = 0; one < people; ++one) {
      RC_ASSERT(said_to(ids.at(one)) == model.said.at(one));
      std::multiset<std::string> expected;
      std::set<ContactId> members;
      for (std::size_t other = 0; other < people; ++other) {
        if (model.root(other) == model.root(one)) {
          members.insert(ids.at(other));
          expected.insert(model.said.at(other).begin(), model.said.at(other).end());
        }
      }
      const auto group = contact::contacts_of(at_.reading(), ids.at(one));
      RC_ASSERT(group.front() == ids.at(model.root(one)));
      RC_ASSERT(std::set(group.begin(), group.end()) == members);
      RC_ASSERT(timeline(ids.at(one)) == expected);
    }
  }));
}

class MergedTalkOfTwoProcesses : public MergedTalk {};
INSTANTIATE_TEST_SUITE_P(Engines, MergedTalkOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// Two gateways hear the first words of one person at the same moment: from one address, and from two devices of one who signed in.
TEST_P(MergedTalkOfTwoProcesses, FirstMessagesMakeOneContactAndOneConversation) {
  constexpr int rounds = 20;
  std::array<std::vector<Taken>, 2> taken;
  {
    std::vector<std::jthread> processes;
    processes.reserve(taken.size());
    for (std::size_t gateway = 0; gateway < taken.size(); ++gateway) {
      processes.emplace_back([&mine = taken.at(gateway), gateway, lane = std::shared_ptr{at_.make_lane()}] {
        for (int n = 0; n < rounds; ++n) {
          const auto name = std::to_string(n);
          const auto side = std::to_string(gateway);
          for (auto in : {from("address-" + name, "plain-" + side), signed_by(name, "signed-" + side, "device-" + side + name)}) {
            lane->submit(saying(std::move(in), [&mine](const Result<Taken>& one) { mine.push_back(one.value()); }));
            lane->step();
          }
        }
      });
    }
  }
  ASSERT_EQ(taken[0].size(), taken[1].size());
  for (std::size_t n = 0; n < taken[0].size(); ++n) {
    EXPECT_EQ(taken[0][n].contact, taken[1][n].contact);
    EXPECT_EQ(taken[0][n].said.conversation, taken[1][n].said.conversation);
    EXPECT_EQ(taken[0][n].said.seq + taken[1][n].said.seq, 3);
  }
}

}  // namespace
}  // namespace zhiyin::channel
