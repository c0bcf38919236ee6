#include "sim/gateway.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "desk/news.hpp"
#include "live/follower.hpp"
#include "live/wire.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

constexpr std::uint64_t told_twice_once_in = 200;

desk::ListPlant list_plant(Plant plant) {
  if (plant == Plant::count_unseen) {
    return desk::ListPlant::count_all;
  }
  return plant == Plant::forget_ageing ? desk::ListPlant::forget_ageing : desk::ListPlant::none;
}

}  // namespace

void Gateway::Loop::run() {
  for (auto& task : std::exchange(tasks_, {})) {
    task();
  }
}

Gateway::Gateway(db::Store& store, db::Session& reading, const Clock& clock, FaultPlan& plan, Chronicle& chronicle)
    : plan_(plan), chronicle_(chronicle), windows_(store, clock, {}, metrics_, list_plant(plan.plant)), taking_part_(reading) {
  auto head = journal::head(reading);
  log_id_ = std::move(head.log_id);
  pos_ = head.pos;
  windows_.on_batch(std::make_shared<const std::vector<live::Relayed>>(), pos_);
}

std::vector<live::Relayed> Gateway::frames_of(const std::vector<journal::Entry>& entries) {
  std::vector<live::Relayed> relayed;
  for (const auto& entry : entries) {
    auto fact = event::read(entry);
    if (!fact) {
      continue;
    }
    if (auto* stage = std::get_if<event::StageChanged>(&fact->change);
        stage != nullptr && stage->stage == Stage::assigned && plan_.plants(Plant::hide_assignee, 5)) {
      stage->assignee = {};
    }
    auto frame = net::frame(live::wire::fact(*fact));
    relayed.push_back({std::move(*fact), std::move(frame)});
  }
  for (std::size_t i = 1; i < relayed.size(); ++i) {
    if (relayed[i].fact.conversation == relayed[i - 1].fact.conversation && plan_.plants(Plant::swap_facts, 5)) {
      std::swap(relayed[i], relayed[i - 1]);
    }
  }
  return relayed;
}

desk::InnerBatch Gateway::inner_batch_of(const std::vector<journal::Entry>& entries) {
  auto batch = desk::inner_batch(entries);
  if (!batch->empty() && plan_.plants(Plant::lose_inner_fact, 5)) {
    batch = std::make_shared<const std::vector<desk::InnerRelayed>>();
  }
  return batch;
}

live::Batch Gateway::for_lists(const live::Batch& batch) {
  if (plan_.plant != Plant::forget_upsert) {
    return batch;
  }
  auto heard = std::make_shared<std::vector<live::Relayed>>();
  for (const auto& relayed : *batch) {
    if (std::holds_alternative<event::ConversationOpened>(relayed.fact.change) && plan_.plants(Plant::forget_upsert, 5)) {
      unlisted_.insert(relayed.fact.conversation);
    }
    if (!unlisted_.contains(relayed.fact.conversation)) {
      heard->push_back(relayed);
    }
  }
  return heard;
}

bool Gateway::relay(db::Session& reading, std::int64_t facts_max) {
  auto entries = journal::read_after(reading, pos_, facts_max);
  if (entries.empty()) {
    return false;
  }
  if (entries.front().pos != pos_ + 1) {
    chronicle_.violate(Invariant::order, fmt::format("a gateway was at {} when facts up to {} were trimmed", pos_, entries.front().pos));
  }
  for (const auto& piece : live::pieces(std::move(entries))) {
    tell(reading, piece);
  }
  return true;
}

/// In the order in which the program wires it: what withdraws a right, inner facts, then what is for everybody.
void Gateway::tell(db::Session& reading, const std::vector<journal::Entry>& piece) {
  const auto news = desk::news_in(piece, known_, directories_, reading);
  if (news->directory) {
    adopt(news->directory);
  }
  inner_board_.tell(inner_batch_of(piece));
  windows_.on_inner(piece);
  for (const auto& entry : piece) {
    if (const auto inner = event::read_inner(entry)) {
      taking_part_.apply(*inner);
    }
  }
  pos_ = piece.back().pos;
  const live::Batch batch = std::make_shared<const std::vector<live::Relayed>>(frames_of(piece));
  windows_.on_batch(for_lists(batch), pos_);
  board_.tell(batch);
  if (plan_.strikes(told_twice_once_in)) {
    plan_.count(Fault::told_twice);
    board_.tell(batch);
  }
}

void Gateway::adopt(const access::DirectoryPtr& directory) {
  known_ = directory->generation;
  if (!plan_.plants(Plant::blind_lists, 1)) {
    windows_.adopt(directory);
  }
  loop_.run();
  for (auto* reader : readers_) {
    reader->rights_followed(directory);
  }
}

void Gateway::turn(db::Session& reading) {
  if (!windows_.step(true)) {
    chronicle_.violate(Invariant::lists, "the windows cannot read the store");
  }
  if (pos_ == journal::head(reading).pos) {
    taking_part_.settle();
  }
  hand_out();
}

/// Each reads his own in an order that hangs on no pointer.
void Gateway::hand_out() {
  loop_.run();
  for (auto* reader : readers_) {
    reader->read();
  }
}

void Gateway::watch(desk::Wish wish, desk::Onlooker onlooker, std::function<void(const net::Frame&)> deliver, std::weak_ptr<void> alive) {
  windows_.watch(std::move(wish), std::move(onlooker), {&loop_, std::move(deliver), std::move(alive)});
}

}  // namespace zhiyin::sim
