#include "write/proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

#include "platform/base/require.hpp"

namespace zhiyin::prove {
namespace {

constexpr std::chrono::milliseconds late_by{5'000};  // the writer waits 4 seconds for an answer
constexpr std::chrono::milliseconds silent_for{8'000};

// A Parse message with the text COMMIT (PostgreSQL's documentation, "Message Formats"): type, length 14, empty name, text, no parameter
// types.
constexpr std::string_view commit_message{"P\0\0\0\x0E\0COMMIT\0\0\0", 15};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void no_delay(int fd) {
  const int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/// False when the other side is gone.
bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void close_with_reset(int fd) {
  const linger at_once{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd);
}

}  // namespace

std::string_view cut_name(Cut cut) {
  switch (cut) {
    case Cut::none: return "none";
    case Cut::all_at_once: return "all connections reset";
    case Cut::before_commit: return "reset before COMMIT";
    case Cut::with_commit: return "reset with COMMIT";
    case Cut::after_commit: return "reset after COMMIT";
    case Cut::silent_before_commit: return "black hole before COMMIT";
    case Cut::silent_after_commit: return "black hole after COMMIT";
    case Cut::late_commit: return "COMMIT five seconds late";
    case Cut::silence: return "black hole";
  }
  fail_requirement("a cut has a name", std::source_location::current());
}

Proxy::Proxy(std::uint16_t server_port) : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

Proxy::~Proxy() {
  stopping_ = true;
  thread_.join();
  for (auto& link : links_) {
    reset(link);
  }
  ::close(listener_);
}

void Proxy::run() {
  while (!stopping_) {
    tick();
    std::vector<pollfd> fds{{listener_, POLLIN, 0}};
    const std::size_t count = links_.size();
    for (const auto& link : links_) {
      using enum Link::State;
      const bool hears_client = link.state == open || link.state == swallows_answer;
      const bool hears_server = hears_client;
      fds.push_back({hears_client ? link.client : -1, POLLIN, 0});
      fds.push_back({hears_server ? link.server : -1, POLLIN, 0});
    }
    ::poll(fds.data(), fds.size(), 20);
    for (std::size_t i = 0; i < count; ++i) {
      if (fds[2 * i + 1].revents != 0 && links_[i].state != Link::State::gone) {
        from_client(links_[i]);
      }
      if (fds[2 * i + 2].revents != 0 && links_[i].state != Link::State::gone) {
        from_server(links_[i]);
      }
    }
    if (fds[0].revents != 0) {
      accept_one();
    }
    std::erase_if(links_, [](const Link& link) { return link.state == Link::State::gone; });
  }
}

void Proxy::tick() {
  const auto cut = armed_.load();
  const auto now = Steady::now();
  for (auto& link : links_) {
    using enum Link::State;
    if (cut == Cut::all_at_once) {
      reset(link);
    } else if (cut == Cut::silence) {
      link.state = silent;
      link.until = now + silent_for;
    } else if (link.state == late && now > link.until) {
      send_all(link.server, link.held);
      link.state = silent;
      link.until = now + late_by;
    } else if (link.state == silent && now > link.until) {
      reset(link);
    }
  }
  std::erase_if(links_, [](const Link& link) { return link.state == Link::State::gone; });
  if (cut == Cut::all_at_once) {
    armed_ = Cut::none;
  }
}

void Proxy::accept_one() {
  Link link;
  link.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  link.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(server_port_);
  if (link.client < 0 || ::connect(link.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    reset(link);
    return;
  }
  no_delay(link.client);
  no_delay(link.server);
  links_.push_back(std::move(link));
}

void Proxy::from_client(Link& link) {
  std::array<char, 65536> buffer;
  const auto got = ::recv(link.client, buffer.data(), buffer.size(), 0);
  if (got <= 0) {
    reset(link);
    return;
  }
  const std::string_view bytes{buffer.data(), static_cast<std::size_t>(got)};
  const auto commit_at = bytes.find(commit_message);
  const auto cut = armed_.load();
  if (commit_at != std::string_view::npos && cut != Cut::none && cut != Cut::silence && cut != Cut::all_at_once) {
    armed_ = Cut::none;
    at_commit(link, cut, bytes, commit_at);
  } else if (!send_all(link.server, bytes)) {
    reset(link);
  }
}

void Proxy::at_commit(Link& link, Cut cut, std::string_view bytes, std::size_t commit_at) {
  using enum Link::State;
  switch (cut) {
    case Cut::before_commit:
      send_all(link.server, bytes.substr(0, commit_at));
      reset(link);
      return;
    case Cut::with_commit:
      send_all(link.server, bytes);
      reset(link);
      return;
    case Cut::after_commit:
      send_all(link.server, bytes);
      link.state = swallows_answer;
      return;
    case Cut::silent_before_commit:
      send_all(link.server, bytes.substr(0, commit_at));
      link.state = silent;
      link.until = Steady::now() + silent_for;
      return;
    case Cut::silent_after_commit:
      send_all(link.server, bytes);
      link.state = silent;
      link.until = Steady::now() + silent_for;
      return;
    case Cut::late_commit:
      link.held = bytes;
      link.state = late;
      link.until = Steady::now() + late_by;
      return;
    case Cut::none:
    case Cut::all_at_once:
    case Cut::silence: break;
  }
  fail_requirement("only cuts at COMMIT come here", std::source_location::current());
}

void Proxy::from_server(Link& link) {
  std::array<char, 65536> buffer;
  const auto got = ::recv(link.server, buffer.data(), buffer.size(), 0);
  if (got <= 0 || link.state == Link::State::swallows_answer || !send_all(link.client, {buffer.data(), static_cast<std::size_t>(got)})) {
    reset(link);
  }
}

void Proxy::reset(Link& link) {
  for (int* fd : {&link.client, &link.server}) {
    if (*fd >= 0) {
      close_with_reset(*fd);
      *fd = -1;
    }
  }
  link.state = Link::State::gone;
}

}  // namespace zhiyin::prove
