#include "api/problem.hpp"

#include "platform/json/writer.hpp"

namespace zhiyin::api {
namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    default: return "Error";
  }
}

net::Response answer(int status, std::string_view code, std::string_view title, const Error& error, std::span<const Fault> faults) {
  json::Writer w;
  w.begin_object()
      .field("status", std::int64_t{status})
      .field("code", code)
      .field("title", title)
      .field("detail", std::string_view{error.what});
  w.field("where", std::string_view{error.where}).field("mend", std::string_view{error.mend});
  if (!faults.empty()) {
    w.name("errors").begin_array();
    for (const auto& fault : faults) {
      w.begin_object().field("where", std::string_view{fault.where}).field("what", std::string_view{fault.what});
      w.field("mend", std::string_view{fault.mend}).end_object();
    }
    w.end_array();
  }
  w.end_object();
  return {.status = status, .content_type = "application/problem+json", .headers = {}, .body = w.take(), .fixed = {}};
}

}  // namespace

net::Response problem(const Error& error) {
  const auto status = http_status(error.code);
  return answer(status, code_text(error.code), title_of(status), error, {});
}

net::Response problem_of_faults(std::span<const Fault> faults) {
  const Error error{ErrorCode::invalid, faults.front().what, faults.front().where, faults.front().mend, {}};
  const auto status = http_status(error.code);
  return answer(status, code_text(error.code), title_of(status), error, faults);
}

net::Response problem_of_status(int status, std::string_view code, std::string_view title, const Error& error) {
  return answer(status, code, title, error, {});
}

}  // namespace zhiyin::api
