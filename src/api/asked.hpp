// One request as its route's function sees it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/ports.hpp"
#include "platform/base/id.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::api {

struct PageAsked {
  static constexpr std::int64_t limit_default = 50;
  static constexpr std::int64_t limit_max = 100;
  std::int64_t limit = limit_default;
  std::string after;  ///< what an earlier Page gave as `next`; empty: from the beginning
};

constexpr std::size_t user_agent_max = 200;

/// What does not depend on the route's types.
class Asking {
 public:
  Asking() = default;
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  virtual ~Asking() = default;

  Caller caller;  ///< without rights on open routes; in a command's `want` known only after its first load
  Time moment;    ///< of arrival; in a command that of its batch
  std::string peer;
  std::string user_agent;       ///< as sent, at most user_agent_max bytes
  bool at_home = false;         ///< from this machine, through no proxy
  bool tls = false;             ///< the browser came by TLS, to us or to a proxy before us
  std::string idempotency_key;  ///< empty: none was sent
  PageAsked page;

  /// Ids of the path: "/teams/{team}" has id<TeamTag>("team"). A name that the template does not have is a bug.
  template <class Tag>
  [[nodiscard]] Id<Tag> id(std::string_view name) const {
    const auto id = Id<Tag>::parse(word(name));
    require(id.has_value(), "a path's id was checked when the path was matched");
    return *id;
  }
  /// Words of the path: "/settings/{name:slug}".
  [[nodiscard]] const std::string& word(std::string_view name) const {
    const auto found = path.find(name);
    require(found != path.end(), "a path has the parts that its template names");
    return found->second;
  }

  std::map<std::string, std::string, std::less<>> path;
};

/// With the query or the body.
template <class In>
class Asked : public Asking {
 public:
  In given{};
};

/// No query, no body, or an answer without content (204).
struct Nothing {};

/// A piece of a list. `next` is where the following one begins, in the route's own words; clients get it sealed.
template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
};

/// An answer with headers of its own, such as Set-Cookie.
template <class T>
struct Reply {
  T value;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// An answer as JSON.
struct Written {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> next;  ///< of a page: `body` then is the list alone
};

}  // namespace zhiyin::api
