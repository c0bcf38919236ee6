// How each type is read from JSON or from a query, written, and described. `read` and `read_text` tell every fault to `reading` and give
// false for any; what was read of a faulty structure must not be used.
#pragma once

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "api/schema.hpp"
#include "api/shape.hpp"
#include "platform/base/id.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::api {

template <class T>
struct Codec;

// Faults that all codecs share.
bool not_a(std::string_view wanted, Reading& reading);
bool unknown_word(std::string_view given, std::span<const std::string_view> words, Reading& reading);
bool unknown_member(std::string_view name, std::span<const std::string> known, Reading& reading);
bool missing(Reading& reading);
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

// Schemas that need more than a word.
[[nodiscard]] std::string number_schema(const Bounds& bounds);
[[nodiscard]] std::string real_schema(const Bounds& bounds);
[[nodiscard]] std::string list_schema(const std::string& of, const Bounds& bounds);
[[nodiscard]] std::string attributes_schema(const Bounds& bounds);
[[nodiscard]] std::string words_schema(std::span<const std::string_view> words);
[[nodiscard]] std::string or_null(const std::string& schema);
/// With the description and the example of `bounds`.
[[nodiscard]] std::string annotated(std::string schema, const Bounds& bounds);

template <>
struct Codec<std::string> {
  static bool read(json::Value from, std::string& into, const Bounds& bounds, Reading& reading) {
    const auto text = from.text();
    return text ? read_text(*text, into, bounds, reading) : not_a("text", reading);
  }
  static bool read_text(std::string_view from, std::string& into, const Bounds& bounds, Reading& reading) {
    into = from;
    return fits_text(from, bounds, reading);
  }
  static void write(json::Writer& w, const std::string& value) { w.text(value); }
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& bounds) { return "{" + text_schema(bounds) + "}"; }
};

template <>
struct Codec<std::int64_t> {
  static bool read(json::Value from, std::int64_t& into, const Bounds& bounds, Reading& reading) {
    const auto number = from.number();
    if (!number) {
      return not_a("a whole number", reading);
    }
    into = *number;
    return fits_number(into, bounds, reading);
  }
  static bool read_text(std::string_view from, std::int64_t& into, const Bounds& bounds, Reading& reading) {
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), into);
    return error == std::errc{} && end == from.data() + from.size() ? fits_number(into, bounds, reading) : not_a("a whole number", reading);
  }
  static void write(json::Writer& w, std::int64_t value) { w.number(value); }
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& bounds) { return number_schema(bounds); }
};

template <>
struct Codec<double> {
  static bool read(json::Value from, double& into, const Bounds& bounds, Reading& reading) {
    return take(from.real(), into, bounds, reading);
  }
  static bool read_text(std::string_view from, double& into, const Bounds& bounds, Reading& reading) {
    return take(parse_real(from), into, bounds, reading);
  }
  static void write(json::Writer& w, double value) { w.real(value); }
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& bounds) { return real_schema(bounds); }

 private:
  static bool take(std::optional<double> number, double& into, const Bounds& bounds, Reading& reading) {
    into = number.value_or(0);
    return number ? fits_real(into, bounds, reading) : not_a("a number", reading);
  }
};

template <>
struct Codec<bool> {
  static bool read(json::Value from, bool& into, const Bounds& /*bounds*/, Reading& reading) {
    const auto flag = from.boolean();
    into = flag.value_or(false);
    return flag ? true : not_a("true or false", reading);
  }
  static bool read_text(std::string_view from, bool& into, const Bounds& /*bounds*/, Reading& reading) {
    into = from == "true";
    return into || from == "false" ? true : not_a("true or false", reading);
  }
  static void write(json::Writer& w, bool value) { w.boolean(value); }
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& /*bounds*/) { return R"({"type":"boolean"})"; }
};

template <>
struct Codec<Time> {
  static bool read(json::Value from, Time& into, const Bounds& bounds, Reading& reading) {
    return read_text(from.text().value_or(""), into, bounds, reading);
  }
  static bool read_text(std::string_view from, Time& into, const Bounds& /*bounds*/, Reading& reading) {
    const auto time = parse_iso(from);
    into = time.value_or(Time{});
    return time ? true : not_a("a time in UTC with milliseconds, such as 2026-11-21T10:53:07.042Z", reading);
  }
  static void write(json::Writer& w, Time value) { w.text(iso_text(value)); }
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& /*bounds*/) {
    return R"({"type":"string","format":"date-time"})";
  }
};

/// Ids are 13 characters of text; none is not among them: use std::optional.
template <class Tag>
struct Codec<Id<Tag>> {
  static bool read(json::Value from, Id<Tag>& into, const Bounds& bounds, Reading& reading) {
    return read_text(from.text().value_or(""), into, bounds, reading);
  }
  static bool read_text(std::string_view from, Id<Tag>& into, const Bounds& /*bounds*/, Reading& reading) {
    const auto id = Id<Tag>::parse(from);
    into = id.value_or(Id<Tag>{});
    return id ? true : not_a("an id of 13 characters, as it was given to you", reading);
  }
  static void write(json::Writer& w, Id<Tag> value) { w.text(value.text()); }
  static std::string schema(SchemaBook& book, Way /*way*/, const Bounds& /*bounds*/) {
    return book.enter("Id", R"({"type":"string","minLength":13,"maxLength":13,"pattern":"^[0-7][0-9a-hjkmnp-tv-z]{12}$"})");
  }
};

template <Worded E>
struct Codec<E> {
  static constexpr auto table = words(Of<E>{});

  static bool read(json::Value from, E& into, const Bounds& bounds, Reading& reading) {
    const auto text = from.text();
    return text ? read_text(*text, into, bounds, reading) : not_a("text", reading);
  }
  static bool read_text(std::string_view from, E& into, const Bounds& /*bounds*/, Reading& reading) {
    for (const auto& [value, word] : table.table) {
      if (word == from) {
        into = value;
        return true;
      }
    }
    return unknown_word(from, all(), reading);
  }
  static void write(json::Writer& w, E value) {
    for (const auto& [known, word] : table.table) {
      if (known == value) {
        w.text(word);
        return;
      }
    }
    w.null();
  }
  static std::string schema(SchemaBook& book, Way /*way*/, const Bounds& /*bounds*/) { return book.enter(table.name, words_schema(all())); }

 private:
  static std::span<const std::string_view> all() {
    static const auto list = [] {
      std::array<std::string_view, table.table.size()> out;
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = table.table[i].second;
      }
      return out;
    }();
    return list;
  }
};

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

/// Missing and null are nothing. An optional of an optional tells them apart: missing is nothing, null an inner nothing.
template <class T>
struct Codec<std::optional<T>> {
  static bool read(json::Value from, std::optional<T>& into, const Bounds& bounds, Reading& reading) {
    if constexpr (!is_optional<T>) {
      if (from.kind() == json::Kind::null) {
        into.reset();
        return true;
      }
    }
    return Codec<T>::read(from, into.emplace(), bounds, reading);
  }
  static bool read_text(std::string_view from, std::optional<T>& into, const Bounds& bounds, Reading& reading)
    requires requires { Codec<T>::read_text(from, into.emplace(), bounds, reading); }
  {
    return Codec<T>::read_text(from, into.emplace(), bounds, reading);
  }
  static void write(json::Writer& w, const std::optional<T>& value) {
    if (value) {
      Codec<T>::write(w, *value);
    } else {
      w.null();
    }
  }
  static std::string schema(SchemaBook& book, Way way, const Bounds& bounds) {
    return is_optional<T> || way == Way::query ? Codec<T>::schema(book, way, bounds) : or_null(Codec<T>::schema(book, way, bounds));
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static bool read(json::Value from, std::vector<T>& into, const Bounds& bounds, Reading& reading) {
    const auto list = from.array();
    if (!list) {
      return not_a("a list", reading);
    }
    if (!fits_count(list->size(), bounds, reading)) {
      return false;
    }
    bool well = true;
    into.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Reading::Step step{reading, i};
      T item{};
      well = Codec<T>::read(list->at(i), item, bounds, reading) && well;
      into.push_back(std::move(item));
    }
    return well;
  }
  /// In a query: separated by commas. Structures are no texts.
  static bool read_text(std::string_view from, std::vector<T>& into, const Bounds& bounds, Reading& reading)
    requires requires(T& item) { Codec<T>::read_text(from, item, bounds, reading); }
  {
    bool well = true;
    into.clear();
    for (std::size_t at = 0; well && at <= from.size() && static_cast<std::int64_t>(into.size()) <= bounds.items_most;) {
      const auto end = std::min(from.find(',', at), from.size());
      T item{};
      well = Codec<T>::read_text(from.substr(at, end - at), item, bounds, reading);
      into.push_back(std::move(item));
      at = end + 1;
    }
    return well && fits_count(into.size(), bounds, reading);
  }
  static void write(json::Writer& w, const std::vector<T>& value) {
    w.begin_array();
    for (const auto& item : value) {
      Codec<T>::write(w, item);
    }
    w.end_array();
  }
  static std::string schema(SchemaBook& book, Way way, const Bounds& bounds) {
    return list_schema(Codec<T>::schema(book, way, bounds), bounds);
  }
};

/// Custom attributes: names and texts of whoever integrates.
template <>
struct Codec<std::map<std::string, std::string>> {
  using Attributes = std::map<std::string, std::string>;
  static bool read(json::Value from, Attributes& into, const Bounds& bounds, Reading& reading);
  static void write(json::Writer& w, const Attributes& value);
  static std::string schema(SchemaBook& /*book*/, Way /*way*/, const Bounds& bounds) { return attributes_schema(bounds); }
};

/// The names that a shape knows.
template <Shaped T>
[[nodiscard]] std::span<const std::string> names_of() {
  static const auto names =
      std::apply([](const auto&... f) { return std::vector<std::string>{std::string{f.name}...}; }, shape(Of<T>{}).fields);
  return names;
}

template <Shaped T>
struct Codec<T> {
  static constexpr auto described = shape(Of<T>{});

  static bool read(json::Value from, T& into, const Bounds& /*bounds*/, Reading& reading) {
    const auto object = from.object();
    if (!object) {
      return not_a("an object", reading);
    }
    bool well = true;
    for (std::size_t i = 0; i < object->size(); ++i) {
      if (std::ranges::find(names_of<T>(), object->name(i)) == names_of<T>().end()) {
        well = unknown_member(object->name(i), names_of<T>(), reading);
      }
    }
    const auto one = [&]<class M>(const Field<T, M>& field) {
      const Reading::Step step{reading, field.name};
      if (const auto value = object->value(field.name)) {
        well = Codec<M>::read(*value, into.*(field.member), field.bounds, reading) && well;
      } else if (field.bounds.needed && !is_optional<M>) {
        well = missing(reading);
      }
    };
    std::apply([&](const auto&... fields) { (one(fields), ...); }, described.fields);
    return well;
  }
  static void write(json::Writer& w, const T& value) {
    w.begin_object();
    const auto one = [&]<class M>(const Field<T, M>& field) {
      w.name(field.name);
      Codec<M>::write(w, value.*(field.member));
    };
    std::apply([&](const auto&... fields) { (one(fields), ...); }, described.fields);
    w.end_object();
  }
  static std::vector<Member> members(SchemaBook& book, Way way) {
    std::vector<Member> out;
    const auto one = [&]<class M>(const Field<T, M>& field) {
      out.push_back({std::string{field.name}, std::string{field.bounds.what},
                     way == Way::answer || (field.bounds.needed && !is_optional<M>),
                     annotated(Codec<M>::schema(book, way, field.bounds), field.bounds)});
    };
    std::apply([&](const auto&... fields) { (one(fields), ...); }, described.fields);
    return out;
  }
  static std::string schema(SchemaBook& book, Way way, const Bounds& /*bounds*/) {
    return book.enter(described.name, object_schema(members(book, way)));
  }
};

/// Reads a whole body. On false `reading` holds at least one fault.
template <Shaped T>
[[nodiscard]] bool read_json(json::Value from, T& into, Reading& reading) {
  return Codec<T>::read(from, into, {}, reading);
}

template <class T>
[[nodiscard]] std::string json_of(const T& value) {
  json::Writer w;
  Codec<T>::write(w, value);
  return w.take();
}

template <Shaped T>
[[nodiscard]] constexpr ShapeRef ref_of() {
  return {[](SchemaBook& book, Way way) { return Codec<T>::schema(book, way, {}); }, &Codec<T>::members};
}

}  // namespace zhiyin::api
