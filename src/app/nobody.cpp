#include "app/nobody.hpp"

namespace zhiyin::app {
namespace {

Result<api::Caller> nobody() {
  return refuse(ErrorCode::unauthenticated, "this token or session is not known, or has ended", "Authorization", "sign in again");
}

}  // namespace

Result<api::Caller> Nobody::find(db::Session& /*reading*/, const api::Presented& /*presented*/, Time /*now*/) {
  return nobody();
}

void Nobody::want(writer::Tx& /*tx*/, const api::Presented& /*presented*/) {}

Result<api::Caller> Nobody::find(writer::Tx& /*tx*/, const api::Presented& /*presented*/) {
  return nobody();
}

}  // namespace zhiyin::app
