// A map that holds a bounded number of entries and forgets those that were not used for longest: two generations, of which the older is
// dropped when the younger is full. Constant time, no list of uses. One thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace zhiyin::rate {

template <class V>
class Recent {
 public:
  /// Holds the `entries_max` / 2 that were used last, and at most `entries_max`.
  explicit Recent(std::size_t entries_max) : half_(entries_max / 2 + 1) {}

  /// nullptr when it is not there, or was forgotten.
  [[nodiscard]] V* find(const std::string& key) {
    if (const auto found = young_.find(key); found != young_.end()) {
      return &found->second;
    }
    const auto found = old_.find(key);
    return found == old_.end() ? nullptr : &put(key, std::move(found->second));
  }
  V& put(const std::string& key, V value) {
    if (young_.size() >= half_) {
      old_ = std::exchange(young_, {});
    }
    return young_[key] = std::move(value);
  }
  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  std::size_t half_;
  std::unordered_map<std::string, V> young_;
  std::unordered_map<std::string, V> old_;
};

}  // namespace zhiyin::rate
