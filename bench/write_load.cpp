#include "write_load.hpp"

#include <fmt/format.h>

#include <future>

namespace zhiyin::bench {
namespace {

constexpr InboxId inbox{1};
const std::string text(text_bytes, 'w');

}  // namespace

std::size_t draw_conversation(SeededChance& chance) {
  return chance.under(5) < 2 ? chance.under(hot_conversations) : chance.under(conversations);
}

WriteLoad::WriteLoad(trial::Core& core, const std::atomic<std::uint64_t>& commits, std::uint64_t seed) : core_(core), commits_(commits) {
  for (std::size_t i = 0; i < drivers_.size(); ++i) {
    drivers_[i].chance = SeededChance{seed + i};
  }
  open_conversations();
}

void WriteLoad::open_conversations() {
  for (std::size_t i = 0; i < conversations; ++i) {
    auto& customer = customers_[i];
    customer.address = fmt::format("address-{}", i);
    const auto taken = core_.intake({.inbox = inbox, .address = customer.address, .name = "Wang Fang", .client_id = "0", .text = text});
    if (!taken) {
      throw std::runtime_error("a conversation could not be opened: " + taken.error().detail);
    }
    customer.contact = taken->contact;
    customer.conversation = taken->said.conversation;
  }
}

void WriteLoad::send(Driver& driver, std::size_t producer) {
  const auto& customer = customers_[draw_conversation(driver.chance)];
  channel::Inbound inbound{.inbox = inbox,
                           .address = customer.address,
                           .name = {},
                           .client_id = fmt::format("m-{:08}", next_id_.fetch_add(1, std::memory_order_relaxed)),
                           .text = text,
                           .contact = customer.contact,
                           .conversation = customer.conversation};
  sent_at_[producer] = std::chrono::steady_clock::now();
  ++driver.waiting;
  core_.writer().submit(channel::intake(std::move(inbound), {std::make_shared<writer::SenderOrder>(), 1},
                                        [this, &driver, producer](Result<channel::Taken> taken) {
                                          {
                                            const std::lock_guard lock(measuring_);
                                            latencies_.add(std::chrono::steady_clock::now() - sent_at_[producer]);
                                          }
                                          const std::lock_guard lock(driver.mutex);
                                          ++(taken ? driver.stored : driver.refused);
                                          driver.ready.push_back(producer);
                                          if (driver.ready.size() == 1) {
                                            driver.arrived.notify_one();
                                          }
                                        }));
}

void WriteLoad::drive(Driver& driver) {
  while (true) {
    std::vector<std::size_t> ready;
    {
      std::unique_lock lock(driver.mutex);
      driver.arrived.wait(lock, [&] { return !driver.ready.empty(); });
      ready.swap(driver.ready);
    }
    driver.waiting -= ready.size();
    if (!stopping_) {
      for (const auto producer : ready) {
        send(driver, producer);
      }
    } else if (driver.waiting == 0) {
      return;
    }
  }
}

LoadFigures WriteLoad::run(std::chrono::milliseconds duration) {
  const auto commits_before = commits_.load();
  const auto began = std::chrono::steady_clock::now();
  for (std::size_t producer = 0; producer < producers; ++producer) {
    send(drivers_[producer % drivers_.size()], producer);
  }
  std::vector<std::jthread> threads;
  threads.reserve(drivers_.size());
  for (auto& driver : drivers_) {
    threads.emplace_back([this, &driver] { drive(driver); });
  }
  std::this_thread::sleep_for(duration);
  stopping_ = true;
  threads.clear();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  LoadFigures figures;
  std::size_t stored = 0;
  for (auto& driver : drivers_) {
    stored += driver.stored;
    figures.refused += driver.refused;
  }
  figures.per_second = static_cast<double>(stored) / took.count();
  figures.per_batch = static_cast<double>(stored) / static_cast<double>(std::max<std::uint64_t>(1, commits_.load() - commits_before));
  figures.p50_ms = latencies_.percentile_ms(0.5);
  figures.p99_ms = latencies_.percentile_ms(0.99);
  return figures;
}

}  // namespace zhiyin::bench
