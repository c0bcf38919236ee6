#include "event/aids.hpp"

#include "platform/base/require.hpp"

namespace zhiyin::event {

void write_members(json::Writer& w, const Aids& aids) {
  if (aids.source) {
    w.name("source")
        .begin_object()
        .field("article", aids.source->article.text())
        .field("slug", aids.source->slug)
        .field("title", aids.source->title)
        .field("language", aids.source->language)
        .field("link", aids.source->link)
        .end_object();
  }
  if (!aids.choices.empty()) {
    w.name("choices").begin_array();
    for (const auto& choice : aids.choices) {
      w.text(choice);
    }
    w.end_array();
  }
}

Aids read_aids(const json::Object& o) {
  Aids aids;
  if (const auto source = o.object("source")) {
    const auto text = [&source](std::string_view name) { return std::string{source->text(name).value_or("")}; };
    aids.source =
        Source{ArticleId::parse(text("article")).value_or(ArticleId{}), text("slug"), text("title"), text("language"), text("link")};
  }
  for (const auto choice : o.texts("choices").value_or(std::vector<std::string_view>{})) {
    aids.choices.emplace_back(choice);
  }
  return aids;
}

std::string aids_text(const Aids& aids) {
  if (aids.empty()) {
    return {};
  }
  json::Writer w;
  w.begin_object();
  write_members(w, aids);
  return w.end_object().take();
}

Aids read_aids(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : std::nullopt;
  require(root.has_value(), "what a message carries was written by us");
  return read_aids(*root);
}

}  // namespace zhiyin::event
