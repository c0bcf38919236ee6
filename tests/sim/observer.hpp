// Somebody who has a conversation open on a page: the product's Stream on the server's side, and the client of docs/live-protocol.md on
// the other, with real frames between them. He opens, is cut, resumes from his position on another gateway, closes, and must see at every
// moment what a fresh snapshot shows.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/findings.hpp"
#include "client/inner_view.hpp"
#include "client/json.hpp"
#include "client/view.hpp"
#include "conversation/inner.hpp"
#include "desk/inner_hub.hpp"
#include "live/stream.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

class Observer final : public live::Subscriber, public desk::InnerSubscriber {
 public:
  Observer(World& world, int number);
  ~Observer() override = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  void on_fact(const live::Relayed& relayed, const live::Batch& batch) override;
  void on_typing(ConversationId /*conversation*/, const Person& /*who*/, const net::Frame& /*frame*/) override {}
  void on_inner(const desk::InnerRelayed& relayed, const desk::InnerBatch& batch) override;
  /// After everything came to an end: sees all, and compares once more.
  void finish();

 private:
  /// What the server would write to the network.
  class Page final : public net::Socket {
   public:
    explicit Page(Observer& owner) : owner_(owner) {}
    void send(net::Frame frame) override { owner_.read(*frame); }
    void close(net::CloseCode /*code*/, std::string_view /*reason*/) override {}
    [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
    [[nodiscard]] net::Reactor& reactor() override;

   private:
    Observer& owner_;
  };

  void live();
  void choose();
  /// Follows, then has the picture read a while later, as another thread would; from the page's position if it has one.
  void open();
  void show(int opening);
  void close();
  void read(const std::string& frame);
  void compare();
  void compare_inner(const conversation::Inner& now);
  [[nodiscard]] bool connected() const { return open_ && life_ == world_.life() && world_.up(); }

  World& world_;
  std::string name_;
  Page page_{*this};
  client::JsonReader reader_;
  client::Findings findings_;
  ConversationId conversation_;
  std::optional<client::View> view_;  // the page's; outlives connections
  client::InnerView inner_;           // a colleague's page; a visitor's has none
  bool colleague_ = false;
  live::Stream stream_;  // of the present connection
  desk::InnerStream inner_stream_;
  std::vector<std::pair<desk::InnerBatch, const desk::InnerRelayed*>> early_inner_;
  std::size_t gateway_ = 0;
  bool open_ = false;
  int life_ = 0;
  int openings_ = 0;
};

}  // namespace zhiyin::sim
