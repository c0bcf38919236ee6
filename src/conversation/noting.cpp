// What colleagues note: facts of the inner numbering, which no customer hears.
#include <fmt/format.h>

#include <algorithm>

#include "conversation/acting.hpp"
#include "conversation/inner_store.hpp"
#include "conversation/rules.hpp"
#include "conversation/service.hpp"

namespace zhiyin::conversation {
namespace {

Moved as_it_is(const Conversation& c) {
  return {c.id, c.revision, c.inner_revision};
}

/// The row, if he may note something there.
Result<Acting> noting(writer::Tx& tx, ConversationId id, const access::Viewer& agent) {
  auto at = acting(tx, id, agent, Act::note);
  if (at) {
    if (const auto after = decide(at->row->conversation.stage, Act::note, at->whos); !after) {
      return std::unexpected(after.error());
    }
  }
  return at;
}

/// Those who are mentioned, or which of them cannot be: whoever is called must be able to come.
Result<std::vector<Person>> mentioned(writer::Tx& tx, const Conversation& c, std::span<const AgentId> ids,
                                      const access::Directory& directory) {
  std::vector<AgentId> invited;
  if (!ids.empty() && c.invited > 0) {
    for (const auto& one : read_participants(tx.session(), c.id)) {
      invited.emplace_back(one.who.id);
    }
  }
  std::vector<Person> people;
  std::string strangers;
  for (const auto id : ids) {
    const auto found = directory.viewers.find(id);
    if (found == directory.viewers.end() || !access::sees(found->second, {c.inbox, c.team, c.assignee, invited})) {
      const bool unknown = found == directory.viewers.end();
      strangers += fmt::format("{}{}", strangers.empty() ? "" : ", ", unknown ? id.text() : found->second.name);
    } else if (std::ranges::find(people, id.value(), &Person::id) == people.end()) {
      people.push_back(person_of(found->second));
    }
  }
  if (!strangers.empty()) {
    return refuse(ErrorCode::invalid, fmt::format("these do not see this conversation: {}", strangers), "mentions",
                  "invite them first, or leave them out");
  }
  std::ranges::sort(people, {}, &Person::id);
  return people;
}

std::optional<Error> fault_in(const NewNote& note) {
  if (auto fault = fault_in_client_id(note.words.client_id)) {
    return fault;
  }
  if (note.mentions.size() > mentions_max) {
    return Error{ErrorCode::invalid, fmt::format("a note mentions at most {} colleagues", mentions_max), "mentions", "name fewer", {}};
  }
  return fault_in_text(note.words.text);
}

bool another_wrote(writer::Tx& tx, const Conversation& c, AgentId agent, const Words& words) {
  return words.seen_seq && !words.force && *words.seen_seq < c.last_seq &&
         (tx.shelf<MessageShelf>().other_agent_wrote(c.id, *words.seen_seq, agent) ||
          other_agent_wrote(tx.session(), c.id, *words.seen_seq, agent));
}

}  // namespace

Result<Moved> write_note(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const NewNote& note,
                         const access::Directory& directory) {
  if (auto fault = fault_in(note)) {
    return std::unexpected(std::move(*fault));
  }
  const auto at = noting(tx, id, agent);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  if (const auto before = read_note_once(tx.session(), agent.person, note.words.client_id)) {
    if (before->conversation != id || before->text != note.words.text) {
      return refuse(ErrorCode::conflict, "this id was used for another note", "id", "choose another id");
    }
    return Moved{id, c.revision, before->irev};
  }
  if (another_wrote(tx, c, agent.person, note.words)) {
    return refuse(ErrorCode::stale, "a colleague has written since", "seen_seq",
                  "read what he wrote; then send again with the newest seq, or with force");
  }
  auto people = mentioned(tx, c, note.mentions, directory);
  if (!people) {
    return std::unexpected(people.error());
  }
  const std::string client_id{note.words.client_id};
  const std::string text{note.words.text};
  insert_note(tx.session(), id, {c.inner_revision + 1, c.last_seq, at->by, client_id, tx.now(), text, *people});
  record_inner(tx, *at->row, event::NoteWritten{c.last_seq, at->by, client_id, text, std::move(*people)});
  return as_it_is(c);
}

Result<Moved> change_labels(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::span<const std::string_view> add,
                            std::span<const std::string_view> remove) {
  for (const auto label : add) {
    if (auto fault = fault_in_label(label)) {
      return std::unexpected(std::move(*fault));
    }
  }
  const auto at = noting(tx, id, agent);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto before = read_labels(tx.session(), id);
  auto labels = before;
  for (const auto label : add) {
    if (std::ranges::find(labels, label) == labels.end()) {
      labels.emplace_back(label);
    }
  }
  std::erase_if(labels, [remove](const std::string& label) { return std::ranges::find(remove, label) != remove.end(); });
  std::ranges::sort(labels);
  auto& c = at->row->conversation;
  if (labels.size() > labels_max) {
    return refuse(ErrorCode::conflict, fmt::format("a conversation has at most {} labels", labels_max), "label", "take one away first");
  }
  if (labels == before) {
    return as_it_is(c);
  }
  for (const auto& label : before) {
    if (!std::ranges::binary_search(labels, label)) {
      delete_label(tx.session(), id, label);
    }
  }
  for (const auto& label : labels) {
    if (!std::ranges::binary_search(before, label)) {
      insert_label(tx.session(), id, label);
    }
  }
  record_inner(tx, *at->row, event::LabelsChanged{std::move(labels), at->by});
  return as_it_is(c);
}

Result<Moved> set_labels(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::span<const std::string_view> labels) {
  const auto before = read_labels(tx.session(), id);
  std::vector<std::string_view> gone;
  for (const auto& label : before) {
    if (std::ranges::find(labels, label) == labels.end()) {
      gone.emplace_back(label);
    }
  }
  return change_labels(tx, id, agent, labels, gone);
}

Result<Moved> set_priority(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::int64_t priority) {
  if (priority < 0 || priority > priority_max) {
    return refuse(ErrorCode::invalid, fmt::format("a priority is 0 to {}", priority_max), "priority", "choose one of them");
  }
  const auto at = noting(tx, id, agent);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  if (c.priority != priority) {
    c.priority = priority;
    record_inner(tx, *at->row, event::PriorityChanged{priority, at->by});
  }
  return as_it_is(c);
}

}  // namespace zhiyin::conversation
