// HTTP/1.1 on one connection: reads a request, has it answered, writes the answer, and again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/net/answer.hpp"
#include "platform/net/connection.hpp"
#include "platform/net/request_reader.hpp"

namespace zhiyin::net {

class HttpSide final : public Side {
 public:
  explicit HttpSide(Connection& connection);

  /// Answers before anything was asked, and ends.
  void refuse(Response response);

  void take(std::span<char> bytes) override;
  [[nodiscard]] bool wants_input() const override { return state_ == State::reading; }
  [[nodiscard]] std::size_t gather(std::span<iovec> into) override;
  void sent(std::size_t bytes) override { sent_ += bytes; }
  [[nodiscard]] bool drained() override;
  void peer_ended() override;
  void stalled() override;
  void sweep(SteadyTime now) override;
  void drain() override;
  void give(std::uint64_t number, Response response) override;

 private:
  enum class State : std::uint8_t { reading, handling, writing, upgraded };

  void advance();
  void refuse(int status, std::string_view code, std::string_view what, std::string_view mend);
  void begin_answering();
  void dispatch();
  void route(const Request& request);
  void call(const Handler& handler, const Request& request);
  void upgrade(const SocketFactory& factory, const Request& request);
  void answer(Response response);
  void failed(std::string_view who, const char* type);

  Connection& connection_;
  Site& site_;
  RequestReader reader_;
  std::string client_;  // whose request it is; the same for all unless a trusted proxy sends them
  std::string head_;    // the answer's, or "100 Continue" while reading
  Response response_;
  std::size_t sent_ = 0;      // of head_ and the body
  std::uint64_t number_ = 0;  // of the request, on this connection
  SteadyTime since_;          // the phase of reading, or the request, began
  RequestReader::State phase_ = RequestReader::State::empty;
  State state_ = State::reading;
  bool head_only_ = false;
  bool close_ = false;
  bool served_ = false;  // a request was answered: between requests another limit holds
};

}  // namespace zhiyin::net
