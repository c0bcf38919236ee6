#include "api/codec.hpp"

#include <fmt/format.h>

#include <cmath>

#include "platform/config/nearest.hpp"

namespace zhiyin::api {

bool not_a(std::string_view wanted, Reading& reading) {
  return reading.fault(fmt::format("it is not {}", wanted), fmt::format("send {}", wanted));
}

bool unknown_word(std::string_view given, std::span<const std::string_view> words, Reading& reading) {
  const std::vector<std::string> known{words.begin(), words.end()};
  const auto near = config::nearest(given, known);
  auto mend = fmt::format("send {}", choices_text(words));
  return reading.fault("it is none of the words that are known here",
                       near.empty() ? std::move(mend) : fmt::format("did you mean \"{}\"? {}", near, mend));
}

bool unknown_member(std::string_view name, std::span<const std::string> known, Reading& reading) {
  const Reading::Step step{reading, repeated(name)};
  const auto near = config::nearest(name, known);
  return reading.fault("nothing of this name is known here",
                       near.empty() ? std::string{"leave it out"} : fmt::format("did you mean \"{}\"?", near));
}

bool missing(Reading& reading) {
  return reading.fault("it is missing", "send it");
}

std::optional<double> parse_real(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number) ? std::optional{number} : std::nullopt;
}

std::string number_schema(const Bounds& bounds) {
  return fmt::format(R"({{"type":"integer","format":"int64","minimum":{},"maximum":{}}})", least_of_number(bounds), most_of_number(bounds));
}

std::string real_schema(const Bounds& bounds) {
  if (bounds.least == 0 && bounds.most == 0) {
    return R"({"type":"number"})";
  }
  return fmt::format(R"({{"type":"number","minimum":{},"maximum":{}}})", bounds.least, bounds.most);
}

std::string list_schema(const std::string& of, const Bounds& bounds) {
  return fmt::format(R"({{"type":"array","minItems":{},"maxItems":{},"items":{}}})", bounds.items_least, bounds.items_most, of);
}

std::string attributes_schema(const Bounds& bounds) {
  return fmt::format(
      R"({{"type":"object","maxProperties":{},"propertyNames":{{"minLength":1,"maxLength":{}}},"additionalProperties":{{{}}}}})",
      bounds.items_most, attribute_name_most, text_schema(bounds));
}

std::string words_schema(std::span<const std::string_view> words) {
  json::Writer w;
  w.begin_object().field("type", "string").name("enum").begin_array();
  for (const auto word : words) {
    w.text(word);
  }
  w.end_array().end_object();
  return w.take();
}

std::string or_null(const std::string& schema) {
  return fmt::format(R"({{"anyOf":[{},{{"type":"null"}}]}})", schema);
}

std::string annotated(std::string schema, const Bounds& bounds) {
  schema.pop_back();  // the closing brace
  if (!bounds.what.empty()) {
    schema += R"(,"description":)";
    json::append_text(schema, bounds.what);
  }
  if (!bounds.example.empty()) {
    schema.append(R"(,"examples":[)").append(bounds.example).append("]");
  }
  return schema + "}";
}

bool Codec<std::map<std::string, std::string>>::read(json::Value from, Attributes& into, const Bounds& bounds, Reading& reading) {
  const auto object = from.object();
  if (!object) {
    return not_a("an object of texts", reading);
  }
  if (!fits_count(object->size(), bounds, reading)) {
    return false;
  }
  bool well = true;
  into.clear();
  for (std::size_t i = 0; i < object->size(); ++i) {
    const auto name = object->name(i);
    const Reading::Step step{reading, repeated(name)};
    well = fits_text(name, {.least = 1, .most = attribute_name_most, .pattern = Pattern::line}, reading) && well;
    const auto text = object->value(name)->text();
    well = (text ? fits_text(*text, bounds, reading) : not_a("text", reading)) && well;
    into.emplace(name, text.value_or(""));
  }
  return well;
}

void Codec<std::map<std::string, std::string>>::write(json::Writer& w, const Attributes& value) {
  w.begin_object();
  for (const auto& [name, text] : value) {
    w.field(name, std::string_view{text});
  }
  w.end_object();
}

}  // namespace zhiyin::api
