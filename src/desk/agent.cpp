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

/// Whether he sees this conversation in this transaction; his invitations are read only when they decide.
bool sees(const access::Viewer& viewer, const conversation::Conversation& c, db::Session& session) {
  return access::sees(viewer, {c.inbox, c.team, c.assignee, {}}) ||
         access::sees(viewer, {c.inbox, c.team, c.assignee, conversation::participants_of(session, c.id)});
}

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

void Agent::hear(std::string_view text) {
  const auto document = json::Document::parse(text);
  if (!document) {
    socket_->close(net::CloseCode::protocol_error, document.error().what);
    return;
  }
  const auto message = document->root();
  const auto type = message ? message->text("t").value_or("") : "";
  if (phase_ == Phase::known && !message) {
    tell(live::wire::refused("", "", live::not_an_object()));
  } else if (phase_ == Phase::known) {
    obey(*message, type);
  } else if (type == "hello") {
    hello(*message);
  } else {
    socket_->close(net::CloseCode::protocol_error, "the first message is hello");
  }
}

void Agent::obey(const json::Object& message, std::string_view type) {
  if (type == "watch") {
    watch(message);
    return;
  }
  if (type == "unwatch") {
    unwatch(message);
    return;
  }
  if (type == "skip") {
    skip(message);
    return;
  }
  if (type == "ping") {
    tell(live::wire::pong(gateway_.clock.now()));
    return;
  }
  if (type == "state") {
    set_state(message);
    return;
  }
  const auto id = message.text("id").value_or("");
  const bool known = type == "open" || type == "close" || type == "send" || type == "got" || type == "seen" || type == "typing" ||
                     type == "history" || is_act(type);
  if (!known) {
    tell(live::wire::refused("id", id, live::unknown_type()));
    return;
  }
  const auto conversation = ConversationId::parse(message.text("conversation").value_or(""));
  if (!conversation) {
    tell(live::wire::refused("id", id, wrong_member("conversation", "the id of a conversation")));
    return;
  }
  if (type == "send") {
    send(message, *conversation);
  } else if (is_act(type)) {
    act(message, type, *conversation);
  } else if (type == "got" || type == "seen") {
    receipt(message, *conversation, type == "seen");
  } else if (type == "open") {
    open(message, *conversation);
  } else if (type == "close") {
    close(*conversation);
  } else if (type == "typing") {
    typing(*conversation);
  } else {
    history(message, *conversation);
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
  opened_[conversation].stream.expect_picture();
  board().follow(conversation, *this);
  inner_board().follow(conversation, *this);
  gateway_.reading.ask<Shown>(
      socket_->reactor(),
      [conversation, revision, inner_revision, who = actor(), &callers = inside_.callers](db::Session& session) -> Shown {
        Shown shown{callers.directory(session), {}, {}};
        const auto c = conversation::conversation_of(session, conversation);
        if (!c || !sees(viewer_of(*shown.directory, who.person, who.scopes), *c, session)) {
          return shown;
        }
        shown.picture =
            revision > 0 ? conversation::changes_after(session, conversation, revision) : conversation::snapshot(session, conversation);
        if (shown.picture) {
          shown.inner = conversation::inner_of(session, shown.picture->conversation, shown.picture->whole ? 0 : inner_revision);
        }
        return shown;
      },
      [weak = std::weak_ptr{alive_}, conversation](Result<Shown> shown) {
        if (const auto self = weak.lock()) {
          (*self)->show(conversation, std::move(shown));
        }
      });
}

void Agent::show(ConversationId conversation, Result<Shown> shown) {
  if (shown) {
    adopt(*shown->directory);
  }
  const auto found = opened_.find(conversation);
  if (found == opened_.end()) {
    return;  // closed meanwhile
  }
  auto& opened = found->second;
  if (shown && shown->picture) {
    const auto& picture = *shown->picture;
    opened.sight = Sight{picture.conversation, shown->inner.participants};
    if (opened.sight.shows(viewer_)) {
      opened.stream.on_picture(picture.conversation.revision,
                               net::frame(live::wire::picture(gateway_.log_id, picture, inner_object(shown->inner))), *socket_);
      opened.inner.on_picture(shown->inner.revision);
      presence_.look(conversation, number_, {me_, &socket_->reactor(), screen()});
      const auto early = std::exchange(opened.early, {});
      const auto early_inner = std::exchange(opened.early_inner, {});
      for (const auto& [batch, relayed] : early) {
        on_fact(*relayed, batch);
      }
      for (const auto& [batch, relayed] : early_inner) {
        on_inner(*relayed, batch);
      }
      return;
    }
  }
  close(conversation);
  const Error error = shown ? no_such_conversation() : shown.error();
  tell(live::wire::refused("conversation", conversation.text(), error));
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
    opened.early.emplace_back(batch, &relayed);
    return;
  }
  opened.sight.apply(relayed.fact);
  if (opened.sight.shows(viewer_)) {
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
    opened.early_inner.emplace_back(batch, &relayed);
    return;
  }
  opened.sight.apply(relayed.fact);
  if (opened.sight.shows(viewer_)) {
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
  auto sent = sender_.take(message);
  if (!sent) {
    tell(std::move(sent.error()));
    return;
  }
  using conversation::Said;
  auto reply = answering<Said>(sent->client_id, [](const std::string& client_id, const Said& said) {
    return live::wire::said(client_id, said.conversation, said.seq, said.at, said.again);
  });
  gateway_.writer.submit(writer::command<Said>(
      lane(),
      [conversation, who = actor(), id = sent->client_id](writer::Tx& tx) {
        conversation::want(tx, conversation);
        who.want(tx);
        if (const auto* c = conversation::find(tx, conversation)) {
          conversation::want_message(tx, c->inbox, who.person.value(), id);
        }
      },
      channel::in_order<Said>(
          sent->place,
          [conversation, who = actor(), &callers = inside_.callers, id = sent->client_id, text = sent->text,
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
      channel::noting_refusal<Said>(sent->place, std::move(reply))));
}

void Agent::receipt(const json::Object& message, ConversationId conversation, bool read) {
  const auto seq = message.number("seq");
  const auto found = opened_.find(conversation);
  if (!seq || *seq < 0) {
    tell(live::wire::refused("conversation", conversation.text(), wrong_member("seq", "a positive integer")));
    return;
  }
  if (found == opened_.end()) {
    return;  // nothing of it was delivered here
  }
  auto& receipts = found->second.receipts;
  if (!receipts) {
    receipts = std::make_shared<live::Receipts>(gateway_, socket_->reactor(), conversation, PersonKind::agent, me_.id, lane());
  }
  read ? receipts->seen(*seq) : receipts->got(*seq);
}

void Agent::typing(ConversationId conversation) {
  const auto found = opened_.find(conversation);
  const auto now = gateway_.clock.now();
  if (found == opened_.end() || now - found->second.typed_at < typing_every) {
    return;
  }
  found->second.typed_at = now;
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
  using Answer = std::optional<conversation::Pages>;
  gateway_.reading.ask<Answer>(
      socket_->reactor(),
      [conversation, who = actor(), &callers = inside_.callers, before = *before,
       limit = message.number("limit").value_or(conversation::snapshot_entries)](db::Session& session) -> Answer {
        const auto c = conversation::conversation_of(session, conversation);
        if (!c || !sees(viewer_of(*callers.directory(session), who.person, who.scopes), *c, session)) {
          return std::nullopt;
        }
        return conversation::history(session, conversation, before, limit);
      },
      [weak = std::weak_ptr{alive_}, conversation](Result<Answer> pages) {
        if (const auto self = weak.lock()) {
          const auto error = pages ? no_such_conversation() : pages.error();
          (*self)->tell(pages && *pages ? live::wire::history(conversation, **pages)
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
  windows_.watch(number_, std::move(*wanted), viewer_, {&socket_->reactor(), screen(), std::weak_ptr<void>{token}});
}

std::function<void(const net::Frame&)> Agent::screen() const {
  return [weak = std::weak_ptr{alive_}](const net::Frame& frame) {
    if (const auto self = weak.lock()) {
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
