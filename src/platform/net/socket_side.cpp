#include "platform/net/socket_side.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <typeinfo>
#include <utility>

#include "platform/logging/logging.hpp"
#include "platform/net/shard.hpp"

namespace zhiyin::net {
namespace {

constexpr std::size_t frames_per_write_max = 64;
constexpr std::size_t queue_kept_max = 8;  // frames; an idle socket keeps no larger queue than this

iovec piece(std::string_view bytes) {
  return {const_cast<char*>(bytes.data()), bytes.size()};
}  // iovec is older than const

}  // namespace

SocketSide::SocketSide(Connection& connection, std::unique_ptr<SocketHandler> handler, std::string hello)
    : connection_(connection),
      site_(connection.shard().site()),
      handler_(std::move(handler)),
      reader_(site_.limits.message_max_bytes),
      heard_at_(std::chrono::steady_clock::now()) {
  queue_.push_back({frame(std::move(hello)), {}});
  queued_bytes_ = queue_.front().bytes();
}

Reactor& SocketSide::reactor() {
  return connection_.shard().loop();
}

/// What is thrown ends this socket and nothing else; its text may hold a customer's words, so only its type is told.
template <class Call>
void SocketSide::guarded(Call call) {
  const char* type = nullptr;
  try {
    call();
    return;
  } catch (const std::exception& thrown) {
    type = typeid(thrown).name();
  } catch (...) {
    type = "unknown";
  }
  logging::error("net", "a socket's handler threw type={}", type);
  close(CloseCode::internal, "the server failed on this");
}

void SocketSide::begin() {
  open_ = true;
  site_.figures.ws_open.add(1);
  guarded([this] { handler_->on_open(*this); });
}

void SocketSide::take(std::span<char> bytes) {
  heard_at_ = std::chrono::steady_clock::now();
  pinged_ = false;
  while (open_ && !bytes.empty()) {
    on_event(reader_.next(bytes));
  }
}

void SocketSide::on_event(const FrameReader::Event& event) {
  using Kind = FrameReader::Kind;
  if (event.kind != Kind::more) {
    site_.figures.ws_frames_in.add();
  }
  switch (event.kind) {
    case Kind::more:
    case Kind::pong: return;
    case Kind::text: guarded([&] { handler_->on_text(event.payload); }); return;
    case Kind::ping:
      if (room_for(event.payload.size())) {
        push(Opcode::pong, frame(std::string{event.payload}));
      }
      return;
    case Kind::close:
      push(Opcode::close, frame(event.code == 1005 ? std::string{} : close_payload(event.code, {})));
      end();
      return;
    case Kind::broken:
      push_close(event.code, "the frame breaks RFC 6455 or a limit");
      end();
      return;
  }
}

void SocketSide::push(Opcode opcode, Frame payload) {
  if (first_ >= frames_per_write_max && first_ * 2 >= queue_.size()) {
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  const auto head = frame_head(opcode, payload->size());
  queue_.push_back({std::move(payload), head});
  queued_bytes_ += queue_.back().bytes();
  connection_.settle_soon();
}

void SocketSide::push_close(std::uint16_t code, std::string_view reason) {
  push(Opcode::close, frame(close_payload(code, reason)));
}

/// Makes room by sending, as frames of one turn gather here before they are sent; a reader that takes nothing is cut.
bool SocketSide::room_for(std::size_t payload_bytes) {
  const auto max = site_.limits.socket_queue_max_bytes;
  const auto bytes = payload_bytes + sizeof(FrameHead::bytes);
  if (queued_bytes_ + bytes <= max) {
    return true;
  }
  if (!connection_.push_out()) {
    end();
    return false;
  }
  if (queued_bytes_ + bytes <= max) {
    return true;
  }
  cut(CloseCode::slow_reader);
  return false;
}

void SocketSide::send(Frame frame) {
  if (open_ && room_for(frame->size()) && open_) {
    push(Opcode::text, std::move(frame));
  }
}

void SocketSide::close(CloseCode code, std::string_view reason) {
  if (open_) {
    push_close(static_cast<std::uint16_t>(code), reason);
    end();
  }
}

/// Keeps the frame that is partly sent, so that the close frame is still a frame to the reader if it ever reads on.
void SocketSide::cut(CloseCode code) {
  if (!open_) {
    return;
  }
  (code == CloseCode::slow_reader ? site_.figures.ws_cut_slow : site_.figures.ws_cut_idle).add();
  const bool begun = first_ < queue_.size() && first_sent_ > 0;
  queue_.resize(std::min(queue_.size(), first_ + (begun ? 1 : 0)));
  queued_bytes_ = begun ? queue_.back().bytes() - first_sent_ : 0;
  push_close(static_cast<std::uint16_t>(code), code == CloseCode::slow_reader ? "read too slowly" : "no sign of life");
  end();
}

void SocketSide::end() {
  open_ = false;
  connection_.finish(true);
}

std::size_t SocketSide::gather(std::span<iovec> into) {
  const auto frames = std::min({queue_.size() - first_, frames_per_write_max, into.size() / 2});
  std::size_t count = 0;
  auto skip = first_sent_;
  for (auto i = first_; i < first_ + frames; ++i) {
    const auto& queued = queue_[i];
    for (const std::string_view bytes : {std::string_view{queued.head.bytes.data(), queued.head.size}, std::string_view{*queued.payload}}) {
      if (skip < bytes.size()) {
        into[count++] = piece(bytes.substr(skip));
      }
      skip -= std::min(skip, bytes.size());
    }
  }
  return count;
}

void SocketSide::sent(std::size_t bytes) {
  queued_bytes_ -= bytes;
  first_sent_ += bytes;
  std::uint64_t frames = 0;
  while (first_ < queue_.size() && first_sent_ >= queue_[first_].bytes()) {
    first_sent_ -= queue_[first_].bytes();
    queue_[first_].payload.reset();
    frames += queue_[first_].head.size > 0 ? 1 : 0;  // the 101 answer is no frame
    ++first_;
  }
  site_.figures.ws_frames_out.add(frames);
  if (first_ == queue_.size()) {
    first_ = 0;
    queue_.clear();
    if (queue_.capacity() > queue_kept_max) {
      std::vector<Queued>{}.swap(queue_);
    }
  }
}

void SocketSide::settled() {
  if (queued_bytes_ != reported_bytes_) {
    site_.figures.ws_queue_bytes.add(static_cast<std::int64_t>(queued_bytes_) - static_cast<std::int64_t>(reported_bytes_));
    reported_bytes_ = queued_bytes_;
  }
  if (!open_ && handler_) {
    site_.figures.ws_open.add(-1);
    const auto handler = std::move(handler_);
    guarded([&] { handler->on_closed(); });
  }
}

void SocketSide::sweep(SteadyTime now) {
  const auto silent = now - heard_at_;
  const auto timeout = site_.limits.socket_idle_timeout;
  if (silent >= timeout) {
    cut(CloseCode::idle);
  } else if (silent >= timeout / 2 && !std::exchange(pinged_, true) && room_for(0)) {
    push(Opcode::ping, frame({}));
  }
}

void SocketSide::ended() {
  open_ = false;
  std::vector<Queued>{}.swap(queue_);
  first_ = 0;
  first_sent_ = 0;
  queued_bytes_ = 0;
  settled();
}

}  // namespace zhiyin::net
