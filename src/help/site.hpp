// The help centre as the server sees it: which page an address means, and what all answers have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "help/page.hpp"
#include "help/settings.hpp"
#include "knowledge/library.hpp"
#include "platform/clock/clock.hpp"
#include "platform/metric/metric.hpp"
#include "platform/net/server.hpp"
#include "platform/rate/callers.hpp"

namespace zhiyin::help {

constexpr std::size_t asked_max_bytes = 600;  ///< of a search; what comes after it does not count

/// /help                 to the language that the browser asks for
/// /help/{lang}          categories
/// /help/{lang}/c/{slug}, /help/{lang}/a/{slug}, /help/{lang}/search?q=
/// /help/a/{slug}        an article in the language that the browser asks for, or that there is
/// /help/sitemap.xml
///
/// Every answer may be kept and must be asked for again (ETag), so what is published or withdrawn is so at once for everybody.
class Site {
 public:
  Site(Settings settings, knowledge::Libraries& libraries, const Clock& clock, MetricRegistry& metrics);
  /// None when it is switched off. The Site outlives the server.
  [[nodiscard]] std::vector<net::Route> routes();
  [[nodiscard]] net::Response answer(const net::Request& request);

 private:
  const Settings settings_;
  knowledge::Libraries& libraries_;
  const Clock& clock_;
  rate::Callers callers_;
  Counter& pages_;
  Counter& searches_;
  Counter& missing_;
};

/// The best of `offered` for a header Accept-Language (RFC 9110, 12.5.4); the first of them when none fits.
[[nodiscard]] std::string preferred(std::string_view accept_language, const std::vector<std::string>& offered);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(Time at);

}  // namespace zhiyin::help
