// Who calls the API, from the session or token that he shows and the directory, in the transaction that acts.
#pragma once

#include "access/directory.hpp"
#include "api/ports.hpp"
#include "credential/reading.hpp"

namespace zhiyin::app {

class Callers final : public api::Credentials {
 public:
  Callers(access::Directories& directories, credential::Settings settings) : directories_(directories), settings_(std::move(settings)) {}

  [[nodiscard]] Result<api::Caller> find(db::Session& reading, const api::Presented& presented, Time now) override;
  void want(writer::Tx& tx, const api::Presented& presented) override;
  [[nodiscard]] Result<api::Caller> find(writer::Tx& tx, const api::Presented& presented) override;

 private:
  access::Directories& directories_;
  credential::Settings settings_;
};

}  // namespace zhiyin::app
