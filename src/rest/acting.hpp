// What all commands of the API that change people and places have in common: who did it, and whether he still may.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "api/asked.hpp"
#include "platform/audit/audit.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::rest {

/// How the audit log names whoever asks.
[[nodiscard]] audit::Party party_of(const api::Caller& caller);

/// Takes the head that all changes of people and places hold, and looks at the right again: another process may have taken it away since
/// the directory was read. Whoever calls this first in a command decides on what stays true until COMMIT.
[[nodiscard]] Result<void> hold_places(writer::Tx& tx, const api::Caller& caller, identity::Right right);

/// Nobody makes somebody else, or lets in by a password, who may do more than he himself as he came: else a token's scopes would not hold.
[[nodiscard]] Result<void> may_give(const api::Caller& caller, identity::Role role);

void note(writer::Tx& tx, const api::Caller& caller, std::string_view action, audit::Party subject, std::string details = "{}");

/// For a note's details.
template <class Ids>
[[nodiscard]] std::string ids_json(std::string_view name, const Ids& ids) {
  json::Writer w;
  w.begin_object().name(name).begin_array();
  for (const auto id : ids) {
    w.text(id.text());
  }
  return w.end_array().end_object().take();
}

/// A piece of a bounded list that is in memory. Each has an `id`; in the order of ids, or the newest first.
enum class Order : std::uint8_t { ascending, newest_first };
template <class T>
[[nodiscard]] api::Page<T> piece(std::vector<T> all, const api::PageAsked& asked, Order order = Order::ascending) {
  const auto before = [order](const auto& a, const auto& b) { return order == Order::ascending ? a < b : b < a; };
  std::ranges::sort(all, before, &T::id);
  const auto after = decltype(T::id)::parse(asked.after);
  auto at = after ? std::ranges::upper_bound(all, *after, before, &T::id) : all.begin();
  api::Page<T> page;
  for (; at != all.end() && static_cast<std::int64_t>(page.items.size()) < asked.limit; ++at) {
    page.items.push_back(std::move(*at));
  }
  if (at != all.end()) {
    page.next = page.items.back().id.text();
  }
  return page;
}

/// For commands that need no rows besides those that the caller is known by.
constexpr auto no_rows = [](writer::Tx& /*tx*/, const auto& /*asked*/) {};

}  // namespace zhiyin::rest
