#include "platform/config/nearest.hpp"

#include <algorithm>
#include <vector>

namespace zhiyin::config {
namespace {

constexpr std::size_t name_length_max = 100;  // an endless key must not cost an endless table

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view unknown, std::span<const std::string> known) {
  if (unknown.size() > name_length_max) {
    return {};
  }
  const auto wanted = lower(unknown);
  std::size_t best = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  std::string found;
  for (const auto& name : known) {
    const auto plain = lower(name);
    auto distance = edit_distance(wanted, plain);
    if (wanted.find('.') == std::string::npos && wanted == last_part(plain)) {
      distance = std::min<std::size_t>(distance, 1);
    }
    if (distance < best) {
      best = distance;
      found = name;
    }
  }
  return found;
}

}  // namespace zhiyin::config
