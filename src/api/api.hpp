// The public API as the server sees it: one handler that knows the route table. For each request it finds the route, who asks and how
// often, reads what was sent, has it done in one transaction together with the decision on the caller's right, and answers.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "api/figures.hpp"
#include "api/match.hpp"
#include "api/ports.hpp"
#include "api/problem.hpp"
#include "api/rate.hpp"
#include "api/route.hpp"
#include "api/seal.hpp"
#include "platform/net/server.hpp"
#include "platform/reading/reading_pool.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::api {

struct Means {
  reading::ReadingPool& reading;
  writer::Writer& writer;
  Credentials& credentials;
  const Clock& clock;
  Chance& chance;  ///< the operating system's
  MetricRegistry& metrics;
};

class Api {
 public:
  /// Outlives the server, and the pool's and the writer's last work.
  Api(std::vector<Route> routes, Means means, RateLimits limits, const crypto::Key& key);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;
  ~Api();

  /// For the server: /api/*, /api/openapi.json and /api/docs.
  [[nodiscard]] std::vector<net::Route> served();
  [[nodiscard]] std::span<const Route> routes() const { return routes_; }

 private:
  struct Call;
  using CallPtr = std::shared_ptr<Call>;  // held by each part of a command, and by questions on their way

  void take(const net::Request& request, net::Responder respond);
  void answer_method(const Matcher::Place& place, const net::Request& request, net::Responder respond) const;
  [[nodiscard]] RateVerdict rate(const Route& route, const Presented& presented, std::string_view peer);
  void look(const CallPtr& call, net::Reactor& home);
  void prepare(const CallPtr& call, net::Reactor& home);
  void write(const CallPtr& call);
  void start(const CallPtr& call, net::Reactor& home);
  /// Looks whether the caller has the right, then goes on; or refuses.
  void admitted(const CallPtr& call, net::Reactor& home, std::function<void()> go);

  [[nodiscard]] Result<void> admit(Call& call, Result<Caller> found);
  [[nodiscard]] Result<Written> run(writer::Tx& tx, Call& call);
  void finish(Call& call, Result<Written> result, std::chrono::seconds retry_after = std::chrono::seconds{0}) const;

  const std::vector<Route> routes_;
  const Matcher matcher_;
  Means means_;
  Sealer sealer_;
  Rates rates_;
  Figures figures_;
  std::mutex known_mutex_;
  rate::Recent<std::string> known_;  // digest of a credential → whose it was: only to choose what his requests are counted under
  std::string document_;
  std::string page_;
};

}  // namespace zhiyin::api
