// The route table: what is said about a route once, and serves the dispatch, the checks, the documents and the tests.
//
//   api::write<NewTeam, Team>({.method = net::Method::post, .path = "/api/v1/teams", .needs = api::needs(Right::team_write), …}, want, run)
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "api/asked.hpp"
#include "api/codec.hpp"
#include "api/query.hpp"
#include "api/rate.hpp"
#include "identity/permission.hpp"
#include "platform/base/require.hpp"
#include "platform/net/http.hpp"

namespace zhiyin::api {

/// Who may call a route: whoever has a right, or, with a stated reason, whoever is signed in, or anybody.
struct Needs {
  std::optional<identity::Right> right;
  bool sign_in = true;
  std::string_view because;  ///< why no right is needed; empty when one is
};
[[nodiscard]] constexpr Needs needs(identity::Right right) {
  return {right, true, {}};
}
[[nodiscard]] constexpr Needs signed_in(std::string_view because) {
  return {std::nullopt, true, because};
}
[[nodiscard]] constexpr Needs open_to_all(std::string_view because) {
  return {std::nullopt, false, because};
}

/// All views live as long as the program. Path parts: {team} is an id, {name:slug} a word of lower-case letters, digits and hyphens.
struct About {
  net::Method method = net::Method::get;
  std::string_view path;
  Needs needs;
  std::string_view operation;  ///< unique: "createTeam"
  std::string_view summary;
  std::string_view summary_zh;
  std::string_view tag;
  std::string_view what = {};          ///< more than the summary says; may be empty
  int status = 200;                    ///< of success; 204 by itself when there is no content
  std::vector<ErrorCode> errors = {};  ///< besides those that every route has
  std::size_t body_max_bytes = std::size_t{64} * 1024;
  std::optional<RateClass> rate = {};  ///< else read for GET, write for the others
  bool sets_cookie = false;            ///< of success
  bool any_origin = false;  ///< of an open GET: pages of other sites may read it (CORS), and whoever has it asks only whether it changed
  bool replays = true;      ///< false: the answer holds a secret and is not kept for a repeated Idempotency-Key
};

enum class RouteKind : std::uint8_t { read, write, direct };
/// `retry_after` says, of a refusal that time heals, when one may come again; a second at least.
using Done = std::move_only_function<void(Result<Written>, std::chrono::seconds retry_after)>;
using Ready = std::move_only_function<void(Result<void>, std::chrono::seconds retry_after)>;

struct Route {
  About about;
  RouteKind kind = RouteKind::read;
  bool paged = false;
  ShapeRef query;
  ShapeRef body;
  ShapeRef answer;

  /// The request's own part, read from query or body; what was read must not be used when `reading` has faults.
  std::function<std::shared_ptr<Asking>(const QueryText&, const json::Value*, Reading&)> parse;
  // One of the three.
  std::function<Result<Written>(const Asking&, db::Session&)> look;
  std::function<void(writer::Tx&, const Asking&)> want;
  std::function<Result<Written>(writer::Tx&, const Asking&)> run;
  std::function<void(Asking&, Ready)> prepare;  // may be empty
  std::function<void(const Asking&, Done)> start;

  [[nodiscard]] RateClass rate() const {
    return about.rate.value_or(about.method == net::Method::get ? RateClass::read : RateClass::write);
  }
};

/// How each kind of answer becomes JSON.
template <class A>
struct Out {
  static constexpr bool paged = false;
  static constexpr ShapeRef shape() { return ref_of<A>(); }
  static Written written(const A& answer) { return {.body = json_of(answer), .headers = {}, .next = {}}; }
};
template <>
struct Out<Nothing> {
  static constexpr bool paged = false;
  static constexpr ShapeRef shape() { return {}; }
  static Written written(const Nothing& /*answer*/) { return {}; }
};
template <class T>
struct Out<Page<T>> {
  static constexpr bool paged = true;
  static constexpr ShapeRef shape() { return ref_of<T>(); }  // of one item; the page around it is everywhere the same
  static Written written(const Page<T>& page) { return {.body = json_of(page.items), .headers = {}, .next = page.next}; }
};
template <class T>
struct Out<Reply<T>> : Out<T> {
  static Written written(const Reply<T>& reply) {
    auto out = Out<T>::written(reply.value);
    out.headers = reply.headers;
    return out;
  }
};

template <class Answer>
[[nodiscard]] Result<Written> written(Result<Answer> answer) {
  if (!answer) {
    return std::unexpected(std::move(answer.error()));
  }
  return Out<Answer>::written(*answer);
}

template <class In>
[[nodiscard]] const Asked<In>& as(const Asking& asking) {
  return static_cast<const Asked<In>&>(asking);
}

/// Reads In from where `route` says it stands.
template <class In>
void set_parse(Route& route, bool in_query) {
  if constexpr (!std::is_same_v<In, Nothing>) {
    (in_query ? route.query : route.body) = ref_of<In>();
  }
  route.parse = [in_query](const QueryText& query, const json::Value* body, Reading& reading) -> std::shared_ptr<Asking> {
    auto asked = std::make_shared<Asked<In>>();  // shared by the parts of a command, which come one after the other
    if constexpr (!std::is_same_v<In, Nothing>) {
      if (in_query) {
        if constexpr (QueryReadable<In>) {
          read_query(query, asked->given, reading);
        }
      } else {
        (void)read_json(*body, asked->given, reading);
      }
    }
    if (!in_query || std::is_same_v<In, Nothing>) {
      refuse_all(query, reading);
    }
    return asked;
  };
}

template <class Answer>
[[nodiscard]] Route route_of(About about, RouteKind kind) {
  Route route;
  route.about = std::move(about);
  require(!route.about.any_origin || (!route.about.needs.sign_in && route.about.method == net::Method::get),
          "what another site's page may read is what everybody may read");
  route.kind = kind;
  route.answer = Out<Answer>::shape();
  route.paged = Out<Answer>::paged;
  if (route.answer.none()) {
    route.about.status = 204;
  }
  return route;
}

/// `f` runs in one read transaction of the reading pool, with asked.given read from the query.
template <class Query, class Answer>
[[nodiscard]] Route read(About about, std::function<Result<Answer>(const Asked<Query>&, db::Session&)> f) {
  static_assert(std::is_same_v<Query, Nothing> || QueryReadable<Query>, "a query holds no structures");
  auto route = route_of<Answer>(std::move(about), RouteKind::read);
  set_parse<Query>(route, true);
  route.look = [f = std::move(f)](const Asking& asking, db::Session& session) { return written<Answer>(f(as<Query>(asking), session)); };
  return route;
}

/// `want` and `run` are a command's (platform/writer/command.hpp); in `run` the caller is known and has the right.
template <class Body, class Answer>
[[nodiscard]] Route write(About about, std::function<void(writer::Tx&, const Asked<Body>&)> want,
                          std::function<Result<Answer>(writer::Tx&, const Asked<Body>&)> run) {
  auto route = route_of<Answer>(std::move(about), RouteKind::write);
  set_parse<Body>(route, false);
  route.want = [want = std::move(want)](writer::Tx& tx, const Asking& asking) { want(tx, as<Body>(asking)); };
  route.run = [run = std::move(run)](writer::Tx& tx, const Asking& asking) { return written<Answer>(run(tx, as<Body>(asking))); };
  return route;
}

/// Before the command of a write route: `f` is called on a reactor, once the caller is known and has the right (which is decided again in
/// the command), must not wait there, and calls Ready once, from any thread: for what takes long and needs no store, such as hashing a
/// password that was given. It may change what was given. With a refusal there is no command; dropped uncalled, the answer is 503.
template <class Body>
[[nodiscard]] Route prepared(Route route, std::function<void(Asked<Body>&, Ready)> f) {
  require(route.kind == RouteKind::write && route.about.needs.sign_in, "work before a command is done for those who may have it done");
  route.prepare = [f = std::move(f)](Asking& asking, Ready ready) { f(static_cast<Asked<Body>&>(asking), std::move(ready)); };
  return route;
}

/// The right to answer a direct route's request, once.
template <class Answer>
class Give {
 public:
  explicit Give(Done done) : done_(std::move(done)) {}
  void operator()(Result<Answer> answer, std::chrono::seconds retry_after = std::chrono::seconds{0}) {
    done_(written<Answer>(std::move(answer)), retry_after);
  }

 private:
  Done done_;
};

/// `f` is called on the request's reactor and must not wait there; it keeps `Give` and calls it once, from any thread. `Asked` lives as
/// long as `Give` does. Dropped uncalled, the answer is 503. An Idempotency-Key means nothing here.
template <class Body, class Answer>
[[nodiscard]] Route direct(About about, std::function<void(const Asked<Body>&, Give<Answer>)> f) {
  auto route = route_of<Answer>(std::move(about), RouteKind::direct);
  set_parse<Body>(route, route.about.method == net::Method::get);
  route.start = [f = std::move(f)](const Asking& asking, Done done) { f(as<Body>(asking), Give<Answer>{std::move(done)}); };
  return route;
}

}  // namespace zhiyin::api
