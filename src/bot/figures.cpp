#include "bot/figures.hpp"

#include <algorithm>

namespace zhiyin::bot {
namespace {

Counter& answers(MetricRegistry& metrics, std::string_view verdict) {
  return metrics.counter("bot_answers_total", "Messages that the bot has answered", metric_label("verdict", verdict));
}
Counter& handed(MetricRegistry& metrics, Reason reason) {
  return metrics.counter("bot_handed_over_total", "Conversations that the bot has handed to people",
                         metric_label("reason", reason_text(reason)));
}

}  // namespace

Figures::Figures(MetricRegistry& metrics)
    : answers_{{{Does::answer, answers(metrics, "answer")},
                {Does::ask_back, answers(metrics, "ask_back")},
                {Does::unknown, answers(metrics, "unknown")},
                {Does::greet, answers(metrics, "greet")},
                {Does::thanks, answers(metrics, "thanks")},
                {Does::machine, answers(metrics, "machine")},
                {Does::go_on, answers(metrics, "go_on")}}},
      handed_over_{{{Reason::asked, handed(metrics, Reason::asked)},
                    {Reason::failed_twice, handed(metrics, Reason::failed_twice)},
                    {Reason::repeated, handed(metrics, Reason::repeated)},
                    {Reason::silent, handed(metrics, Reason::silent)},
                    {Reason::unpublished, handed(metrics, Reason::unpublished)}}},
      seconds_(metrics.histogram("bot_answer_seconds", "From a customer's message to the bot's answer, both stored")) {}

void Figures::answered(Does does, std::chrono::nanoseconds took) {
  seconds_.observe(took);
  if (const auto found = std::ranges::find(answers_, does, &Answers::does); found != answers_.end()) {
    found->counter.add();
  }
}

void Figures::handed_over(Reason reason) {
  if (const auto found = std::ranges::find(handed_over_, reason, &HandedOver::reason); found != handed_over_.end()) {
    found->counter.add();
  }
}

}  // namespace zhiyin::bot
