#include "sim/chronicle.hpp"

#include <utility>

namespace zhiyin::sim {

Vanished& Vanished::operator+=(const Vanished& other) {
  agents += other.agents;
  agents_with_work += other.agents_with_work;
  conversations += other.conversations;
  offers += other.offers;
  kept += other.kept;
  conversation_ms.insert(conversation_ms.end(), other.conversation_ms.begin(), other.conversation_ms.end());
  offer_ms.insert(offer_ms.end(), other.offer_ms.begin(), other.offer_ms.end());
  return *this;
}

Counts& Counts::operator+=(const Counts& other) {
  commands += other.commands;
  facts += other.facts;
  messages += other.messages;
  acknowledged += other.acknowledged;
  refused += other.refused;
  frames += other.frames;
  timers += other.timers;
  parked += other.parked;
  accepted += other.accepted;
  list_frames += other.list_frames;
  vanished += other.vanished;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    checks[i] += other.checks[i];
  }
  for (std::size_t i = 0; i < faults.size(); ++i) {
    faults[i] += other.faults[i];
  }
  return *this;
}

void Chronicle::note(std::string event) {
  digest(event);
  last_.push_back(std::move(event));
  if (last_.size() > kept_max) {
    last_.pop_front();
  }
}

void Chronicle::digest(std::string_view text) {
  digest(static_cast<std::int64_t>(text.size()));
  for (const char c : text) {
    digest_ = (digest_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
}

void Chronicle::digest(std::int64_t number) {
  for (int i = 0; i < 8; ++i) {
    digest_ = (digest_ ^ (static_cast<std::uint64_t>(number) >> (8 * i) & 0xFFU)) * 1099511628211ULL;
  }
}

void Chronicle::violate(Invariant invariant, std::string what) {
  if (!violation_) {
    violation_ = Violation{invariant, std::move(what)};
  }
}

}  // namespace zhiyin::sim
