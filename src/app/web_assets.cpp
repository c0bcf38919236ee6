#include "app/web_assets.hpp"

namespace zhiyin::app {
net::Handler serve_web() {
  return [](const net::Request&, net::Responder answer) {
    answer(net::problem({ErrorCode::not_found, "the web build is not in this program", "", "", {}}));
  };
}
}  // namespace zhiyin::app
