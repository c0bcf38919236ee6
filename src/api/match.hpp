// Which route a path and a method mean.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.hpp"

namespace zhiyin::api {

/// One part of a template between slashes.
struct Segment {
  static constexpr std::size_t word_max = 80;
  enum class Kind : std::uint8_t { fixed, id, word };
  Kind kind = Kind::fixed;
  std::string text;  ///< as it stands, or the name
  friend bool operator==(const Segment&, const Segment&) = default;
};
[[nodiscard]] std::vector<Segment> segments_of(std::string_view path_template);

class Matcher {
 public:
  struct Place {
    std::vector<Segment> segments;
    std::map<net::Method, const Route*> routes;
    [[nodiscard]] std::string allow() const;
  };
  struct Found {
    const Place* place = nullptr;  ///< nullptr: nobody knows the path
    std::map<std::string, std::string, std::less<>> parts;
  };

  /// Two routes that could answer the same request are a bug.
  explicit Matcher(std::span<const Route> routes);
  /// `path` is decoded. A part that is no id where one must stand does not match: there is no such thing.
  [[nodiscard]] Found find(std::string_view path) const;

 private:
  std::vector<Place> places_;
};

}  // namespace zhiyin::api
