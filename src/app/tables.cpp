#include "app/tables.hpp"

#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/listing.hpp"
#include "conversation/store.hpp"
#include "desk/saved_view.hpp"
#include "insight/store.hpp"
#include "platform/journal/journal.hpp"
#include "platform/listener/listener.hpp"
#include "platform/timer/timer.hpp"
#include "platform/writer/lane.hpp"

namespace zhiyin::app {

std::vector<db::ModuleStatements> all_statements() {
  return {journal::statements(),
          writer::statements(),
          timer::statements(),
          listener::statements(),
          contact::statements(),
          contact::reading_statements(),
          insight::statements(),
          conversation::statements(),
          conversation::reading_statements(),
          conversation::listing_statements(),
          desk::saved_view_statements()};
}

}  // namespace zhiyin::app
