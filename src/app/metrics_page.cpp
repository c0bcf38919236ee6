#include "app/metrics_page.hpp"

#include "api/presented.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::app {

net::Response metrics_page(const net::Request& request, const std::string& token, const MetricRegistry& metrics) {
  const auto shown = api::presented(request);
  const bool by_token = !token.empty() && shown && shown->kind == api::Presented::Kind::token && crypto::equal(shown->secret, token);
  if (by_token || api::at_home(request)) {
    return {
        .content_type = "text/plain; version=0.0.4", .headers = {{"Cache-Control", "no-store"}}, .body = metrics.exposition(), .fixed = {}};
  }
  if (token.empty()) {
    return net::problem({ErrorCode::forbidden, "figures are told to this machine only", "", "ask from it, or set metrics.token", {}});
  }
  auto response = net::problem({ErrorCode::unauthenticated,
                                "this takes the token of the setting metrics.token",
                                "Authorization",
                                "send Authorization: Bearer TOKEN",
                                {}});
  response.headers.emplace_back("WWW-Authenticate", R"(Bearer realm="zhiyin metrics")");
  return response;
}

}  // namespace zhiyin::app
