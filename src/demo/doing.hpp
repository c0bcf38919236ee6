// One command after the other, each waited for: for who fills a store that nobody else uses yet.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

#include "platform/clock/clock.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::demo {

/// A clock that is set between commands while a writer reads it.
class PastClock final : public Clock {
 public:
  explicit PastClock(Time start) : ms_(start.time_since_epoch().count()) {}
  [[nodiscard]] Time now() const override { return Time{Millis{ms_.load()}}; }
  void set(Time t) { ms_ = t.time_since_epoch().count(); }

 private:
  std::atomic<Millis::rep> ms_;
};

template <class T>
T taken(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().what + (result.error().where.empty() ? "" : " (" + result.error().where + ")"));
  }
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

/// Waits for COMMIT. Throws std::runtime_error with the refusal's words.
template <class T>
T done(writer::Writer& writer, typename writer::FunctionCommand<T>::Want want, typename writer::FunctionCommand<T>::Run run) {
  std::promise<Result<T>> answer;
  writer.submit(writer::command<T>({}, std::move(want), std::move(run), [&](Result<T> result) { answer.set_value(std::move(result)); }));
  return taken(answer.get_future().get());
}

}  // namespace zhiyin::demo
