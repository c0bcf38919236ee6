#include "prove/access/tour.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "flow/line.hpp"
#include "harness/api_call.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::prove {
namespace {

using boost::json::value;
using harness::cookie_of;
using harness::first_text;

constexpr const char* everyone = "0000000000001";  // the team that is there from the beginning

class Tour {
 public:
  Tour(const TourOf& of, Record& record, harness::Report& report) : of_(of), record_(record), report_(report) {}

  void all() {
    const auto me = get("/me");
    get("/permissions");
    administrator_ = first_text(me, "person");
    colleague();
    doors();
    tokens();
    places();
    contacts(customer("one"), customer("two"));
    talk(customer("three"));
    acts(customer("four"));
    replies();
    knowledge();
    views();
    lists();
    states();
    offers();
  }

 private:
  std::string ask(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& cookie = {},
                  const std::vector<std::string>& more = {}) {
    answer_ = record_.call(
        of_.port,
        {.method = method, .target = "/api/v1" + path, .body = body, .cookie = cookie.empty() ? of_.administrator : cookie, .more = more});
    if (answer_.status < 200 || answer_.status > 299) {
      report_.fail(fmt::format("{}: on the tour {} {} {} is answered {}: {}", of_.name, method, path, body, answer_.status, answer_.body));
    }
    return answer_.body;
  }
  std::string get(const std::string& path, const std::string& cookie = {}) { return ask("GET", path, {}, cookie); }
  std::string post(const std::string& path, const std::string& body = {}) { return ask("POST", path, body); }

  /// Twice with one key: the second is answered as the first was.
  std::string twice(const std::string& method, const std::string& path, const std::string& body) {
    const std::vector<std::string> key{fmt::format("Idempotency-Key: tour-{}", ++keys_)};
    const auto first = ask(method, path, body, {}, key);
    const auto second = ask(method, path, body, {}, key);
    if (first != second || answer_.header("idempotency-replayed") != "true") {
      report_.fail(fmt::format("{}: {} {} with the same key is answered {} and then {}", of_.name, method, path, first, second));
    }
    return first;
  }

  std::string sign_in(const std::string& email, const std::string& password) {
    ask("POST", "/sessions", fmt::format(R"({{"email":"{}","password":"{}"}})", email, password));
    return cookie_of(answer_);
  }

  void colleague() {
    const auto made =
        twice("POST", "/people",
              fmt::format(R"({{"name":"Guo","email":"guo@example.com","role":"agent","capacity":3,"password":"{}"}})", of_.password));
    guo_ = first_text(made, "id");
    const auto person = "/people/" + guo_;
    get(person);
    ask("PATCH", person, R"({"name":"Guo Jing","capacity":4,"active":true})");
    ask("PUT", person + "/password", fmt::format(R"({{"password":"{}"}})", of_.password));
    sign_in("guo@example.com", of_.password);
    get(person + "/sessions");
    ask("DELETE", person + "/sessions");
  }

  /// Whoever comes in, and how he goes out.
  void doors() {
    post("/sessions/demo", R"({"name":"demo-01"})");
    const auto first = sign_in("guo@example.com", of_.password);
    const auto second = sign_in("guo@example.com", of_.password);
    const auto sessions = get("/sessions", second);
    get("/sessions?limit=1", second);
    for (const auto& one : boost::json::parse(sessions).at("items").as_array()) {
      if (!one.at("current").as_bool()) {
        ask("DELETE", "/sessions/" + std::string{one.at("id").as_string()}, {}, second);
        break;
      }
    }
    const auto changed = of_.password + " again";
    ask("POST", "/me/password", fmt::format(R"({{"old_password":"{}","new_password":"{}"}})", of_.password, changed), second);
    ask("DELETE", "/sessions", {}, second);
    ask("DELETE", "/sessions/current", {}, second);
  }

  void tokens() {
    for (const auto* path : {"/tokens", "/service-tokens"}) {
      const auto made = post(path, R"({"name":"tour","scopes":["team.write"],"expires_at":"2030-01-01T00:00:00.000Z"})");
      get(path);
      ask("DELETE", fmt::format("{}/{}", path, first_text(made, "id")));
    }
  }

  void places() {
    const auto team = "/teams/" + first_text(twice("POST", "/teams", R"({"name":"Returns","expert":true})"), "id");
    get(team);
    ask("PATCH", team, R"({"name":"Returns and repairs"})");
    ask("PUT", team + "/members", fmt::format(R"({{"members":["{}"]}})", guo_));
    ask("PUT", team + "/members", R"({"members":[]})");
    ask("DELETE", team);
    ask("PUT", fmt::format("/teams/{}/members", everyone), fmt::format(R"({{"members":["{}","{}"]}})", administrator_, guo_));

    const auto id = first_text(post("/skills", R"({"name":"German"})"), "id");
    ask("PATCH", "/skills/" + id, R"({"name":"Deutsch"})");
    ask("PUT", fmt::format("/people/{}/skills", guo_), fmt::format(R"({{"skills":[{{"skill":"{}","level":3}}]}})", id));
    get(fmt::format("/people/{}/skills", guo_));
    get("/skills");
    ask("DELETE", "/skills/" + id);

    const auto inbox = "/inboxes/" + first_text(post("/inboxes", R"({"name":"Shop","kind":"web"})"), "id");
    get(inbox);
    ask("PATCH", inbox, R"({"name":"The shop","reopen_days":3,"identity_required":true,"bot":true})");
    ask("PUT", inbox + "/people", fmt::format(R"({{"people":["{}"]}})", guo_));
    ask("PUT", inbox + "/teams", fmt::format(R"({{"teams":["{}"]}})", everyone));
    post(inbox + "/secret");
    ask("PUT", inbox + "/hours",
        R"({"time_zone":"Asia/Shanghai","week":[{"day":"monday","from":"09:00","to":"18:00"}],)"
        R"("exceptions":[{"date":"2026-10-01","name":"国庆节","spans":[]}]})");
    get(inbox);
    ask("DELETE", inbox + "/hours");
  }

  struct Customer {
    std::string conversation;
    std::string contact;
  };
  /// Somebody writes from the web, and goes away.
  Customer customer(const std::string& name) {
    flow::Line line{loop_, of_.port, "/live/visitor"};
    line.say(fmt::format(R"({{"t":"hello","v":1,"name":"Customer {}"}})", name));
    line.hear("welcome");
    line.say(R"({"t":"send","id":"m-1","text":"Where is my parcel?"})");
    Customer one{std::string{flow::text_of(line.answer("m-1"), "conversation")}, {}};
    one.contact = first_text(get("/conversations/" + one.conversation), "contact");
    return one;
  }

  void contacts(const Customer& one, const Customer& two) {
    const auto contact = "/contacts/" + one.contact;
    ask("PATCH", contact, R"({"fields":[{"name":"company","value":"Northwind"},{"name":"shoe_size","value":"44"}]})");
    const std::string address = R"({"kind":"email","value":"one@example.com"})";
    twice("POST", contact + "/identities", address);
    get(contact);
    get("/contacts?email=one@example.com");
    post(contact + "/identities/remove", address);
    post(contact + "/merge", fmt::format(R"({{"alias":"{}"}})", two.contact));
    get(contact);
    get(contact + "/conversations?limit=1");
    post(fmt::format("/contacts/{}/unmerge", two.contact));
    post(contact + "/block");
    post(contact + "/unblock");
  }

  void talk(const Customer& one) {
    const auto conversation = "/conversations/" + one.conversation;
    post(conversation + "/take", "{}");
    const auto said = twice("POST", conversation + "/messages", R"({"text":"Let me look.","client_id":"tour-1","seen_seq":1})");
    const auto seq = boost::json::parse(said).at("seq").as_int64();
    ask("PATCH", fmt::format("{}/messages/{}", conversation, seq), R"({"text":"Let me have a look."})");
    get(fmt::format("{}/messages/{}/edits", conversation, seq));
    get(conversation + "/messages");
    get(conversation + "/messages?above=1&limit=1");
    twice("POST", conversation + "/notes", fmt::format(R"({{"text":"Do you know her?","mentions":["{}"]}})", guo_));
    get(conversation + "/notes");
    ask("PUT", conversation + "/labels", R"({"labels":["parcel","late"]})");
    ask("PUT", conversation + "/priority", R"({"priority":3})");
    ask("PUT", conversation + "/draft", R"({"text":"It is"})");
    get(conversation + "/draft");
    ask("DELETE", conversation + "/draft");
    ask("PUT", conversation + "/unread", R"({"from_seq":1})");
    get(conversation);
  }

  void acts(const Customer& one) {
    const auto conversation = "/conversations/" + one.conversation;
    const auto guo = fmt::format(R"({{"agent":"{}"}})", guo_);
    const auto administrator = fmt::format(R"({{"agent":"{}"}})", administrator_);
    post(conversation + "/take", "{}");
    post(conversation + "/invite", guo);
    get(conversation);
    post(conversation + "/leave", guo);
    post(conversation + "/snooze", fmt::format(R"({{"until":"{}"}})", tomorrow()));
    get(conversation);
    post(conversation + "/wake", "{}");
    post(conversation + "/transfer", guo);
    post(conversation + "/requeue", "{}");
    post(conversation + "/assign", administrator);
    post(conversation + "/resolve", "{}");
    post(conversation + "/finish", "{}");
    get(conversation);
    get("/conversations?stage=resolved");
    post(conversation + "/reopen", "{}");
  }

  static std::string tomorrow() {
    const auto then = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + std::chrono::days{1};
    return iso_text(then);
  }

  void replies() {
    const auto own = first_text(post("/teams", R"({"name":"Writers of replies"})"), "id");
    ask("PUT", "/teams/" + own + "/members", fmt::format(R"({{"members":["{}"]}})", administrator_));
    for (const auto& scope : {std::string{R"("everybody")"}, std::string{R"("person")"}, fmt::format(R"("team","team":"{}")", own)}) {
      const auto made = post("/quick-replies", fmt::format(R"({{"shortcut":"hi","language":"en","scope":{},"text":"Hello!"}})", scope));
      const auto reply = "/quick-replies/" + first_text(made, "id");
      ask("PATCH", reply, R"({"text":"Good day!"})");
      get("/quick-replies");
      ask("DELETE", reply);
    }
  }

  void knowledge() {
    const auto made = twice(
        "POST", "/categories",
        R"({"slug":"refunds","position":1,"texts":[{"language":"en","name":"Refunds","line":"Money back"},{"language":"zh","name":"退款"}]})");
    const auto category = first_text(made, "id");
    get("/categories/" + category);
    ask("PATCH", "/categories/" + category, R"({"position":2})");
    walk("/categories", 2);
    const auto spare = first_text(post("/categories", R"({"slug":"spare","texts":[{"language":"en","name":"Spare"}]})"), "id");
    ask("DELETE", "/categories/" + spare);

    const auto article =
        "/articles/" + first_text(twice("POST", "/articles", fmt::format(R"({{"slug":"refund-time","category":"{}"}})", category)), "id");
    const auto words = [](const std::string& title) {
      return fmt::format(R"({{"title":"{}","summary":"Days.","body":"## Steps\n\nWait.","asked_as":["when"],"keywords":["cash"]}})", title);
    };
    const auto text = article + "/texts/en";
    ask("PUT", text + "/draft", fmt::format(R"({{"revision":0,"words":{}}})", words("Refunds")));
    get(text);
    get(text + "/file");
    post(text + "/publish", R"({"revision":1})");
    ask("PUT", text + "/draft", fmt::format(R"({{"revision":2,"words":{}}})", words("Refund time")));
    get(text);
    post(text + "/publish", R"({"revision":3,"minor":true})");
    walk(text + "/versions", 2);
    get(text + "/versions/1");
    post(text + "/versions/1/restore", R"({"revision":4})");
    post(text + "/discard", R"({"revision":5})");
    ask("PUT", "/hot-questions/en",
        fmt::format(R"({{"questions":[{{"text":"When is my refund?","article":"{}"}},{{"text":"Where is it?","article":null}}]}})",
                    article.substr(article.rfind('/') + 1)));
    get("/hot-questions");
    searched("/widget/search?q=refund&language=en");
    get("/widget/articles/refund-time?language=zh");
    get("/widget/config?language=en-GB");
    get("/widget/config?inbox=0000000000001");
    ask("PATCH", article, R"({"audience":"internal"})");
    get(article);
    searched("/articles/search?q=refund&language=en");
    get("/articles?language=en&state=published&audience=internal&q=refund&category=" + category);
    post(text + "/withdraw", R"({"revision":6})");
    post("/articles/preview", R"~({"body":"# One\n\n[two](article:refund-time)"})~");
    const std::string file =
        R"({"file":"late-order.zh.md","text":"+++\ncategory = \"refunds\"\ntitle = \"送晚了\"\n+++\n\n正文\n","publish":)";
    post("/articles/import", file + "false}");
    twice("POST", "/articles/import", file + "true}");
    const auto draft = "/articles/" + first_text(post("/articles", fmt::format(R"({{"slug":"draft","category":"{}"}})", category)), "id");
    ask("DELETE", draft);
    walk("/articles", 3);
  }

  /// What was published is found within a second: by then every gateway has heard of it.
  void searched(const std::string& path) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{1};
    while (boost::json::parse(get(path)).at("items").as_array().empty()) {
      if (std::chrono::steady_clock::now() > until) {
        report_.fail(fmt::format("{}: a published article is not found after a second", of_.name));
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }

  void views() {
    const auto made = twice(
        "POST", "/views",
        fmt::format(
            R"({{"name":"Late parcels","shared":true,"filter":{{"stages":["queued","assigned"],"assignee":["me","{}"],"teams":["{}"],)"
            R"("labels":["late"],"without_labels":["vip"],"priority":1,"unread":true,"snoozed":false,"waiting_ms":60000,"participant":"me"}},)"
            R"("sort":"waiting"}})",
            guo_, everyone));
    const auto view = "/views/" + first_text(made, "id");
    get("/views");
    walk("/views", 3);
    ask("PATCH", view, R"({"name":"Nobody's","shared":false,"filter":{"assignee":["nobody"]},"sort":"newest"})");
    ask("PATCH", view, "{}");
    ask("DELETE", view);
  }

  /// To the end of each, one item at a time where that is not long.
  void walk(const std::string& path, std::size_t pages_most) {
    std::string after;
    for (std::size_t pages = 0; pages < pages_most; ++pages) {
      const auto whole = boost::json::parse(get(path + (path.contains('?') ? "&" : "?") + "limit=1" + after));
      const auto* next = whole.is_object() ? whole.as_object().if_contains("next") : nullptr;
      if (next == nullptr || !next->is_string()) {
        return;
      }
      after = "&after=" + std::string{next->as_string()};
    }
  }

  void lists() {
    for (const auto* path :
         {"/people", "/people?role=agent&active=true", "/teams", "/inboxes", "/contacts?name=Customer", "/conversations", "/audit",
          "/conversations?stage=queued,assigned&assignee=me&priority=0&updated_since=2026-01-01T00:00:00.000Z&label=parcel"}) {
      get(path);
      walk(path, 5);
    }
    get("/conversations/counts");
    get("/conversations/counts?assignee=none");
    get("/conversations?mentions=me");
    get("/conversations/counts?mentions=" + guo_);
  }

  /// Last: whoever is available may be given work.
  void states() {
    ask("PUT", "/state-reasons", R"({"reasons":["lunch","training"]})");
    get("/state-reasons");
    ask("PUT", "/me/state", R"({"state":"on_break","reason":"lunch"})");
    ask("PUT", fmt::format("/people/{}/state", guo_), R"({"state":"available"})");
    get("/states");
  }

  /// A conversation that Guo, who is available now, is asked to take.
  std::string offered(const std::string& guo) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::chrono::steady_clock::now() < until) {
      const auto offers = boost::json::parse(get("/me/offers", guo)).at("items").as_array();
      if (!offers.empty()) {
        return "/conversations/" + std::string{offers.front().at("conversation").as_string()};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    throw std::runtime_error("nobody was offered anything, though somebody waits");
  }
  void offers() {
    const auto guo = sign_in("guo@example.com", of_.password + " again");
    ask("POST", offered(guo) + "/accept", "{}", guo);
    get("/loads");
    ask("POST", offered(guo) + "/decline", "{}", guo);
  }

  const TourOf& of_;
  Record& record_;
  harness::Report& report_;
  client::Loop loop_;
  harness::Answer answer_;
  std::string administrator_;
  std::string guo_;
  int keys_ = 0;
};

}  // namespace

void tour(const TourOf& of, Record& record, harness::Report& report) {
  Tour{of, record, report}.all();
}

}  // namespace zhiyin::prove
