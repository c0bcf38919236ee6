#include "platform/metric/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <variant>

#include "platform/base/require.hpp"

namespace zhiyin {
namespace {

bool lower_or_underscore(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// The length of the name that `text` begins with; 0 when it begins with none.
std::size_t name_length(std::string_view text) {
  if (text.empty() || !lower_or_underscore(text.front())) {
    return 0;
  }
  const auto* end = std::ranges::find_if_not(text, [](char c) { return lower_or_underscore(c) || digit(c); });
  return static_cast<std::size_t>(end - text.begin());
}

/// `a="b",c="d"` with values escaped as the format wants them: no bare quote, no line break, only \\ \" and \n after a backslash.
bool well_formed_labels(std::string_view text) {
  while (!text.empty()) {
    const auto name = name_length(text);
    if (name == 0 || !text.substr(name).starts_with("=\"")) {
      return false;
    }
    text.remove_prefix(name + 2);
    while (!text.empty() && text.front() != '"') {
      if (text.front() == '\n') {
        return false;
      }
      if (text.front() == '\\') {
        text.remove_prefix(1);
        if (text.empty() || std::string_view{"\\\"n"}.find(text.front()) == std::string_view::npos) {
          return false;
        }
      }
      text.remove_prefix(1);
    }
    if (text.empty()) {
      return false;
    }
    text.remove_prefix(1);
    if (text.empty()) {
      return true;
    }
    if (text.front() != ',' || text.size() == 1) {
      return false;
    }
    text.remove_prefix(1);
  }
  return true;
}

std::string escaped(std::string_view text, bool quote_too) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || (quote_too && c == '"')) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// The format's spelling of what is not a finite number differs from C++'s.
std::string number_text(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "+Inf" : "-Inf";
  }
  return fmt::format("{}", value);
}

double seconds(std::chrono::duration<double> time) {
  return time.count();
}

std::string braced(std::string_view labels) {
  return labels.empty() ? std::string{} : fmt::format("{{{}}}", labels);
}

using ReadGauge = std::function<double()>;
/// The order of the alternatives is the order of `type_words`.
using Figure = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>, ReadGauge>;
constexpr std::array<std::string_view, std::variant_size_v<Figure>> type_words{"counter", "gauge", "histogram", "gauge"};

struct Family {
  std::string help;
  std::size_t type = 0;  // index into type_words
  std::map<std::string, Figure, std::less<>> by_labels;
};

}  // namespace

void Histogram::observe(std::chrono::nanoseconds took) {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds, took) - bounds.begin());
  buckets_.at(bucket).fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(ns, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
  std::uint64_t all = 0;
  for (const auto& bucket : buckets_) {
    all += bucket.load(std::memory_order_relaxed);
  }
  return all;
}

std::string metric_label(std::string_view name, std::string_view value) {
  return fmt::format("{}=\"{}\"", name, escaped(value, true));
}

struct MetricRegistry::Impl {
  mutable std::mutex mutex;
  std::map<std::string, Family, std::less<>> families;

  Figure& make(std::string_view name, std::string_view help, std::string_view labels, Figure figure) {
    require(!name.empty() && name_length(name) == name.size(), fmt::format("a figure's name is [a-z_][a-z0-9_]*, not {}", name));
    require(well_formed_labels(labels), fmt::format("the labels of {} are well formed", name));
    const std::scoped_lock lock{mutex};
    auto [at, fresh] = families.try_emplace(std::string{name}, Family{std::string{help}, figure.index(), {}});
    auto& family = at->second;
    require(fresh || (family.type == figure.index() && family.help == help),
            fmt::format("{} has one type and one help text, whatever its labels", name));
    auto [entry, made_now] = family.by_labels.try_emplace(std::string{labels}, std::move(figure));
    require(made_now, fmt::format("{}{} is made once", name, braced(labels)));
    return entry->second;
  }

  static void write(std::string& out, std::string_view name, std::string_view labels, const Histogram& histogram);
};

void MetricRegistry::Impl::write(std::string& out, std::string_view name, std::string_view labels, const Histogram& histogram) {
  const auto comma = labels.empty() ? "" : ",";
  auto to = std::back_inserter(out);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < histogram.buckets_.size(); ++i) {
    below += histogram.buckets_.at(i).load(std::memory_order_relaxed);
    const bool last = i == Histogram::bounds.size();
    const auto bound = last ? std::string{"+Inf"} : number_text(seconds(Histogram::bounds.at(i)));
    fmt::format_to(to, "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, below);
  }
  // The count is the sum just made, so that it equals the last bucket even while others observe.
  const auto sum = seconds(std::chrono::nanoseconds{histogram.sum_ns_.load(std::memory_order_relaxed)});
  fmt::format_to(to, "{}_sum{} {}\n{}_count{} {}\n", name, braced(labels), number_text(sum), name, braced(labels), below);
}

MetricRegistry::MetricRegistry() : impl_(std::make_unique<Impl>()) {}
MetricRegistry::~MetricRegistry() = default;

Counter& MetricRegistry::counter(std::string_view name, std::string_view help, std::string_view labels) {
  require(name.ends_with("_total"), fmt::format("a counter's name ends in _total, not {}", name));
  return *std::get<std::unique_ptr<Counter>>(impl_->make(name, help, labels, std::make_unique<Counter>()));
}

Gauge& MetricRegistry::gauge(std::string_view name, std::string_view help, std::string_view labels) {
  return *std::get<std::unique_ptr<Gauge>>(impl_->make(name, help, labels, std::make_unique<Gauge>()));
}

Histogram& MetricRegistry::histogram(std::string_view name, std::string_view help, std::string_view labels) {
  require(name.ends_with("_seconds"), fmt::format("a histogram's name ends in _seconds, not {}", name));
  return *std::get<std::unique_ptr<Histogram>>(impl_->make(name, help, labels, std::make_unique<Histogram>()));
}

void MetricRegistry::read_gauge(std::string_view name, std::string_view help, std::function<double()> read) {
  impl_->make(name, help, {}, std::move(read));
}

std::string MetricRegistry::exposition() const {
  std::string out;
  auto to = std::back_inserter(out);
  const std::scoped_lock lock{impl_->mutex};
  for (const auto& [name, family] : impl_->families) {
    fmt::format_to(to, "# HELP {} {}\n# TYPE {} {}\n", name, escaped(family.help, false), name, type_words.at(family.type));
    for (const auto& [labels, figure] : family.by_labels) {
      if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&figure)) {
        Impl::write(out, name, labels, **histogram);
      } else if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&figure)) {
        fmt::format_to(to, "{}{} {}\n", name, braced(labels), (*counter)->value());
      } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&figure)) {
        fmt::format_to(to, "{}{} {}\n", name, braced(labels), (*gauge)->value());
      } else {
        fmt::format_to(to, "{} {}\n", name, number_text(std::get<ReadGauge>(figure)()));
      }
    }
  }
  return out;
}

}  // namespace zhiyin
