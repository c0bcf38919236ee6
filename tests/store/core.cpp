#include "store/core.hpp"

#include "access/directory.hpp"
#include "contact/service.hpp"
#include "conversation/store.hpp"
#include "platform/timer/timer.hpp"
#include "schema/migrations.hpp"
#include "store/place.hpp"
#include "team/settings.hpp"

namespace zhiyin::trial {
namespace {

db::Store& founded(db::Store& store, const Clock& clock, Chance& chance, std::int64_t demo_agents) {
  const auto session = store.open_writing();
  journal::found(*session, chance);
  access::found(*session, chance, clock.now(), demo_agents, team::Settings{}.lease);
  return store;
}

}  // namespace

std::vector<db::ModuleStatements> core_statements(std::vector<db::ModuleStatements> more) {
  more.insert(more.end(),
              {journal::statements(), writer::statements(), contact::statements(), conversation::statements(), timer::statements()});
  const auto places = access::statements();
  more.insert(more.end(), places.begin(), places.end());
  return more;
}

Core::Core(db::StoreOptions store, CoreOptions options)
    : store_(std::move(store), migrations(), core_statements(std::move(options.more))),
      writer_(founded(store_, clock_, chance_, options.demo_agents), clock_, chance_, options.lanes, options.limits, options.hooks,
              metrics_) {}

Result<channel::Taken> Core::intake(channel::Inbound inbound) {
  std::promise<Result<channel::Taken>> promise;
  writer_.submit(channel::intake(std::move(inbound), {std::make_shared<writer::SenderOrder>(), 1},
                                 [&promise](Result<channel::Taken> result) { promise.set_value(std::move(result)); }));
  return promise.get_future().get();
}

}  // namespace zhiyin::trial
