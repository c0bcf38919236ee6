// The port by which the bot learns what a message means. Whoever reads may be slow, wrong or dead: nothing here waits for it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "understanding/decide.hpp"

namespace zhiyin::bot {

using understanding::Says;
using understanding::Verdict;

/// What was understood of one message.
struct Reading {
  Says says = Says::question;
  Verdict verdict = Verdict::unknown;
  std::vector<ArticleId> articles;  ///< answer: that one first; ask_back: those that may be meant, the likeliest first
};

class Readings {
 public:
  using Then = std::move_only_function<void(std::optional<Reading>)>;

  virtual ~Readings() = default;
  /// Returns at once, or within a few milliseconds. `then` is called once, on any thread but a store writer's: with nullopt when it was not
  /// read within 150 ms. One that is never called leaves the message to the timer.
  virtual void read(std::string text, std::string_view language, Then then) = 0;
  /// Ends whatever it has started.
  virtual void stop() {}
};

}  // namespace zhiyin::bot
