// An agent's connection: docs/live-protocol.md, seen from the server.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "desk/windows.hpp"
#include "live/gateway.hpp"
#include "live/receipts.hpp"
#include "live/sender.hpp"
#include "live/stream.hpp"
#include "platform/json/reader.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::desk {

/// Says who an agent is by the name he gives; nullopt: nobody.
using AgentLookup = std::function<std::optional<Person>(std::string_view name)>;

class Agent final : public net::SocketHandler, public live::Subscriber {
 public:
  Agent(live::Gateway& gateway, Windows& windows, AgentLookup lookup) : gateway_(gateway), windows_(windows), lookup_(std::move(lookup)) {}
  ~Agent() override = default;
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  void on_open(net::Socket& socket) override;
  void on_text(std::string_view text) override;
  void on_closed() override;
  void on_fact(const live::Relayed& relayed, const live::Batch& batch) override;
  void on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) override;

 private:
  struct Opened {
    live::Stream stream;
    std::shared_ptr<live::Receipts> receipts;  // shared with its own timer
    Time typed_at;
  };

  void hello(const json::Object& message);
  void obey(const json::Object& message, std::string_view type);
  void open(const json::Object& message, ConversationId conversation);
  void close(ConversationId conversation);
  void show(ConversationId conversation, Result<std::optional<conversation::Picture>> picture);
  void send(const json::Object& message, ConversationId conversation);
  /// take and resolve
  void act(const json::Object& message, ConversationId conversation, bool take);
  void receipt(const json::Object& message, ConversationId conversation, bool read);
  void typing(ConversationId conversation);
  void history(const json::Object& message, ConversationId conversation);
  void watch(const json::Object& message, bool on);
  void skip(const json::Object& message);
  /// The reply of a command whose answer is `text(value)`; brings it home.
  template <class T, class Text>
  [[nodiscard]] std::move_only_function<void(Result<T>)> answering(std::string client_id, Text text);
  void tell(std::string text) { socket_->send(net::frame(std::move(text))); }
  [[nodiscard]] live::Board& board() { return gateway_.hub.board(socket_->reactor()); }
  [[nodiscard]] writer::LaneKey lane() const { return {static_cast<std::uint64_t>(me_.id)}; }

  live::Gateway& gateway_;
  Windows& windows_;
  AgentLookup lookup_;
  net::Socket* socket_ = nullptr;  // null after the end
  std::shared_ptr<Agent*> alive_;  // what came late is dropped with it
  Person me_;                      // id 0 before hello
  std::unordered_map<ConversationId, Opened> opened_;
  std::map<conversation::View, std::shared_ptr<int>> watching_;  // a window ends with its token
  live::Sender sender_;
};

}  // namespace zhiyin::desk
