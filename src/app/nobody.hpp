// Until people can sign in: credentials that are nobody's.
#pragma once

#include "api/ports.hpp"

namespace zhiyin::app {

class Nobody final : public api::Credentials {
 public:
  [[nodiscard]] Result<api::Caller> find(db::Session& reading, const api::Presented& presented, Time now) override;
  void want(writer::Tx& tx, const api::Presented& presented) override;
  [[nodiscard]] Result<api::Caller> find(writer::Tx& tx, const api::Presented& presented) override;
};

}  // namespace zhiyin::app
