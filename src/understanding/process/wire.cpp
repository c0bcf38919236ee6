#include "understanding/process/wire.hpp"

#include <algorithm>

#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::understanding::wire {
namespace {

void write_texts(json::Writer& w, std::string_view name, std::span<const std::string> texts) {
  w.name(name).begin_array();
  for (const auto& text : texts) {
    w.text(text);
  }
  w.end_array();
}

std::string text_of(const json::Object& object, std::string_view name) {
  return std::string(object.text(name).value_or(std::string_view{}));
}

std::vector<std::string> texts_of(const json::Object& object, std::string_view name) {
  const auto texts = object.texts(name).value_or(std::vector<std::string_view>{});
  return {texts.begin(), texts.end()};
}

}  // namespace

std::string lessons_text(const Lessons& lessons) {
  json::Writer w;
  w.begin_object().field("language", lessons.language);
  w.name("topics").begin_array();
  for (const auto& topic : lessons.topics) {
    w.begin_object().field("id", topic.id).field("title", topic.title).field("summary", topic.summary).field("body", topic.body);
    write_texts(w, "asked_as", topic.asked_as);
    write_texts(w, "keywords", topic.keywords);
    w.end_object();
  }
  w.end_array();
  write_texts(w, "beyond", lessons.beyond);
  return w.end_object().take();
}

std::optional<KeptLessons> KeptLessons::read(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : std::nullopt;
  const auto topics = root && root->value("topics") ? root->value("topics")->array() : std::nullopt;
  if (!topics || !root->text("language")) {
    return std::nullopt;
  }
  KeptLessons lessons;
  lessons.language_ = text_of(*root, "language");
  lessons.beyond_ = texts_of(*root, "beyond");
  for (std::size_t i = 0; i < topics->size(); ++i) {
    const auto topic = topics->at(i).object();
    if (!topic) {
      return std::nullopt;
    }
    lessons.kept_.push_back({.id = topic->number("id").value_or(0),
                             .title = text_of(*topic, "title"),
                             .summary = text_of(*topic, "summary"),
                             .body = text_of(*topic, "body"),
                             .asked_as = texts_of(*topic, "asked_as"),
                             .keywords = texts_of(*topic, "keywords")});
  }
  for (const auto& one : lessons.kept_) {
    lessons.topics_.push_back(
        {.id = one.id, .title = one.title, .asked_as = one.asked_as, .keywords = one.keywords, .summary = one.summary, .body = one.body});
  }
  return lessons;
}

std::string question_text(std::string_view text, std::string_view language) {
  json::Writer w;
  return w.begin_object().field("text", text).field("language", language).end_object().take();
}

std::optional<Question> question_from(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : std::nullopt;
  if (!root || !root->text("text") || !root->text("language")) {
    return std::nullopt;
  }
  return Question{text_of(*root, "text"), text_of(*root, "language")};
}

std::string reading_text(const Reading& reading) {
  json::Writer w;
  w.begin_object().field("says", static_cast<std::int64_t>(reading.says)).name("beyond").real(static_cast<double>(reading.beyond));
  w.name("candidates").begin_array();
  for (const auto& one : reading.candidates) {
    w.begin_array().number(one.topic).real(static_cast<double>(one.probability)).end_array();
  }
  return w.end_array().end_object().take();
}

std::optional<Reading> reading_from(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : std::nullopt;
  const auto candidates = root && root->value("candidates") ? root->value("candidates")->array() : std::nullopt;
  const auto says = root ? root->number("says").value_or(-1) : -1;
  const auto beyond = root && root->value("beyond") ? root->value("beyond")->real() : std::nullopt;
  if (!candidates || !beyond || says < 0 || says > static_cast<std::int64_t>(Says::nothing)) {
    return std::nullopt;
  }
  Reading reading;
  reading.says = static_cast<Says>(says);
  reading.beyond = static_cast<float>(*beyond);
  for (std::size_t i = 0; i < candidates->size(); ++i) {
    const auto pair = candidates->at(i).array();
    const auto topic = pair && pair->size() == 2 ? pair->at(0).number() : std::nullopt;
    const auto probability = pair && pair->size() == 2 ? pair->at(1).real() : std::nullopt;
    if (!topic || !probability) {
      return std::nullopt;
    }
    reading.candidates.push_back({*topic, static_cast<float>(*probability)});
  }
  return reading;
}

}  // namespace zhiyin::understanding::wire
