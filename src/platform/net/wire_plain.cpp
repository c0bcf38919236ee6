#include <sys/socket.h>

#include <cerrno>

#include "platform/net/wire.hpp"

namespace zhiyin::net {
namespace {

class PlainWire final : public Wire {
 public:
  explicit PlainWire(int descriptor) : descriptor_(descriptor) {}

  Io shake_hands() override { return {IoState::moved, 0}; }

  Io read(std::span<char> into) override {
    const auto got = again([&] { return ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT); });
    if (got == 0) {
      return {IoState::ended, 0};
    }
    return got > 0 ? Io{IoState::moved, static_cast<std::size_t>(got)} : stuck(IoState::want_read);
  }

  Io write(std::span<const iovec> pieces) override {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());  // sendmsg reads it only; its type is older than const
    message.msg_iovlen = pieces.size();
    const auto sent = again([&] { return ::sendmsg(descriptor_, &message, MSG_DONTWAIT | MSG_NOSIGNAL); });
    return sent >= 0 ? Io{IoState::moved, static_cast<std::size_t>(sent)} : stuck(IoState::want_write);
  }

  [[nodiscard]] bool pending() const override { return false; }
  void say_end() override { ::shutdown(descriptor_, SHUT_WR); }

 private:
  template <class Call>
  static ssize_t again(Call call) {
    ssize_t result = 0;
    do {
      result = call();
    } while (result < 0 && errno == EINTR);
    return result;
  }
  static Io stuck(IoState when_full) { return {errno == EAGAIN || errno == EWOULDBLOCK ? when_full : IoState::broken, 0}; }

  int descriptor_;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(int descriptor) {
  return std::make_unique<PlainWire>(descriptor);
}

}  // namespace zhiyin::net
