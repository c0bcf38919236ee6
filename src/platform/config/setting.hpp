// Settings from one table: each has a name, a type, a bound, a default and a sentence; `zhiyin settings` prints the table.
// Read in this order, the later winning: default, TOML file, environment (ZHIYIN_HTTP_PORT for http.port), flag (--http.port 8080).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "platform/base/result.hpp"

namespace zhiyin::config {

/// How a value is written. Numbers are whole. A duration is a number of milliseconds or one with ms, s, m, h or d ("30s"); a size is a
/// number of bytes or one with B, KiB, MiB, GiB or TiB ("64KiB"); a flag is true or false (also yes, no, on, off, 1, 0 outside TOML).
enum class Kind : std::uint8_t { text, integer, flag, duration_ms, size_bytes, choice };

/// One row of the table. Modules declare `std::span<const Setting> settings()` in their settings.hpp; wiring joins them.
struct Setting {
  std::string_view name;  ///< dotted, lower case, unit last: "http.header_timeout_ms"
  Kind kind = Kind::text;
  std::string_view default_text;  ///< as it would be written
  std::int64_t least = 0;         ///< for numbers; for text the least length in bytes
  std::int64_t most = 0;          ///< for numbers; for text the greatest length in bytes, 0 for none
  std::string_view choices = {};  ///< for Kind::choice: "a|b|c"
  std::string_view what;          ///< one sentence, English
  std::string_view what_zh;       ///< the same, Chinese
  std::string_view alias = {};    ///< a short flag such as "data" for `--data`
  bool secret = false;            ///< printed as *** by `zhiyin settings`, in problems and in logs
};

/// Checked values of all settings. Asking for a name or a type that the table does not have is a bug.
class Settings {
 public:
  [[nodiscard]] const std::string& text(std::string_view name) const;  // also Kind::choice
  [[nodiscard]] std::int64_t number(std::string_view name) const;      // integer, duration_ms, size_bytes
  [[nodiscard]] bool flag(std::string_view name) const;
  /// Where the value came from: "default", "file", "environment", "flag".
  [[nodiscard]] std::string_view source(std::string_view name) const;

  struct Value {
    std::variant<std::string, std::int64_t, bool> value;
    std::string_view source;
  };
  std::map<std::string, Value, std::less<>> values;
};

struct Sources {
  std::string file_text;                                         ///< TOML; empty: none
  std::string file_name;                                         ///< for messages
  std::vector<std::pair<std::string, std::string>> environment;  ///< all variables; those not beginning with ZHIYIN_ are ignored
  std::vector<std::string> arguments;  ///< after the command: "--http.port=1", "--data", "x"; the last of a name wins
};

/// All problems are found at once; the Error's `what` lists each on a line: name, what is wrong, where it came from, what is allowed.
/// An unknown name names the nearest known one ("http.prot": did you mean "http.port"?). A table that contradicts itself is a bug.
[[nodiscard]] Result<Settings> read(std::span<const Setting> table, const Sources& sources);

/// "ZHIYIN_HTTP_PORT" for "http.port".
[[nodiscard]] std::string environment_name(std::string_view name);

/// The table for people: Markdown when `markdown`, else aligned text with the current values and their sources.
[[nodiscard]] std::string describe(std::span<const Setting> table, const Settings* values, bool markdown, bool chinese);

}  // namespace zhiyin::config
