#include "hours/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "hours/zone.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::hours {
namespace {

using std::chrono::sys_days;

constexpr Minutes whole_day{1'440};
constexpr std::array<std::string_view, 7> day_names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::unexpected<Error> fault(std::string what, std::string where, std::string mend) {
  return refuse(ErrorCode::invalid, std::move(what), std::move(where), std::move(mend));
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const auto all_digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return all_digits && error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// "09:00"; "24:00" too.
std::optional<Minutes> clock_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > whole_day.count()) {
    return std::nullopt;
  }
  return Minutes{*hour * 60 + *minute};
}

std::string clock_text(Minutes at) {
  const auto shown = at > whole_day ? at - whole_day : at;
  return fmt::format("{:02}:{:02}", shown.count() / 60, shown.count() % 60);
}

std::optional<sys_days> date_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

std::string date_text(sys_days day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Result<Span> span_of(const std::string& from, const std::string& to, const std::string& where) {
  const auto begins = clock_of(from);
  if (!begins || *begins == whole_day) {
    return fault("it is no time of day", where + ".from", "give hours and minutes from 00:00 to 23:59");
  }
  const auto ends = clock_of(to);
  if (!ends) {
    return fault("it is no time of day", where + ".to", "give hours and minutes from 00:00 to 24:00");
  }
  if (*begins == *ends) {
    return fault("it ends as it begins", where + ".to", "give another end; a whole day is from 00:00 to 24:00");
  }
  return Span{*begins, *ends > *begins ? *ends : *ends + whole_day};
}

/// Adds it in its place among the spans of its day.
Result<void> add(std::vector<Span>& spans, Span span, const std::string& where) {
  if (spans.size() >= day_spans_max) {
    return fault("a day has at most 12 spans", where, "join some");
  }
  const auto next = std::ranges::upper_bound(spans, span.from, {}, &Span::from);
  if ((next != spans.end() && next->from < span.to) || (next != spans.begin() && std::prev(next)->to > span.from)) {
    return fault("two spans of one day overlap", where, "join them");
  }
  spans.insert(next, span);
  return {};
}

Result<Exception> exception_of(const ExceptionWords& words, const std::string& where) {
  const auto date = date_of(words.date);
  if (!date) {
    return fault("it is no date", where + ".date", "give year, month and day such as 2026-12-25");
  }
  Exception exception{*date, words.name, {}};
  for (std::size_t i = 0; i < words.spans.size(); ++i) {
    const auto place = fmt::format("{}.spans[{}]", where, i);
    const auto span = span_of(words.spans[i].from, words.spans[i].to, place);
    if (!span) {
      return std::unexpected(span.error());
    }
    if (auto added = add(exception.spans, *span, place); !added) {
      return std::unexpected(std::move(added.error()));
    }
  }
  return exception;
}

Result<Schedule> without_zone(const Words& words) {
  if (words.week.size() > spans_max) {
    return fault("a week has at most 84 spans", "week", "join some");
  }
  if (words.exceptions.size() > exceptions_max) {
    return fault("there are at most 400 exceptions", "exceptions", "leave out those that are over");
  }
  Schedule schedule{.time_zone = words.time_zone, .week = {}, .exceptions = {}};
  for (std::size_t i = 0; i < words.week.size(); ++i) {
    const auto& one = words.week[i];
    const auto place = fmt::format("week[{}]", i);
    const auto span = span_of(one.from, one.to, place);
    if (!span) {
      return std::unexpected(span.error());
    }
    if (auto added = add(schedule.week[static_cast<std::size_t>(one.day)], *span, place); !added) {
      return std::unexpected(std::move(added.error()));
    }
  }
  for (std::size_t i = 0; i < words.exceptions.size(); ++i) {
    const auto place = fmt::format("exceptions[{}]", i);
    auto exception = exception_of(words.exceptions[i], place);
    if (!exception) {
      return std::unexpected(std::move(exception.error()));
    }
    const auto next = std::ranges::lower_bound(schedule.exceptions, exception->date, {}, &Exception::date);
    if (next != schedule.exceptions.end() && next->date == exception->date) {
      return fault("this date has an exception already", place + ".date", "give all spans of a date in one");
    }
    schedule.exceptions.insert(next, *std::move(exception));
  }
  return schedule;
}

std::vector<SpanWords> span_words(const json::Object& from) {
  std::vector<SpanWords> spans;
  const auto value = from.value("spans");
  const auto list = value ? value->array() : std::nullopt;
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    if (const auto one = list->at(i).object()) {
      spans.push_back({std::string{one->text("from").value_or("")}, std::string{one->text("to").value_or("")}});
    }
  }
  return spans;
}

Words words_in(const json::Object& root) {
  Words words{.time_zone = std::string{root.text("time_zone").value_or("")}, .week = {}, .exceptions = {}};
  const auto each = [&root](std::string_view name, auto take) {
    const auto value = root.value(name);
    const auto list = value ? value->array() : std::nullopt;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      if (const auto one = list->at(i).object()) {
        take(*one);
      }
    }
  };
  each("week", [&words](const json::Object& one) {
    const auto day = std::ranges::find(day_names, one.text("day").value_or("monday"));
    words.week.push_back({static_cast<Day>(day == day_names.end() ? 0 : day - day_names.begin()),
                          std::string{one.text("from").value_or("")}, std::string{one.text("to").value_or("")}});
  });
  each("exceptions", [&words](const json::Object& one) {
    words.exceptions.push_back({std::string{one.text("date").value_or("")}, std::string{one.text("name").value_or("")}, span_words(one)});
  });
  return words;
}

}  // namespace

Result<Schedule> schedule_of(const Words& words) {
  if (!is_zone(words.time_zone)) {
    return fault("this time zone is not known here", "time_zone", "give one of the IANA database, such as Europe/Berlin or Asia/Shanghai");
  }
  return without_zone(words);
}

Words words_of(const Schedule& schedule) {
  Words words{.time_zone = schedule.time_zone, .week = {}, .exceptions = {}};
  for (std::size_t day = 0; day < schedule.week.size(); ++day) {
    for (const auto& span : schedule.week[day]) {
      words.week.push_back({static_cast<Day>(day), clock_text(span.from), clock_text(span.to)});
    }
  }
  for (const auto& exception : schedule.exceptions) {
    ExceptionWords one{date_text(exception.date), exception.name, {}};
    for (const auto& span : exception.spans) {
      one.spans.push_back({clock_text(span.from), clock_text(span.to)});
    }
    words.exceptions.push_back(std::move(one));
  }
  return words;
}

std::string text_of(const Schedule& schedule) {
  const auto words = words_of(schedule);
  json::Writer w;
  w.begin_object().field("time_zone", std::string_view{words.time_zone}).name("week").begin_array();
  for (const auto& one : words.week) {
    w.begin_object().field("day", day_names.at(static_cast<std::size_t>(one.day))).field("from", std::string_view{one.from});
    w.field("to", std::string_view{one.to}).end_object();
  }
  w.end_array().name("exceptions").begin_array();
  for (const auto& one : words.exceptions) {
    w.begin_object().field("date", std::string_view{one.date}).field("name", std::string_view{one.name}).name("spans").begin_array();
    for (const auto& span : one.spans) {
      w.begin_object().field("from", std::string_view{span.from}).field("to", std::string_view{span.to}).end_object();
    }
    w.end_array().end_object();
  }
  return w.end_array().end_object().take();
}

Result<Schedule> read_text(std::string_view text) {
  const auto document = json::Document::parse(text);
  if (!document) {
    return std::unexpected(document.error());
  }
  const auto root = document->root();
  return root ? without_zone(words_in(*root)) : fault("it is no object", "", "");
}

}  // namespace zhiyin::hours
