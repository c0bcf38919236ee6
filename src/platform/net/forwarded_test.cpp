#include "platform/net/forwarded.hpp"

#include <gtest/gtest.h>

#include <string>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using test::Served;

boost::asio::ip::address at(const char* text) {
  return boost::asio::ip::make_address(text);
}

TrustedProxies proxies(const char* networks, ForwardedBy header) {
  auto read = read_networks(networks);
  EXPECT_TRUE(read.has_value());
  return {read.value_or(std::vector<Network>{}), header};
}

TEST(Networks, are_addresses_and_what_begins_like_them) {
  const struct {
    const char* network;
    const char* address;
    bool has;
  } rows[] = {
      {"10.0.0.0/8", "10.255.1.2", true},
      {"10.0.0.0/8", "11.0.0.1", false},
      {"192.168.1.5", "192.168.1.5", true},
      {"192.168.1.5", "192.168.1.4", false},
      {"172.16.0.0/12", "172.31.255.255", true},
      {"172.16.0.0/12", "172.32.0.0", false},
      {"0.0.0.0/0", "8.8.8.8", true},
      {"0.0.0.0/0", "::1", false},
      {"2001:db8::/33", "2001:db8:7fff::1", true},
      {"2001:db8::/33", "2001:db8:8000::1", false},
      {"::1", "::1", true},
      {"::1", "127.0.0.1", false},
      {"::ffff:10.0.0.1", "10.0.0.1", true},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(proxies(row.network, ForwardedBy::x_forwarded_for).have(at(row.address)), row.has) << row.network << " " << row.address;
  }
  EXPECT_EQ(read_networks(" ")->size(), 0U);
  EXPECT_EQ(read_networks("10.0.0.0/8, ::1 ,fd00::/8")->size(), 3U);
  for (const auto* wrong :
       {"10.0.0.0/33", "::1/129", "10.0.0", "proxy.example", "10.0.0.1,", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "fe80::1%eth0"}) {
    EXPECT_FALSE(read_networks(wrong).has_value()) << wrong;
  }
}

// The trusted ones are 10.0.0.0/8 and fd00::/8; the peer is 10.0.0.1 unless it is said.
TEST(Forwarded, is_believed_as_far_as_trusted_proxies_wrote_it) {
  using Lines = std::vector<std::string_view>;
  const struct {
    const char* why;
    ForwardedBy header;
    Lines lines;
    const char* client;
    const char* peer = "10.0.0.1";
  } rows[] = {
      {"one proxy", ForwardedBy::x_forwarded_for, {"203.0.113.7"}, "203.0.113.7"},
      {"what the client himself wrote stands left of what the proxy saw",
       ForwardedBy::x_forwarded_for,
       {"127.0.0.1, 203.0.113.7"},
       "203.0.113.7"},
      {"and on a line of its own", ForwardedBy::x_forwarded_for, {"127.0.0.1", "203.0.113.7"}, "203.0.113.7"},
      {"two proxies", ForwardedBy::x_forwarded_for, {"1.1.1.1, 203.0.113.7, 10.9.9.9"}, "203.0.113.7"},
      {"nobody but proxies: the farthest", ForwardedBy::x_forwarded_for, {"10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
      {"an IPv6 client", ForwardedBy::x_forwarded_for, {"2001:db8::7"}, "2001:db8::7"},
      {"with a port, as some write it", ForwardedBy::x_forwarded_for, {"[2001:db8::7]:4711"}, "2001:db8::7"},
      {"IPv4 with a port", ForwardedBy::x_forwarded_for, {"203.0.113.7:4711"}, "203.0.113.7"},
      {"IPv4 in IPv6's clothes", ForwardedBy::x_forwarded_for, {"::ffff:203.0.113.7"}, "203.0.113.7"},
      {"an IPv6 proxy", ForwardedBy::x_forwarded_for, {"203.0.113.7, fd00::9"}, "203.0.113.7", "fd00::1"},
      {"no header", ForwardedBy::x_forwarded_for, {}, "10.0.0.1"},
      {"not from a proxy that is trusted", ForwardedBy::x_forwarded_for, {"127.0.0.1"}, "203.0.113.66", "203.0.113.66"},
      {"a word", ForwardedBy::x_forwarded_for, {"localhost"}, "10.0.0.1"},
      {"nothing between commas", ForwardedBy::x_forwarded_for, {"203.0.113.7,,10.2.2.2"}, "10.0.0.1"},
      {"empty", ForwardedBy::x_forwarded_for, {""}, "10.0.0.1"},
      {"a zone", ForwardedBy::x_forwarded_for, {"fe80::1%lo"}, "10.0.0.1"},
      {"a port that is none", ForwardedBy::x_forwarded_for, {"203.0.113.7:http"}, "10.0.0.1"},
      {"what is wrong left of the client is his own affair", ForwardedBy::x_forwarded_for, {"rubbish, 203.0.113.7"}, "203.0.113.7"},
      {"RFC 7239", ForwardedBy::forwarded, {"for=192.0.2.60;proto=http;by=203.0.113.43"}, "192.0.2.60"},
      {"RFC 7239, IPv6 and letters of any size", ForwardedBy::forwarded, {"For=\"[2001:db8:cafe::17]:4711\""}, "2001:db8:cafe::17"},
      {"commas within quotes", ForwardedBy::forwarded, {"for=1.1.1.1;x=\",for=8.8.8.8\", for=203.0.113.7"}, "203.0.113.7"},
      {"over proxies", ForwardedBy::forwarded, {"for=127.0.0.1, for=203.0.113.7, for=10.2.2.2"}, "203.0.113.7"},
      {"a quote that the client began does not swallow what the proxy wrote",
       ForwardedBy::x_forwarded_for,
       {"\", 203.0.113.7"},
       "203.0.113.7"},
      {"nor in the other header", ForwardedBy::forwarded, {"for=\"127.0.0.1, for=203.0.113.7"}, "203.0.113.7"},
      {"nor with a backslash", ForwardedBy::forwarded, {"for=\"\\, for=203.0.113.7"}, "203.0.113.7"},
      {"a comma before everything", ForwardedBy::x_forwarded_for, {", 10.2.2.2"}, "10.2.2.2"},
      {"hidden", ForwardedBy::forwarded, {"for=_hidden"}, "10.0.0.1"},
      {"unknown", ForwardedBy::forwarded, {"for=unknown"}, "10.0.0.1"},
      {"without for", ForwardedBy::forwarded, {"proto=https"}, "10.0.0.1"},
      {"for twice in one element", ForwardedBy::forwarded, {"for=127.0.0.1;for=203.0.113.7"}, "10.0.0.1"},
      {"IPv6 without brackets", ForwardedBy::forwarded, {"for=2001:db8::1"}, "10.0.0.1"},
      {"a quote that does not end", ForwardedBy::forwarded, {"for=\"203.0.113.7"}, "10.0.0.1"},
  };
  for (const auto& row : rows) {
    const auto trusted = proxies("10.0.0.0/8,fd00::/8", row.header);
    EXPECT_EQ(trusted.client(at(row.peer), row.lines).to_string(), row.client) << row.why;
  }
}

std::string who(const Served& served, const std::string& headers) {
  auto peer = served.peer();
  return peer.ask("GET /who HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n").body;
}

// Over a real connection, whose peer is 127.0.0.1: whoever is forwarded is never taken for somebody of this machine, whatever he says.
TEST(Forwarded, requests_are_never_direct) {
  Served stranger;
  EXPECT_EQ(who(stranger, ""), "127.0.0.1 direct plain ");
  for (const auto* header :
       {"X-Forwarded-For: 203.0.113.7\r\n", "Forwarded: for=203.0.113.7\r\n", "X-Real-IP: 203.0.113.7\r\n", "Via: 1.1 proxy\r\n"}) {
    EXPECT_EQ(who(stranger, header), "127.0.0.1 proxied plain ") << "nobody is trusted: " << header;
  }
  Served trusting{{},
                  {.address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}, .trusted_proxies = "127.0.0.0/8"}};
  EXPECT_EQ(who(trusting, "X-Forwarded-For: 203.0.113.7\r\n"), "203.0.113.7 proxied plain ");
  EXPECT_EQ(who(trusting, "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.7\r\n"), "203.0.113.7 proxied plain ")
      << "the second line counts";
  EXPECT_EQ(who(trusting, "X-Forwarded-For: 127.0.0.1\r\n"), "127.0.0.1 proxied plain ");
  EXPECT_EQ(who(trusting, "Forwarded: for=203.0.113.7\r\n"), "127.0.0.1 proxied plain ") << "this proxy does not write that header";
  EXPECT_EQ(who(trusting, "X-Forwarded-For: rubbish\r\n"), "127.0.0.1 proxied plain ");
  EXPECT_EQ(who(trusting, ""), "127.0.0.1 proxied plain ") << "a proxy that forgot its header";
}

// It decides whether a cookie is bound to TLS: anybody could say it, so only the operator's proxy is asked.
TEST(Forwarded, that_the_client_came_by_tls_is_believed_from_trusted_proxies_only) {
  const net::Listen trusts{
      .address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}, .trusted_proxies = "127.0.0.0/8"};
  const std::string from = "X-Forwarded-For: 203.0.113.7\r\n";
  Served stranger;
  EXPECT_EQ(who(stranger, from + "X-Forwarded-Proto: https\r\n"), "127.0.0.1 proxied plain ");
  EXPECT_EQ(who(stranger, "Forwarded: for=203.0.113.7;proto=https\r\n"), "127.0.0.1 proxied plain ");
  Served trusting{{}, trusts};
  EXPECT_EQ(who(trusting, from + "X-Forwarded-Proto: https\r\n"), "203.0.113.7 proxied tls ");
  EXPECT_EQ(who(trusting, from + "X-Forwarded-Proto: http\r\n"), "203.0.113.7 proxied plain ");
  EXPECT_EQ(who(trusting, from), "203.0.113.7 proxied plain ");
  EXPECT_EQ(who(trusting, from + "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n"), "203.0.113.7 proxied plain ")
      << "one of the two is the client's own";
  EXPECT_EQ(who(trusting, from + "Forwarded: for=203.0.113.7;proto=https\r\n"), "203.0.113.7 proxied plain ")
      << "this proxy does not write that header";
  auto by_forwarded = trusts;
  by_forwarded.forwarded_by = ForwardedBy::forwarded;
  Served standard{{}, by_forwarded};
  EXPECT_EQ(who(standard, "Forwarded: for=203.0.113.7;proto=https\r\n"), "203.0.113.7 proxied tls ");
  EXPECT_EQ(who(standard, "Forwarded: for=203.0.113.7;proto=\"HTTPS\", for=127.0.0.2;proto=http\r\n"), "203.0.113.7 proxied tls ")
      << "to the first of two proxies";
  EXPECT_EQ(who(standard, "Forwarded: for=198.51.100.1;proto=https, for=203.0.113.7;proto=http\r\n"), "203.0.113.7 proxied plain ")
      << "what he wrote himself";
  EXPECT_EQ(who(standard, from + "X-Forwarded-Proto: https\r\n"), "127.0.0.1 proxied plain ");
}

// All who come through a proxy have its address; a limit on it would be one for all of them together.
TEST(Forwarded, a_trusted_proxy_may_have_many_connections) {
  Served served{{.connections_per_address_max = 1},
                {.address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}, .trusted_proxies = "127.0.0.1"}};
  auto first = served.peer();
  EXPECT_EQ(first.get("/hello").status, 200);
  auto second = served.peer();
  EXPECT_EQ(second.get("/hello").status, 200);
}

}  // namespace
}  // namespace zhiyin::net
