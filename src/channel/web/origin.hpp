// Whose pages may open a visitor's socket. A browser says with `Origin` whose page it is; programs say nothing, and are no page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::channel::web {

class Origins {
 public:
  /// "https://shop.example.com, https://www.example.com"; none: everybody's. Throws std::runtime_error, naming what is no origin.
  explicit Origins(std::string_view listed);
  /// `host` is what the request was sent to: the pages of this server are always let in.
  [[nodiscard]] bool let_in(std::string_view origin, std::string_view host) const;

 private:
  std::vector<std::string> allowed_;  // in small letters
};

}  // namespace zhiyin::channel::web
