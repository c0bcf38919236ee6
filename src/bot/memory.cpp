#include "bot/memory.hpp"

#include "language/tokens.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::bot {
namespace {

void write_ids(json::Writer& w, std::string_view name, const std::vector<ArticleId>& ids) {
  w.name(name).begin_array();
  for (const auto id : ids) {
    w.number(id.value());
  }
  w.end_array();
}

std::vector<ArticleId> read_ids(const json::Object& o, std::string_view name) {
  std::vector<ArticleId> ids;
  const auto value = o.value(name);
  const auto array = value ? value->array() : std::nullopt;
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    ids.emplace_back(array->at(i).number().value_or(0));
  }
  return ids;
}

/// Calls `take` with each object of an array.
template <class F>
void each_object(const json::Object& o, std::string_view name, F&& take) {
  const auto value = o.value(name);
  const auto array = value ? value->array() : std::nullopt;
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    if (const auto one = array->at(i).object()) {
      take(*one);
    }
  }
}

}  // namespace

std::string memory_text(const Memory& memory) {
  json::Writer w;
  w.begin_object().field("language", memory.language).field("failures", memory.failures);
  write_ids(w, "shown", memory.shown);
  write_ids(w, "failed", memory.failed);
  w.name("asked").begin_array();
  for (const auto& one : memory.asked) {
    w.begin_object().field("question", one.question).field("times", one.times).end_object();
  }
  w.end_array().field("last_shown", memory.last_shown.value()).name("offered").begin_array();
  for (const auto& one : memory.offered) {
    w.begin_object().field("article", one.article.value()).field("title", one.title).end_object();
  }
  return w.end_array().field("person_offered", memory.person_offered).end_object().take();
}

Memory read_memory(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : std::nullopt;
  if (!root) {
    return {};
  }
  Memory memory{.language = std::string{root->text("language").value_or("")},
                .failures = root->number("failures").value_or(0),
                .shown = read_ids(*root, "shown"),
                .failed = read_ids(*root, "failed"),
                .asked = {},
                .last_shown = ArticleId{root->number("last_shown").value_or(0)},
                .offered = {},
                .person_offered = root->flag("person_offered").value_or(false)};
  each_object(*root, "asked", [&memory](const json::Object& one) {
    memory.asked.push_back({one.number("question").value_or(0), one.number("times").value_or(0)});
  });
  each_object(*root, "offered", [&memory](const json::Object& one) {
    memory.offered.push_back({ArticleId{one.number("article").value_or(0)}, std::string{one.text("title").value_or("")}});
  });
  return memory;
}

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), over the terms: the same on every machine and in every version.
std::int64_t fingerprint(std::string_view question) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3ULL; };
  for (const auto& term : language::terms(question)) {
    for (const char c : term) {
      add(static_cast<unsigned char>(c));
    }
    add(' ');
  }
  return static_cast<std::int64_t>(hash);
}

}  // namespace zhiyin::bot
