#include "app/tables.hpp"

#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/store.hpp"
#include "credential/service.hpp"
#include "identity/store.hpp"
#include "insight/store.hpp"
#include "platform/audit/audit.hpp"
#include "platform/journal/journal.hpp"
#include "platform/listener/listener.hpp"
#include "platform/timer/timer.hpp"
#include "platform/writer/lane.hpp"

namespace zhiyin::app {

std::vector<db::ModuleStatements> all_statements() {
  return {journal::statements(),  writer::statements(),       timer::statements(),
          listener::statements(), contact::statements(),      contact::reading_statements(),
          insight::statements(),  conversation::statements(), conversation::reading_statements(),
          identity::statements(), credential::statements(),   audit::statements()};
}

}  // namespace zhiyin::app
