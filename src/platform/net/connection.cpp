#include "platform/net/connection.hpp"

#include <array>
#include <utility>

#include "platform/net/http_side.hpp"
#include "platform/net/shard.hpp"

namespace zhiyin::net {
namespace {

constexpr std::size_t reads_per_turn_max = 4;  // then the others of this loop come first
constexpr std::size_t pieces_per_write_max = 128;

}  // namespace

Connection::Connection(Shard& shard, Tcp socket, asio::ip::address peer, bool counted)
    : shard_(&shard),
      socket_(std::move(socket)),
      progress_at_(std::chrono::steady_clock::now()),
      peer_(std::move(peer)),
      counted_(counted) {
  auto& site = shard.site();
  wire_ = site.tls ? site.tls->wire(socket_.native_handle()) : plain_wire(socket_.native_handle());
}

void Connection::start(std::optional<Response> refusal) {
  auto http = std::make_unique<HttpSide>(*this);
  if (refusal) {
    http->refuse(std::move(*refusal));
  }
  side_ = std::move(http);
  enter([this] { step_handshake(); });
}

void Connection::step_handshake() {
  switch (wire_->shake_hands().state) {
    case IoState::moved: shaking_hands_ = false; return;
    case IoState::want_read: wait_readable(); return;
    case IoState::want_write: wait_writable(); return;
    case IoState::ended:
    case IoState::broken: break;
  }
  shard_->site().figures.handshakes_failed.add();
  vanish(false);
}

void Connection::settle() {
  if (gone_ || shaking_hands_) {
    return;
  }
  for (bool again = true; again;) {
    if (next_side_) {
      side_ = std::move(next_side_);
      side_->begin();
      auto rest = std::exchange(rest_, {});
      if (!rest.empty()) {
        side_->take(rest);
      }
    }
    if (!push_out()) {
      vanish(true);
      return;
    }
    again = !blocked_ && !ending_ && (side_->drained() || next_side_);
  }
  side_->settled();
  if (ending_ && !blocked_) {
    if (!std::exchange(said_end_, true)) {
      wire_->say_end();
    }
    if (peer_ended_) {
      vanish(false);
      return;
    }
  }
  arm();
}

bool Connection::push_out() {
  std::array<iovec, pieces_per_write_max> pieces{};
  for (;;) {
    const auto count = side_->gather(pieces);
    if (count == 0 && !wire_->pending()) {
      blocked_ = false;
      return true;
    }
    const auto io = wire_->write({pieces.data(), count});
    switch (io.state) {
      case IoState::moved:
        side_->sent(io.bytes);
        progress_at_ = std::chrono::steady_clock::now();
        if (wire_->pending()) {
          blocked_ = true;
          return true;
        }
        break;
      case IoState::want_write:
        if (!std::exchange(blocked_, true)) {
          progress_at_ = std::chrono::steady_clock::now();
        }
        return true;
      case IoState::want_read:  // only a handshake waits for the peer to write, and there is none after the first
      case IoState::ended:
      case IoState::broken: return false;
    }
  }
}

void Connection::read_some() {
  for (std::size_t turn = 0; turn < reads_per_turn_max; ++turn) {
    if (peer_ended_ || next_side_ || !(ending_ || side_->wants_input())) {
      return;
    }
    const auto scratch = shard_->scratch();
    const auto io = wire_->read(scratch);
    switch (io.state) {
      case IoState::moved:
        if (!ending_) {
          side_->take(scratch.first(io.bytes));
        }
        if (io.bytes < scratch.size()) {
          return;
        }
        break;
      case IoState::want_read: return;
      case IoState::want_write: read_wants_writable_ = true; return;
      case IoState::ended: peer_ended(); return;
      case IoState::broken: vanish(true); return;
    }
  }
}

void Connection::peer_ended() {
  peer_ended_ = true;
  if (!ending_) {
    side_->peer_ended();
  }
}

void Connection::arm() {
  if (!peer_ended_ && (ending_ || side_->wants_input()) && !read_wants_writable_) {
    wait_readable();
  }
  if (blocked_ || read_wants_writable_) {
    wait_writable();
  }
}

void Connection::wait_readable() {
  if (std::exchange(waits_readable_, true)) {
    return;
  }
  socket_.async_wait(Tcp::wait_read, [self = shared_from_this()](const boost::system::error_code& failed) {
    self->waits_readable_ = false;
    self->enter([&] {
      if (failed) {
        self->vanish(true);
      } else if (self->shaking_hands_) {
        self->step_handshake();
      } else {
        self->read_some();
      }
    });
  });
}

void Connection::wait_writable() {
  if (std::exchange(waits_writable_, true)) {
    return;
  }
  socket_.async_wait(Tcp::wait_write, [self = shared_from_this()](const boost::system::error_code& failed) {
    self->waits_writable_ = false;
    self->enter([&] {
      if (failed) {
        self->vanish(true);
      } else {
        self->on_writable();
      }
    });
  });
}

void Connection::on_writable() {
  if (shaking_hands_) {
    step_handshake();
  } else if (std::exchange(read_wants_writable_, false)) {
    read_some();
  }
}

void Connection::settle_soon() {
  if (!inside_ && !gone_ && !std::exchange(dirty_, true)) {
    shard_->settle_later(shared_from_this());
  }
}

void Connection::become(std::unique_ptr<Side> side, std::string rest) {
  next_side_ = std::move(side);
  rest_ = std::move(rest);
}

void Connection::finish(bool reset_at_last) {
  if (!std::exchange(ending_, true)) {
    reset_at_last_ = reset_at_last;
    linger_until_ = std::chrono::steady_clock::now() + shard_->site().limits.linger_timeout;
    settle_soon();
  }
}

void Connection::sweep(SteadyTime now) {
  const auto& limits = shard_->site().limits;
  enter([&] {
    if (shaking_hands_) {
      if (now - progress_at_ >= limits.header_timeout) {
        vanish(true);
      }
    } else if (ending_) {
      if (now >= linger_until_) {
        vanish(reset_at_last_ || blocked_);
      }
    } else if (blocked_ && now - progress_at_ >= limits.write_timeout) {
      side_->stalled();
    } else {
      side_->sweep(now);
    }
  });
}

void Connection::drain() {
  enter([this] {
    if (shaking_hands_) {
      vanish(true);
    } else if (!ending_) {
      side_->drain();
    }
  });
}

void Connection::give(std::uint64_t number, Response response) {
  if (inside_) {
    side_->give(number, std::move(response));
  } else {
    enter([&] { side_->give(number, std::move(response)); });
  }
}

void Connection::cut() {
  enter([this] { vanish(true); });
}

void Connection::vanish(bool reset) {
  if (std::exchange(gone_, true)) {
    return;
  }
  boost::system::error_code ignored;
  if (reset) {
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  }
  socket_.close(ignored);
  side_->ended();
  shard_->remove(*this, counted_ ? &peer_ : nullptr);
}

}  // namespace zhiyin::net
