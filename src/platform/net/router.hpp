// Which handler a path and a method mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/net/server.hpp"

namespace zhiyin::net {

[[nodiscard]] std::string_view method_text(Method method);

class Router {
 public:
  /// Everything known about one path.
  struct Place {
    std::map<Method, Handler> handlers;
    std::optional<SocketFactory> socket;

    /// What answers GET answers HEAD too, unless HEAD has its own.
    [[nodiscard]] const Handler* handler(Method method) const;
    [[nodiscard]] std::string allow() const;  ///< for the Allow header
  };

  /// A method given twice for one path is a bug.
  Router(std::vector<Route> routes, std::vector<SocketRoute> sockets);

  /// The longest match, an exact one first; null when nobody knows the path.
  [[nodiscard]] const Place* find(std::string_view path) const;

 private:
  [[nodiscard]] Place& place(std::string_view path);

  std::map<std::string, Place, std::less<>> exact_;
  std::map<std::string, Place, std::less<>> prefixes_;  // without the '*', so each ends in '/'
};

}  // namespace zhiyin::net
