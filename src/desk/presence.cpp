#include "desk/presence.hpp"

#include <algorithm>

#include "live/told.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::desk {
namespace {

std::vector<std::int64_t> ids_of(const std::vector<Person>& persons) {
  std::vector<std::int64_t> ids;
  std::ranges::transform(persons, std::back_inserter(ids), &Person::id);
  return ids;
}

net::Frame frame_of(ConversationId conversation, const std::vector<Person>& persons) {
  auto w = live::message(live::Told::looking);
  w.field("conversation", conversation.text()).name("who").begin_array();
  for (const auto& person : persons) {
    w.begin_object().field("kind", person_kind_text(person.kind)).field("id", id_text(person.id)).field("name", person.name).end_object();
  }
  return net::frame(w.end_array().end_object().take());
}

}  // namespace

std::vector<Person> Presence::persons(const Watched& watched, bool here_only) {
  std::vector<Person> all;
  for (const auto& [socket, looker] : watched.here) {
    all.push_back(looker.who);
  }
  for (const auto& [process, elsewhere] : watched.elsewhere) {
    if (!here_only) {
      all.insert(all.end(), elsewhere.who.begin(), elsewhere.who.end());
    }
  }
  std::ranges::sort(all, {}, &Person::id);
  all.erase(std::ranges::unique(all, {}, &Person::id).begin(), all.end());
  return all;
}

void Presence::look(ConversationId conversation, std::int64_t socket, Looker looker) {
  const std::lock_guard lock(mutex_);
  auto& watched = watched_[conversation];
  const auto before = ids_of(persons(watched, true));
  auto* const home = looker.home;
  const auto deliver = looker.deliver;
  watched.here.insert_or_assign(socket, std::move(looker));
  const auto everybody = persons(watched, false);
  if (ids_of(everybody) == watched.told) {
    // Nobody else is there anew; only the newcomer must be told.
    home->post([deliver, frame = frame_of(conversation, everybody)] { deliver(frame); });
  }
  settle(conversation);
  if (ids_of(persons(watched, true)) != before) {
    say({conversation});
  }
}

void Presence::look_away(ConversationId conversation, std::int64_t socket) {
  const std::lock_guard lock(mutex_);
  const auto found = watched_.find(conversation);
  if (found == watched_.end() || found->second.here.erase(socket) == 0) {
    return;
  }
  say({conversation});
  settle(conversation);
}

std::vector<Person> Presence::looking(ConversationId conversation) const {
  const std::lock_guard lock(mutex_);
  const auto found = watched_.find(conversation);
  return found == watched_.end() ? std::vector<Person>{} : persons(found->second, false);
}

void Presence::settle(ConversationId conversation) {
  const auto found = watched_.find(conversation);
  auto& watched = found->second;
  const auto everybody = persons(watched, false);
  if (everybody.empty()) {
    watched_.erase(found);
    return;
  }
  if (auto ids = ids_of(everybody); ids != watched.told) {
    watched.told = std::move(ids);
    const auto frame = frame_of(conversation, everybody);
    for (const auto& [socket, looker] : watched.here) {
      looker.home->post([deliver = looker.deliver, frame] { deliver(frame); });
    }
  }
}

void Presence::say(const std::vector<ConversationId>& conversations) const {
  if (!whisper_) {
    return;
  }
  for (std::size_t from = 0; from < conversations.size(); from += whispered_max) {
    json::Writer w;
    w.begin_object().field("looking", process_).name("at").begin_object();
    for (std::size_t i = from; i < std::min(from + whispered_max, conversations.size()); ++i) {
      w.name(conversations[i].text()).begin_array();
      if (const auto found = watched_.find(conversations[i]); found != watched_.end()) {
        for (const auto& person : persons(found->second, true)) {
          w.text(id_text(person.id) + person.name);
        }
      }
      w.end_array();
    }
    whisper_(w.end_object().end_object().take());
  }
}

bool Presence::hear(const json::Object& whisper) {
  const auto process = whisper.text("looking");
  const auto at = whisper.object("at");
  if (!process || !at) {
    return false;
  }
  constexpr std::size_t id_length = 13;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < at->size(); ++i) {
    const auto name = at->name(i);
    const auto conversation = ConversationId::parse(name);
    if (!conversation) {
      continue;
    }
    auto& watched = watched_[*conversation];
    Elsewhere elsewhere{clock_.now(), {}};
    for (const auto text : at->texts(name).value_or(std::vector<std::string_view>{})) {
      if (const auto id = parse_id_text(text.substr(0, id_length))) {
        elsewhere.who.push_back({PersonKind::agent, *id, std::string{text.substr(id_length)}});
      }
    }
    if (elsewhere.who.empty()) {
      watched.elsewhere.erase(std::string{*process});
    } else {
      watched.elsewhere.insert_or_assign(std::string{*process}, std::move(elsewhere));
    }
    settle(*conversation);
  }
  return true;
}

void Presence::forget_silent(Watched& watched) const {
  std::erase_if(watched.elsewhere, [&](const auto& item) { return clock_.now() - item.second.heard > forget_after; });
}

void Presence::renew() {
  const std::lock_guard lock(mutex_);
  std::vector<ConversationId> all;
  std::vector<ConversationId> here;
  for (const auto& [conversation, watched] : watched_) {
    all.push_back(conversation);
    if (!watched.here.empty()) {
      here.push_back(conversation);
    }
  }
  say(here);
  for (const auto conversation : all) {
    forget_silent(watched_.at(conversation));
    settle(conversation);
  }
}

}  // namespace zhiyin::desk
