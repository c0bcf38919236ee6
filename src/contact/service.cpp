#include "contact/service.hpp"

#include "contact/block.hpp"
#include "contact/claim.hpp"
#include "contact/merging.hpp"
#include "contact/profile.hpp"
#include "contact/rules.hpp"
#include "contact/shelf.hpp"
#include "contact/store.hpp"

namespace zhiyin::contact {
namespace {

AddressShelf& shelf(writer::Tx& tx) {
  return tx.shelf<AddressShelf>();
}

struct Together {
  std::vector<const db::Statement*> statements;
  std::vector<const db::Bulk*> bulks;
};

}  // namespace

db::ModuleStatements statements() {
  static const auto all = [] {
    Together together;
    for (const auto& part :
         {address_statements(), shelf_statements(), block_statements(), merging_statements(), profile_statements(), claim_statements()}) {
      together.statements.insert(together.statements.end(), part.statements.begin(), part.statements.end());
      together.bulks.insert(together.bulks.end(), part.bulks.begin(), part.bulks.end());
    }
    return together;
  }();
  return {all.statements, all.bulks};
}

std::string verified_address(IdentityKind kind, std::string_view value) {
  return std::string{kind_text(kind)}.append(":").append(value);
}

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
  tx.shelf<ContactShelf>().add(id, name);
  return id;
}

void attach(writer::Tx& tx, InboxId inbox, std::string_view address, ContactId contact) {
  require(known(tx, inbox, address) && owner_of(tx, inbox, address).none(), "an address is given away once");
  shelf(tx).attach({inbox, std::string{address}}, contact);
}

}  // namespace zhiyin::contact
