#include "api/figures.hpp"

#include <fmt/format.h>

#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

constexpr std::string_view requests_name = "api_requests_total";
constexpr std::string_view requests_help = "Requests to the public API, by route, method and class of status.";
constexpr std::string_view seconds_name = "api_request_seconds";
constexpr std::string_view seconds_help = "From a request of the public API to its answer, by what the route does with the store.";
constexpr std::string_view refused_name = "api_refused_total";
constexpr std::string_view refused_help = "Requests to the public API that were refused before their route decided.";
constexpr std::array<std::string_view, 3> classes{"2xx", "4xx", "5xx"};
constexpr std::array<std::string_view, refused_count> reasons{"rate", "auth", "body", "idempotency"};
constexpr std::array<std::string_view, 3> kinds{"read", "write", "direct"};

}  // namespace

Figures::Figures(MetricRegistry& registry, std::span<const Route> routes) {
  std::array<Histogram*, kinds.size()> seconds{};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    seconds.at(i) = &registry.histogram(seconds_name, seconds_help, metric_label("kind", kinds.at(i)));
  }
  for (const auto& route : routes) {
    OfRoute of{{}, seconds.at(static_cast<std::size_t>(route.kind))};
    const auto labels = metric_label("route", route.about.path) + "," + metric_label("method", net::method_text(route.about.method)) + ",";
    for (std::size_t i = 0; i < classes.size(); ++i) {
      of.by_class.at(i) = &registry.counter(requests_name, requests_help, labels + metric_label("class", classes.at(i)));
    }
    routes_.emplace(&route, of);
  }
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    refused_.at(i) = &registry.counter(refused_name, refused_help, metric_label("reason", reasons.at(i)));
  }
}

void Figures::answered(const Route& route, int status, std::optional<Refused> why, std::chrono::nanoseconds took) {
  const auto& of = routes_.at(&route);
  of.by_class.at(status < 400 ? 0 : status < 500 ? 1 : 2)->add();
  of.seconds->observe(took);
  if (why) {
    refused_.at(static_cast<std::size_t>(*why))->add();
  }
}

}  // namespace zhiyin::api
