#include "api/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api/document.hpp"
#include "api/idempotency.hpp"
#include "api/incoming.hpp"
#include "api/page.hpp"
#include "api/presented.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

constexpr std::chrono::seconds retry_after_min{1};

net::Response unauthenticated(const Error& error, bool something_was_presented) {
  auto response = problem(error);
  response.headers.emplace_back("WWW-Authenticate",
                                something_was_presented ? R"(Bearer realm="zhiyin", error="invalid_token")" : R"(Bearer realm="zhiyin")");
  return response;
}

/// Whoever is to come again is told when.
net::Response refusal(const Error& error, bool something_was_presented, std::chrono::seconds retry_after = retry_after_min) {
  if (error.code == ErrorCode::unauthenticated) {
    return unauthenticated(error, something_was_presented);
  }
  auto response = problem(error);
  if (error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many) {
    response.headers.emplace_back("Retry-After", std::to_string(std::max(retry_after, retry_after_min).count()));
  }
  return response;
}

net::Response refusal(ErrorCode code, std::string what, std::string where, std::string mend) {
  return refusal({code, std::move(what), std::move(where), std::move(mend), {}}, false);
}

/// Who is counted: a person, whatever he comes with; a service token for itself.
std::string name_of(const Caller& caller) {
  return caller.person.none() ? fmt::format("s{}", caller.session) : fmt::format("p{}", caller.person.value());
}

/// Another site's page may read the answer, whatever it is; one that the caller has already is not sent again.
void open_to_pages(net::Response& response, std::string_view known) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Retry-After");
  if (response.status != 200) {
    return;
  }
  const auto etag = fmt::format("\"{}\"", crypto::sha256_hex(response.body).substr(0, 32));
  if (known == etag || known == "W/" + etag) {
    response.status = 304;
    response.body.clear();
  }
  response.headers.emplace_back("ETag", etag);
}

void add_rate(net::Response& response, const RateVerdict& rate) {
  response.headers.emplace_back("RateLimit-Limit", std::to_string(rate.limit));
  response.headers.emplace_back("RateLimit-Remaining", std::to_string(rate.remaining));
  response.headers.emplace_back("RateLimit-Reset", std::to_string(rate.reset_seconds));
}

net::Response too_many(const RateVerdict& rate) {
  return refusal({ErrorCode::too_many,
                  fmt::format("more than {} such requests in a minute", rate.limit),
                  "",
                  fmt::format("wait {} s", rate.retry_after_seconds),
                  {}},
                 false, std::chrono::seconds{rate.retry_after_seconds});
}

}  // namespace

struct Api::Call {
  Call(const Route& of, Presented by, net::Responder to, Figures& told)
      : route(of), presented(std::move(by)), respond(std::move(to)), figures(told) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  /// Nobody answered: what a route dropped is answered as everything else is.
  ~Call() {
    if (!answered) {
      answer(refusal(ErrorCode::unavailable, "nobody answered this request", "", "try again later"));
    }
  }
  void answer(net::Response response) {
    answered = true;
    add_rate(response, rate);
    if (route.about.any_origin) {
      open_to_pages(response, has);
    }
    const bool keepable = route.about.any_origin && response.status < 400;
    response.headers.emplace_back("Cache-Control", keepable ? "public, no-cache" : "no-store");
    figures.answered(route, response.status, refused, std::chrono::steady_clock::now() - begun);
    respond(std::move(response));
  }
  void refuse(Refused why, net::Response response) {
    refused = why;
    answer(std::move(response));
  }

  const Route& route;
  Presented presented;
  net::Responder respond;
  Figures& figures;
  const std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  RateVerdict rate;
  Incoming in;
  bool replayed = false;
  bool answered = false;
  std::optional<Refused> refused;  // why, when not by the route itself
  std::string has;                 // the answer that the caller has kept, by its ETag
};

Api::Api(std::vector<Route> routes, Means means, RateLimits limits, const crypto::Key& key)
    : routes_(std::move(routes)),
      matcher_(routes_),
      means_(means),
      sealer_(key, means.chance),
      rates_(limits),
      figures_(means.metrics, routes_),
      known_(rate::Callers::callers_max),
      document_(openapi_document(routes_)),
      page_(docs_page(routes_)) {}

Api::~Api() = default;

std::vector<net::Route> Api::served() {
  const auto handler = [this](const net::Request& request, net::Responder respond) { take(request, std::move(respond)); };
  std::vector<net::Route> out;
  for (const auto method :
       {net::Method::get, net::Method::post, net::Method::put, net::Method::patch, net::Method::del, net::Method::options}) {
    out.push_back({method, "/api/*", handler});
  }
  out.push_back({net::Method::get, "/api/openapi.json", [this](const net::Request&, net::Responder respond) {
                   respond({.headers = {{"Cache-Control", "no-cache"}}, .body = {}, .fixed = document_});
                 }});
  out.push_back({net::Method::get, "/api/docs", [this](const net::Request&, net::Responder respond) {
                   respond(
                       {.content_type = "text/html; charset=utf-8",
                        .headers = {{"Cache-Control", "no-cache"},
                                    {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}},
                        .body = {},
                        .fixed = page_});
                 }});
  return out;
}

void Api::answer_method(const Matcher::Place& place, const net::Request& request, net::Responder respond) const {
  net::Response response{.status = 204, .headers = {}, .body = {}, .fixed = {}};
  if (request.method != net::Method::options) {
    response = problem_of_status(405, "method_not_allowed", "Method Not Allowed",
                                 {ErrorCode::bad_request, "this address does not know the method", "", "use one that Allow names", {}});
  }
  response.headers.emplace_back("Allow", place.allow());
  if (std::ranges::any_of(place.routes, [](const auto& at) { return at.second->about.any_origin; })) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET");
    response.headers.emplace_back("Access-Control-Allow-Headers", "*");
    response.headers.emplace_back("Access-Control-Max-Age", "86400");
  }
  respond(std::move(response));
}

RateVerdict Api::rate(const Route& route, const Presented& presented, std::string_view peer) {
  auto who = "a" + rate::network_of(peer);
  if (route.about.needs.sign_in && presented.kind != Presented::Kind::nobody) {
    // A credential that has never been good counts for its address: else each invented one would have a limit of its own.
    const std::scoped_lock lock{known_mutex_};
    if (const auto* known = known_.find(credential_digest(presented))) {
      who = *known;
    }
  }
  return rates_.ask(route.rate(), who, means_.clock.now());
}

void Api::take(const net::Request& request, net::Responder respond) {
  auto found = matcher_.find(request.path);
  if (found.place == nullptr) {
    respond(refusal(ErrorCode::not_found, "nothing is at this address", "", "see /api/docs"));
    return;
  }
  const auto at = found.place->routes.find(request.method == net::Method::head ? net::Method::get : request.method);
  if (at == found.place->routes.end()) {
    answer_method(*found.place, request, std::move(respond));
    return;
  }
  const auto& route = *at->second;
  auto who = presented(request);
  const auto call = std::make_shared<Call>(route, who ? std::move(*who) : Presented{}, std::move(respond), figures_);
  call->rate = rate(route, call->presented, request.peer);
  if (route.about.any_origin) {
    call->has = request.header("If-None-Match");
  }
  if (!call->rate.allowed) {
    return call->refuse(Refused::rate, too_many(call->rate));
  }
  if (!who && route.about.needs.sign_in) {
    return call->refuse(Refused::auth, refusal(who.error(), true));
  }
  if (route.about.needs.sign_in && call->presented.kind == Presented::Kind::nobody) {
    return call->refuse(
        Refused::auth,
        unauthenticated(
            {ErrorCode::unauthenticated, "nobody is signed in", "Authorization", "send Authorization: Bearer TOKEN, or sign in", {}},
            false));
  }
  auto in = incoming(route, request, std::move(found.parts), sealer_);
  if (!in) {
    return call->refuse(Refused::body, std::move(in.error()));
  }
  call->in = std::move(*in);
  call->in.asking->moment = means_.clock.now();
  switch (route.kind) {
    case RouteKind::read: return look(call, *request.reactor);
    case RouteKind::write: return route.prepare ? prepare(call, *request.reactor) : write(call);
    case RouteKind::direct: return start(call, *request.reactor);
  }
}

Result<void> Api::admit(Call& call, Result<Caller> found) {
  call.refused = Refused::auth;
  if (!found) {
    return std::unexpected(std::move(found.error()));
  }
  {
    const std::scoped_lock lock{known_mutex_};
    known_.put(credential_digest(call.presented), name_of(*found));
  }
  const auto& right = call.route.about.needs.right;
  if (right && !found->viewer.may(*right)) {
    return refuse(ErrorCode::forbidden, fmt::format("this needs the right {}", identity::right_text(*right)), "",
                  "ask an administrator for a role that has it, or use a token whose scopes name it");
  }
  call.refused.reset();
  call.in.asking->caller = std::move(*found);
  return {};
}

void Api::look(const CallPtr& call, net::Reactor& home) {
  means_.reading.ask<Result<Written>>(
      home,
      [this, call](db::Session& session) -> Result<Written> {
        if (call->route.about.needs.sign_in) {
          if (auto may = admit(*call, means_.credentials.find(session, call->presented, call->in.asking->moment)); !may) {
            return std::unexpected(std::move(may.error()));
          }
        }
        return call->route.look(*call->in.asking, session);
      },
      [this, call](Result<Result<Written>> asked) {
        finish(*call, asked ? std::move(*asked) : Result<Written>{std::unexpected(std::move(asked.error()))});
      });
}

Result<Written> Api::run(writer::Tx& tx, Call& call) {
  auto& asking = *call.in.asking;
  asking.moment = tx.now();
  call.replayed = false;
  call.refused.reset();
  if (call.route.about.needs.sign_in) {
    if (auto may = admit(call, means_.credentials.find(tx, call.presented)); !may) {
      return std::unexpected(std::move(may.error()));
    }
  }
  if (asking.idempotency_key.empty()) {
    return call.route.run(tx, asking);
  }
  const auto whose = call.route.about.needs.sign_in ? name_of(asking.caller) : "a" + asking.peer;
  if (auto kept = idempotency::find(tx, whose, asking.idempotency_key)) {
    if (kept->digest != call.in.digest) {
      call.refused = Refused::idempotency;
      return refuse(ErrorCode::conflict, "this key was used for another request", "Idempotency-Key", "use a new key for each request");
    }
    if (!kept->answer) {
      call.refused = Refused::idempotency;
      return refuse(ErrorCode::conflict, "this was done already, and its answer holds a secret that is told once", "Idempotency-Key",
                    "look at what is there now, and begin anew with a new key");
    }
    call.replayed = true;
    return Written{static_cast<int>(kept->status), std::move(*kept->answer), {{"Idempotency-Replayed", "true"}}, {}};
  }
  auto done = call.route.run(tx, asking);
  if (done) {
    idempotency::keep(tx, whose, asking.idempotency_key,
                      {call.in.digest, call.route.about.status, call.route.about.replays ? std::optional{done->body} : std::nullopt});
  }
  return done;
}

void Api::write(const CallPtr& call) {
  // Commands of one credential run in the order in which they came.
  const auto digest = digest_of({call->presented.secret, call->presented.secret.empty() ? call->in.asking->peer : ""});
  std::uint64_t lane = 0;
  std::from_chars(digest.data(), digest.data() + 16, lane, 16);
  means_.writer.submit(writer::command<Written>(
      {lane},
      [this, call](writer::Tx& tx) {
        if (call->route.about.needs.sign_in) {
          means_.credentials.want(tx, call->presented);
          call->in.asking->caller = means_.credentials.loaded(tx, call->presented).value_or(Caller{});
        }
        call->route.want(tx, *call->in.asking);
      },
      [this, call](writer::Tx& tx) { return run(tx, *call); }, [this, call](Result<Written> done) { finish(*call, std::move(done)); }));
}

void Api::admitted(const CallPtr& call, net::Reactor& home, std::function<void()> go) {
  means_.reading.ask<Result<void>>(
      home,
      [this, call](db::Session& session) {
        return admit(*call, means_.credentials.find(session, call->presented, call->in.asking->moment));
      },
      [this, call, go = std::move(go)](Result<Result<void>> asked) {
        if (!asked) {
          finish(*call, std::unexpected(std::move(asked.error())));
        } else if (!*asked) {
          finish(*call, std::unexpected(std::move(asked->error())));
        } else {
          go();
        }
      });
}

void Api::prepare(const CallPtr& call, net::Reactor& home) {
  admitted(call, home, [this, call] {
    call->route.prepare(*call->in.asking, [this, call](Result<void> ready, std::chrono::seconds retry_after) {
      if (ready) {
        write(call);
      } else {
        finish(*call, std::unexpected(std::move(ready.error())), retry_after);
      }
    });
  });
}

void Api::start(const CallPtr& call, net::Reactor& home) {
  auto go = [this, call] {
    call->route.start(*call->in.asking, [this, call](Result<Written> done, std::chrono::seconds retry_after) {
      finish(*call, std::move(done), retry_after);
    });
  };
  if (call->route.about.needs.sign_in) {
    admitted(call, home, std::move(go));
  } else {
    go();
  }
}

void Api::finish(Call& call, Result<Written> result, std::chrono::seconds retry_after) const {
  net::Response response;
  if (!result) {
    response = refusal(result.error(), true, retry_after);
  } else {
    response.status = call.replayed ? result->status : call.route.about.status;
    response.headers = std::move(result->headers);
    response.body = std::move(result->body);
    if (call.route.paged) {
      json::Writer w;
      w.begin_object().name("items").raw(response.body).name("next");
      result->next ? w.text(sealer_.seal(*result->next, call.in.bound)) : w.null();
      response.body = w.end_object().take();
    }
  }
  call.answer(std::move(response));
}

}  // namespace zhiyin::api
