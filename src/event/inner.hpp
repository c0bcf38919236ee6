// What colleagues know of a conversation and its customer never hears: notes, labels, priority, sleep, team, who takes part. A type of its
// own, numbered by the conversation's inner revision: what is told to visitors is made of event::ConversationFact alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

struct NoteWritten {
  std::int64_t after_seq = 0;  ///< the newest message when it was written
  Person author;
  std::string client_id;
  std::string text;
  std::vector<Person> mentions;
};
struct LabelsChanged {
  std::vector<std::string> labels;  ///< all that it has now, ascending
  Person by;
};
struct PriorityChanged {
  std::int64_t priority = 0;  ///< 0 none, 1 low … 4 urgent
  Person by;
};
struct Snoozed {
  Time until;
  Person by;
};
struct Woken {
  Person by;  ///< the visitor, an agent, or nobody (id 0): its time came, or it went on in another way
};
struct TeamChanged {
  TeamId team;  ///< none: no team in particular
  Person by;
};
struct ParticipantJoined {
  Person who;
  Person by;
};
struct ParticipantLeft {
  Person who;
  Person by;
};

using InnerChange =
    std::variant<NoteWritten, LabelsChanged, PriorityChanged, Snoozed, Woken, TeamChanged, ParticipantJoined, ParticipantLeft>;

struct InnerFact {
  std::int64_t pos = 0;
  ConversationId conversation;
  std::int64_t revision = 0;  ///< the inner one; gap-free from 1
  Time at;
  ContactId contact;
  InboxId inbox;
  TeamId team;       ///< after this fact
  AgentId assignee;  ///< likewise
  InnerChange change;
};

/// Of kind "inner_…". Words are in the body, which belongs to the contact; colleagues' names are in the envelope.
[[nodiscard]] journal::Entry write(const InnerFact& fact);
/// Whether an entry is one; its `subject` is the conversation and its `revision` the inner one.
[[nodiscard]] bool is_inner(const journal::Entry& entry);
/// nullopt for a fact of another publisher. A fact of ours that cannot be read is a bug.
[[nodiscard]] std::optional<InnerFact> read_inner(const journal::Entry& entry);

}  // namespace zhiyin::event
