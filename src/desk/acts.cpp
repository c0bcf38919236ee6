#include "desk/acts.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/hold.hpp"
#include "conversation/lost_team.hpp"
#include "conversation/personal.hpp"
#include "desk/agent.hpp"
#include "live/member.hpp"
#include "live/wire.hpp"
#include "platform/base/require.hpp"
#include "routing/service.hpp"

namespace zhiyin::desk {
namespace {

using access::Directory;
using access::Viewer;
using conversation::Moved;
using live::wrong_member;

/// A message that asks for an act on a conversation.
struct Asked {
  const json::Object& message;
  ConversationId conversation;
  const conversation::Settings& settings;

  [[nodiscard]] std::optional<std::int64_t> rev() const { return message.number("rev"); }
  [[nodiscard]] std::string text(std::string_view name) const { return std::string{message.text(name).value_or("")}; }
  [[nodiscard]] std::optional<AgentId> agent() const { return AgentId::parse(message.text("agent").value_or("")); }
};
using Read = Result<Decide> (*)(const Asked&);

std::unexpected<Error> wrong(std::string_view name, std::string_view is) {
  return std::unexpected(wrong_member(name, is));
}

Result<Decide> read_take(const Asked& asked) {
  return [id = asked.conversation, rev = asked.rev()](writer::Tx& tx, const Viewer& me, const Directory&) {
    return conversation::take(tx, id, me, rev);
  };
}

Result<Decide> read_accept(const Asked& asked) {
  return [id = asked.conversation](writer::Tx& tx, const Viewer& me, const Directory&) { return routing::accept(tx, id, me); };
}

Result<Decide> read_decline(const Asked& asked) {
  return [id = asked.conversation](writer::Tx& tx, const Viewer& me, const Directory&) { return routing::decline(tx, id, me); };
}

Millis wrap_up_of(writer::Tx& tx, ConversationId id, const Directory& directory) {
  const auto* c = conversation::find(tx, id);
  const auto inbox = c == nullptr ? directory.inboxes.end() : directory.inboxes.find(c->inbox);
  return inbox == directory.inboxes.end() ? Millis{0} : inbox->second.wrap_up;
}

Result<Decide> read_resolve(const Asked& asked) {
  return [id = asked.conversation, rev = asked.rev()](writer::Tx& tx, const Viewer& me, const Directory& directory) {
    return conversation::resolve(tx, id, me, rev, wrap_up_of(tx, id, directory));
  };
}

Result<Decide> read_finish(const Asked& asked) {
  return
      [id = asked.conversation](writer::Tx& tx, const Viewer& me, const Directory&) { return conversation::finish_wrap_up(tx, id, &me); };
}

Result<Decide> read_reopen(const Asked& asked) {
  return [id = asked.conversation, settings = asked.settings](writer::Tx& tx, const Viewer& me, const Directory&) {
    auto moved = conversation::reopen(tx, id, me, settings);
    if (moved) {
      moved->inner_revision = conversation::leave_lost_team(tx, id);
    }
    return moved;
  };
}

Result<Decide> read_requeue(const Asked& asked) {
  return [id = asked.conversation](writer::Tx& tx, const Viewer& me, const Directory&) { return conversation::requeue(tx, id, &me); };
}

Result<Decide> read_assign(const Asked& asked) {
  const auto agent = asked.agent();
  if (!agent) {
    return wrong("agent", "the id of an agent");
  }
  return [id = asked.conversation, to = *agent, rev = asked.rev()](writer::Tx& tx, const Viewer& me, const Directory& directory) {
    return conversation::assign(tx, id, &me, to, directory, rev);
  };
}

Result<Decide> read_transfer(const Asked& asked) {
  if (const auto agent = asked.agent()) {
    return [id = asked.conversation, to = *agent, rev = asked.rev()](writer::Tx& tx, const Viewer& me, const Directory& directory) {
      return conversation::transfer_to_agent(tx, id, me, to, directory, rev);
    };
  }
  const auto name = asked.message.text("team");
  const auto team = name && name->empty() ? std::optional{TeamId{}} : TeamId::parse(name.value_or(""));
  if (!team) {
    return wrong("team", "the id of a team, or empty for none in particular; or give agent");
  }
  return [id = asked.conversation, to = *team, rev = asked.rev()](writer::Tx& tx, const Viewer& me, const Directory&) {
    return conversation::transfer_to_team(tx, id, me, to, access::hold(tx), rev);
  };
}

Result<Decide> read_invite(const Asked& asked) {
  const auto agent = asked.agent();
  if (!agent) {
    return wrong("agent", "the id of an agent");
  }
  return [id = asked.conversation, who = *agent](writer::Tx& tx, const Viewer& me, const Directory& directory) {
    return conversation::invite(tx, id, me, who, directory);
  };
}

Result<Decide> read_leave(const Asked& asked) {
  if (asked.message.has("agent") && !asked.agent()) {
    return wrong("agent", "the id of an agent; absent: oneself");
  }
  return [id = asked.conversation, who = asked.agent()](writer::Tx& tx, const Viewer& me, const Directory&) {
    return conversation::leave(tx, id, me, who.value_or(me.person));
  };
}

Result<Decide> read_note(const Asked& asked) {
  std::vector<AgentId> mentions;
  if (asked.message.has("mentions")) {
    const auto names = asked.message.texts("mentions");
    if (!names) {
      return wrong("mentions", "a list of ids of agents");
    }
    for (const auto name : *names) {
      const auto agent = AgentId::parse(name);
      if (!agent) {
        return wrong("mentions", "a list of ids of agents");
      }
      mentions.push_back(*agent);
    }
  }
  if (!asked.message.text("text")) {
    return wrong("text", "text");
  }
  return [id = asked.conversation, client_id = asked.text("id"), text = asked.text("text"), mentions = std::move(mentions),
          seen_seq = asked.message.number("seen_seq"),
          force = asked.message.flag("force").value_or(false)](writer::Tx& tx, const Viewer& me, const Directory& directory) {
    return conversation::write_note(
        tx, id, me, {.words = {.client_id = client_id, .text = text, .seen_seq = seen_seq, .force = force}, .mentions = mentions},
        directory);
  };
}

Result<Decide> read_label(const Asked& asked) {
  const auto list = [&](std::string_view name) -> std::optional<std::vector<std::string>> {
    const auto texts = asked.message.texts(name);
    if (!texts) {
      return asked.message.has(name) ? std::nullopt : std::optional{std::vector<std::string>{}};
    }
    return std::vector<std::string>{texts->begin(), texts->end()};
  };
  auto add = list("add");
  auto remove = list("remove");
  if (!add || !remove) {
    return wrong(add ? "remove" : "add", "a list of labels");
  }
  return [id = asked.conversation, add = std::move(*add), remove = std::move(*remove)](writer::Tx& tx, const Viewer& me, const Directory&) {
    const std::vector<std::string_view> more{add.begin(), add.end()};
    const std::vector<std::string_view> less{remove.begin(), remove.end()};
    return conversation::change_labels(tx, id, me, more, less);
  };
}

Result<Decide> read_priority(const Asked& asked) {
  const auto priority = asked.message.number("priority");
  if (!priority) {
    return wrong("priority", "an integer");
  }
  return [id = asked.conversation, priority = *priority](writer::Tx& tx, const Viewer& me, const Directory&) {
    return conversation::set_priority(tx, id, me, priority);
  };
}

Result<Decide> read_snooze(const Asked& asked) {
  const auto until = parse_iso(asked.text("until"));
  if (!until) {
    return wrong("until", "a time like 2026-11-21T10:53:07.042Z");
  }
  return [id = asked.conversation, until = *until](writer::Tx& tx, const Viewer& me, const Directory&) {
    return conversation::snooze(tx, id, me, until);
  };
}

Result<Decide> read_wake(const Asked& asked) {
  return [id = asked.conversation](writer::Tx& tx, const Viewer& me, const Directory&) { return conversation::wake(tx, id, &me); };
}

Result<Decide> read_edit(const Asked& asked) {
  const auto seq = asked.message.number("seq");
  if (!seq || !asked.message.text("text")) {
    return seq ? wrong("text", "text") : wrong("seq", "an integer");
  }
  return [id = asked.conversation, seq = *seq, text = asked.text("text"), settings = asked.settings](
             writer::Tx& tx, const Viewer& me, const Directory&) { return conversation::edit(tx, id, me, seq, text, settings); };
}

Moved as_it_is(writer::Tx& tx, ConversationId id) {
  const auto* c = conversation::find(tx, id);
  return {id, c->revision, c->inner_revision};
}

Result<Decide> read_draft(const Asked& asked) {
  if (!asked.message.text("text")) {
    return wrong("text", "text; empty: no draft");
  }
  return [id = asked.conversation, text = asked.text("text")](writer::Tx& tx, const Viewer& me, const Directory&) -> Result<Moved> {
    const auto kept = conversation::save_draft(tx, id, me, text);
    return kept ? Result<Moved>{as_it_is(tx, id)} : std::unexpected(kept.error());
  };
}

Result<Decide> read_unread(const Asked& asked) {
  const auto seq = asked.message.number("seq");
  if (!seq) {
    return wrong("seq", "an integer; 0: no mark");
  }
  return [id = asked.conversation, seq = *seq](writer::Tx& tx, const Viewer& me, const Directory&) -> Result<Moved> {
    const auto kept = conversation::mark_unread(tx, id, me, seq);
    return kept ? Result<Moved>{as_it_is(tx, id)} : std::unexpected(kept.error());
  };
}

struct ActType {
  std::string_view type;
  Read read;
};
constexpr std::array<ActType, 19> types{{{"take", read_take},
                                         {"accept", read_accept},
                                         {"decline", read_decline},
                                         {"resolve", read_resolve},
                                         {"finish", read_finish},
                                         {"reopen", read_reopen},
                                         {"requeue", read_requeue},
                                         {"assign", read_assign},
                                         {"transfer", read_transfer},
                                         {"invite", read_invite},
                                         {"leave", read_leave},
                                         {"note", read_note},
                                         {"label", read_label},
                                         {"priority", read_priority},
                                         {"snooze", read_snooze},
                                         {"wake", read_wake},
                                         {"edit", read_edit},
                                         {"draft", read_draft},
                                         {"unread", read_unread}}};

}  // namespace

bool is_act(std::string_view type) {
  return std::ranges::find(types, type, &ActType::type) != types.end();
}

std::vector<std::string_view> act_types() {
  std::vector<std::string_view> all;
  std::ranges::transform(types, std::back_inserter(all), &ActType::type);
  return all;
}

Result<Decide> read_act(const json::Object& message, std::string_view type, ConversationId conversation,
                        const conversation::Settings& settings) {
  const auto* found = std::ranges::find(types, type, &ActType::type);
  require(found != types.end(), "only an act is read as one");
  if (message.has("rev") && !message.number("rev")) {
    return wrong("rev", "an integer");
  }
  return found->read({message, conversation, settings});
}

void Agent::act(const json::Object& message, std::string_view type, ConversationId conversation) {
  const auto id = message.text("id");
  if (!id) {
    tell(live::wire::refused("", "", wrong_member("id", "text")));
    return;
  }
  auto decide = read_act(message, type, conversation, gateway_.conversations);
  if (!decide) {
    tell(live::wire::refused("id", *id, decide.error()));
    return;
  }
  // Acts do not wait behind a refused message, nor do they hold one up: what they carry is no part of the conversation's words.
  gateway_.writer.submit(writer::command<Moved>(
      lane(),
      [conversation, who = actor(), newest = type == "reopen"](writer::Tx& tx) {
        conversation::want(tx, conversation);
        who.want(tx);
        if (const auto* c = conversation::find(tx, conversation); newest && c != nullptr) {
          conversation::want_newest_of(tx, c->contact, c->inbox);
        }
      },
      [decide = std::move(*decide), who = actor(), conversation, &inside = inside_](writer::Tx& tx) -> Result<Moved> {
        const auto viewer = who.find(tx, inside.callers.settings());
        if (!viewer) {
          return std::unexpected(viewer.error());
        }
        auto moved = decide(tx, *viewer, access::directory(tx));
        if (inside.plant == DeskPlant::told_forbidden && !moved && conversation::find(tx, conversation) != nullptr) {
          moved.error().code = ErrorCode::forbidden;
        }
        return moved;
      },
      [&home = socket_->reactor(), weak = std::weak_ptr{alive_}, id = std::string{*id}](Result<Moved> result) {
        home.post([weak, id, result = std::move(result)] {
          if (const auto self = weak.lock()) {
            (*self)->tell(result ? live::wire::moved(id, *result) : live::wire::refused("id", id, result.error()));
          }
        });
      }));
}

}  // namespace zhiyin::desk
