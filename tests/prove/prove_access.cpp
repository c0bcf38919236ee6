// Nobody may do what he may not: every route that the running server describes is asked by nobody, by a stranger, with a revoked token, by
// each role, and with a token whose scopes are narrow; and each answer is compared with a table that was written by hand
// (access/rules.cpp). Then every stream: access/streams.hpp.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <memory>
#include <set>

#include "harness/api_call.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"
#include "prove/access/rules.hpp"
#include "prove/access/sample.hpp"
#include "prove/access/streams.hpp"

namespace zhiyin::prove {
namespace {

using harness::ApiCall;

constexpr const char* password = "a long way to the sea";
constexpr const char* narrow_scope = "audit.read";
constexpr const char* planted_operation = "listAuditEntries";

struct Asker {
  std::string name;
  std::string token;
  bool known = false;
  std::set<std::string> rights;
};

class Round {
 public:
  Round(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report)
      : report_(report), name_(harness::name_of(engine)), site_(engine, 1, postgres, options, words(options)) {}

  void run() {
    site_.start_all();
    const auto line = site_.gateway(0).child().wait_line("first administrator: ", std::chrono::seconds{30});
    if (!line) {
      throw std::runtime_error("the server prints no code for the first administrator");
    }
    set_up(line->substr(line->rfind(' ') + 1));
    const auto document = boost::json::parse(ask({.target = "/api/openapi.json"}, 200).body);
    const auto all = samples(document);
    for (const auto& rule : rules()) {
      rule_of_[std::string{rule.call}] = rule.needs;
    }
    for (const auto& sample : all) {
      judge(sample, document);
    }
    for (const auto& [call, needs] : rule_of_) {
      report_.fail(fmt::format("{}: there is a rule for {}, but no such route", name_, call));
    }
    report_.figure(name_ + "_routes", static_cast<std::int64_t>(all.size()));
    report_.figure(name_ + "_askers", static_cast<std::int64_t>(askers_.size()));
    report_.figure(name_ + "_asked", asked_);
    report_.figure(name_ + "_refused", refused_);
    if (refused_ == 0 || asked_ == refused_) {
      report_.fail(name_ + ": nobody was refused, or nobody was let in");
    }
  }

 private:
  static std::vector<std::string> words(const harness::Options& options) {
    std::vector<std::string> words{"--api.reads_per_minute",    "100000", "--api.writes_per_minute",    "100000",
                                   "--api.sign_ins_per_minute", "1000",   "--sign_in.tries_per_minute", "1000"};
    if (options.plant == "open_route") {
      words.insert(words.end(), {"--proof.open_route", planted_operation});
    }
    return words;
  }

  harness::Answer ask(const ApiCall& call, int status) {
    auto answer = harness::call_api(site_.gateway(0).port(), call);
    if (answer.status != status) {
      throw std::runtime_error(fmt::format("{} {}: {} instead of {}: {}", call.method, call.target, answer.status, status, answer.body));
    }
    return answer;
  }

  std::string token_for(const std::string& cookie, const std::set<std::string>& scopes) {
    boost::json::array list(scopes.begin(), scopes.end());
    const auto body = boost::json::serialize(boost::json::object{{"name", "proof"}, {"scopes", list}});
    return harness::first_text(ask({.method = "POST", .target = "/api/v1/tokens", .body = body, .cookie = cookie}, 201).body, "secret");
  }

  std::string sign_in(const std::string& email) {
    const auto body = fmt::format(R"({{"email":"{}","password":"{}"}})", email, password);
    return harness::cookie_of(ask({.method = "POST", .target = "/api/v1/sessions", .body = body}, 201));
  }

  void set_up(const std::string& code) {
    const auto body = fmt::format(R"({{"code":"{}","name":"Proof","email":"administrator@example.com","password":"{}"}})", code, password);
    const auto cookie = harness::cookie_of(ask({.method = "POST", .target = "/api/v1/setup", .body = body}, 201));
    const auto table = boost::json::parse(ask({.target = "/api/v1/permissions", .cookie = cookie}, 200).body);
    std::map<std::string, std::set<std::string>> rights_of;
    for (const auto& row : table.at("permissions").as_array()) {
      for (const auto& role : row.at("roles").as_array()) {
        rights_of[std::string{role.as_string()}].insert(std::string{row.at("right").as_string()});
      }
    }
    for (const auto& [role, rights] : rights_of) {
      if (role != "administrator") {
        const auto person = fmt::format(R"({{"name":"{0}","email":"{0}@example.com","role":"{0}","password":"{1}"}})", role, password);
        ask({.method = "POST", .target = "/api/v1/people", .body = person, .cookie = cookie}, 201);
      }
      askers_.push_back({role, token_for(sign_in(role + "@example.com"), rights), true, rights});
    }
    askers_.push_back({"narrow token", token_for(cookie, {narrow_scope}), true, {narrow_scope}});
    askers_.push_back({"nobody", "", false, {}});
    askers_.push_back({"stranger", "zyp_0123456789", false, {}});
    const auto made = ask({.method = "POST",
                           .target = "/api/v1/tokens",
                           .body = fmt::format(R"({{"name":"revoked","scopes":["{}"]}})", narrow_scope),
                           .cookie = cookie},
                          201);
    askers_.push_back({"revoked token", harness::first_text(made.body, "secret"), false, {}});
    ask({.method = "DELETE", .target = "/api/v1/tokens/" + harness::first_text(made.body, "id"), .cookie = cookie}, 204);
  }

  /// What the document says of itself, then what the server does.
  void judge(const Sample& sample, const boost::json::value& document) {
    const auto found = rule_of_.find(sample.call);
    if (found == rule_of_.end()) {
      report_.fail(fmt::format("{}: no rule for {}; after thinking about it, add {{\"{}\", …}} to tests/prove/access/rules.cpp", name_,
                               sample.call, sample.call));
      return;
    }
    const std::string needs{found->second};
    rule_of_.erase(found);
    const auto space = sample.call.find(' ');
    std::string method = sample.call.substr(0, space);
    std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    const auto& told = document.at("paths").at(sample.call.substr(space + 1)).at(method).at("x-required-right");
    const bool by_right = needs != anybody && needs != signed_in;
    if (by_right ? !told.is_string() || told.as_string() != needs : !told.is_null()) {
      report_.fail(fmt::format("{}: {} needs {}, but the document says {}", name_, sample.call, needs, boost::json::serialize(told)));
    }
    for (const auto& asker : askers_) {
      compare(sample, needs, asker);
    }
  }

  void compare(const Sample& sample, const std::string& needs, const Asker& asker) {
    const auto answer = harness::call_api(site_.gateway(0).port(),
                                          {.method = sample.method, .target = sample.target, .body = sample.body, .token = asker.token});
    ++asked_;
    const bool open = needs == anybody;
    const int refusal = open ? 0 : !asker.known ? 401 : needs == signed_in || asker.rights.contains(needs) ? 0 : 403;
    refused_ += refusal == 0 ? 0 : 1;
    // A wrong password or code is 401 too: on open routes that is the route's own answer.
    const bool let_in =
        answer.status != 403 && (open || answer.status != 401) && answer.status != 400 && answer.status != 0 && answer.status < 500;
    if (refusal == 0 ? !let_in : answer.status != refusal) {
      report_.fail(fmt::format("{}: {} by {} was answered {} instead of {}: {}", name_, sample.call, asker.name, answer.status,
                               refusal == 0 ? "letting him in" : std::to_string(refusal), answer.body.substr(0, 200)));
    }
  }

  harness::Report& report_;
  std::string name_;
  harness::Installation site_;
  std::map<std::string, std::string_view> rule_of_;
  std::vector<Asker> askers_;
  std::int64_t asked_ = 0;
  std::int64_t refused_ = 0;
};

}  // namespace
}  // namespace zhiyin::prove

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("prove", "access", options);
  return harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      std::unique_ptr<harness::PostgresServer> postgres;
      if (engine == harness::Engine::postgres) {
        postgres = std::make_unique<harness::PostgresServer>();
      }
      prove::Round(engine, postgres.get(), options, report).run();
      prove::prove_streams(engine, postgres.get(), options, report);
    }
  });
}
