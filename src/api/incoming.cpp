#include "api/incoming.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/idempotency.hpp"
#include "api/presented.hpp"
#include "api/problem.hpp"
#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

using Refusal = std::optional<net::Response>;

net::Response refused(ErrorCode code, std::string what, std::string where, std::string mend) {
  return problem({code, std::move(what), std::move(where), std::move(mend), {}});
}

bool is_json(std::string_view content_type) {
  constexpr std::string_view wanted = "application/json";
  const auto type = content_type.substr(0, content_type.find_first_of("; "));
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(type, wanted, std::equal_to{}, lower);
}

/// What is wrong with the body before it is looked into.
Refusal body_refusal(const Route& route, const net::Request& request) {
  if (route.body.none()) {
    if (request.body.empty()) {
      return std::nullopt;
    }
    return refused(ErrorCode::bad_request, "this takes no body", "body", "send none");
  }
  if (request.body.empty()) {
    return refused(ErrorCode::bad_request, "a body is missing", "body", "send one JSON object");
  }
  if (!is_json(request.header("content-type"))) {
    return problem_of_status(415, "unsupported_media_type", "Unsupported Media Type",
                             {ErrorCode::bad_request, "the body is not said to be JSON", "Content-Type", "send application/json", {}});
  }
  if (request.body.size() > route.about.body_max_bytes) {
    return refused(ErrorCode::too_large, fmt::format("the body has {} bytes", request.body.size()), "body",
                   fmt::format("send at most {} bytes", route.about.body_max_bytes));
  }
  return std::nullopt;
}

/// Takes a parameter out of the query.
std::optional<std::string> take(QueryText& query, std::string_view name) {
  const auto found = std::ranges::find(query, name, &QueryText::value_type::first);
  if (found == query.end()) {
    return std::nullopt;
  }
  auto value = std::move(found->second);
  query.erase(found);
  return value;
}

/// The same for the same filters, in whatever order they were written.
std::string bound_of(const Route& route, QueryText query) {
  std::ranges::sort(query);
  std::string out{route.about.operation};
  for (const auto& [name, value] : query) {
    out += fmt::format("\n{}:{}={}:{}", name.size(), name, value.size(), value);
  }
  return out;
}

PageAsked page_of(const std::optional<std::string>& limit, const std::optional<std::string>& after, const std::string& bound,
                  const Sealer& sealer, Reading& reading) {
  PageAsked page;
  if (limit) {
    const Reading::Step step{reading, "limit"};
    (void)Codec<std::int64_t>::read_text(*limit, page.limit, {.least = 1, .most = PageAsked::limit_max}, reading);
  }
  if (after) {
    const Reading::Step step{reading, "after"};
    if (auto plain = sealer.open(*after, bound)) {
      page.after = std::move(*plain);
    } else {
      reading.fault("this is no cursor of this list", "send `next` of the page before, with the same filters, or begin without it");
    }
  }
  return page;
}

std::string key_of(const Route& route, const net::Request& request, Reading& reading) {
  const auto key = route.kind == RouteKind::write ? request.header("idempotency-key") : std::string_view{};
  if (!key.empty() && !idempotency::is_key(key)) {
    const Reading::Step step{reading, "Idempotency-Key"};
    reading.fault("it is no key", fmt::format("send 1 to {} printable ASCII characters", idempotency::key_max_bytes));
  }
  return std::string{key};
}

}  // namespace

std::expected<Incoming, net::Response> incoming(const Route& route, const net::Request& request,
                                                std::map<std::string, std::string, std::less<>> path, const Sealer& sealer) {
  if (auto no = body_refusal(route, request)) {
    return std::unexpected(std::move(*no));
  }
  std::optional<json::Document> document;
  std::optional<json::Value> body;
  if (!route.body.none()) {
    auto parsed = json::Document::parse(request.body);
    if (!parsed) {
      return std::unexpected(problem(parsed.error()));
    }
    document = std::move(*parsed);
    body = document->value();
  }
  Reading reading;
  auto query = read_query_text(request.query, reading);
  const auto limit = route.paged ? take(query, "limit") : std::nullopt;
  const auto after = route.paged ? take(query, "after") : std::nullopt;
  Incoming in{nullptr, {}, bound_of(route, query)};
  in.asking = route.parse(query, body ? &*body : nullptr, reading);
  in.asking->page = page_of(limit, after, in.bound, sealer, reading);
  in.asking->idempotency_key = key_of(route, request, reading);
  if (!reading.well()) {
    return std::unexpected(problem_of_faults(reading.faults()));
  }
  in.asking->path = std::move(path);
  in.asking->peer = request.peer;
  in.asking->user_agent = request.header("user-agent").substr(0, user_agent_max);
  in.asking->at_home = at_home(request);
  in.asking->tls = request.tls;
  if (!in.asking->idempotency_key.empty()) {
    in.digest = digest_of({net::method_text(request.method), request.path, request.query, request.body});
  }
  return in;
}

}  // namespace zhiyin::api
