#include "write/follower.hpp"

#include <fmt/format.h>

#include <array>

#include "platform/journal/journal.hpp"

namespace zhiyin::prove {
namespace {

constexpr std::int64_t page = 2'000;
constexpr std::chrono::milliseconds pause{5};
constexpr std::chrono::milliseconds reopen_pause{100};

constexpr db::Statement planted_page{"planted_page", "SELECT pos, token FROM early_log WHERE pos > $1 ORDER BY pos LIMIT $2"};
constexpr std::array<const db::Statement*, 1> planted_statements{&planted_page};

}  // namespace

db::ModuleStatements planted_log_statements() {
  return {planted_statements, {}};
}

std::vector<Seen> read_log(db::Session& session, std::int64_t after) {
  std::vector<Seen> seen;
  for (const auto& entry : journal::read_after(session, after, page)) {
    const auto all = fmt::format("{} {} {} {} {}", entry.kind, entry.subject, entry.revision, entry.envelope, entry.body);
    seen.push_back({entry.pos, std::hash<std::string>{}(all)});
  }
  return seen;
}

std::vector<Seen> read_planted_log(db::Session& session, std::int64_t after) {
  std::vector<Seen> seen;
  const auto rows = session.query(planted_page, {after, page});
  seen.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    seen.push_back({rows.number(i, 0), static_cast<std::size_t>(rows.number(i, 1))});
  }
  return seen;
}

Follower::Follower(Open open, ReadAfter read) : open_(std::move(open)), read_(std::move(read)), thread_([this] { run(); }) {}

Follower::~Follower() {
  stop();
}

void Follower::stop() {
  stopping_ = true;
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Follower::run() {
  std::unique_ptr<db::Session> session;
  while (true) {
    const bool last_round = stopping_;
    try {
      if (!session || session->lost()) {
        session = open_();
      }
      const auto came = read_(*session, seen_.empty() ? 0 : seen_.back().pos);
      ++reads_;
      seen_.insert(seen_.end(), came.begin(), came.end());
      if (came.empty() && last_round) {
        return;
      }
      if (came.empty()) {
        std::this_thread::sleep_for(pause);
      }
    } catch (const db::Failure&) {  // a store that is being recovered, a session that was ended: the next attempt goes on from seen_
      std::this_thread::sleep_for(reopen_pause);
      session.reset();
    }
  }
}

}  // namespace zhiyin::prove
