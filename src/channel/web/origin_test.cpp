// Who lists his sites keeps others from putting his chat on theirs; who lists none is open to all.
#include "channel/web/origin.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace zhiyin::channel::web {
namespace {

TEST(Origins, AsATable) {
  struct Row {
    const char* listed;
    const char* origin;
    bool let_in;
  };
  for (const auto& [listed, origin, let_in] : {
           Row{"", "https://anybody.example", true}, Row{"https://shop.example", "https://shop.example", true},
           Row{"https://shop.example", "HTTPS://Shop.Example", true},
           Row{" https://shop.example/ ,https://www.example:8443", "https://www.example:8443", true},
           Row{"https://shop.example", "http://shop.example", false}, Row{"https://shop.example", "https://shop.example:8443", false},
           Row{"https://shop.example", "https://shop.example.evil.example", false},
           Row{"https://shop.example", "https://evil.example", false}, Row{"https://shop.example", "null", false},
           Row{"https://shop.example", "", true},                      // a program
           Row{"https://shop.example", "https://chat.example", true},  // this server's own page
       }) {
    EXPECT_EQ(Origins{listed}.let_in(origin, "chat.example"), let_in) << listed << " / " << origin;
  }
}

TEST(Origins, WhatIsNoOriginIsSaidAtTheStart) {
  for (const auto* listed : {"shop.example", "https://", "https://shop.example/page", "*", "https://shop.example,ftp://x"}) {
    EXPECT_THROW(Origins{listed}, std::runtime_error) << listed;
  }
}

}  // namespace
}  // namespace zhiyin::channel::web
