#include "sim/gateway.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "live/wire.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

constexpr std::uint64_t told_twice_once_in = 200;

}  // namespace

Gateway::Gateway(db::Session& reading, FaultPlan& plan, Chronicle& chronicle) : plan_(plan), chronicle_(chronicle) {
  auto head = journal::head(reading);
  log_id_ = std::move(head.log_id);
  pos_ = head.pos;
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

bool Gateway::relay(db::Session& reading, std::int64_t facts_max) {
  const auto entries = journal::read_after(reading, pos_, facts_max);
  if (entries.empty()) {
    return false;
  }
  if (entries.front().pos != pos_ + 1) {
    chronicle_.violate(Invariant::order, fmt::format("a gateway was at {} when facts up to {} were trimmed", pos_, entries.front().pos));
  }
  pos_ = entries.back().pos;
  const live::Batch batch = std::make_shared<const std::vector<live::Relayed>>(frames_of(entries));
  // The inner facts first, as the server does it: the two numberings do not depend on each other.
  inner_board_.tell(inner_batch_of(entries));
  board_.tell(batch);
  if (plan_.strikes(told_twice_once_in)) {
    plan_.count(Fault::told_twice);
    board_.tell(batch);
  }
  return true;
}

}  // namespace zhiyin::sim
