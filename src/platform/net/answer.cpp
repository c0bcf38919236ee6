#include "platform/net/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iterator>

#include "platform/logging/logging.hpp"
#include "platform/net/utf8.hpp"

namespace zhiyin::net {
namespace {

bool token(std::string_view name) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
  });
}

bool field_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

bool well_formed(const Response& response) {
  return response.status >= 200 && response.status <= 599 && field_value(response.content_type) &&
         std::ranges::all_of(response.headers, [](const auto& field) { return token(field.first) && field_value(field.second); });
}

/// IMF-fixdate (RFC 9110 section 5.6.7), made once a second.
std::string_view http_date() {
  thread_local std::time_t made_at = 0;
  thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now != made_at) {
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    text = fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days.substr(static_cast<std::size_t>(utc.tm_wday) * 3, 3), utc.tm_mday,
                       months.substr(static_cast<std::size_t>(utc.tm_mon) * 3, 3), utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    made_at = now;
  }
  return text;
}

/// JSON text in quotes. Outside words may be broken UTF-8; JSON may not, so then only ASCII is kept.
void append_json(std::string& out, std::string_view text) {
  const bool whole = is_utf8(text);
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      out.push_back(byte >= 0x80 && !whole ? '?' : c);
    }
  }
  out.push_back('"');
}

std::string json_of(const Problem& problem) {
  std::string out = fmt::format("{{\"status\":{}", problem.status);
  const auto member = [&out](std::string_view key, std::string_view text) {
    out.append(",\"").append(key).append("\":");
    append_json(out, text);
  };
  member("code", problem.code);
  member("title", problem.title);
  member("detail", problem.what);
  member("where", problem.where);
  member("mend", problem.mend);
  out.push_back('}');
  return out;
}

Problem problem_of(const Error& error) {
  const auto status = http_status(error.code);
  return {status, code_text(error.code), status_phrase(status), error.what, error.where, error.mend};
}

}  // namespace

std::string_view status_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Other";
  }
}

std::string answer_head(Response& response, AnswerShape shape) {
  if (!well_formed(response)) {
    logging::error("net", "a handler answered with a header or status that cannot be sent status={}", response.status);
    response = internal_problem();
  }
  std::string head;
  head.reserve(320);
  const auto line = [&head](std::string_view name, std::string_view value) { head.append(name).append(": ").append(value).append("\r\n"); };
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, status_phrase(response.status));
  const bool bodiless = response.status == 204 || response.status == 304;
  if (bodiless) {
    response.body.clear();
    response.fixed = {};
  } else {
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", body_of(response).size());
    if (!response.content_type.empty()) {
      line("Content-Type", response.content_type);
    }
  }
  line("Date", http_date());
  line("X-Content-Type-Options", "nosniff");
  line("Referrer-Policy", "no-referrer");
  for (const auto& [name, value] : response.headers) {
    line(name, value);
  }
  if (shape.close) {
    line("Connection", "close");
  }
  head.append("\r\n");
  if (shape.head_only) {
    response.body.clear();
    response.fixed = {};
  }
  return head;
}

Response problem_answer(const Problem& problem) {
  Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.body = json_of(problem);
  return response;
}

Response internal_problem() {
  return problem_answer(
      {500, "internal", status_phrase(500), "The server failed on this request.", "", "Try again later; if it stays, tell the operator."});
}

Response problem(const Error& error) {
  return problem_answer(problem_of(error));
}

std::string problem_json(const Error& error) {
  return json_of(problem_of(error));
}

}  // namespace zhiyin::net
