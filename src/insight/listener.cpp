#include "insight/listener.hpp"

#include "insight/store.hpp"

namespace zhiyin::insight {
namespace {

// A fact of another publisher has no hour here, so it names none.
void want(writer::Tx& tx, listener::Entries entries) {
  for (const auto& entry : entries) {
    tx.shelf<VolumeShelf>().want(hour_of(entry.at));
  }
}

void apply(writer::Tx& tx, listener::Entries entries) {
  auto& shelf = tx.shelf<VolumeShelf>();
  for (const auto& entry : entries) {
    if (const auto fact = event::read(entry)) {
      auto& volume = shelf.at(hour_of(entry.at));
      volume = step(volume, *fact);
    }
  }
}

}  // namespace

listener::Listener volume_listener() {
  return {.name = "insight_volume", .prepare = {}, .want = want, .apply = apply};
}

VolumeFigures::VolumeFigures(MetricRegistry& metrics)
    : opened_(metrics.gauge("volume_opened", "Conversations opened since the beginning")),
      visitor_messages_(metrics.gauge("volume_messages", "Messages sent since the beginning", metric_label("author", "visitor"))),
      agent_messages_(metrics.gauge("volume_messages", "Messages sent since the beginning", metric_label("author", "agent"))),
      resolved_(metrics.gauge("volume_resolved", "Conversations resolved since the beginning")),
      rated_(metrics.gauge("volume_rated", "Conversations that their customers rated since the beginning")),
      rating_sum_(metrics.gauge("volume_rating_sum", "Sum of those ratings, 1 to 5 each")) {}

void VolumeFigures::refresh(db::Session& reading) {
  const auto volume = totals(reading);
  opened_.set(volume.opened);
  visitor_messages_.set(volume.visitor_messages);
  agent_messages_.set(volume.agent_messages);
  resolved_.set(volume.resolved);
  rated_.set(volume.rated);
  rating_sum_.set(volume.rating_sum);
}

}  // namespace zhiyin::insight
