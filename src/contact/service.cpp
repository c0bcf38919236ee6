#include "contact/service.hpp"

#include "contact/store.hpp"

namespace zhiyin::contact {
namespace {

AddressShelf& shelf(writer::Tx& tx) {
  return tx.shelf<AddressShelf>();
}

}  // namespace

void want_address(writer::Tx& tx, InboxId inbox, std::string_view address) {
  shelf(tx).want({inbox, std::string{address}});
}

bool known(writer::Tx& tx, InboxId inbox, std::string_view address) {
  return shelf(tx).find({inbox, std::string{address}}) != nullptr;
}

ContactId owner_of(writer::Tx& tx, InboxId inbox, std::string_view address) {
  const auto* row = shelf(tx).find({inbox, std::string{address}});
  return row == nullptr ? ContactId{} : row->contact;
}

ContactId add(writer::Tx& tx, InboxId inbox, std::string_view address, std::string_view name) {
  require(known(tx, inbox, address) && owner_of(tx, inbox, address).none(), "an address is given away once");
  const auto id = new_id<ContactTag>(tx.now(), tx.chance());
  shelf(tx).add({inbox, std::string{address}}, id, name, tx.now());
  return id;
}

}  // namespace zhiyin::contact
