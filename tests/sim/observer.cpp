#include "sim/observer.hpp"

#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t facts_at_once = 200;

}  // namespace

Observer::Observer(World& world) : world_(world) {
  world.after(world.between(minutes{30}, minutes{90}), [this] { live(); });
}

void Observer::live() {
  if (world_.up() && !world_.auditor.conversations().empty()) {
    const auto& chance = world_.chance.once_in(30);
    if (!view_ || chance) {
      open();
    } else if (life_ != world_.life() || world_.chance.once_in(20)) {
      resume();
    }
    follow();
    if (world_.chance.once_in(3)) {
      compare();
    }
  }
  world_.after(world_.between(Millis{50}, minutes{6}), [this] { live(); });
}

/// The snapshot and its position, read in one transaction; of a conversation in which something may still happen.
void Observer::open() {
  const auto& all = world_.auditor.conversations();
  const auto recent = std::min<std::size_t>(all.size(), 40);
  const auto id = all[all.size() - 1 - world_.chance.under(recent)];
  auto& session = world_.reading();
  session.begin();
  view_.emplace().take(*conversation::snapshot(session, id));
  pos_ = journal::head(session).pos;
  session.rollback();
  life_ = world_.life();
}

void Observer::resume() {
  auto& session = world_.reading();
  session.begin();
  const auto picture = conversation::changes_after(session, view_->id, view_->revision);
  pos_ = journal::head(session).pos;
  session.rollback();
  life_ = world_.life();
  if (picture) {
    view_->take(*picture);
  } else {
    world_.chronicle.violate("I1", "a conversation that was seen is gone");
  }
}

/// At most one batch, so that observers are at different places of the log.
void Observer::follow() {
  const auto entries = journal::read_after(world_.reading(), pos_, facts_at_once);
  if (!entries.empty() && entries.front().pos != pos_ + 1) {
    resume();  // the log was trimmed meanwhile
    return;
  }
  for (const auto& entry : entries) {
    pos_ = entry.pos;
    const auto fact = event::read(entry);
    if (fact && fact->conversation == view_->id) {
      if (const auto gap = view_->apply(*fact)) {
        world_.chronicle.violate("I3", *gap);
      }
    }
  }
}

void Observer::compare() {
  auto& session = world_.reading();
  session.begin();
  const auto picture = conversation::snapshot(session, view_->id);
  const auto head = journal::head(session).pos;
  session.rollback();
  ++world_.chronicle.counts.comparisons;
  if (pos_ == head && picture) {
    if (auto differs = difference(*view_, view_of(*picture))) {
      world_.chronicle.violate(differs->invariant, std::move(differs->what));
    }
  }
}

}  // namespace zhiyin::sim
