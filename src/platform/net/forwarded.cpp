#include "platform/net/forwarded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace zhiyin::net {
namespace {

namespace ip = boost::asio::ip;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

/// Without a zone ("%eth0"): that means something on the machine that wrote it only.
std::optional<ip::address> read_address(std::string_view text) {
  boost::system::error_code failed;
  const auto address = ip::make_address(std::string{text}, failed);
  if (failed || text.contains('%')) {
    return std::nullopt;
  }
  return plain_address(address);
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "1.2.3.4", "1.2.3.4:5678", "[2001:db8::1]", "[2001:db8::1]:5678"; with `bare` also "2001:db8::1", as X-Forwarded-For has it.
std::optional<ip::address> read_node(std::string_view text, bool bare) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const auto rest = text.substr(end + 1);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) {
      return std::nullopt;
    }
    const auto address = read_address(text.substr(1, end - 1));
    return text.substr(1, end - 1).contains(':') ? address : std::nullopt;
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    return read_address(text);
  }
  if (text.find(':', colon + 1) != std::string_view::npos) {
    return bare ? read_address(text) : std::nullopt;
  }
  return is_port(text.substr(colon + 1)) ? read_address(text.substr(0, colon)) : std::nullopt;
}

/// Cuts `text` at each `mark` that stands in no quotes.
std::vector<std::string_view> pieces(std::string_view text, char mark) {
  std::vector<std::string_view> out;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == mark && !quoted) {
      out.push_back(text.substr(from, i - from));
      from = i + 1;
    }
  }
  out.push_back(text.substr(from));
  return out;
}

/// The element that was written last, taken off the end of `text`. From the right, for there stands what a proxy wrote: a quote that the
/// client began and did not end must not swallow it. X-Forwarded-For knows no quotes.
std::string_view take_last(std::string_view& text, ForwardedBy header) {
  bool quoted = false;
  auto at = text.size();
  for (; at > 0; --at) {
    const char c = text[at - 1];
    const bool escaped = at > 1 && text[at - 2] == '\\';
    if (c == '"' && !escaped && header == ForwardedBy::forwarded) {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      break;
    }
  }
  const auto last = text.substr(at);
  text = text.substr(0, at == 0 ? 0 : at - 1);
  return trimmed(last);
}

/// What one element says of whoever came to the proxy that wrote it.
struct Hop {
  ip::address from;
  bool tls = false;
};

/// One element of Forwarded (RFC 7239 section 4): `for=192.0.2.60;proto=http`, `for="[2001:db8::1]:4711"`.
std::optional<Hop> read_element(std::string_view text) {
  std::optional<ip::address> found;
  bool tls = false;
  for (const auto pair : pieces(text, ';')) {
    const auto plain = trimmed(pair);
    const auto equals = plain.find('=');
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    const auto name = plain.substr(0, equals);
    auto value = plain.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    tls = tls || (same_word(name, "proto") && same_word(value, "https"));
    if (!same_word(name, "for")) {
      continue;
    }
    const auto node = read_node(value, false);
    if (!node || found) {
      return std::nullopt;  // said twice, somebody added to another's element
    }
    found = node;
  }
  return found ? std::optional{Hop{*found, tls}} : std::nullopt;
}

std::optional<Hop> read_hop(std::string_view element, ForwardedBy header) {
  if (header == ForwardedBy::forwarded) {
    return read_element(element);
  }
  const auto node = read_node(element, true);
  return node ? std::optional{Hop{*node, false}} : std::nullopt;
}

/// From `peer` and then from right to left, as far as trusted proxies wrote it.
Hop first_hop(const TrustedProxies& proxies, const ip::address& peer, const std::vector<std::string_view>& values) {
  Hop nearest{peer, false};
  for (auto line = values.rbegin(); line != values.rend(); ++line) {
    auto rest = *line;
    do {
      if (!proxies.have(nearest.from)) {
        return nearest;  // what stands further left he wrote himself
      }
      const auto found = read_hop(take_last(rest, proxies.header), proxies.header);
      if (!found) {
        return {peer, false};
      }
      nearest = *found;
    } while (!rest.empty());
  }
  return nearest;
}

}  // namespace

ip::address plain_address(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

bool Network::has(const ip::address& one) const {
  if (one.is_v4() != address.is_v4()) {
    return false;
  }
  const auto same = [this](const auto& a, const auto& b) {
    for (unsigned bit = 0; bit < bits; bit += 8) {
      const auto left = std::min(bits - bit, 8U);
      const auto mask = static_cast<unsigned char>(0xFFU << (8 - left));
      if (((a.at(bit / 8) ^ b.at(bit / 8)) & mask) != 0) {
        return false;
      }
    }
    return true;
  };
  return one.is_v4() ? same(one.to_v4().to_bytes(), address.to_v4().to_bytes()) : same(one.to_v6().to_bytes(), address.to_v6().to_bytes());
}

bool TrustedProxies::have(const ip::address& one) const {
  return std::ranges::any_of(networks, [&](const Network& network) { return network.has(one); });
}

ip::address TrustedProxies::client(const ip::address& peer, const std::vector<std::string_view>& values) const {
  return first_hop(*this, peer, values).from;
}

bool TrustedProxies::tls(const ip::address& peer, const std::vector<std::string_view>& values) const {
  if (!have(peer)) {
    return false;
  }
  if (header == ForwardedBy::forwarded) {
    return first_hop(*this, peer, values).tls;
  }
  return values.size() == 1 && same_word(trimmed(values.front()), "https");
}

Result<std::vector<Network>> read_networks(std::string_view text) {
  std::vector<Network> networks;
  if (trimmed(text).empty()) {
    return networks;
  }
  for (const auto piece : pieces(text, ',')) {
    const auto plain = trimmed(piece);
    const auto slash = plain.find('/');
    const auto address = read_address(plain.substr(0, slash));
    const unsigned most = address && address->is_v6() ? 128 : 32;
    unsigned bits = most;
    bool well = address.has_value();
    if (well && slash != std::string_view::npos) {
      const auto digits = plain.substr(slash + 1);
      const auto* end = digits.data() + digits.size();
      const auto read = std::from_chars(digits.data(), end, bits);
      well = read.ec == std::errc{} && read.ptr == end && bits <= most;
    }
    if (!well) {
      return refuse(ErrorCode::invalid, fmt::format("\"{}\" is neither an address nor a network", plain), "",
                    "write addresses and networks with commas between them: 10.0.0.0/8, ::1");
    }
    networks.push_back({*address, bits});
  }
  return networks;
}

}  // namespace zhiyin::net
