#include "harness/http_get.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace zhiyin::harness {
namespace {

std::string read_to_end(int fd, std::chrono::steady_clock::time_point until) {
  std::string bytes;
  std::array<char, 16384> buffer{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    pollfd readable{fd, POLLIN, 0};
    if (left <= 0 || ::poll(&readable, 1, static_cast<int>(left)) <= 0) {
      return {};
    }
    const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
      return bytes;
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  std::size_t at = head.find("\r\n");
  while (at != std::string::npos && at + 2 < head.size()) {
    const auto start = at + 2;
    at = head.find("\r\n", start);
    const auto line = std::string_view(head).substr(start, at == std::string::npos ? std::string::npos : at - start);
    if (line.size() > name.size() && line[name.size()] == ':' && ::strncasecmp(line.data(), name.data(), name.size()) == 0) {
      const auto value = line.find_first_not_of(' ', name.size() + 1);
      return value == std::string_view::npos ? std::string{} : std::string(line.substr(value));
    }
  }
  return {};
}

Answer http_raw(std::uint16_t port, std::string_view request, std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string bytes;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    bytes = read_to_end(fd, until);
  }
  ::close(fd);
  Answer answer;
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string::npos || !bytes.starts_with("HTTP/1.1 ")) {
    return answer;
  }
  answer.head = bytes.substr(0, head_end);
  answer.body = bytes.substr(head_end + 4);
  std::from_chars(bytes.data() + 9, bytes.data() + 12, answer.status);
  return answer;
}

Answer http_get(std::uint16_t port, std::string_view target, std::chrono::milliseconds within) {
  return http_raw(port, fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", target, port), within);
}

}  // namespace zhiyin::harness
