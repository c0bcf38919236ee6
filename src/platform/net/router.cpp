#include "platform/net/router.hpp"

#include "platform/base/require.hpp"

namespace zhiyin::net {

std::string_view method_text(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
  }
  return "";
}

const Handler* Router::Place::handler(Method method) const {
  auto found = handlers.find(method);
  if (found == handlers.end() && method == Method::head) {
    found = handlers.find(Method::get);
  }
  return found == handlers.end() ? nullptr : &found->second;
}

std::string Router::Place::allow() const {
  std::string text;
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    if (handler(method) != nullptr || (method == Method::get && socket) || method == Method::options) {
      text.append(text.empty() ? "" : ", ").append(method_text(method));
    }
  }
  return text;
}

Router::Router(std::vector<Route> routes, std::vector<SocketRoute> sockets) {
  for (auto& route : routes) {
    require(route.method != Method::other && route.handler != nullptr, "a route has a method and a handler");
    require(place(route.path).handlers.emplace(route.method, std::move(route.handler)).second, "a path answers a method once");
  }
  for (auto& route : sockets) {
    auto& at = place(route.path);
    require(!at.socket && route.factory != nullptr, "a path has one socket factory");
    at.socket = std::move(route.factory);
  }
}

Router::Place& Router::place(std::string_view path) {
  require(path.starts_with('/'), "a route's path begins with '/'");
  if (path.ends_with("/*")) {
    return prefixes_[std::string{path.substr(0, path.size() - 1)}];
  }
  return exact_[std::string{path}];
}

const Router::Place* Router::find(std::string_view path) const {
  if (const auto found = exact_.find(path); found != exact_.end()) {
    return &found->second;
  }
  // Every prefix ends in '/': trying the path's own slashes from the last to the first finds the longest.
  for (auto end = path.rfind('/'); end != std::string_view::npos; end = end == 0 ? std::string_view::npos : path.rfind('/', end - 1)) {
    if (const auto found = prefixes_.find(path.substr(0, end + 1)); found != prefixes_.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

}  // namespace zhiyin::net
