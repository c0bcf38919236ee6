#include "harness/api_call.hpp"

#include <fmt/format.h>

namespace zhiyin::harness {

Answer call_api(std::uint16_t port, const ApiCall& call) {
  auto request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {}\r\n", call.method,
                             call.target, port, call.body.size());
  if (!call.body.empty()) {
    request += "Content-Type: application/json\r\n";
  }
  if (!call.token.empty()) {
    request += fmt::format("Authorization: Bearer {}\r\n", call.token);
  }
  if (!call.cookie.empty()) {
    request += fmt::format("Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n", call.cookie);
  }
  for (const auto& line : call.more) {
    request += line + "\r\n";
  }
  return http_raw(port, request + "\r\n" + call.body, std::chrono::seconds{20});
}

std::string cookie_of(const Answer& answer) {
  const auto header = answer.header("set-cookie");
  return header.substr(0, header.find(';'));
}

std::string first_text(const std::string& json, const std::string& name) {
  const auto before = fmt::format("\"{}\":\"", name);
  const auto at = json.find(before);
  if (at == std::string::npos) {
    return {};
  }
  const auto start = at + before.size();
  return json.substr(start, json.find('"', start) - start);
}

}  // namespace zhiyin::harness
