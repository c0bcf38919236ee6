// The visibility rule on every stream: who is told what at the agents' and at the visitors' sockets.
#pragma once

#include <memory>
#include <vector>

#include "harness/postgres_server.hpp"
#include "prove/access/streams_world.hpp"

namespace zhiyin::prove {

/// Every stream, in a new installation.
void prove_streams(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report);

/// Somebody who came in, and his connection.
struct Desk {
  const Asker* asker;
  std::unique_ptr<Line> line;
};
using Desks = std::vector<Desk>;

/// The conversations of the company: in the queue, a team's, an outsider's own, one with an invited outsider, resolved, an insider's.
void furnish(World& world);
[[nodiscard]] Talk& talk_named(World& world, std::string_view name);

/// Everybody says hello: who may read comes in, nobody else, and nobody is told why not.
[[nodiscard]] Desks greet(World& world);
/// Each desk opens and watches what it may see; then things happen in each conversation, and each who sees it is told.
void open_all(World& world, Desks& desks);
void happen(World& world, Desks& desks);
/// One agent becomes available, is asked to take a conversation and declines; gives his id.
std::string offer_one(World& world, Desks& desks);

/// Every act on what one does not see is answered as if it were not there, and tells nobody anything.
std::int64_t ask_unseen(World& world, Desks& desks);
/// Every act on what one sees, as one's rights are: a conversation's life, led by each.
std::int64_t lead_lives(World& world, Desks& desks);
/// What a connection may say that is about no conversation, and words of the other side.
void say_others(World& world, Desks& desks);
/// What visitors may say, with others' ids in it.
void ask_as_visitors(World& world);
/// Every filter, as each: the rows that he sees of those that the administrator is shown, and their number.
std::int64_t watch_all(World& world, Desks& desks);
/// Every way to withdraw a right, while everything is open.
std::int64_t withdraw_all(World& world);

/// Looks through everything that a desk, or the visitor of `own`, was told since `from`: nothing of conversations that he does not see.
/// `asked` is who was offered something.
void judge_desk(World& world, const Desk& desk, const std::string& asked, std::set<std::string>& heard);
void judge_visitor(World& world, const Talk& own, std::set<std::string>& heard);

}  // namespace zhiyin::prove
