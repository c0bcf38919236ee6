#include "write/producers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zhiyin::prove {
namespace {

constexpr InboxId inbox{1};
constexpr std::chrono::milliseconds resend_pause{50};

constexpr db::Statement early_entry{"early_entry", "INSERT INTO early_log (token) VALUES ($1)"};
constexpr std::array<const db::Statement*, 1> early_statements{&early_entry};

Told told_by(const Error& error) {
  return error.detail.starts_with("in doubt") ? Told::unknown : Told::not_stored;
}

journal::Entry token_fact(std::int64_t key, Time now) {
  journal::Entry entry;
  entry.kind = "proof_token";
  entry.subject = key;
  entry.revision = 1;
  entry.at = now;
  entry.envelope = "{}";
  return entry;
}

}  // namespace

db::ModuleStatements producer_statements(bool early_positions) {
  return early_positions ? db::ModuleStatements{early_statements, {}} : db::ModuleStatements{};
}

Producers::Producers(trial::Core& core, ProducerOptions options)
    : core_(core), options_(std::move(options)), recorder_(options_.record_file), next_(options_.count, 1) {
  resume();
  for (std::size_t producer = 0; producer < options_.count; ++producer) {
    ready_.emplace(Steady::now(), producer);
  }
  driver_ = std::thread([this] { drive(); });
}

Producers::~Producers() {
  stop(std::chrono::milliseconds{0});
}

/// Goes on where the predecessor ended. A token that it may have sent is not sent again.
void Producers::resume() {
  for (const auto& record : read_records(options_.record_file)) {
    const auto turn = turn_of(record.key);
    auto& next = next_.at(static_cast<std::size_t>(turn.producer));
    next = std::max(next, turn.n + 1);
  }
  for (std::size_t producer = 0; producer < next_.size(); ++producer) {
    Turn turn{options_.slot, static_cast<std::int64_t>(producer), next_[producer]};
    if (turn.n > 1 && turn.token()) {
      recorder_.add({Told::unknown, turn.key(), 0, 0, 0});
      ++next_[producer];
    }
  }
}

void Producers::drive() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (ready_.empty()) {
      arrived_.wait(lock);
    } else if (ready_.begin()->first > Steady::now()) {
      arrived_.wait_until(lock, ready_.begin()->first);
    } else {
      const auto producer = ready_.extract(ready_.begin()).mapped();
      ++under_way_;
      lock.unlock();
      send(producer);
      lock.lock();
    }
  }
}

void Producers::ready(std::size_t producer, std::chrono::milliseconds after) {
  {
    const std::lock_guard lock(mutex_);
    ready_.emplace(Steady::now() + after, producer);
    --under_way_;
  }
  arrived_.notify_all();
}

void Producers::send(std::size_t producer) {
  const Turn turn{options_.slot, static_cast<std::int64_t>(producer), next_[producer]};
  if (turn.token()) {
    send_token(producer, turn);
  } else {
    send_message(producer, turn);
  }
}

void Producers::send_message(std::size_t producer, const Turn& turn) {
  channel::Inbound inbound{
      .inbox = inbox, .address = turn.address(), .name = "Chen Jing", .client_id = turn.client_id(), .text = turn.text()};
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = known_.find(inbound.address); known != known_.end() && turn.n % 8 != 0) {
      inbound.contact = known->second.contact;
      inbound.conversation = known->second.conversation;
    }
  }
  core_.writer().submit(channel::intake(
      std::move(inbound), {std::make_shared<writer::SenderOrder>(), 1}, [this, producer, turn](Result<channel::Taken> taken) {
        if (!taken) {
          if (taken.error().code != ErrorCode::unavailable) {
            recorder_.add({Told::wrong, turn.key(), 0, 0, monotonic_us()});
          }
          ready(producer, resend_pause);
          return;
        }
        recorder_.add({Told::stored, turn.key(), taken->said.conversation.value(), taken->said.seq, monotonic_us()});
        {
          const std::lock_guard lock(mutex_);
          known_[turn.address()] = {taken->contact, taken->said.conversation};
        }
        ++next_[producer];
        ready(producer, {});
      }));
}

void Producers::send_token(std::size_t producer, const Turn& turn) {
  const auto key = turn.key();
  const auto decide = [key, early = options_.early_positions](writer::Tx& tx) -> Result<std::int64_t> {
    if (early) {
      (void)tx.session().query(early_entry, {key});
    } else {
      tx.record(token_fact(key, tx.now()));
    }
    return key;
  };
  core_.writer().submit(writer::command<std::int64_t>(
      {static_cast<std::uint64_t>(key)}, [](writer::Tx&) {}, decide,
      [this, producer, key](Result<std::int64_t> result) {
        recorder_.add({result ? Told::recorded : told_by(result.error()), key, 0, 0, monotonic_us()});
        ++next_[producer];
        ready(producer, result ? std::chrono::milliseconds{0} : resend_pause);
      }));
}

void Producers::stop(std::chrono::milliseconds within) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  if (driver_.joinable()) {
    driver_.join();
  }
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, within, [this] { return under_way_ == 0; });
}

}  // namespace zhiyin::prove
