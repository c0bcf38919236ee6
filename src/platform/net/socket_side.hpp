// A WebSocket on one connection: the server's half of RFC 6455 over FrameReader.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/net/connection.hpp"
#include "platform/net/socket.hpp"
#include "platform/net/ws_frame.hpp"

namespace zhiyin::net {

class SocketSide final : public Side, public Socket {
 public:
  /// `hello` is the 101 answer, which goes before all frames.
  SocketSide(Connection& connection, std::unique_ptr<SocketHandler> handler, std::string hello);

  void send(Frame frame) override;
  void close(CloseCode code, std::string_view reason) override;
  [[nodiscard]] std::size_t queued_bytes() const override { return queued_bytes_; }
  [[nodiscard]] Reactor& reactor() override;

  void begin() override;
  void take(std::span<char> bytes) override;
  [[nodiscard]] bool wants_input() const override { return open_; }
  [[nodiscard]] std::size_t gather(std::span<iovec> into) override;
  void sent(std::size_t bytes) override;
  void settled() override;
  void peer_ended() override { end(); }
  void stalled() override { cut(CloseCode::slow_reader); }
  void sweep(SteadyTime now) override;
  void drain() override { close(CloseCode::going_away, "the server stops"); }
  [[nodiscard]] bool long_lived() const override { return true; }
  void give(std::uint64_t /*number*/, Response /*response*/) override {}  // it answers with frames
  void ended() override;

 private:
  struct Queued {
    Frame payload;
    FrameHead head;
    [[nodiscard]] std::size_t bytes() const { return head.size + payload->size(); }
  };

  void on_event(const FrameReader::Event& event);
  void push(Opcode opcode, Frame payload);
  void push_close(std::uint16_t code, std::string_view reason);
  [[nodiscard]] bool room_for(std::size_t payload_bytes);
  void cut(CloseCode code);
  void end();
  template <class Call>
  void guarded(Call call);

  Connection& connection_;
  Site& site_;
  std::unique_ptr<SocketHandler> handler_;
  FrameReader reader_;
  std::vector<Queued> queue_;  // from first_ on
  std::size_t first_ = 0;
  std::size_t first_sent_ = 0;  // bytes of the first that are sent
  std::size_t queued_bytes_ = 0;
  std::size_t reported_bytes_ = 0;  // of queued_bytes_, in the figure
  SteadyTime heard_at_;
  bool open_ = false;
  bool pinged_ = false;  // since anything was heard
};

}  // namespace zhiyin::net
