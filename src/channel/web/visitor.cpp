#include "channel/web/visitor.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "channel/rate.hpp"
#include "channel/reach.hpp"
#include "contact/reading.hpp"
#include "conversation/rules.hpp"
#include "live/member.hpp"
#include "live/told.hpp"
#include "live/wire.hpp"

namespace zhiyin::channel::web {
namespace {

constexpr std::chrono::milliseconds hello_timeout{10'000};
constexpr std::size_t early_texts_max = 64;
constexpr std::chrono::milliseconds typing_every{1'000};
constexpr int reach_max = 10;  // on one connection
constexpr int rate_max = 20;   // likewise

Error too_often() {
  return {ErrorCode::too_many, "a way to be reached was left too often", "", "one is enough; come again later", {}};
}

Error nothing_said_yet() {
  return {ErrorCode::conflict, "there is no conversation yet", "conversation", "say what it is about, or that you want a person", {}};
}

Error rated_too_often() {
  return {ErrorCode::too_many, "the conversation was rated too often", "", "one rating is enough; come again later", {}};
}

using live::wrong_member;

}  // namespace

void Visitor::on_open(net::Socket& socket) {
  socket_ = &socket;
  alive_ = std::make_shared<Visitor*>(this);
  socket.reactor().after(hello_timeout, [weak = std::weak_ptr{alive_}] {
    if (const auto self = weak.lock(); self && !(*self)->said_hello_) {
      (*self)->socket_->close(net::CloseCode::protocol_error, "no hello came");
    }
  });
}

void Visitor::on_closed() {
  if (!address_.empty()) {
    board().unexpect(address_, *this);
  }
  if (!conversation_.none()) {
    board().unfollow(conversation_, *this);
  }
  options_.duties.board(socket_->reactor()).unfollow(*this);
  options_.places.board(socket_->reactor()).unfollow(*this);
  options_.duties.board(socket_->reactor()).go(*this);
  alive_.reset();
  receipts_.reset();
  socket_ = nullptr;
}

void Visitor::on_text(std::string_view text) {
  if (said_hello_ && !ready_) {
    if (early_texts_.size() == early_texts_max) {
      socket_->close(net::CloseCode::policy, "wait for welcome");
      return;
    }
    early_texts_.emplace_back(text);
    return;
  }
  const auto document = json::Document::parse(text);
  if (!document) {
    socket_->close(net::CloseCode::protocol_error, document.error().what);
    return;
  }
  const auto message = document->root();
  const auto type = message ? message->text("t").value_or("") : "";
  if (said_hello_ && !message) {
    tell(live::wire::refused("", "", live::not_an_object()));
  } else if (said_hello_) {
    obey(*message, type);
  } else if (type == "hello") {
    hello(*message);
  } else {
    socket_->close(net::CloseCode::protocol_error, "the first message is hello");
  }
}

std::span<const Visitor::Message> Visitor::messages() {
  using json::Object;
  static constexpr auto table = std::to_array<Message>({
      {"send", [](Visitor& v, const Object& m) { v.send(m); }},
      {"skip", [](Visitor& v, const Object& m) { v.skip(m); }},
      {"got", [](Visitor& v, const Object& m) { v.receipt(m, false); }},
      {"seen", [](Visitor& v, const Object& m) { v.receipt(m, true); }},
      {"reach", [](Visitor& v, const Object& m) { v.reach(m); }},
      {"person", [](Visitor& v, const Object& m) { v.ask_for_person(m); }},
      {"rate", [](Visitor& v, const Object& m) { v.rate(m); }},
      {"typing", [](Visitor& v, const Object&) { v.typing(); }},
      {"history", [](Visitor& v, const Object& m) { v.history(m); }},
      {"ping", [](Visitor& v, const Object&) { v.tell(live::wire::pong(v.gateway_.clock.now())); }},
  });
  return table;
}

std::vector<std::string_view> Visitor::message_types() {
  std::vector<std::string_view> types{"hello"};
  std::ranges::transform(messages(), std::back_inserter(types), &Message::type);
  return types;
}

void Visitor::obey(const json::Object& message, std::string_view type) {
  const auto all = messages();
  if (const auto known = std::ranges::find(all, type, &Message::type); known != all.end()) {
    known->obey(*this, message);
  } else {
    tell(live::wire::refused("id", message.text("id").value_or(""), live::unknown_type()));
  }
}

void Visitor::skip(const json::Object& message) {
  if (const auto id = message.text("id")) {
    sender_.skip(*id);
    tell(live::wire::skipped(*id));
  } else {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
  }
}

void Visitor::hello(const json::Object& message) {
  if (message.number("v") != live::wire::version) {
    socket_->close(net::CloseCode::policy, "this server speaks version 1");
    return;
  }
  std::string token{message.text("token").value_or("")};
  const bool new_token = token.empty();
  if (new_token) {
    token = random_token(gateway_.chance);
  } else if (!is_token(token)) {
    socket_->close(net::CloseCode::policy, "this token is not one of ours; say hello without one");
    return;
  }
  const auto site = message.has("inbox") && !message.text("inbox") ? std::nullopt : options_.sites.find(message.text("inbox"));
  if (!site) {
    socket_->close(net::CloseCode::policy, "there is no such inbox, or it takes nothing new");
    return;
  }
  inbox_ = site->inbox;
  me_ = {PersonKind::visitor, 0, conversation::clean_name(message.text("name").value_or(""))};
  if (!identify(message, *site, new_token ? "" : token)) {
    return;
  }
  said_hello_ = true;
  if (!claim_) {
    expect(address_of(token));
    if (new_token) {
      greet(Known{}, token);  // a new token is nobody's: there is nothing to ask
      return;
    }
  }
  std::optional<Position> have;
  if (const auto said = message.object("have"); said && said->text("log") == gateway_.log_id) {
    if (const auto id = ConversationId::parse(said->text("conversation").value_or(""))) {
      have = Position{*id, said->number("rev").value_or(0)};
    }
  }
  gateway_.reading.ask<Known>(
      socket_->reactor(),
      [inbox = inbox_, claim = claim_, address = address_](db::Session& session) { return find(session, inbox, claim, address); },
      [weak = std::weak_ptr{alive_}, token, have](Result<Known> known) {
        if (const auto self = weak.lock()) {
          (*self)->look(std::move(known), token, have);
        }
      });
}

bool Visitor::identify(const json::Object& message, const Site& site, std::string_view token) {
  const auto& rules = site.rules;
  const auto identity = message.object("identity");
  if (!identity) {
    if (rules.required || message.has("identity")) {
      socket_->close(net::CloseCode::policy, rules.required ? "sign in first: hello needs a signed identity" : "identity is an object");
    }
    return !rules.required && !message.has("identity");
  }
  auto claim = verified(*identity, rules, gateway_.clock.now(), options_.contacts);
  if (!claim) {
    socket_->close(net::CloseCode::policy, claim.error().what);
    return false;
  }
  claim->inbox = inbox_;
  claim->address = token.empty() ? "" : address_of(token);
  if (const auto name = identity->text("name")) {
    me_.name = conversation::clean_name(*name);
  }
  expect(address_of_signed(rules.secret, claim->external_id));
  claim_ = std::move(*claim);
  return true;
}

void Visitor::expect(std::string address) {
  if (!address_.empty()) {
    board().unexpect(address_, *this);
  }
  address_ = std::move(address);
  board().expect(address_, *this);
}

Visitor::Known Visitor::find(db::Session& session, InboxId inbox, const std::optional<contact::Claim>& claim, std::string_view address) {
  Known known;
  std::vector<ContactId> his;
  if (claim) {
    auto recognised = contact::recognise(session, *claim);
    known.person = std::move(recognised.person);
    known.settled = recognised.settled;
    his = std::move(recognised.proved);
  } else if (auto holder = contact::find_by_token(session, inbox, address)) {
    known.sealed = holder->sealed;
    if (!known.sealed) {
      his.emplace_back(holder->person.id);
      known.person = std::move(holder->person);
    }
  }
  for (const auto contact : his) {
    if (const auto newest = conversation::newest_id(session, contact, inbox)) {
      known.newest = std::max(known.newest.value_or(ConversationId{}), *newest);
    }
  }
  return known;
}

void Visitor::look(Result<Known> known, std::string token, std::optional<Position> have) {
  if (known && known->sealed) {
    token = random_token(gateway_.chance);
    expect(address_of(token));
  }
  settled_ = known && known->settled;
  if (!known || !known->newest) {
    greet(std::move(known), token);
    return;
  }
  // Followed before it is read: what is committed meanwhile waits in early_facts_.
  enter(*known->newest);
  gateway_.reading.ask<Known>(
      socket_->reactor(),
      [known = std::move(*known), have](db::Session& session) mutable {
        const auto id = *known.newest;
        known.picture = have && have->conversation == id ? conversation::changes_after(session, id, have->revision)
                                                         : conversation::snapshot(session, id);
        return std::move(known);
      },
      [weak = std::weak_ptr{alive_}, token](Result<Known> read) {
        if (const auto self = weak.lock()) {
          (*self)->greet(std::move(read), token);
        }
      });
}

void Visitor::greet(Result<Known> known, const std::string& token) {
  if (!known) {
    socket_->close(net::CloseCode::try_again_later, known.error().what);
    return;
  }
  if (known->picture) {
    me_ = known->picture->conversation.visitor();  // somebody he proved to be, maybe
  } else if (known->person) {
    me_ = *known->person;
  }
  tell(live::wire::welcome({gateway_.log_id, gateway_.clock.now(), me_, token, gateway_.message_max_bytes}));
  ready_ = true;
  if (known->picture) {
    enter(known->picture->conversation.id);
    stage_ = known->picture->conversation.stage;
    team_ = team_told_ ? team_ : known->picture->conversation.team;
    stream_.on_picture(known->picture->conversation.revision, net::frame(live::wire::picture(gateway_.log_id, *known->picture)), *socket_);
  } else {
    tell(live::wire::none());
  }
  follow_duty();
  if (const auto closed = options_.duties.board(socket_->reactor()).come(inbox_, *this)) {
    socket_->send(closed);
  }
  for (const auto& [batch, relayed] : std::exchange(early_facts_, {})) {
    on_fact(*relayed, batch);
  }
  for (const auto& text : std::exchange(early_texts_, {})) {
    if (socket_ != nullptr) {
      on_text(text);
    }
  }
}

void Visitor::enter(ConversationId conversation) {
  if (conversation != conversation_) {
    if (!conversation_.none()) {
      board().unfollow(conversation_, *this);
    }
    conversation_ = conversation;
    stage_ = Stage::queued;
    team_ = TeamId{};
    team_told_ = false;
    stream_ = {};
    receipts_.reset();
  }
  board().follow(conversation_, *this);
}

void Visitor::follow_duty() {
  auto& duties = options_.duties.board(socket_->reactor());
  if (!conversation_.none() && (stage_ == Stage::assigned || stage_ == Stage::wrap_up)) {
    duties.unfollow(*this);
  } else if (const auto frame = duties.follow({inbox_, stage_ == Stage::resolved ? TeamId{} : team_}, *this)) {
    socket_->send(frame);
  }
  auto& places = options_.places.board(socket_->reactor());
  if (!conversation_.none() && stage_ == Stage::queued) {
    places.follow(conversation_, *this);
  } else {
    places.unfollow(*this);
  }
}

void Visitor::on_team(ConversationId conversation, TeamId team) {
  if (conversation == conversation_) {
    team_ = team;
    team_told_ = true;
    if (ready_) {
      follow_duty();
    }
  }
}

void Visitor::on_fact(const live::Relayed& relayed, const live::Batch& batch) {
  const auto* opening = std::get_if<event::ConversationOpened>(&relayed.fact.change);
  if (opening != nullptr && opening->inbox != inbox_) {
    return;  // the same token in another inbox is somebody else there
  }
  const bool opened = opening != nullptr;
  if (!ready_) {
    early_facts_.emplace_back(batch, &relayed);
    if (opened) {
      board().follow(relayed.fact.conversation, *this);
      conversation_ = relayed.fact.conversation;
      me_.id = relayed.fact.contact.value();
    }
    return;
  }
  // Ids of conversations rise with time: an older one is not gone back to.
  if (opened && relayed.fact.conversation.value() > conversation_.value()) {
    me_.id = relayed.fact.contact.value();
    enter(relayed.fact.conversation);
  }
  if (relayed.fact.conversation == conversation_) {
    const auto before = stream_.sent();
    stream_.on_fact(relayed, batch, *socket_);
    const auto* moved = std::get_if<event::StageChanged>(&relayed.fact.change);
    if (stream_.sent() > before && (opened || moved != nullptr)) {
      stage_ = opened ? opening->stage : moved->stage;
      follow_duty();
    }
  }
}

void Visitor::on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) {
  if (ready_ && conversation == conversation_ && who.kind != PersonKind::visitor) {
    socket_->send(frame);
  }
}

void Visitor::send(const json::Object& message) {
  auto sent = sender_.take(message);
  if (!sent) {
    tell(std::move(sent.error()));
    return;
  }
  Inbound inbound{inbox_, address_, me_.name, sent->client_id, sent->text, ContactId{me_.id}, conversation_, claim_};
  if (claim_ && !settled_) {
    inbound.conversation = ConversationId{};  // the hint would skip the binding
  }
  gateway_.writer.submit(intake(
      std::move(inbound), sent->place,
      [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = sent->client_id](Result<Taken> result) {
        home.post([weak, id, result = std::move(result)]() mutable {
          if (const auto self = weak.lock()) {
            (*self)->answer_send(id, std::move(result));
          }
        });
      },
      gateway_.conversations));
}

void Visitor::answer_send(const std::string& client_id, Result<Taken> result) {
  sender_.answered(client_id, result ? nullptr : &result.error());
  if (!result) {
    tell(live::wire::refused("id", client_id, result.error()));
    return;
  }
  me_.id = result->contact.value();
  settled_ = true;
  const auto& said = result->said;
  tell(live::wire::said(client_id, said.conversation, said.seq, said.at, said.again));
}

void Visitor::reach(const json::Object& message) {
  const auto id = message.text("id");
  if (!id) {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
    return;
  }
  for (const auto* name : {"email", "phone"}) {
    if (message.has(name) && !message.text(name)) {
      tell(live::wire::refused("id", *id, wrong_member(name, "text")));
      return;
    }
  }
  if (auto fault = conversation::fault_in_client_id(*id)) {
    tell(live::wire::refused("id", *id, *fault));
    return;
  }
  if (++reached_ > reach_max) {
    tell(live::wire::refused("id", *id, too_often()));
    return;
  }
  Reachable reachable{
      inbox_, address_, me_.name, std::string{message.text("email").value_or("")}, std::string{message.text("phone").value_or("")}, claim_};
  gateway_.writer.submit(
      channel::reach(std::move(reachable), options_.contacts,
                     [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::string{*id}](Result<ContactId> result) {
                       home.post([weak, id, result = std::move(result)] {
                         if (const auto self = weak.lock()) {
                           (*self)->answer_reach(id, result);
                         }
                       });
                     }));
}

void Visitor::answer_reach(const std::string& client_id, const Result<ContactId>& result) {
  if (!result) {
    tell(live::wire::refused("id", client_id, result.error()));
    return;
  }
  settled_ = true;
  tell(live::message(live::Told::ack).field("id", client_id).end_object().take());
}

void Visitor::ask_for_person(const json::Object& message) {
  const auto id = message.text("id");
  if (!id) {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
    return;
  }
  if (auto fault = conversation::fault_in_client_id(*id)) {
    tell(live::wire::refused("id", *id, *fault));
    return;
  }
  if (conversation_.none()) {
    tell(live::wire::refused("id", *id, nothing_said_yet()));
    return;
  }
  gateway_.writer.submit(bot::ask_for_person(
      conversation_, ContactId{me_.id}, options_.bot,
      [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::string{*id}](Result<conversation::Moved> result) {
        home.post([weak, id, result = std::move(result)] {
          if (const auto self = weak.lock()) {
            (*self)->tell(result ? live::wire::moved(id, result->conversation, result->revision)
                                 : live::wire::refused("id", id, result.error()));
          }
        });
      }));
}

void Visitor::rate(const json::Object& message) {
  const auto id = message.text("id");
  const auto score = message.number("score");
  if (!id || !score || (message.has("comment") && !message.text("comment"))) {
    const auto fault = !id      ? wrong_member("id", "text")
                       : !score ? wrong_member("score", "an integer")
                                : wrong_member("comment", "text, or left out");
    tell(live::wire::refused(id ? "id" : "", id.value_or(""), fault));
    return;
  }
  if (++rated_ > rate_max) {
    tell(live::wire::refused("id", *id, rated_too_often()));
    return;
  }
  gateway_.writer.submit(
      channel::rate({inbox_, ContactId{me_.id}, conversation_, std::string{*id}, *score, std::string{message.text("comment").value_or("")}},
                    [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::string{*id}](Result<conversation::Moved> result) {
                      home.post([weak, id, result = std::move(result)] {
                        if (const auto self = weak.lock()) {
                          (*self)->answer_rate(id, result);
                        }
                      });
                    }));
}

void Visitor::answer_rate(const std::string& client_id, const Result<conversation::Moved>& result) {
  tell(result ? live::wire::moved(client_id, result->conversation, result->revision)
              : live::wire::refused("id", client_id, result.error()));
}

void Visitor::receipt(const json::Object& message, bool read) {
  const auto seq = message.number("seq");
  if (!seq || *seq < 0) {
    tell(live::wire::refused("", "", wrong_member("seq", "a positive integer")));
    return;
  }
  if (conversation_.none() || me_.id == 0) {
    return;  // nothing could have been received yet
  }
  if (!receipts_) {
    receipts_ = std::make_shared<live::Receipts>(gateway_, socket_->reactor(), conversation_, PersonKind::visitor, me_.id,
                                                 writer::LaneKey{static_cast<std::uint64_t>(conversation_.value())});
  }
  read ? receipts_->seen(*seq) : receipts_->got(*seq);
}

void Visitor::typing() {
  const auto now = gateway_.clock.now();
  if (conversation_.none() || now - typed_at_ < typing_every) {
    return;
  }
  typed_at_ = now;
  gateway_.hub.typing(conversation_, me_);
  if (gateway_.typing_elsewhere) {
    gateway_.typing_elsewhere(conversation_, me_);
  }
}

void Visitor::history(const json::Object& message) {
  const auto before = message.number("before");
  if (!before || *before < 1) {
    tell(live::wire::refused("", "", wrong_member("before", "a positive integer")));
    return;
  }
  if (conversation_.none()) {
    tell(live::wire::history(conversation_, {}));
    return;
  }
  gateway_.reading.ask<conversation::Pages>(
      socket_->reactor(),
      [id = conversation_, before = *before, limit = message.number("limit").value_or(conversation::snapshot_entries)](
          db::Session& session) { return conversation::history(session, id, before, limit); },
      [weak = std::weak_ptr{alive_}, id = conversation_](Result<conversation::Pages> pages) {
        if (const auto self = weak.lock()) {
          (*self)->tell(pages ? live::wire::history(id, *pages) : live::wire::refused("conversation", id.text(), pages.error()));
        }
      });
}

}  // namespace zhiyin::channel::web
