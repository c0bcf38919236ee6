// Writes JSON into one string, for the hot paths. The caller keeps the braces in balance; text must be UTF-8.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::json {

/// Appends `text` as a JSON string with its quotes (RFC 8259, section 7).
void append_text(std::string& out, std::string_view text);

class Writer {
 public:
  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }

  Writer& name(std::string_view name) {
    separate();
    append_text(out_, name);
    out_.push_back(':');
    fresh_ = true;
    return *this;
  }
  Writer& text(std::string_view value) {
    separate();
    append_text(out_, value);
    return *this;
  }
  Writer& number(std::int64_t value) {
    separate();
    std::array<char, 24> digits{};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
  }
  /// The shortest digits that are read back as the same number; it must be finite.
  Writer& real(double value) {
    separate();
    std::array<char, 32> digits{};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
  }
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  /// A value that is JSON already.
  Writer& raw(std::string_view value) {
    separate();
    out_.append(value);
    return *this;
  }

  Writer& field(std::string_view n, std::string_view value) { return name(n).text(value); }
  Writer& field(std::string_view n, const char* value) { return name(n).text(value); }
  Writer& field(std::string_view n, std::int64_t value) { return name(n).number(value); }
  Writer& field(std::string_view n, bool value) { return name(n).boolean(value); }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  Writer& open(char c) {
    separate();
    out_.push_back(c);
    fresh_ = true;
    return *this;
  }
  Writer& close(char c) {
    out_.push_back(c);
    fresh_ = false;
    return *this;
  }
  void separate() {
    if (!fresh_) {
      out_.push_back(',');
    }
    fresh_ = false;
  }

  std::string out_;
  bool fresh_ = true;
};

}  // namespace zhiyin::json
