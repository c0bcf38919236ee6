// One raw connection that a test leads step by step: what it says is what the test spells, what it hears is looked at as it comes.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/json.hpp"
#include "client/wire.hpp"

namespace zhiyin::flow {

using client::array_of;
using client::number_of;
using client::object_of;
using client::text_of;
using client::truth_of;
using Object = boost::json::object;

class Line final : public client::Wire::User {
 public:
  /// Connects at once; `extra_headers` are whole lines with CRLF.
  Line(client::Loop& loop, std::uint16_t port, const std::string& path, const std::string& extra_headers = {});

  /// Waits for the upgrade before; throws std::runtime_error when that is refused.
  void say(std::string_view text);
  client::Wire& wire();

  /// The first message of this type, now or later, whatever comes before it; taken out. Throws when none comes, or the line ends.
  Object hear(std::string_view type);
  Object hear(std::string_view type, const std::function<bool(const Object&)>& which);
  /// The same whatever its type.
  Object hear_any(const std::function<bool(const Object&)>& which);
  /// Waits until these words have come in whatever message, which stays to be heard.
  void overhear(std::string_view words);
  /// The answer to an id: its ack, refused or skipped.
  Object answer(std::string_view id);
  /// The fact with this client id.
  Object message_fact(std::string_view client_id);
  /// All that came by now has been heard, taken over into unheard(): a ping and its pong.
  void fence();
  /// Messages of this type that came and were not asked for.
  [[nodiscard]] std::size_t unheard(std::string_view type) const;
  /// Every byte of text that came, asked for or not.
  [[nodiscard]] const std::string& everything() const { return everything_; }
  /// How it ended.
  client::Ending hear_end();
  void hang_up();

 private:
  void on_open() override { open_ = true; }
  void on_text(std::string_view text) override;
  void on_ended(const client::Ending& ending) override { ending_ = ending; }
  Object heard_where(const std::function<bool(const Object&)>& which, std::string_view what);
  [[nodiscard]] std::string story() const;

  client::Loop& loop_;
  client::Wire wire_;
  bool open_ = false;
  std::deque<Object> heard_;
  std::string everything_;
  std::optional<client::Ending> ending_;
};

}  // namespace zhiyin::flow
