#include "harness/place.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "harness/account.hpp"
#include "platform/clock/clock.hpp"

namespace zhiyin::harness {
namespace {

constexpr std::uint16_t port_first = 10'000;
constexpr std::uint16_t port_count = 20'000;
constexpr int port_tries_max = 1'000;

bool can_listen(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return bound;
}

}  // namespace

TempDir::TempDir(const std::string& name, const std::string& owner) {
  std::string shape = (std::filesystem::temp_directory_path() / ("zhiyin-" + name + "-XXXXXX")).string();
  if (::mkdtemp(shape.data()) == nullptr) {
    throw std::runtime_error(fmt::format("no folder {}: {}", shape, std::generic_category().message(errno)));
  }
  path_ = shape;
  if (!owner.empty()) {
    const auto account = account_of(owner);
    if (!account || ::chown(shape.c_str(), account->user, account->group) != 0) {
      throw std::runtime_error(fmt::format("{} cannot be given to {}", shape, owner));
    }
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::uint16_t free_port() {
  SystemChance chance;
  for (int i = 0; i < port_tries_max; ++i) {
    const auto port = static_cast<std::uint16_t>(port_first + chance.bits() % port_count);
    if (can_listen(port)) {
      return port;
    }
  }
  throw std::runtime_error("no free port");
}

}  // namespace zhiyin::harness
