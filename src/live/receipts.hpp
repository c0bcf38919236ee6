// One participant's receipts for one conversation, gathered so that they become a command at most once a second. One reactor.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>

#include "live/gateway.hpp"

namespace zhiyin::live {

class Receipts : public std::enable_shared_from_this<Receipts> {
 public:
  static constexpr std::chrono::milliseconds every{1'000};

  Receipts(Gateway& gateway, net::Reactor& home, ConversationId conversation, PersonKind kind, std::int64_t participant,
           writer::LaneKey lane)
      : gateway_(gateway), home_(home), conversation_(conversation), kind_(kind), participant_(participant), lane_(lane) {}

  void got(std::int64_t seq) { note(seq, 0); }
  void seen(std::int64_t seq) { note(seq, seq); }

 private:
  void note(std::int64_t delivered, std::int64_t read);
  void submit();

  Gateway& gateway_;
  net::Reactor& home_;
  ConversationId conversation_;
  PersonKind kind_;
  std::int64_t participant_;
  writer::LaneKey lane_;
  std::int64_t delivered_ = 0;  // what came since the last command
  std::int64_t read_ = 0;
  bool resting_ = false;  // a command left less than `every` ago
};

}  // namespace zhiyin::live
