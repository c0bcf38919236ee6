// /metrics: how much is done here is nobody's business but the operator's.
#pragma once

#include <string>

#include "platform/metric/metric.hpp"
#include "platform/net/http.hpp"

namespace zhiyin::app {

/// For whoever asks from this machine and through no proxy, and for whoever sends `token` as a bearer token. Others: 401, or, when `token`
/// is empty and so nothing would help them, 403.
[[nodiscard]] net::Response metrics_page(const net::Request& request, const std::string& token, const MetricRegistry& metrics);

}  // namespace zhiyin::app
