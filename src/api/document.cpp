#include "api/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "api/cookie.hpp"
#include "api/idempotency.hpp"
#include "api/match.hpp"
#include "api/presented.hpp"
#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

using json::Writer;

constexpr std::array<Tag, 12> tag_table{{
    {"session", "Who is asking, signing in and out, tokens.", "当前身份、登录与退出、令牌"},
    {"people", "People who work here, their roles and states.", "工作人员及其角色和状态"},
    {"teams", "Teams, their members and skills.", "团队、成员与技能"},
    {"inboxes", "Inboxes and who belongs to them.", "收件箱及其成员"},
    {"contacts", "Customers: what is known of them, and how they are reached.", "客户资料与联系方式"},
    {"conversations", "Conversations and what is said, decided and noted in them.", "会话及其消息、处理与备注"},
    {"views", "Saved lists of conversations.", "已保存的会话视图"},
    {"replies", "Texts to answer with.", "快捷回复"},
    {"knowledge", "Articles, their versions and categories; search in them.", "知识文章、版本、分类与搜索"},
    {"widget", "What the chat widget on any site's pages asks, without signing in.", "网页聊天组件使用的公开接口"},
    {"audit", "Who did what.", "审计日志"},
    {"permissions", "What each role may do.", "各角色的权限"},
}};

struct RefusalRow {
  int status;
  std::string_view name;  ///< of the component
  std::string_view what;
};
constexpr std::array<RefusalRow, 10> refusal_table{{
    {400, "BadRequest", "It cannot be read at all."},
    {401, "Unauthenticated", "Nobody is signed in, or what was presented is unknown, expired or ended."},
    {403, "Forbidden", "The right is missing (`detail` names it), or a cookie came from another site's page."},
    {404, "NotFound", "There is no such thing, or the caller may not see it."},
    {409, "Conflict", "It contradicts what is there, what was seen has changed, or an Idempotency-Key stands for another request."},
    {413, "TooLarge", "The body is longer than this route takes."},
    {415, "NotJson", "The body is not said to be application/json."},
    {422, "Invalid", "Values are not allowed; `errors` names each, its place and how to mend it."},
    {429, "TooMany", "More requests than the limit allows; `Retry-After` says when to come again."},
    {503, "Unavailable", "Nothing is wrong with the request; try again later."},
}};

const RefusalRow& row_of(int status) {
  const auto* found = std::ranges::find(refusal_table, status, &RefusalRow::status);
  require(found != refusal_table.end(), "every status of refusal is described");
  return *found;
}

constexpr std::string_view rate_headers = R"("RateLimit-Limit":{"$ref":"#/components/headers/RateLimit-Limit"},)"
                                          R"("RateLimit-Remaining":{"$ref":"#/components/headers/RateLimit-Remaining"},)"
                                          R"("RateLimit-Reset":{"$ref":"#/components/headers/RateLimit-Reset"})";

/// Of the routes that pages of other sites may read.
constexpr std::string_view open_headers =
    R"("Access-Control-Allow-Origin":{"$ref":"#/components/headers/Access-Control-Allow-Origin"},)"
    R"("Access-Control-Expose-Headers":{"$ref":"#/components/headers/Access-Control-Expose-Headers"},)";
constexpr std::string_view etag_header = R"("ETag":{"$ref":"#/components/headers/ETag"},)";

/// As OpenAPI writes it: without the kinds of parts.
std::string plain_path(std::string_view path_template) {
  std::string out;
  for (const auto& segment : segments_of(path_template)) {
    out.append("/").append(segment.kind == Segment::Kind::fixed ? segment.text : "{" + segment.text + "}");
  }
  return out;
}

std::string method_word(net::Method method) {
  std::string word{net::method_text(method)};
  std::ranges::transform(word, word.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return word;
}

std::string described(const Route& route) {
  const auto& needs = route.about.needs;
  auto text = std::string{route.about.what};
  text.append(text.empty() ? "" : "\n\n");
  if (needs.right) {
    text.append(fmt::format("Needs the right `{}`.", identity::right_text(*needs.right)));
  } else {
    text.append(needs.sign_in ? "For everybody who is signed in: " : "Open to all: ").append(needs.because).append(".");
  }
  return text.append("\n\n").append(route.about.summary_zh);
}

class Maker {
 public:
  explicit Maker(std::span<const Route> routes) : routes_(routes), book_(book_of_answers(routes)) {}

  std::string make() {
    w_.begin_object().field("openapi", "3.1.0");
    info();
    w_.name("paths").begin_object();
    std::set<std::string> done;
    for (const auto& route : routes_) {
      if (done.insert(plain_path(route.about.path)).second) {
        path(plain_path(route.about.path));
      }
    }
    w_.end_object();
    components();
    w_.end_object();
    return w_.take();
  }

 private:
  void info() {
    w_.name("info").begin_object().field("title", "Zhiyin").field("version", "1.0.0");
    w_.field("summary", "The public API of a Zhiyin server.");
    w_.field("description",
             "Everything the console does, an integration can do too. Concepts (signing in, paging, repeating safely, limits, refusals) "
             "are told in "
             "docs/api.md of the source.");
    w_.name("contact").begin_object().field("name", "The operator of this server").end_object();
    w_.name("license").begin_object().field("name", "Apache-2.0").field("identifier", "Apache-2.0").end_object().end_object();
    w_.name("servers").begin_array().begin_object().field("url", "/").field("description", "This server").end_object().end_array();
    w_.name("tags").begin_array();
    for (const auto& tag : tag_table) {
      if (std::ranges::any_of(routes_, [&](const Route& route) { return route.about.tag == tag.name; })) {
        w_.begin_object().field("name", tag.name).field("description", fmt::format("{} {}", tag.what, tag.what_zh)).end_object();
      }
    }
    w_.end_array();
  }

  void path(const std::string& path) {
    w_.name(path).begin_object();
    for (const auto& route : routes_) {
      if (plain_path(route.about.path) == path) {
        w_.name(method_word(route.about.method));
        operation(route);
      }
    }
    w_.end_object();
  }

  void operation(const Route& route) {
    const auto& about = route.about;
    w_.begin_object().field("operationId", about.operation).field("summary", about.summary).field("description", described(route));
    w_.name("tags").begin_array().text(about.tag).end_array();
    w_.name("security").raw(about.needs.sign_in ? R"([{"bearer":[]},{"cookie":[]}])" : "[]");
    w_.name("x-required-right");
    about.needs.right ? w_.text(identity::right_text(*about.needs.right)) : w_.null();
    w_.field("x-rate-class", rate_class_text(route.rate()));
    parameters(route);
    if (!route.body.none()) {
      w_.name("requestBody").begin_object().field("required", true).name("content").begin_object().name("application/json").begin_object();
      w_.name("schema").raw(route.body.schema(book_, Way::body)).end_object().end_object().end_object();
    }
    w_.name("responses").begin_object();
    success(route);
    if (route.about.any_origin) {
      w_.name("304").begin_object().field("description", "As the caller has it: `If-None-Match` named its `ETag`.");
      w_.name("headers").raw(fmt::format("{{{}{}{}}}", open_headers, etag_header, rate_headers)).end_object();
    }
    for (const auto status : refusals_of(route)) {
      const bool open = route.about.any_origin;
      used_.insert({status, open});
      w_.name(std::to_string(status))
          .raw(fmt::format(R"({{"$ref":"#/components/responses/{}{}"}})", open ? "Open" : "", row_of(status).name));
    }
    w_.end_object().end_object();
  }

  void parameters(const Route& route) {
    w_.name("parameters").begin_array();
    for (const auto& segment : segments_of(route.about.path)) {
      if (segment.kind != Segment::Kind::fixed) {
        w_.begin_object().field("name", segment.text).field("in", "path").field("required", true);
        w_.name("schema").raw(
            segment.kind == Segment::Kind::id
                ? Codec<Id<struct AnyTag>>::schema(book_, Way::query, {})
                : "{" + text_schema({.least = 1, .most = static_cast<std::int64_t>(Segment::word_max), .pattern = Pattern::slug}) + "}");
        w_.end_object();
      }
    }
    if (!route.query.none()) {
      for (const auto& member : route.query.members(book_, Way::query)) {
        w_.begin_object().field("name", member.name).field("in", "query").field("required", member.needed);
        w_.field("description", member.what).field("style", "form").field("explode", false).name("schema").raw(member.schema).end_object();
      }
    }
    if (route.paged) {
      w_.raw(R"({"$ref":"#/components/parameters/Limit"})").raw(R"({"$ref":"#/components/parameters/After"})");
    }
    if (route.kind == RouteKind::write) {
      w_.raw(R"({"$ref":"#/components/parameters/IdempotencyKey"})");
    }
    w_.end_array();
  }

  void success(const Route& route) {
    w_.name(std::to_string(route.about.status)).begin_object().field("description", "Done.");
    std::string more;
    if (route.kind == RouteKind::write) {
      more += R"("Idempotency-Replayed":{"$ref":"#/components/headers/Idempotency-Replayed"},)";
    }
    if (route.about.sets_cookie) {
      more += R"("Set-Cookie":{"$ref":"#/components/headers/Set-Cookie"},)";
    }
    if (route.about.any_origin) {
      more.append(open_headers).append(etag_header);
    }
    w_.name("headers").raw(fmt::format("{{{}{}}}", more, rate_headers));
    if (!route.answer.none()) {
      const auto schema = route.answer.schema(book_, Way::answer);
      w_.name("content").begin_object().name("application/json").begin_object().name("schema");
      w_.raw(route.paged ? page_schema(schema) : schema).end_object().end_object();
    }
    w_.end_object();
  }

  static std::string page_schema(const std::string& item) {
    return fmt::format(
        R"({{"type":"object","required":["items","next"],"properties":{{"items":{{"type":"array","maxItems":{},"items":{}}},)"
        R"("next":{{"anyOf":[{{"type":"string","maxLength":2000}},{{"type":"null"}}],)"
        R"("description":"Send it as `after` for the next page; null at the end."}}}}}})",
        PageAsked::limit_max, item);
  }

  void components() {
    w_.name("components").begin_object();
    w_.name("securitySchemes").begin_object();
    w_.name("bearer").begin_object().field("type", "http").field("scheme", "bearer");
    w_.field("description", "A personal or service token.").end_object();
    w_.name("cookie").begin_object().field("type", "apiKey").field("in", "cookie").field("name", session_cookie);
    w_.field("description", "The session of a signed-in browser; over TLS its name begins with __Host-.").end_object().end_object();
    shared_parameters();
    w_.name("headers").raw(headers());
    w_.name("responses").begin_object();
    for (const auto& [status, open] : used_) {
      refusal(row_of(status), open);
    }
    w_.end_object();
    w_.name("schemas").begin_object();
    for (const auto& [name, schema] : book_.schemas()) {
      w_.name(name).raw(schema);
    }
    w_.name("Problem").raw(problem_schema());
    w_.end_object().end_object();
  }

  void shared_parameters() {
    w_.name("parameters").begin_object();
    if (std::ranges::any_of(routes_, &Route::paged)) {
      w_.name("Limit").raw(
          fmt::format(R"({{"name":"limit","in":"query","description":"How many items at most.","schema":{{"type":"integer",)"
                      R"("minimum":1,"maximum":{},"default":{}}}}})",
                      PageAsked::limit_max, PageAsked::limit_default));
      w_.name("After").raw(
          R"({"name":"after","in":"query","description":"`next` of the page before.","schema":{"type":"string","maxLength":2000}})");
    }
    if (has_writes()) {
      w_.name("IdempotencyKey")
          .raw(fmt::format(
              R"({{"name":"Idempotency-Key","in":"header","description":"The same key with the same request gets the same answer and )"
              R"(changes nothing again; kept for a day.","schema":{{"type":"string","minLength":1,"maxLength":{}}}}})",
              idempotency::key_max_bytes));
    }
    w_.end_object();
  }

  [[nodiscard]] bool has_writes() const {
    return std::ranges::any_of(routes_, [](const Route& route) { return route.kind == RouteKind::write; });
  }

  [[nodiscard]] std::string headers() const {
    Writer w;
    w.begin_object();
    const auto count = [&w](std::string_view name, std::string_view what, bool always) {
      w.name(name).begin_object().field("description", what).field("required", always);
      w.name("schema").raw(R"({"type":"integer","minimum":0})").end_object();
    };
    count("RateLimit-Limit", "Requests of this kind that are allowed in a minute.", true);
    count("RateLimit-Remaining", "How many of them are left now.", true);
    count("RateLimit-Reset", "Seconds until all are there again.", true);
    count("Retry-After", "Seconds to wait.", true);
    w.name("WWW-Authenticate")
        .raw(R"({"description":"What to send: a bearer token (RFC 6750).","required":true,"schema":{"type":"string","maxLength":200}})");
    if (std::ranges::any_of(routes_, [](const Route& route) { return route.about.sets_cookie; })) {
      w.name("Set-Cookie")
          .raw(R"({"description":"The session's cookie, or its end.","required":true,"schema":{"type":"string","maxLength":1000}})");
    }
    if (std::ranges::any_of(routes_, [](const Route& route) { return route.about.any_origin; })) {
      w.name("Access-Control-Allow-Origin")
          .raw(R"({"description":"Pages of every site may read it.","required":true,"schema":{"type":"string","enum":["*"]}})");
      w.name("Access-Control-Expose-Headers")
          .raw(R"({"description":"What they may read of its headers.","required":true,"schema":{"type":"string","maxLength":100}})");
      w.name("ETag").raw(
          R"({"description":"Names the answer; send it as `If-None-Match`.","required":true,"schema":{"type":"string","maxLength":40}})");
    }
    if (has_writes()) {
      w.name("Idempotency-Replayed")
          .raw(R"({"description":"There when this was answered before.","schema":{"type":"string","enum":["true"]}})");
    }
    return w.end_object().take();
  }

  /// `open`: as pages of other sites may read it.
  void refusal(const RefusalRow& row, bool open) {
    w_.name((open ? "Open" : "") + std::string{row.name}).begin_object().field("description", row.what);
    std::string more;
    if (row.status == 429 || row.status == 503) {
      more = R"("Retry-After":{"$ref":"#/components/headers/Retry-After"},)";
    } else if (row.status == 401) {
      more = R"("WWW-Authenticate":{"$ref":"#/components/headers/WWW-Authenticate"},)";
    }
    more.append(open ? open_headers : std::string_view{});
    w_.name("headers").raw(fmt::format("{{{}{}}}", more, rate_headers));
    w_.name("content").raw(R"({"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}})").end_object();
  }

  static std::string problem_schema() {
    return R"({"type":"object","description":"RFC 9457, with the place and the mend.","required":["status","code","title","detail","where","mend"],)"
           R"("properties":{"status":{"type":"integer","minimum":400,"maximum":599},"code":{"type":"string","maxLength":40,)"
           R"("description":"What kind of refusal it is; for programs."},"title":{"type":"string","maxLength":80},)"
           R"("detail":{"type":"string","maxLength":1000,"description":"What is wrong, one sentence."},)"
           R"("where":{"type":"string","maxLength":500,"description":"The member, parameter or header; may be empty."},)"
           R"("mend":{"type":"string","maxLength":1000,"description":"How to mend it; may be empty."},)"
           R"("errors":{"type":"array","maxItems":20,"description":"Every fault that was found.","items":{"type":"object",)"
           R"("required":["where","what","mend"],"properties":{"where":{"type":"string","maxLength":500},"what":{"type":"string","maxLength":1000},)"
           R"("mend":{"type":"string","maxLength":1000}}}}}})";
  }

  std::span<const Route> routes_;
  SchemaBook book_;
  std::set<std::pair<int, bool>> used_;  // and whether pages of other sites may read it
  Writer w_;
};

}  // namespace

SchemaBook book_of_answers(std::span<const Route> routes) {
  SchemaBook book;
  for (const auto& route : routes) {
    if (!route.answer.none()) {
      (void)route.answer.schema(book, Way::answer);
    }
  }
  return book;
}

std::span<const Tag> tags() {
  return tag_table;
}

std::string_view refusal_what(int status) {
  return row_of(status).what;
}

std::vector<int> refusals_of(const Route& route) {
  const auto segments = segments_of(route.about.path);
  std::set<int> out{400, 422, 429, 503};  // a body where none is taken is 400 everywhere, an unknown parameter 422
  const auto add = [&out](bool is, std::initializer_list<int> statuses) {
    if (is) {
      out.insert(statuses);
    }
  };
  add(route.about.needs.sign_in, {401});
  add(route.about.needs.right || (route.about.needs.sign_in && changes(route.about.method)), {403});
  add(std::ranges::any_of(segments, [](const Segment& s) { return s.kind != Segment::Kind::fixed; }), {404});
  add(route.kind == RouteKind::write, {409});
  add(!route.body.none(), {413, 415});
  for (const auto code : route.about.errors) {
    out.insert(http_status(code));
  }
  return {out.begin(), out.end()};
}

std::string openapi_document(std::span<const Route> routes) {
  return Maker{routes}.make();
}

}  // namespace zhiyin::api
