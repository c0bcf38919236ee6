#include "desk/agent.hpp"

#include "conversation/rules.hpp"
#include "conversation/service.hpp"
#include "desk/acts.hpp"
#include "desk/inner_wire.hpp"
#include "live/member.hpp"
#include "live/wire.hpp"

namespace zhiyin::desk {
namespace {

using live::wrong_member;

constexpr std::chrono::milliseconds hello_timeout{10'000};
constexpr std::chrono::milliseconds typing_every{1'000};
constexpr std::size_t early_max = 256;

}  // namespace

void Agent::on_open(net::Socket& socket) {
  socket_ = &socket;
  alive_ = std::make_shared<Agent*>(this);
  news_board().follow(*this);
  socket.reactor().after(hello_timeout, [weak = std::weak_ptr{alive_}] {
    if (const auto self = weak.lock(); self && (*self)->phase_ == Phase::strange) {
      (*self)->socket_->close(net::CloseCode::protocol_error, "no hello came");
    }
  });
}

void Agent::on_closed() {
  news_board().unfollow(*this);
  for (const auto& [conversation, opened] : opened_) {
    board().unfollow(conversation, *this);
    presence_.look_away(conversation, number_);
    inner_board().unfollow(conversation, *this);
  }
  opened_.clear();
  watching_.clear();
  alive_.reset();
  socket_ = nullptr;
}

void Agent::on_text(std::string_view text) {
  if (phase_ != Phase::asked) {
    hear(text);
  } else if (early_.size() < early_max) {
    early_.emplace_back(text);
  } else {
    socket_->close(net::CloseCode::protocol_error, "too much was said before the welcome");
  }
}

void Agent::open(const json::Object& message, ConversationId conversation) {
  if (!opened_.contains(conversation) && opened_.size() >= static_cast<std::size_t>(live::wire::open_max)) {
    tell(live::wire::refused("conversation", conversation.text(),
                             {ErrorCode::too_many, "too many conversations are open on this connection", "", "close some", {}}));
    return;
  }
  std::int64_t revision = 0;
  std::int64_t inner_revision = 0;
  if (const auto have = message.object("have"); have && have->text("log") == gateway_.log_id) {
    revision = have->number("rev").value_or(0);
    inner_revision = have->number("irev").value_or(0);
  }
  auto& opened = opened_[conversation];
  opened.stream.expect_picture();
  opened.asked = ++openings_;
  board().follow(conversation, *this);
  inner_board().follow(conversation, *this);
  if (inside_.plant == DeskPlant::unseen_presence) {
    presence_.look(conversation, number_, {me_, &socket_->reactor(), screen()});
  }
  gateway_.reading.ask<Shown>(
      socket_->reactor(),
      [conversation, revision, inner_revision, decide = deciding(conversation)](db::Session& session) -> Shown {
        Shown shown{decide(session), {}, {}};
        if (shown.decided.sight) {
          shown.picture =
              revision > 0 ? conversation::changes_after(session, conversation, revision) : conversation::snapshot(session, conversation);
        }
        if (shown.picture) {
          shown.inner = conversation::inner_of(session, shown.picture->conversation, shown.picture->whole ? 0 : inner_revision);
        }
        return shown;
      },
      [weak = std::weak_ptr{alive_}, conversation, asked = opened.asked](Result<Shown> shown) {
        if (const auto self = weak.lock()) {
          (*self)->show(conversation, asked, std::move(shown));
        }
      });
}

std::function<Agent::Decided(db::Session&)> Agent::deciding(ConversationId conversation) const {
  return [conversation, person = me(), scopes = scopes(), &callers = inside_.callers,
          unasked = inside_.plant == DeskPlant::unseen_picture](db::Session& session) {
    Decided decided{callers.directory(session), {}};
    if (const auto c = conversation::conversation_of(session, conversation)) {
      Sight sight{*c, conversation::participants_of(session, conversation)};
      if (unasked || sight.shows(viewer_of(*decided.directory, person, scopes))) {
        decided.sight = std::move(sight);
      }
    }
    return decided;
  };
}

void Agent::show(ConversationId conversation, std::int64_t asked, Result<Shown> shown) {
  if (shown) {
    adopt(*shown->decided.directory);
  }
  const auto found = opened_.find(conversation);
  if (found == opened_.end() || found->second.asked != asked) {
    return;  // closed meanwhile, or asked for again: answers overtake each other, and an older picture must not come after a newer one
  }
  if (shown && shown->picture && shown->decided.still(viewer_, generation_)) {
    tell_picture(conversation, found->second, *shown);
    return;
  }
  close(conversation);
  const Error error = shown ? no_such_conversation() : shown.error();
  tell(live::wire::refused("conversation", conversation.text(), error));
}

void Agent::tell_picture(ConversationId conversation, Opened& opened, const Shown& shown) {
  const auto& picture = *shown.picture;
  opened.sight = shown.decided.sight;
  opened.stream.on_picture(picture.conversation.revision,
                           net::frame(live::wire::picture(gateway_.log_id, picture, inner_object(shown.inner))), *socket_);
  opened.inner.on_picture(shown.inner.revision);
  presence_.look(conversation, number_, {me_, &socket_->reactor(), screen(conversation)});
  for (const auto& one : std::exchange(opened.early, {})) {
    if (const auto* fact = std::get_if<std::pair<live::Batch, const live::Relayed*>>(&one)) {
      on_fact(*fact->second, fact->first);
    } else {
      const auto& [batch, relayed] = std::get<std::pair<InnerBatch, const InnerRelayed*>>(one);
      on_inner(*relayed, batch);
    }
  }
}

void Agent::close(ConversationId conversation) {
  presence_.look_away(conversation, number_);
  opened_.erase(conversation);
  board().unfollow(conversation, *this);
  inner_board().unfollow(conversation, *this);
}

void Agent::lose(ConversationId conversation) {
  close(conversation);
  tell(gone(conversation));
}

void Agent::on_fact(const live::Relayed& relayed, const live::Batch& batch) {
  const auto found = opened_.find(relayed.fact.conversation);
  if (found == opened_.end()) {
    return;
  }
  auto& opened = found->second;
  if (opened.stream.waiting()) {
    opened.early.emplace_back(std::pair{batch, &relayed});
    return;
  }
  opened.sight->apply(relayed.fact);
  if (opened.sight->shows(viewer_)) {
    opened.stream.on_fact(relayed, batch, *socket_);
  } else {
    lose(relayed.fact.conversation);
  }
}

void Agent::on_inner(const InnerRelayed& relayed, const InnerBatch& batch) {
  const auto found = opened_.find(relayed.fact.conversation);
  if (found == opened_.end()) {
    return;
  }
  auto& opened = found->second;
  if (opened.stream.waiting()) {
    opened.early.emplace_back(std::pair{batch, &relayed});
    return;
  }
  opened.sight->apply(relayed.fact);
  if (opened.sight->shows(viewer_)) {
    opened.inner.on_inner(relayed, *socket_);
  } else {
    lose(relayed.fact.conversation);
  }
}

void Agent::on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) {
  const auto found = opened_.find(conversation);
  if (found != opened_.end() && !found->second.stream.waiting() && (who.kind != PersonKind::agent || who.id != me_.id)) {
    socket_->send(frame);
  }
}

template <class T, class Text>
std::move_only_function<void(Result<T>)> Agent::answering(std::string client_id, Text text) {
  return [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::move(client_id), text](Result<T> result) {
    home.post([weak, id, text, result = std::move(result)] {
      if (const auto self = weak.lock()) {
        (*self)->sender_.answered(id, result ? nullptr : &result.error());
        (*self)->tell(result ? text(id, *result) : live::wire::refused("id", id, result.error()));
      }
    });
  };
}

void Agent::send(const json::Object& message, ConversationId conversation) {
  const auto id = message.text("id");
  if (!id) {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
    return;
  }
  auto place = sender_.admit(*id);
  if (!place) {
    tell(live::wire::refused("id", *id, place.error()));
    return;
  }
  const auto text = message.text("text");
  if (!text) {
    sender_.refuse_admitted(*id, *place);
    tell(live::wire::refused("id", *id, wrong_member("text", "text")));
    return;
  }
  using conversation::Said;
  auto reply = answering<Said>(std::string{*id}, [](const std::string& client_id, const Said& said) {
    return live::wire::said(client_id, said.conversation, said.seq, said.at, said.again);
  });
  gateway_.writer.submit(writer::command<Said>(
      lane(),
      [conversation, who = actor(), id = std::string{*id}](writer::Tx& tx) {
        conversation::want(tx, conversation);
        who.want(tx);
        if (const auto* c = conversation::find(tx, conversation)) {
          conversation::want_message(tx, c->inbox, who.person.value(), id);
        }
      },
      channel::in_order<Said>(
          *place,
          [conversation, who = actor(), &callers = inside_.callers, id = std::string{*id}, text = std::string{*text},
           seen_seq = message.number("seen_seq"), force = message.flag("force").value_or(false)](writer::Tx& tx) -> Result<Said> {
            if (auto fault = conversation::fault_in_client_id(id)) {
              return std::unexpected(std::move(*fault));
            }
            if (auto fault = conversation::fault_in_text(text)) {
              return std::unexpected(std::move(*fault));
            }
            const auto viewer = who.find(tx, callers.settings());
            if (!viewer) {
              return std::unexpected(viewer.error());
            }
            return conversation::say_as_agent(tx, conversation, *viewer,
                                              {.client_id = id, .text = text, .seen_seq = seen_seq, .force = force});
          }),
      channel::noting_refusal<Said>(*place, std::move(reply))));
}

Agent::Opened* Agent::shown(ConversationId conversation) {
  const auto found = opened_.find(conversation);
  return found != opened_.end() && found->second.sight && found->second.sight->shows(viewer_) ? &found->second : nullptr;
}

void Agent::receipt(const json::Object& message, ConversationId conversation, bool read) {
  const auto seq = message.number("seq");
  if (!seq || *seq < 0) {
    tell(live::wire::refused("conversation", conversation.text(), wrong_member("seq", "a positive integer")));
    return;
  }
  auto* opened = shown(conversation);
  if (opened == nullptr) {
    return;  // nothing of it was delivered here
  }
  auto& receipts = opened->receipts;
  if (!receipts) {
    receipts = std::make_shared<live::Receipts>(gateway_, socket_->reactor(), conversation, PersonKind::agent, me_.id, lane());
  }
  read ? receipts->seen(*seq) : receipts->got(*seq);
}

void Agent::typing(ConversationId conversation) {
  auto* opened = shown(conversation);
  const auto now = gateway_.clock.now();
  if (inside_.plant == DeskPlant::unseen_typing) {
    gateway_.hub.typing(conversation, me_);
  }
  if (opened == nullptr || now - opened->typed_at < typing_every) {
    return;
  }
  opened->typed_at = now;
  gateway_.hub.typing(conversation, me_);
  if (gateway_.typing_elsewhere) {
    gateway_.typing_elsewhere(conversation, me_);
  }
}

void Agent::history(const json::Object& message, ConversationId conversation) {
  const auto before = message.number("before");
  if (!before || *before < 1) {
    tell(live::wire::refused("conversation", conversation.text(), wrong_member("before", "a positive integer")));
    return;
  }
  struct Answer {
    Decided decided;
    conversation::Pages pages;
  };
  gateway_.reading.ask<Answer>(
      socket_->reactor(),
      [conversation, decide = deciding(conversation), before = *before,
       limit = message.number("limit").value_or(conversation::snapshot_entries)](db::Session& session) -> Answer {
        Answer answer{decide(session), {}};
        if (answer.decided.sight) {
          answer.pages = conversation::history(session, conversation, before, limit);
        }
        return answer;
      },
      [weak = std::weak_ptr{alive_}, conversation](const Result<Answer>& answer) {
        if (const auto self = weak.lock()) {
          auto& me = **self;
          const bool there = answer && answer->decided.still(me.viewer_, me.generation_);
          const auto error = answer ? no_such_conversation() : answer.error();
          me.tell(there ? live::wire::history(conversation, answer->pages)
                        : live::wire::refused("conversation", conversation.text(), error));
        }
      });
}

void Agent::watch(const json::Object& message) {
  const auto name = message.text("view").value_or("");
  auto wanted = wish(message, name);
  if (!wanted) {
    tell(live::wire::refused("view", name, wanted.error()));
    return;
  }
  const auto token = watching_[wanted->name] = std::make_shared<int>(0);
  windows_.watch(std::move(*wanted), {viewer_, scopes(), generation_}, {&socket_->reactor(), screen(), std::weak_ptr<void>{token}});
}

std::function<void(const net::Frame&)> Agent::screen() const {
  return [weak = std::weak_ptr{alive_}](const net::Frame& frame) {
    if (const auto self = weak.lock()) {
      (*self)->socket_->send(frame);
    }
  };
}

std::function<void(const net::Frame&)> Agent::screen(ConversationId conversation) const {
  return [weak = std::weak_ptr{alive_}, conversation](const net::Frame& frame) {
    if (const auto self = weak.lock(); self && (*self)->opened_.contains(conversation)) {
      (*self)->socket_->send(frame);
    }
  };
}

Result<Wish> Agent::wish(const json::Object& message, std::string_view name) const {
  if (!message.text("view")) {
    return std::unexpected(wrong_member("view", "text"));
  }
  if (auto fault = fault_in_view_name(name)) {
    return std::unexpected(std::move(*fault));
  }
  if (!watching_.contains(name) && watching_.size() >= windows_max) {
    return refuse(ErrorCode::too_many, "too many windows are open on this connection", "", "unwatch some");
  }
  auto view = built_in(name);
  if (message.has("filter") || message.has("sort")) {
    if (view) {
      return refuse(ErrorCode::invalid, "queue, mine and open are views of their own", "view", "give yours another name");
    }
    auto given = parse_view(message);
    if (!given) {
      return std::unexpected(std::move(given.error()));
    }
    view = std::move(*given);
  }
  if (!view) {
    return refuse(ErrorCode::invalid, "there is no such view", "view", "ask for queue, mine or open, or give a filter");
  }
  const auto limit = message.number("limit").value_or(0);
  if (limit < 1 || limit > live::wire::rows_max) {
    return refuse(ErrorCode::invalid, "a window holds 1 to 200 rows", "limit", "ask for fewer");
  }
  return Wish{std::string{name}, std::move(*view), static_cast<std::size_t>(limit)};
}

void Agent::unwatch(const json::Object& message) {
  const auto name = message.text("view");
  if (!name) {
    tell(live::wire::refused("view", "", wrong_member("view", "text")));
    return;
  }
  if (const auto found = watching_.find(*name); found != watching_.end()) {
    watching_.erase(found);
  }
}

void Agent::skip(const json::Object& message) {
  if (const auto id = message.text("id")) {
    sender_.skip(*id);
    tell(live::wire::skipped(*id));
  } else {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
  }
}

}  // namespace zhiyin::desk
