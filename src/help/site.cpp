#include "help/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "api/query.hpp"
#include "help/style.hpp"
#include "knowledge/rules.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::help {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
constexpr std::string_view root = "/help";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The elements of a header's list.
std::vector<std::string_view> elements(std::string_view list) {
  std::vector<std::string_view> all;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (const auto one = trimmed(list.substr(0, comma)); !one.empty()) {
      all.push_back(one);
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return all;
}

bool has_already(const net::Request& request, std::string_view etag, std::string_view modified) {
  if (const auto known = request.header("If-None-Match"); !known.empty()) {
    return std::ranges::any_of(elements(known),
                               [&](std::string_view one) { return one == "*" || (one.starts_with("W/") ? one.substr(2) : one) == etag; });
  }
  return !modified.empty() && request.header("If-Modified-Since") == modified;
}

/// Where the site is for whoever asks. A name that is none (somebody's attempt on a cache) is left out.
std::string base_of(const net::Request& request, const Settings& settings) {
  if (!settings.address.empty()) {
    return settings.address;
  }
  const auto host = request.header("Host");
  const bool clean =
      !host.empty() && host.size() <= 255 &&
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == std::string_view::npos;
  return clean ? fmt::format("{}://{}", request.tls ? "https" : "http", host) : std::string{};
}

net::Response finished(const net::Request& request, std::string content_type, std::string body, int status = 200, Time modified = {}) {
  net::Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.headers.emplace_back("Content-Security-Policy", policy);
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  if (status != 200) {
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
  }
  const auto etag = fmt::format("\"{}\"", crypto::sha256_hex(body).substr(0, 32));
  const auto last = modified == Time{} ? std::string{} : http_date(modified);
  const bool known = has_already(request, etag, last);
  response.headers.emplace_back("Cache-Control", "public, no-cache");
  response.headers.emplace_back("ETag", etag);
  if (!last.empty()) {
    response.headers.emplace_back("Last-Modified", last);
  }
  if (known) {
    response.status = 304;
  } else {
    response.body = std::move(body);
  }
  return response;
}

net::Response shown(const net::Request& request, const View& view, const Page& page) {
  auto response = finished(request, "text/html; charset=utf-8", document(view, page), page.status, page.modified);
  response.headers.emplace_back("Content-Language", view.language);
  return response;
}

net::Response moved(std::string to) {
  net::Response response;
  response.status = 302;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", std::move(to));
  response.headers.emplace_back("Vary", "Accept-Language");
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  path.remove_prefix(std::min(root.size(), path.size()));
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto slash = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  if (!parts.empty() && parts.back().empty()) {
    parts.pop_back();
  }
  return parts;
}

/// What `q` holds; empty when the query cannot be read.
std::string asked_in(std::string_view query) {
  api::Reading reading;
  for (auto& [name, value] : api::read_query_text(query, reading)) {
    if (name == "q") {
      auto text = std::string{trimmed(value)};
      auto end = std::min(text.size(), asked_max_bytes);
      while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
      }
      text.resize(end);
      std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
      return text;
    }
  }
  return {};
}

/// The languages in which everybody may read this article.
std::vector<std::string> languages_in(const knowledge::Library& library, std::string_view slug) {
  std::vector<std::string> all;
  const auto* found = library.article(slug);
  if (found != nullptr && found->audience == knowledge::Audience::everybody) {
    for (const auto& text : found->texts) {
      all.push_back(text->language);
    }
  }
  return all;
}

double weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) {
    return 1;
  }
  const auto text = parameters.substr(at + 2);
  return text.starts_with('0') ? (text.size() > 2 && text[1] == '.' && text[2] >= '0' && text[2] <= '9' ? (text[2] - '0') / 10.0 : 0.0)
                               : 1.0;
}

}  // namespace

std::string preferred(std::string_view accept_language, const std::vector<std::string>& offered) {
  const auto primary = [](std::string_view tag) { return tag.substr(0, tag.find('-')); };
  std::string best = offered.front();
  double weight = 0;
  for (const auto one : elements(accept_language)) {
    const auto semicolon = std::min(one.find(';'), one.size());
    const auto tag = knowledge::language_from(trimmed(one.substr(0, semicolon)));
    const auto of = weight_of(one.substr(semicolon));
    if (!tag || of <= weight) {
      continue;
    }
    auto found = std::ranges::find(offered, *tag);
    if (found == offered.end()) {
      found = std::ranges::find_if(offered, [&](const std::string& other) { return primary(other) == primary(*tag); });
    }
    if (found != offered.end()) {
      best = *found;
      weight = of;
    }
  }
  return best;
}

std::string http_date(Time at) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days.at(std::chrono::weekday{day}.c_encoding()),
                     static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

Site::Site(Settings settings, knowledge::Libraries& libraries, const Clock& clock, MetricRegistry& metrics)
    : settings_(std::move(settings)),
      libraries_(libraries),
      clock_(clock),
      pages_(metrics.counter("help_pages_total", "Pages of the help centre that were asked for")),
      searches_(metrics.counter("help_searches_total", "Searches in the help centre")),
      missing_(metrics.counter("help_missing_total", "Pages of the help centre that are not there")) {}

std::vector<net::Route> Site::routes() {
  if (!settings_.enabled) {
    return {};
  }
  const auto serve = [this](const net::Request& request, net::Responder respond) { respond(answer(request)); };
  return {{net::Method::get, std::string{root}, serve}, {net::Method::get, std::string{root} + "/*", serve}};
}

net::Response Site::answer(const net::Request& request) {
  if (request.path == style_path()) {
    net::Response response;
    response.content_type = "text/css; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    response.fixed = style();
    return response;
  }
  pages_.add();
  const auto library = libraries_.current();
  const auto offered = languages_of(*library);
  const auto parts = parts_of(request.path);
  const auto wanted = preferred(request.header("Accept-Language"), offered);
  auto language = parts.empty() ? wanted : knowledge::language_from(parts[0]).value_or(wanted);
  const bool spoken = std::ranges::find(offered, language) != offered.end();
  const View view{*library, settings_, spoken ? std::move(language) : wanted, base_of(request, settings_)};

  const auto arrival = callers_.arrive(rate::network_of(request.peer), clock_.now(), rate::Pace::per_minute(settings_.pages_per_minute));
  if (!arrival.allowed) {
    auto response = shown(request, view, too_many(view));
    response.headers.emplace_back("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(arrival.wait).count()));
    return response;
  }
  if (parts.empty()) {
    return moved(home_path(view.language));
  }
  if (parts.size() == 1 && parts[0] == "sitemap.xml") {
    return finished(request, "application/xml; charset=utf-8", sitemap(view));
  }
  if (parts.size() == 2 && parts[0] == "a") {
    if (const auto in = languages_in(*library, parts[1]); !in.empty()) {
      return moved(article_path(preferred(request.header("Accept-Language"), in), parts[1]));
    }
  }
  std::optional<Page> page;
  // One address for each page: what is written otherwise ("/help/zh-CN") is not there twice.
  if (spoken && parts[0] == short_of(view.language)) {
    if (parts.size() == 1) {
      page = home(view);
    } else if (parts.size() == 2 && parts[1] == "search") {
      searches_.add();
      page = search(view, asked_in(request.query));
    } else if (parts.size() == 3 && parts[1] == "c") {
      page = category(view, parts[2]);
    } else if (parts.size() == 3 && parts[1] == "a") {
      page = article(view, parts[2]);
    }
  }
  if (!page) {
    missing_.add();
    page = missing(view);
  }
  return shown(request, view, *page);
}

}  // namespace zhiyin::help
