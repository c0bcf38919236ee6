#include "prove/access/noise.hpp"

namespace zhiyin::prove {

using harness::ApiCall;

std::vector<ApiCall> noise(const Sample& sample, const std::string& token, const std::string& cookie) {
  const auto& [call, operation, method, target, body] = sample;
  const char more = target.contains('?') ? '&' : '?';
  std::vector<ApiCall> all{
      {.method = method, .target = target + more + "nobody_knows=1", .body = body, .token = token},
      {.method = method, .target = target + more + "limit=0", .body = body, .token = token},
      {.method = method, .target = target + more + "after=a-cursor-of-another-list", .body = body, .token = token},
      {.method = method, .target = target, .body = body, .more = {"Authorization: Basic eDp5"}},
      {.method = method, .target = target, .body = body, .token = token, .more = {"Idempotency-Key: not\ta key"}},
      // As another site's page would make a browser send it.
      {.method = method, .target = target, .body = body, .more = {"Cookie: " + cookie, "Origin: https://evil.example"}},
  };
  if (body.empty()) {
    all.push_back({.method = method, .target = target, .body = "{}", .token = token});
    return all;
  }
  for (const auto* wrong : {"{", "[]", "null", R"({"nobody_knows":1})", "{}", R"({"":"\ud800"})"}) {
    all.push_back({.method = method, .target = target, .body = wrong, .token = token});
  }
  all.push_back({.method = method, .target = target, .token = token});
  all.push_back({.method = method, .target = target, .body = R"({"x":")" + std::string(70'000, 'x') + "\"}", .token = token});
  return all;
}

}  // namespace zhiyin::prove
