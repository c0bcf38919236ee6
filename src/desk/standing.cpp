// Who an agent's connection belongs to, what he may still see, and whether he is there.
#include <algorithm>

#include "credential/service.hpp"
#include "desk/agent.hpp"
#include "desk/inner_wire.hpp"
#include "desk/offer_wire.hpp"
#include "live/member.hpp"
#include "live/told.hpp"
#include "live/wire.hpp"
#include "platform/json/writer.hpp"
#include "team/rules.hpp"
#include "team/state.hpp"

namespace zhiyin::desk {
namespace {

using identity::Right;
using live::wrong_member;

/// A connection that lasts shows that its session is in use; so a browser that only listens stays signed in.
constexpr std::chrono::milliseconds show_again{3'600'000};
constexpr const char* no_right = "you may not read conversations";
constexpr const char* ended_words = "this token or session is not known, or has ended";

std::string state_object(const team::AgentState& state) {
  json::Writer w;
  w.begin_object().field("state", team::state_text(state.state)).field("reason", state.reason);
  w.name("since");
  if (state.revision == 0) {
    w.null();
  } else {
    w.text(iso_text(state.since));
  }
  return w.field("rev", state.revision).end_object().take();
}

std::string state_frame(live::Told told, std::string_view id, const team::AgentState& state) {
  auto w = live::message(told);
  if (!id.empty()) {
    w.field("id", id);
  }
  return w.name("state").raw(state_object(state)).end_object().take();
}

}  // namespace

void Agent::hello(const json::Object& message) {
  if (message.number("v") != live::wire::version) {
    socket_->close(net::CloseCode::policy, "this server speaks version 1");
    return;
  }
  auto key = key_of(arrival_, message.text("token"), message.text("agent"), inside_.demo_agents);
  if (!key) {
    socket_->close(net::CloseCode::policy, key.error().what);
    return;
  }
  key_ = *std::move(key);
  phase_ = Phase::asked;
  ask_who();
}

void Agent::ask_who() {
  outdated_ = false;
  using Answer = std::optional<Comer>;
  gateway_.reading.ask<Answer>(
      socket_->reactor(),
      [key = *key_, at_home = arrival_.at_home, &callers = inside_.callers, &clock = gateway_.clock](db::Session& session) -> Answer {
        return callers.find(session, key, at_home, clock.now());
      },
      [weak = std::weak_ptr{alive_}](Result<Answer> comer) {
        if (const auto self = weak.lock()) {
          (*self)->arrive(std::move(comer));
        }
      });
}

void Agent::arrive(Result<std::optional<Comer>> comer) {
  if (outdated_) {
    ask_who();  // what was read may be older than what this board has been told since
  } else if (!comer && phase_ == Phase::known) {
    watch_end();  // the store cannot be asked now: what he has stays, until it can
  } else if (!comer) {
    socket_->close(net::CloseCode::try_again_later, comer.error().what);
  } else if (!*comer) {
    socket_->close(net::CloseCode::policy, ended_words);
  } else if (phase_ == Phase::known) {
    who_ = (*comer)->who;
    adopt(*(*comer)->directory);
    touch();
    watch_end();
  } else {
    come_in(**comer);
  }
}

void Agent::come_in(const Comer& comer) {
  who_ = comer.who;
  const auto& newest = news_board().directory();
  const auto& directory = newest && newest->generation > comer.directory->generation ? *newest : *comer.directory;
  viewer_ = viewer_of(directory, comer.person, scopes());
  generation_ = directory.generation;
  if (!viewer_.may(Right::conversation_read)) {
    socket_->close(net::CloseCode::policy, no_right);
    return;
  }
  phase_ = Phase::known;
  me_ = {PersonKind::agent, comer.person.value(), viewer_.name};
  state_ = comer.state;
  tell(live::wire::welcome({gateway_.log_id, gateway_.clock.now(), me_, "", gateway_.message_max_bytes, state_object(state_)}));
  for (const auto& changed : std::exchange(early_states_, {})) {
    tell_state(changed);
  }
  for (const auto& offer : comer.offers) {
    tell_offer({offer.conversation, offer.made_at, event::OfferMade{offer.agent, offer.expires_at}});
  }
  // After those that stood: what was read may be older or newer than these, and each says how it is since.
  for (const auto& fact : std::exchange(early_offers_, {})) {
    tell_offer(fact);
  }
  touch();
  watch_end();
  renew();
  for (const auto& text : std::exchange(early_, {})) {
    hear(text);
  }
}

void Agent::on_news(const News& news) {
  if (phase_ == Phase::strange) {
    return;
  }
  outdated_ = outdated_ || news.directory || !news.ended.empty();
  if (phase_ == Phase::asked) {
    early_states_.insert(early_states_.end(), news.states.begin(), news.states.end());
    early_offers_.insert(early_offers_.end(), news.offers.begin(), news.offers.end());
    return;
  }
  if (who_ && inside_.plant != DeskPlant::kept_ended && std::ranges::find(news.ended, who_->id) != news.ended.end()) {
    phase_ = Phase::strange;
    viewer_.rights.reset();
    socket_->close(net::CloseCode::policy, ended_words);
    return;
  }
  if (news.directory && inside_.plant != DeskPlant::deaf) {
    adopt(*news.directory);
  }
  for (const auto& changed : news.states) {
    tell_state(changed);
  }
  for (const auto& fact : news.offers) {
    tell_offer(fact);
  }
}

void Agent::tell_offer(const event::RoutingFact& fact) {
  auto told = offer_told(fact);
  const bool his = told.agent == me() || (inside_.plant == DeskPlant::loud_offers && !told.agent.none());
  if (his && viewer_.may(Right::conversation_reply)) {
    tell(std::move(told.text));
  }
}

void Agent::adopt(const access::Directory& directory) {
  if (directory.generation <= generation_) {
    return;
  }
  generation_ = directory.generation;
  auto viewer = viewer_of(directory, AgentId{me_.id}, scopes());
  if (viewer == viewer_) {
    return;
  }
  viewer.person = AgentId{me_.id};  // also of one who is gone from the directory
  viewer_ = std::move(viewer);
  me_.name = viewer_.name;
  if (!viewer_.may(Right::conversation_read)) {
    socket_->close(net::CloseCode::policy, no_right);
    return;
  }
  std::vector<ConversationId> lost;
  for (const auto& [conversation, opened] : opened_) {
    if (!opened.stream.waiting() && !opened.sight->shows(viewer_)) {
      lost.push_back(conversation);
    }
  }
  std::ranges::for_each(lost, [this](ConversationId conversation) { lose(conversation); });
}

void Agent::watch_end() {
  if (!who_) {
    return;
  }
  auto wait = show_again;
  if (who_->ends_at) {
    wait = std::clamp<std::chrono::milliseconds>(*who_->ends_at - gateway_.clock.now(), std::chrono::milliseconds{1'000}, show_again);
  }
  end_watch_ = std::make_shared<int>(0);
  socket_->reactor().after(wait, [weak = std::weak_ptr{alive_}, watch = std::weak_ptr{end_watch_}] {
    if (const auto self = weak.lock(); self && watch.lock()) {
      (*self)->ask_who();
    }
  });
}

void Agent::touch() {
  if (who_ && who_->touch_due) {
    gateway_.writer.submit(writer::command<bool>(
        lane(), [](writer::Tx&) {},
        [who = *who_](writer::Tx& tx) -> Result<bool> {
          credential::touch(tx, who);
          return true;
        },
        [](const Result<bool>&) {}));
  }
}

void Agent::renew() {
  socket_->reactor().after(Leases::renew_every, [weak = std::weak_ptr{alive_}] {
    if (const auto self = weak.lock()) {
      (*self)->renew();
    }
  });
  if (!team::leased(state_.state) || !inside_.leases.take_turn(me(), gateway_.clock.now())) {
    return;
  }
  gateway_.writer.submit(writer::command<bool>(
      lane(), [me = me()](writer::Tx& tx) { team::want_state(tx, me); },
      [me = me(), settings = inside_.team](writer::Tx& tx) -> Result<bool> { return team::renew(tx, me, settings); },
      [](const Result<bool>&) {}));
}

void Agent::set_state(const json::Object& message) {
  const auto id = message.text("id");
  if (!id) {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
    return;
  }
  const auto state = team::parse_state(message.text("state").value_or(""));
  if (!state || (message.has("reason") && !message.text("reason"))) {
    tell(live::wire::refused(
        "id", *id, state ? wrong_member("reason", "text") : wrong_member("state", "available, busy, wrap_up, on_break or offline")));
    return;
  }
  using team::AgentState;
  gateway_.writer.submit(writer::command<AgentState>(
      lane(),
      [who = actor()](writer::Tx& tx) {
        team::want_state(tx, who.person);
        who.want(tx);
      },
      [who = actor(), state = *state, reason = std::string{message.text("reason").value_or("")},
       &inside = inside_](writer::Tx& tx) -> Result<AgentState> {
        const auto viewer = who.find(tx, inside.callers.settings());
        if (!viewer) {
          return std::unexpected(viewer.error());
        }
        if (!viewer->may(Right::state_own)) {
          return refuse(ErrorCode::forbidden, "you may not say whether you are there", "", "ask an administrator");
        }
        return team::set_state(tx, who.person, state, reason, who.person, inside.team);
      },
      [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::string{*id}](Result<AgentState> result) {
        home.post([weak, id, result = std::move(result)] {
          if (const auto self = weak.lock()) {
            (*self)->tell(result ? state_frame(live::Told::ack, id, *result) : live::wire::refused("id", id, result.error()));
          }
        });
      }));
}

void Agent::tell_state(const event::StateChanged& changed) {
  if (changed.agent != me() || changed.revision <= state_.revision) {
    return;
  }
  if (changed.before != changed.state) {
    state_.since = changed.at;
  }
  state_.state = changed.state;
  state_.reason = changed.reason;
  state_.revision = changed.revision;
  tell(state_frame(live::Told::state, "", state_));
}

}  // namespace zhiyin::desk
