#include "insight/volume.hpp"

namespace zhiyin::insight {
namespace {

struct Step {
  Volume& state;

  void operator()(const event::ConversationOpened& /*change*/) const { ++state.opened; }
  void operator()(const event::MessageSent& change) const {
    state.visitor_messages += change.author.kind == PersonKind::visitor ? 1 : 0;
    state.agent_messages += change.author.kind == PersonKind::agent ? 1 : 0;  // the bot counts its own (bot/figures.hpp)
  }
  void operator()(const event::MessageEdited& /*change*/) const {}
  void operator()(const event::StageChanged& change) const { state.resolved += change.stage == Stage::resolved ? 1 : 0; }
  void operator()(const event::ReceiptMoved& /*change*/) const {}
  void operator()(const event::ConversationRated& change) const {
    state.rated += change.before == 0 ? 1 : 0;
    state.rating_sum += change.score - change.before;
  }
};

}  // namespace

Time hour_of(Time at) {
  return std::chrono::floor<std::chrono::hours>(at);
}

Volume step(Volume state, const event::ConversationFact& fact) {
  std::visit(Step{state}, fact.change);
  return state;
}

}  // namespace zhiyin::insight
