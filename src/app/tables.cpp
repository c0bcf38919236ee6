#include "app/tables.hpp"

#include "access/directory.hpp"
#include "api/idempotency.hpp"
#include "bot/store.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/listing.hpp"
#include "conversation/store.hpp"
#include "credential/service.hpp"
#include "desk/saved_view.hpp"
#include "insight/store.hpp"
#include "knowledge/store.hpp"
#include "platform/audit/audit.hpp"
#include "platform/journal/journal.hpp"
#include "platform/listener/listener.hpp"
#include "platform/timer/timer.hpp"
#include "platform/writer/lane.hpp"
#include "routing/store.hpp"

namespace zhiyin::app {

std::vector<db::ModuleStatements> all_statements() {
  std::vector<db::ModuleStatements> all{journal::statements(),
                                        writer::statements(),
                                        timer::statements(),
                                        listener::statements(),
                                        contact::statements(),
                                        contact::reading_statements(),
                                        insight::statements(),
                                        conversation::statements(),
                                        conversation::reading_statements(),
                                        credential::statements(),
                                        audit::statements(),
                                        api::idempotency::statements(),
                                        routing::statements(),
                                        conversation::listing_statements(),
                                        desk::saved_view_statements(),
                                        knowledge::statements(),
                                        bot::statements()};
  const auto places = access::statements();
  all.insert(all.end(), places.begin(), places.end());
  return all;
}

}  // namespace zhiyin::app
