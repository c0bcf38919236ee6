// A visitor's connection: docs/live-protocol.md, seen from the server.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/service.hpp"
#include "channel/web/address.hpp"
#include "channel/web/duty.hpp"
#include "channel/web/place.hpp"
#include "channel/web/site.hpp"
#include "contact/claim.hpp"
#include "live/gateway.hpp"
#include "live/receipts.hpp"
#include "live/sender.hpp"
#include "live/stream.hpp"
#include "platform/json/reader.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::channel::web {

/// What visitors' connections need besides; made by wiring, outlives them.
struct Options {
  contact::Settings contacts;
  const Sites& sites;
  Duties& duties;
  Places& places;
  const bot::Means& bot;
};

/// Lives on one reactor; answers that come from other threads find it through `alive_`, or nobody.
class Visitor final : public net::SocketHandler, public live::Subscriber, public DutyListener, public PlaceListener {
 public:
  Visitor(live::Gateway& gateway, const Options& options) : gateway_(gateway), options_(options) {}
  ~Visitor() override = default;
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;

  void on_open(net::Socket& socket) override;
  void on_text(std::string_view text) override;
  void on_closed() override;
  void on_fact(const live::Relayed& relayed, const live::Batch& batch) override;
  void on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) override;
  void on_team(ConversationId conversation, TeamId team) override;
  void on_duty(const net::Frame& frame) override { socket_->send(frame); }
  void on_place(const net::Frame& frame) override { socket_->send(frame); }
  void on_inbox_closed(const net::Frame& frame) override { socket_->send(frame); }

  /// Every `t` that a visitor is listened to for.
  [[nodiscard]] static std::vector<std::string_view> message_types();

 private:
  /// What the store knows of a visitor when he comes.
  struct Known {
    std::optional<Person> person;
    std::optional<conversation::Picture> picture;
    std::optional<ConversationId> newest;
    bool sealed = false;   ///< his token opens nothing without a signed identity
    bool settled = false;  ///< what he proved is known already
  };
  struct Position {
    ConversationId conversation;
    std::int64_t revision = 0;
  };

  struct Message {
    std::string_view type;
    void (*obey)(Visitor& visitor, const json::Object& message);
  };
  /// Every `t` after hello, and what it is read by.
  [[nodiscard]] static std::span<const Message> messages();
  void obey(const json::Object& message, std::string_view type);
  void skip(const json::Object& message);
  void hello(const json::Object& message);
  /// Who he says he is: false when he was turned away.
  bool identify(const json::Object& message, const Site& site, std::string_view token);
  [[nodiscard]] static Known find(db::Session& session, InboxId inbox, const std::optional<contact::Claim>& claim,
                                  std::string_view address);
  void look(Result<Known> known, std::string token, std::optional<Position> have);
  void greet(Result<Known> known, const std::string& token);
  void expect(std::string address);
  void send(const json::Object& message);
  void answer_send(const std::string& client_id, Result<Taken> result);
  void receipt(const json::Object& message, bool read);
  void reach(const json::Object& message);
  void answer_reach(const std::string& client_id, const Result<ContactId>& result);
  void ask_for_person(const json::Object& message);
  void rate(const json::Object& message);
  void answer_rate(const std::string& client_id, const Result<conversation::Moved>& result);
  void typing();
  void history(const json::Object& message);
  void enter(ConversationId conversation);
  /// Whether anybody is on duty is told while nobody has his conversation, and his place while it waits.
  void follow_duty();
  void tell(std::string text) { socket_->send(net::frame(std::move(text))); }
  [[nodiscard]] live::Board& board() { return gateway_.hub.board(socket_->reactor()); }

  live::Gateway& gateway_;
  const Options& options_;
  net::Socket* socket_ = nullptr;    // null after the end
  std::shared_ptr<Visitor*> alive_;  // what came late is dropped with it
  bool said_hello_ = false;
  bool ready_ = false;                    // the picture was sent
  std::vector<std::string> early_texts_;  // said before we were ready
  std::vector<std::pair<live::Batch, const live::Relayed*>> early_facts_;
  InboxId inbox_;
  std::string address_;
  std::optional<contact::Claim> claim_;  // what he has proved
  bool settled_ = false;                 // and whether nothing of it is left to bind
  int reached_ = 0;                      // how often he left a way to be reached
  int rated_ = 0;                        // and how often he rated
  Person me_;
  ConversationId conversation_;
  Stage stage_ = Stage::resolved;  // of the conversation, if there is one
  TeamId team_;                    // likewise
  bool team_told_ = false;         // since the conversation was entered: newer than any picture of it
  live::Stream stream_;
  live::Sender sender_;
  std::shared_ptr<live::Receipts> receipts_;  // shared with its own timer
  Time typed_at_;
};

}  // namespace zhiyin::channel::web
