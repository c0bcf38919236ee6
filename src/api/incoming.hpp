// What a request sends, read whole for its route before anything is asked of the store.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <string>

#include "api/route.hpp"
#include "api/seal.hpp"
#include "platform/net/http.hpp"

namespace zhiyin::api {

struct Incoming {
  std::shared_ptr<Asking> asking;  ///< made by the route, which knows its type; the parts of a command see it one after the other
  std::string digest;              ///< of method, path, query and body: what an Idempotency-Key stands for
  std::string bound;               ///< what this list's cursors are bound to: the route and its filters
};

/// Or the refusal: 400, 413, 415, or 422 with every fault that was found. `path` are the parts that the template names.
[[nodiscard]] std::expected<Incoming, net::Response> incoming(const Route& route, const net::Request& request,
                                                              std::map<std::string, std::string, std::less<>> path, const Sealer& sealer);

}  // namespace zhiyin::api
