#include "platform/net/figures.hpp"

#include <algorithm>

namespace zhiyin::net {
namespace {

constexpr std::string_view requests_name = "http_requests_total";
constexpr std::string_view requests_help = "Requests answered, by class of status.";
constexpr std::string_view refused_name = "connections_refused_total";
constexpr std::string_view refused_help = "Connections refused because of a limit.";

}  // namespace

Figures::Figures(MetricRegistry& registry)
    : requests{&registry.counter(requests_name, requests_help, "class=\"2xx\""),
               &registry.counter(requests_name, requests_help, "class=\"3xx\""),
               &registry.counter(requests_name, requests_help, "class=\"4xx\""),
               &registry.counter(requests_name, requests_help, "class=\"5xx\"")},
      request_seconds(registry.histogram("http_request_seconds", "From a whole request to its whole answer handed to the system.")),
      connections_open(registry.gauge("connections_open", "Open connections, WebSockets too.")),
      refused_full(registry.counter(refused_name, refused_help, "limit=\"connections\"")),
      refused_address(registry.counter(refused_name, refused_help, "limit=\"address\"")),
      handshakes_failed(registry.counter("tls_handshakes_failed_total", "TLS handshakes that did not succeed.")),
      ws_open(registry.gauge("ws_open", "Open WebSockets.")),
      ws_frames_in(registry.counter("ws_frames_in_total", "WebSocket messages and control frames received.")),
      ws_frames_out(registry.counter("ws_frames_out_total", "WebSocket frames handed to the system.")),
      ws_cut_slow(registry.counter("ws_cut_slow_total", "WebSockets cut because their reader was too slow.")),
      ws_cut_idle(registry.counter("ws_cut_idle_total", "WebSockets cut because they gave no sign of life.")),
      ws_queue_bytes(registry.gauge("ws_queue_bytes", "Bytes queued for WebSockets and not yet handed to the system.")) {}

void Figures::answered(int status, std::chrono::nanoseconds took) {
  request_seconds.observe(took);
  requests.at(static_cast<std::size_t>(std::clamp(status / 100, 2, 5) - 2))->add();
}

}  // namespace zhiyin::net
