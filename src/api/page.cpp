#include "api/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/document.hpp"
#include "api/match.hpp"
#include "platform/base/html.hpp"
#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

// The values of the design's tokens; the page stands alone, so it names them itself.
constexpr std::string_view style = R"(
:root{color-scheme:light;--canvas:#F2F5F5;--sheet:#FFFFFF;--line:#DFE5E5;--ink-1:#16201F;--ink-2:#435150;--ink-3:#5C6A69;
--a-ink:#0B6472;--a-soft:#DDEEF0;--ok-ink:#166B3C;--ok-soft:#E0F1E6;--wait-ink:#855007;--wait-soft:#FAEFD6;--bad-ink:#AE2A22;--bad-soft:#FBE8E5}
@media(prefers-color-scheme:dark){:root{color-scheme:dark;--canvas:#131919;--sheet:#222B2B;--line:#2A3434;--ink-1:#E7ECEB;--ink-2:#B4C0BF;
--ink-3:#93A1A0;--a-ink:#74C6CF;--a-soft:#17343A;--ok-ink:#7BCB98;--ok-soft:#17301F;--wait-ink:#E3B564;--wait-soft:#33280F;--bad-ink:#F2978D;
--bad-soft:#3A1C19}}
body{margin:0;background:var(--canvas);color:var(--ink-1);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans",
"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:880px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:28px;font-weight:600;margin:8px 0}h2{font-size:20px;font-weight:600;margin:32px 0 8px}
a{color:var(--a-ink)}p{margin:4px 0;color:var(--ink-2)}nav a{margin-right:12px}
details{background:var(--sheet);border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:8px 12px}
summary{cursor:pointer}code{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
.m{display:inline-block;min-width:52px;text-align:center;border-radius:4px;font:600 11px/20px ui-monospace,monospace;margin-right:8px}
.GET{background:var(--ok-soft);color:var(--ok-ink)}.POST,.PUT,.PATCH{background:var(--wait-soft);color:var(--wait-ink)}
.DELETE{background:var(--bad-soft);color:var(--bad-ink)}.right{background:var(--a-soft);color:var(--a-ink);border-radius:4px;padding:0 6px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:4px 0 12px;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--line)}th{color:var(--ink-3);font-weight:600}
h3{font-size:13px;font-weight:600;color:var(--ink-3);margin:12px 0 4px})";

/// A schema in a few words: "text, 1 to 80 characters".
std::string words_of(json::Value schema);

std::string words_of_object(const json::Object& schema) {
  if (const auto ref = schema.text("$ref")) {
    return fmt::format("<a href=\"#type-{0}\"><code>{0}</code></a>", html_escaped(ref->substr(ref->rfind('/') + 1)));
  }
  if (const auto any = schema.value("anyOf")) {
    return words_of(any->array()->at(0)) + " or null";
  }
  const auto type = schema.text("type").value_or("");
  if (type == "array") {
    return fmt::format("list of {}, at most {}", words_of(*schema.value("items")), schema.number("maxItems").value_or(0));
  }
  if (const auto most = schema.number("maxLength")) {
    return fmt::format("text of {} to {} characters{}", schema.number("minLength").value_or(0), *most,
                       schema.text("format") ? ", " + html_escaped(*schema.text("format")) : "");
  }
  if (const auto most = schema.number("maximum")) {
    return fmt::format("{} from {} to {}", type, schema.number("minimum").value_or(0), *most);
  }
  return html_escaped(schema.text("format").value_or(type));
}

std::string words_of(json::Value schema) {
  const auto object = schema.object();
  return object ? words_of_object(*object) : std::string{};
}

std::string members_table(std::string_view title, const std::vector<Member>& members) {
  auto out = fmt::format("<h3>{}</h3><div class=scroll><table><tr><th>Name</th><th>What it may be</th><th></th></tr>", title);
  for (const auto& member : members) {
    const auto schema = json::Document::parse(member.schema);
    out += fmt::format("<tr><td><code>{}</code>{}</td><td>{}</td><td>{}</td></tr>", html_escaped(member.name),
                       member.needed ? "" : " <small>optional</small>", schema ? words_of(schema->value()) : "", html_escaped(member.what));
  }
  return out + "</table></div>";
}

std::string path_of(const Route& route) {
  std::string out;
  for (const auto& segment : segments_of(route.about.path)) {
    out.append("/").append(segment.kind == Segment::Kind::fixed ? segment.text : "{" + segment.text + "}");
  }
  return html_escaped(out);
}

std::string needs_of(const Needs& needs) {
  if (needs.right) {
    return fmt::format("<p>Needs <code class=right>{}</code></p>", identity::right_text(*needs.right));
  }
  return fmt::format("<p>{}: {}.</p>", needs.sign_in ? "For everybody who is signed in" : "Open to all", html_escaped(needs.because));
}

std::string route_block(const Route& route, SchemaBook& book) {
  const auto& about = route.about;
  const auto method = net::method_text(about.method);
  auto out = fmt::format("<details id={}><summary><span class=\"m {}\">{}</span><code>{}</code> {} <span lang=zh>{}</span></summary>",
                         about.operation, method, method, path_of(route), html_escaped(about.summary), html_escaped(about.summary_zh));
  out += about.what.empty() ? "" : fmt::format("<p>{}</p>", html_escaped(about.what));
  out += needs_of(about.needs);
  if (!route.query.none()) {
    out += members_table("Query", route.query.members(book, Way::query));
  }
  if (!route.body.none()) {
    out += members_table("Body", route.body.members(book, Way::body));
  }
  if (!route.answer.none()) {
    out += members_table(route.paged ? "Each of <code>items</code>" : "Answer", route.answer.members(book, Way::answer));
  }
  out += "<h3>Refusals</h3><table>";
  for (const auto status : refusals_of(route)) {
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>", status, html_escaped(refusal_what(status)));
  }
  return out + "</table></details>\n";
}

/// What the tables above name: closed sets of words, and structures within structures.
std::string type_block(std::string_view name, const json::Object& schema) {
  auto out = fmt::format("<details id=\"type-{0}\"><summary><code>{0}</code></summary>", html_escaped(name));
  if (const auto words = schema.value("enum")) {
    out += "<p>";
    for (std::size_t i = 0; i < words->array()->size(); ++i) {
      out += fmt::format("<code>{}</code> ", html_escaped(words->array()->at(i).text().value_or("")));
    }
    return out + "</p></details>\n";
  }
  const auto properties = schema.object("properties");
  if (!properties) {
    return out + "<p>" + words_of_object(schema) + "</p></details>\n";
  }
  for (std::size_t i = 0; i < properties->size(); ++i) {
    const auto property = *properties->value(properties->name(i))->object();
    out += i == 0 ? "<table>" : "";
    out += fmt::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", html_escaped(properties->name(i)),
                       words_of_object(property), html_escaped(property.text("description").value_or("")));
  }
  return out + "</table></details>\n";
}

std::string types_of(const SchemaBook& book) {
  std::string out = "<h2 id=types>types</h2>\n";
  for (const auto& [name, schema] : book.schemas()) {
    if (const auto document = json::Document::parse(schema)) {
      out += type_block(name, *document->root());
    }
  }
  return out;
}

}  // namespace

std::string docs_page(std::span<const Route> routes) {
  std::string out =
      "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
      "<title>Zhiyin API</title><style>";
  out.append(style).append("</style></head><body><main><h1>Zhiyin API</h1>");
  out +=
      "<p>Everything the console does, an integration can do too. For programs: <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p>"
      "<p lang=zh>控制台能做的，集成也都能做。供程序使用：<a href=\"/api/openapi.json\">/api/openapi.json</a>。</p><nav>";
  const auto has = [&](const Tag& tag) {
    return std::ranges::any_of(routes, [&](const Route& route) { return route.about.tag == tag.name; });
  };
  for (const auto& tag : tags()) {
    out += has(tag) ? fmt::format("<a href=\"#{0}\">{0}</a>", tag.name) : "";
  }
  out += "<a href=\"#types\">types</a></nav>\n";
  auto book = book_of_answers(routes);
  for (const auto& tag : tags()) {
    if (!has(tag)) {
      continue;
    }
    out += fmt::format("<h2 id=\"{0}\">{0}</h2><p>{1} <span lang=zh>{2}</span></p>\n", tag.name, tag.what, tag.what_zh);
    for (const auto& route : routes) {
      out += route.about.tag == tag.name ? route_block(route, book) : "";
    }
  }
  return out + types_of(book) + "</main></body></html>\n";
}

}  // namespace zhiyin::api
