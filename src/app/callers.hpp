// Who calls the API, from the session or token that he shows and the directory, in the transaction that acts.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "access/directory.hpp"
#include "api/ports.hpp"
#include "credential/reading.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::app {

class Callers final : public api::Credentials {
 public:
  using Submit = std::function<void(std::unique_ptr<writer::Command>)>;

  /// `submit_background` is the writer's: for what nobody waits for. Called on any thread, the writer's own too.
  Callers(access::Directories& directories, credential::Settings settings, Submit submit_background)
      : directories_(directories), settings_(std::move(settings)), submit_background_(std::move(submit_background)) {}

  [[nodiscard]] Result<api::Caller> find(db::Session& reading, const api::Presented& presented, Time now) override;
  void want(writer::Tx& tx, const api::Presented& presented) override;
  [[nodiscard]] std::optional<api::Caller> loaded(writer::Tx& tx, const api::Presented& presented) override;
  [[nodiscard]] Result<api::Caller> find(writer::Tx& tx, const api::Presented& presented) override;

 private:
  struct Touching {
    std::mutex mutex;
    std::set<std::int64_t> ids;
  };
  /// Has it noted that a session or token was used, when that is due; one such command at a time for each.
  void touch(const credential::Who& who);

  access::Directories& directories_;
  credential::Settings settings_;
  Submit submit_background_;
  std::shared_ptr<Touching> touching_ = std::make_shared<Touching>();  // held by commands on their way
};

}  // namespace zhiyin::app
