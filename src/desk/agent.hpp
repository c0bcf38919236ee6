// An agent's connection: docs/live-protocol.md, seen from the server.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <variant>
#include <vector>

#include "conversation/inner.hpp"
#include "desk/caller.hpp"
#include "desk/inner_hub.hpp"
#include "desk/leases.hpp"
#include "desk/news.hpp"
#include "desk/presence.hpp"
#include "desk/sight.hpp"
#include "desk/windows.hpp"
#include "live/gateway.hpp"
#include "live/receipts.hpp"
#include "live/sender.hpp"
#include "live/stream.hpp"
#include "platform/json/reader.hpp"
#include "platform/net/socket.hpp"
#include "team/settings.hpp"

namespace zhiyin::desk {

constexpr std::size_t windows_max = 20;  ///< of one socket

/// Faults for a proof to notice; never on elsewhere. `unseen_picture`: a conversation is read without asking who sees it;
/// `unseen_presence`, `unseen_typing`: he looks, or types, where he may not; `told_forbidden`: what he may not see is refused as if he knew
/// of it; `deaf`: a connection does not hear that rights have changed; `kept_ended`: nor that its session has ended;
/// `loud_offers`: everybody is told what is offered to one.
enum class DeskPlant : std::uint8_t { none, unseen_picture, unseen_presence, unseen_typing, told_forbidden, deaf, kept_ended, loud_offers };

/// What only colleagues are told, and who they are.
struct Inside {
  InnerHub& hub;
  NewsHub& news;
  Callers& callers;
  Leases& leases;
  team::Settings team;
  std::int64_t demo_agents;
  DeskPlant plant = DeskPlant::none;
};

class Agent final : public net::SocketHandler, public live::Subscriber, public InnerSubscriber, public NewsReader {
 public:
  Agent(live::Gateway& gateway, Windows& windows, Presence& presence, Inside& inside, Arrival arrival)
      : gateway_(gateway),
        windows_(windows),
        presence_(presence),
        inside_(inside),
        arrival_(std::move(arrival)),
        number_(presence.new_socket()) {}
  ~Agent() override = default;
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  void on_open(net::Socket& socket) override;
  void on_text(std::string_view text) override;
  void on_closed() override;
  void on_fact(const live::Relayed& relayed, const live::Batch& batch) override;
  void on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) override;
  void on_inner(const InnerRelayed& relayed, const InnerBatch& batch) override;
  void on_news(const News& news) override;

  /// Every `t` that a desk is listened to for.
  [[nodiscard]] static std::vector<std::string_view> message_types();

 private:
  enum class Phase : std::uint8_t { strange, asked, known };
  struct Opened {
    live::Stream stream;
    InnerStream inner;
    std::optional<Sight> sight;  // none before the first picture: nobody sees it yet
    std::int64_t asked = 0;      // the opening whose picture counts: the last one's
    // What came while the picture was on its way, in its order: told after it, if he sees it.
    std::vector<std::variant<std::pair<live::Batch, const live::Relayed*>, std::pair<InnerBatch, const InnerRelayed*>>> early;
    std::shared_ptr<live::Receipts> receipts;  // shared with its own timer
    Time typed_at;
  };

  // standing.cpp: who he is, and what he may still see and do.
  void hello(const json::Object& message);
  void ask_who();
  void arrive(Result<std::optional<Comer>> comer);
  void come_in(const Comer& comer);
  /// Looks again at everything that is open.
  void adopt(const access::Directory& directory);
  /// Asks again who he is when what he came with ends, and now and then.
  void watch_end();
  void touch();
  void renew();
  void set_state(const json::Object& message);
  void tell_state(const event::StateChanged& changed);
  void tell_offer(const event::RoutingFact& fact);
  [[nodiscard]] Actor actor() const { return {me(), scopes(), *key_}; }
  [[nodiscard]] AgentId me() const { return viewer_.person; }
  [[nodiscard]] std::optional<identity::Rights> scopes() const { return who_ ? who_->scopes : std::nullopt; }

  // messages.cpp: what he says.
  struct Message {
    std::string_view type;
    bool about_conversation;  // and says which
    void (*obey)(Agent& agent, const json::Object& message, ConversationId conversation);
  };
  [[nodiscard]] static std::span<const Message> messages();
  void hear(std::string_view text);
  void obey(const json::Object& message, std::string_view type);
  void open(const json::Object& message, ConversationId conversation);
  void close(ConversationId conversation);
  /// Decided on the directory of the transaction that reads; on a newer one it is decided again.
  struct Decided {
    access::DirectoryPtr directory;
    std::optional<Sight> sight;  // none: for who asked it is not there
    [[nodiscard]] bool still(const access::Viewer& viewer, std::int64_t generation) const {
      return sight && (directory->generation >= generation || sight->shows(viewer));
    }
  };
  /// Whether a conversation is there for this desk, for a question on another thread.
  [[nodiscard]] std::function<Decided(db::Session&)> deciding(ConversationId conversation) const;
  /// A conversation as its colleagues see it; nothing of it when he who asked does not.
  struct Shown {
    Decided decided;
    std::optional<conversation::Picture> picture;
    conversation::Inner inner;
  };
  void show(ConversationId conversation, std::int64_t asked, Result<Shown> shown);
  void tell_picture(ConversationId conversation, Opened& opened, const Shown& shown);
  /// One that has been shown here, so that he may do something in it without a command that asks; nullptr: there is none.
  [[nodiscard]] Opened* shown(ConversationId conversation);
  /// He may not see it any more.
  void lose(ConversationId conversation);
  void send(const json::Object& message, ConversationId conversation);
  /// Everything that is done to a conversation without speaking (acts.hpp).
  void act(const json::Object& message, std::string_view type, ConversationId conversation);
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
  /// The same as long as it has this conversation open.
  [[nodiscard]] std::function<void(const net::Frame&)> screen(ConversationId conversation) const;
  [[nodiscard]] live::Board& board() { return gateway_.hub.board(socket_->reactor()); }
  [[nodiscard]] InnerBoard& inner_board() { return inside_.hub.board(socket_->reactor()); }
  [[nodiscard]] NewsBoard& news_board() { return inside_.news.board(socket_->reactor()); }
  [[nodiscard]] writer::LaneKey lane() const { return {static_cast<std::uint64_t>(me_.id)}; }

  live::Gateway& gateway_;
  Windows& windows_;
  Presence& presence_;
  Inside& inside_;
  Arrival arrival_;
  std::int64_t number_;            // of this socket, in this process
  net::Socket* socket_ = nullptr;  // null after the end
  std::shared_ptr<Agent*> alive_;  // what came late is dropped with it
  Phase phase_ = Phase::strange;
  std::optional<Key> key_;          // what he said hello with
  std::vector<std::string> early_;  // what he said before he was known
  bool outdated_ = false;           // while he was looked up, there was news that may be about him
  std::vector<event::StateChanged> early_states_;
  std::vector<event::RoutingFact> early_offers_;
  std::optional<credential::Who> who_;  // none: a demonstration person by his name
  std::shared_ptr<int> end_watch_;      // a timer of an earlier look finds another
  access::Viewer viewer_;               // nobody before he is known
  Person me_;                           // likewise
  std::int64_t generation_ = 0;         // of the directory that viewer_ is from
  team::AgentState state_;
  std::unordered_map<ConversationId, Opened> opened_;
  std::int64_t openings_ = 0;                                          // asked for so far
  std::map<std::string, std::shared_ptr<int>, std::less<>> watching_;  // by the view's name; a window ends with its token
  live::Sender sender_;
};

}  // namespace zhiyin::desk
