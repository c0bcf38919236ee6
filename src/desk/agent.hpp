// An agent's connection: docs/live-protocol.md, seen from the server.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "desk/presence.hpp"
#include "desk/windows.hpp"
#include "live/gateway.hpp"
#include "live/receipts.hpp"
#include "live/sender.hpp"
#include "live/stream.hpp"
#include "platform/json/reader.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::desk {

constexpr std::size_t windows_max = 20;  ///< of one socket

/// Says who an agent is, and what he may see, by the name he gives; nullopt: nobody.
using AgentLookup = std::function<std::optional<access::Viewer>(std::string_view name)>;

class Agent final : public net::SocketHandler, public live::Subscriber {
 public:
  Agent(live::Gateway& gateway, Windows& windows, Presence& presence, AgentLookup lookup)
      : gateway_(gateway), windows_(windows), presence_(presence), lookup_(std::move(lookup)), number_(windows.new_socket()) {}
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
  void watch(const json::Object& message);
  void unwatch(const json::Object& message);
  /// What is to be watched, or what is wrong with the wish.
  [[nodiscard]] Result<Wish> wish(const json::Object& message, std::string_view name) const;
  void skip(const json::Object& message);
  /// The reply of a command whose answer is `text(value)`; brings it home.
  template <class T, class Text>
  [[nodiscard]] std::move_only_function<void(Result<T>)> answering(std::string client_id, Text text);
  void tell(std::string text) { socket_->send(net::frame(std::move(text))); }
  /// Brings frames to this socket as long as it is there.
  [[nodiscard]] std::function<void(const net::Frame&)> screen() const;
  [[nodiscard]] live::Board& board() { return gateway_.hub.board(socket_->reactor()); }
  [[nodiscard]] writer::LaneKey lane() const { return {static_cast<std::uint64_t>(me_.id)}; }

  live::Gateway& gateway_;
  Windows& windows_;
  Presence& presence_;
  AgentLookup lookup_;
  SocketId number_;                // of this socket, in this process
  net::Socket* socket_ = nullptr;  // null after the end
  std::shared_ptr<Agent*> alive_;  // what came late is dropped with it
  access::Viewer viewer_;          // nobody before hello
  Person me_;                      // likewise
  std::unordered_map<ConversationId, Opened> opened_;
  std::map<std::string, std::shared_ptr<int>, std::less<>> watching_;  // by the view's name; a window ends with its token
  live::Sender sender_;
};

}  // namespace zhiyin::desk
