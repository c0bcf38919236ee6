#include "harness/options.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "platform/clock/clock.hpp"

namespace zhiyin::harness {
namespace {

constexpr const char* usage =
    "--short                    a smaller round\n"
    "--json                     the figures as JSON\n"
    "--engine sqlite|postgres   only this one (both)\n"
    "--seed N                   the same choices again\n"
    "--plant NAME               plant a fault\n"
    "--planted                  succeed only if the planted fault is caught\n"
    "--keep                     leave logs and data\n"
    "--server WORD              one more word for `zhiyin serve`\n";

[[noreturn]] void say_usage(std::string_view wrong) {
  std::fprintf(stderr, "not understood: %.*s\n%s", static_cast<int>(wrong.size()), wrong.data(), usage);
  std::exit(2);  // NOLINT(concurrency-mt-unsafe): the options are read before there is a second thread
}

std::vector<Engine> engines_from(std::string_view text) {
  if (text == "sqlite") {
    return {Engine::sqlite};
  }
  if (text == "postgres") {
    return {Engine::postgres};
  }
  if (text == "both") {
    return {Engine::sqlite, Engine::postgres};
  }
  say_usage(text);
}

std::uint64_t number_from(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    say_usage(text);
  }
  return number;
}

}  // namespace

std::string name_of(Engine engine) {
  switch (engine) {
    case Engine::sqlite: return "sqlite";
    case Engine::postgres: return "postgres";
  }
  std::abort();
}

Options read_options(int count, char** words) {
  Options options;
  const auto value_after = [&](int& i) -> std::string_view {
    if (i + 1 >= count) {
      say_usage(words[i]);
    }
    return words[++i];
  };
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--short") {
      options.short_run = true;
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--planted") {
      options.planted = true;
    } else if (word == "--keep") {
      options.keep = true;
    } else if (word == "--engine") {
      options.engines = engines_from(value_after(i));
    } else if (word == "--seed") {
      options.seed = number_from(value_after(i));
    } else if (word == "--plant") {
      options.plant = value_after(i);
    } else if (word == "--server") {
      options.server.emplace_back(value_after(i));
    } else {
      say_usage(word);
    }
  }
  while (options.seed == 0) {
    options.seed = SystemChance{}.bits() % 1'000'000'000;
  }
  return options;
}

}  // namespace zhiyin::harness
