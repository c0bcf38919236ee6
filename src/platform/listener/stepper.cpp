#include "platform/listener/stepper.hpp"

#include <algorithm>
#include <utility>

#include "platform/listener/cursor.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::listener {
namespace {

constexpr std::int64_t first_batch = 50;
constexpr std::size_t why_max_bytes = 500;

}  // namespace

/// One transaction of a listener. Decides by the cursor's row whether it is still its turn.
class Stepper::Step final : public writer::Command {
 public:
  Step(Stepper& owner, Mode mode, Cursor from, Cursor to, std::vector<journal::Entry> live, std::vector<journal::Entry> behind,
       std::string why)
      : owner_(owner), mode_(mode), from_(from), to_(to), live_(std::move(live)), behind_(std::move(behind)), why_(std::move(why)) {}
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  ~Step() override { tell(Outcome::trouble, {}); }

  [[nodiscard]] writer::LaneKey lane() const override { return {std::hash<std::string>{}(owner_.listener_.name)}; }

  void want(writer::Tx& tx) override {
    tx.shelf<CursorShelf>().want(owner_.listener_.name);
    if (mode_ == Mode::apply && owner_.listener_.want && !live_.empty()) {
      owner_.listener_.want(tx, live_);
    }
  }

  void run(writer::Tx& tx) override {
    auto& shelf = tx.shelf<CursorShelf>();
    const auto& name = owner_.listener_.name;
    const auto now = shelf.find(name);
    // Effects depend on the position alone; who counts or parks must also have seen the newest count, so that no try is counted for
    // another.
    outcome_ = Outcome::moved;
    if (!now || now->pos != from_.pos || (mode_ != Mode::apply && now->tries != from_.tries)) {
      return;
    }
    const auto began = owner_.stopwatch_();
    if (mode_ == Mode::apply && !live_.empty()) {
      owner_.listener_.apply(tx, live_);
    }
    took_ = owner_.stopwatch_() - began;
    for (const auto& entry : behind_) {
      shelf.park(name, entry, why_);
    }
    shelf.save(name, to_);
    outcome_ = Outcome::done;
  }

  void committed() override { tell(outcome_, {}); }
  void unfit(const std::string& why) override { tell(Outcome::threw, why); }
  void failed(Error /*error*/) override { tell(Outcome::trouble, {}); }

 private:
  void tell(Outcome outcome, const std::string& why) {
    if (std::exchange(told_, true)) {
      return;
    }
    owner_.outcome_ = outcome;
    owner_.took_ = took_;
    if (outcome == Outcome::threw) {
      owner_.why_ = why.substr(0, why_max_bytes);
    }
    const auto done = owner_.done_;  // once under_way_ is false the owner may go
    owner_.under_way_.store(false, std::memory_order_release);
    if (done) {
      done();
    }
  }

  Stepper& owner_;
  Mode mode_;
  Cursor from_;
  Cursor to_;
  std::vector<journal::Entry> live_;
  std::vector<journal::Entry> behind_;
  std::string why_;
  Outcome outcome_ = Outcome::trouble;
  std::chrono::nanoseconds took_{0};
  bool told_ = false;
};

Stepper::Stepper(const Listener& listener, StepperLimits limits, Stopwatch stopwatch, StepperFigures figures, Danger& danger,
                 std::function<void()> done)
    : listener_(listener),
      limits_(limits),
      stopwatch_(std::move(stopwatch)),
      figures_(figures),
      danger_(danger),
      done_(std::move(done)),
      batch_(std::min(first_batch, limits.facts_max)) {}

/// Takes in how the last command ended.
void Stepper::settle() {
  wait_ = Wait::for_facts;
  if (outcome_ != Outcome::none && !(mode_ == Mode::count && outcome_ == Outcome::done)) {
    danger_.leave(this);
  }
  switch (std::exchange(outcome_, Outcome::none)) {
    case Outcome::none: break;
    case Outcome::moved: known_ = false; break;
    case Outcome::threw: failed_try(); break;
    case Outcome::trouble:  // the store's, not the facts': the same again. Should it have been stored after all, the cursor has moved
      ++failures_;
      wait_ = Wait::after_fail;
      break;
    case Outcome::done:
      cursor_ = to_;
      failures_ = 0;
      counted_ = mode_ == Mode::count;
      uncounted_ = 0;
      figures_.parked.add(parking_);
      if (mode_ == Mode::park) {
        if (!listener_.each_alone) {
          parked_.insert(subject_);
        }
        why_.clear();
      } else if (mode_ == Mode::apply) {
        fresh_ = false;
        if (took_ > limits_.apply_max) {
          batch_ = std::max<std::int64_t>(batch_ / 2, 1);
        } else if (took_ < limits_.apply_max / 2) {
          batch_ = std::min(batch_ * 2, limits_.facts_max);
        }
      }
      break;
  }
}

void Stepper::failed_try() {
  ++failures_;
  wait_ = Wait::after_fail;
  logging::error("listener", "{} failed on facts {} to {}, tried {} times: {}", listener_.name, cursor_.pos + 1, last_,
                 std::max<std::int64_t>(cursor_.tries, 1), why_);
  danger_.leave(this);
  suspect_until_ = std::max(suspect_until_, last_);
  uncounted_ = tried_ == 1 && !counted_ ? 1 : 0;
  counted_ = false;
}

bool Stepper::load(db::Session& reading) {
  const auto stored = cursor(reading, listener_.name);
  if (!listener_.each_alone) {
    const auto subjects = parked_subjects(reading, listener_.name);
    parked_ = {subjects.begin(), subjects.end()};
  }
  cursor_ = stored;
  counted_ = false;
  uncounted_ = 0;
  const bool as_last_seen = seen_others_ && seen_.pos == stored.pos && seen_.tries == stored.tries;
  const bool others_try = stored.tries > 0 && !as_last_seen;
  seen_ = stored;
  seen_others_ = stored.tries > 0;
  if (others_try) {
    wait_ = Wait::for_others;
    return false;
  }
  known_ = true;
  if (stored.tries > 0) {
    suspect_until_ = std::max(suspect_until_, stored.pos + limits_.facts_max);
  }
  return true;
}

bool Stepper::prepared(const std::vector<journal::Entry>& live) {
  if (!listener_.prepare || live.empty()) {
    return true;
  }
  try {
    listener_.prepare(live);
    return true;
  } catch (const db::Failure&) {
    throw;
  } catch (const std::exception& error) {
    why_ = error.what();
    failed_try();
    return false;
  }
}

std::unique_ptr<writer::Command> Stepper::step(Mode mode, Cursor to, std::vector<journal::Entry> live, std::vector<journal::Entry> behind) {
  mode_ = mode;
  to_ = to;
  parking_ = behind.size();
  std::string why = "an earlier fact of the same subject is parked";
  if (mode == Mode::park) {
    why = why_.empty() ? "the process ended during each try" : why_;
  }
  under_way_.store(true, std::memory_order_relaxed);
  return std::make_unique<Step>(*this, mode, cursor_, to, std::move(live), std::move(behind), std::move(why));
}

void Stepper::warn_of_gap(std::int64_t first) {
  if (first != cursor_.pos + 1) {
    logging::error("listener", "{} never saw the facts {} to {}: they are no longer in the log", listener_.name, cursor_.pos + 1,
                   first - 1);
  }
}

std::unique_ptr<writer::Command> Stepper::next(db::Session& reading) {
  if (under_way()) {
    return nullptr;
  }
  settle();
  if (!known_ && !load(reading)) {
    return nullptr;
  }
  figures_.behind.set(journal::head(reading).pos - cursor_.pos);
  auto entries = journal::read_after(reading, cursor_.pos, one_by_one() ? 1 : batch_);
  if (entries.empty()) {
    return nullptr;
  }
  warn_of_gap(entries.front().pos);
  last_ = entries.back().pos;
  subject_ = entries.front().subject;
  const bool first_is_parked = parked_.contains(subject_);
  if (cursor_.tries >= tries_max && !counted_ && !first_is_parked) {
    logging::error("listener", "{} parks fact {} of subject {} and all that follow of it: {}", listener_.name, entries.front().pos,
                   subject_, why_);
    const auto pos = entries.front().pos;
    entries.resize(1);
    return step(Mode::park, {pos, 0}, {}, std::move(entries));
  }
  std::vector<journal::Entry> live;
  std::vector<journal::Entry> behind;
  for (auto& entry : entries) {
    (parked_.contains(entry.subject) ? behind : live).push_back(std::move(entry));
  }
  tried_ = live.size();
  if ((fresh_ || one_by_one()) && !counted_ && !live.empty()) {
    if (!danger_.enter(this)) {
      wait_ = Wait::for_turn;
      return nullptr;
    }
    return step(Mode::count, {cursor_.pos, cursor_.tries + 1 + uncounted_}, {}, {});
  }
  if (!prepared(live)) {
    return nullptr;
  }
  return step(Mode::apply, {last_, 0}, std::move(live), std::move(behind));
}

}  // namespace zhiyin::listener
