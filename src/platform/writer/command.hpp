// A command: decided and written on a store writer, answered after COMMIT.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::writer {

/// Which lane a command goes to: commands with the same key run in the order of their submission.
struct LaneKey {
  std::uint64_t value = 0;
};

class Command {
 public:
  virtual ~Command() = default;
  [[nodiscard]] virtual LaneKey lane() const = 0;
  /// Names rows on the shelves of `tx`. Called again after each load, so rows found can lead to others; writes nothing.
  virtual void want(Tx& tx) = 0;
  /// Decides, then changes rows and records facts. A refusal changes nothing. May be called again after a batch was rolled back.
  virtual void run(Tx& tx) = 0;
  /// The reply of the last run may leave.
  virtual void committed() = 0;
  /// The store could not take it. Nothing was written; or, when `error.detail` says "in doubt", nobody can tell yet.
  virtual void failed(Error error) = 0;
  /// Called before `failed` when nothing is wrong with the store: this command, alone, threw or wrote what does not fit, and would again.
  virtual void unfit(const std::string& /*why*/) {}
};

/// A command from three functions. `reply` is called exactly once, on the writer's thread: with the Result of `run` after COMMIT, or with
/// the store's error; a command that is destroyed unrun answers 503 by itself.
template <class T>
class FunctionCommand final : public Command {
 public:
  using Want = std::function<void(Tx&)>;
  using Run = std::function<Result<T>(Tx&)>;
  using Reply = std::move_only_function<void(Result<T>)>;

  FunctionCommand(LaneKey lane, Want want, Run run, Reply reply)
      : lane_(lane), want_(std::move(want)), run_(std::move(run)), reply_(std::move(reply)) {}
  FunctionCommand(const FunctionCommand&) = delete;
  FunctionCommand& operator=(const FunctionCommand&) = delete;
  ~FunctionCommand() override {
    if (reply_) {
      reply_(refuse(ErrorCode::unavailable, "the server is stopping", "", "send it again with the same id"));
    }
  }

  [[nodiscard]] LaneKey lane() const override { return lane_; }
  void want(Tx& tx) override { want_(tx); }
  void run(Tx& tx) override {
    const auto before = tx.recorded();
    result_ = run_(tx);
    require(result_.has_value() || tx.recorded() == before, "a refused command records nothing");
  }
  void committed() override { answer(std::move(result_)); }
  void failed(Error error) override { answer(std::unexpected(std::move(error))); }

 private:
  // A proof that plants an early answer brings a second one; nobody else does.
  void answer(Result<T> result) {
    if (auto reply = std::exchange(reply_, nullptr)) {
      reply(std::move(result));
    }
  }

  LaneKey lane_;
  Want want_;
  Run run_;
  Reply reply_;
  Result<T> result_ = refuse(ErrorCode::unavailable, "not run");
};

template <class T>
[[nodiscard]] std::unique_ptr<Command> command(LaneKey lane, typename FunctionCommand<T>::Want want, typename FunctionCommand<T>::Run run,
                                               typename FunctionCommand<T>::Reply reply) {
  return std::make_unique<FunctionCommand<T>>(lane, std::move(want), std::move(run), std::move(reply));
}

}  // namespace zhiyin::writer
