#include "client/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <stdexcept>

namespace zhiyin::client {
namespace {

constexpr auto answer_max = std::chrono::seconds{60};
constexpr auto catch_up_max = std::chrono::seconds{15};
constexpr auto receipts_rest = std::chrono::milliseconds{2500};  // they become facts at most once a second, after all is said
constexpr std::size_t at_a_time = 100;

using Views = std::map<std::string, View>;

void wait(Fleet& fleet, const char* what, const std::function<bool()>& done) {
  if (!fleet.loop.run_until(done, answer_max)) {
    std::string refused;
    for (const auto& [code, count] : fleet.findings.refused) {
      refused += fmt::format(" {} {}", count, code);
    }
    throw std::runtime_error(fmt::format("the server does not answer: {}; {} connections, {} lost, refused:{}", what,
                                         fleet.findings.connections, fleet.findings.lost, refused.empty() ? " nothing" : refused));
  }
}

// What each visitor's page shows after a fresh start with nothing but its token.
Views read_as_visitors(Fleet& fleet, const std::vector<std::unique_ptr<Visitor>>& visitors) {
  Views views;
  for (std::size_t from = 0; from < visitors.size(); from += at_a_time) {
    std::vector<std::unique_ptr<Visitor>> fresh;
    for (std::size_t i = from; i < std::min(visitors.size(), from + at_a_time); ++i) {
      if (visitors[i]->view() != nullptr) {
        fresh.push_back(std::make_unique<Visitor>(fleet, "fresh " + visitors[i]->who(), visitors[i]->token()));
        fresh.back()->start();
      }
    }
    wait(fleet, "fresh visitors", [&] { return std::ranges::all_of(fresh, [](const auto& one) { return one->informed(); }); });
    for (const auto& one : fresh) {
      if (one->view() != nullptr) {
        one->read_history();
      }
    }
    wait(fleet, "the visitors' history",
         [&] { return std::ranges::all_of(fresh, [](const auto& one) { return one->view() == nullptr || one->complete(); }); });
    for (const auto& one : fresh) {
      if (one->view() != nullptr) {
        views.emplace(one->view()->id(), *one->view());
      }
      one->stop();
    }
  }
  return views;
}

// What an agent's desk shows who opens them all anew.
Views read_as_agents(Fleet& fleet, const Views& known, const std::vector<std::string>& readers) {
  Views views;
  std::vector<std::unique_ptr<AgentClient>> fresh;
  for (const auto& name : readers) {
    fresh.push_back(std::make_unique<AgentClient>(fleet, name));
    fresh.back()->start();
  }
  wait(fleet, "fresh agents", [&] { return std::ranges::all_of(fresh, [](const auto& one) { return one->welcomed(); }); });
  std::vector<std::string> ids;
  ids.reserve(known.size());
  for (const auto& [id, view] : known) {
    ids.push_back(id);
  }
  for (std::size_t from = 0; from < ids.size(); from += at_a_time) {
    const auto part = std::span(ids).subspan(from, std::min(at_a_time, ids.size() - from));
    auto& reader = *fresh[(from / at_a_time) % fresh.size()];
    std::ranges::for_each(part, [&](const auto& id) { reader.open(id); });
    wait(fleet, "open", [&] { return reader.informed(); });
    const auto there = [&](const auto& id) { return reader.view(id) != nullptr; };
    std::ranges::for_each(part, [&](const auto& id) { there(id) ? reader.read_history(id) : void(); });
    wait(fleet, "the agents' history",
         [&] { return std::ranges::all_of(part, [&](const auto& id) { return !there(id) || reader.complete(id); }); });
    for (const auto& id : part) {
      if (there(id)) {
        views.emplace(id, *reader.view(id));
      }
      reader.close(id);
    }
  }
  std::ranges::for_each(fresh, [](const auto& one) { one->stop(); });
  return views;
}

class Comparison {
 public:
  Comparison(Fleet& fleet, const Views& truth) : findings_(fleet.findings), truth_(truth) {}

  void observer(const std::string& who, const View& seen) {
    const auto found = truth_.find(seen.id());
    if (found == truth_.end()) {
      disagree(who, seen, "nobody finds it any more");
      return;
    }
    const View& truth = found->second;
    if (seen.rev() != truth.rev() || seen.last_seq() != truth.last_seq() || seen.stage() != truth.stage() ||
        seen.assignee() != truth.assignee() || seen.watermarks() != truth.watermarks() || seen.log() != truth.log()) {
      disagree(who, seen,
               fmt::format("a fresh one has log {} rev {} last_seq {} stage {} assignee {}", truth.log(), truth.rev(), truth.last_seq(),
                           truth.stage(), truth.assignee()));
    }
    for (std::size_t seq = 1; seq < seen.witnessed().size(); ++seq) {
      const auto digest = seen.witnessed()[seq];
      if (digest != 0 && (seq > truth.entries().size() || truth.entries()[seq - 1].digest != digest)) {
        disagree(who, seen, fmt::format("its entry {} is another one, or gone", seq));
      }
    }
  }

  void sender(const Session& session, Audit& audit) {
    for (const auto& acked : session.ledger()) {
      const auto found = truth_.find(acked.conversation);
      const auto index = static_cast<std::size_t>(acked.seq) - 1;
      ++audit.acked;
      if (found == truth_.end() || index >= found->second.entries().size() ||
          found->second.entries()[index].digest != entry_digest(acked.digest, session.me())) {
        ++audit.missing;
        findings_.violation(session.who(), fmt::format("missing: {}, acknowledged as seq {} of {}, where {}", acked.client_id, acked.seq,
                                                       acked.conversation, what_is_at(found, index)));
      } else {
        accounted_.insert({acked.conversation, acked.seq});
      }
    }
  }

  void stored(Audit& audit) {
    for (const auto& [id, view] : truth_) {
      ++audit.conversations;
      std::set<std::string> ids;
      for (const auto& entry : view.entries()) {
        ++audit.stored;
        if (!ids.insert(entry.author + " " + entry.client_id).second) {
          ++audit.duplicates;
          findings_.violation("audit",
                              fmt::format("duplicate: {} of {} in {}, again at seq {}", entry.client_id, entry.author, id, entry.seq));
        }
        if (!accounted_.contains({id, entry.seq})) {
          ++audit.unknown;
          findings_.violation("audit",
                              fmt::format("{} of {} at seq {} of {} was never acknowledged", entry.client_id, entry.author, entry.seq, id));
        }
      }
    }
    audit.disagreements = disagreements_;
  }

 private:
  void disagree(const std::string& who, const View& seen, const std::string& what) {
    ++disagreements_;
    findings_.violation(who, fmt::format("sees {} at rev {} last_seq {} stage {} assignee {}: {}", seen.id(), seen.rev(), seen.last_seq(),
                                         seen.stage(), seen.assignee(), what));
  }
  std::string what_is_at(Views::const_iterator found, std::size_t index) const {
    if (found == truth_.end()) {
      return "no conversation is";
    }
    const auto& entries = found->second.entries();
    return index < entries.size() ? fmt::format("{} of {} is", entries[index].client_id, entries[index].author)
                                  : fmt::format("nothing is; it ends at {}", entries.size());
  }

  Findings& findings_;
  const Views& truth_;
  std::set<std::pair<std::string, std::int64_t>> accounted_;
  std::uint64_t disagreements_ = 0;
};

// Facts may still be on their way to those who watched all the time.
void let_catch_up(Fleet& fleet, const Views& truth, const std::vector<std::unique_ptr<Visitor>>& visitors,
                  const std::vector<std::unique_ptr<AgentClient>>& agents) {
  const auto behind = [&](const View& view) {
    const auto found = truth.find(view.id());
    return found != truth.end() && view.rev() < found->second.rev();
  };
  fleet.loop.run_until(
      [&] {
        return std::ranges::none_of(visitors, [&](const auto& one) { return one->view() != nullptr && behind(*one->view()); }) &&
               std::ranges::none_of(agents, [&](const auto& one) {
                 return std::ranges::any_of(one->views(), [&](const View* view) { return behind(*view); });
               });
      },
      catch_up_max);
}

}  // namespace

Audit audit(Fleet& fleet, const std::vector<std::unique_ptr<Visitor>>& visitors, const std::vector<std::unique_ptr<AgentClient>>& agents,
            const std::vector<std::string>& readers) {
  Audit result;
  fleet.loop.run_for(receipts_rest);
  const Views as_visitors = read_as_visitors(fleet, visitors);
  const Views as_agents = read_as_agents(fleet, as_visitors, readers);
  let_catch_up(fleet, as_agents, visitors, agents);
  Comparison comparison(fleet, as_agents);
  for (const auto& [id, view] : as_visitors) {
    comparison.observer("a fresh visitor", view);
  }
  for (const auto& visitor : visitors) {
    if (visitor->view() != nullptr) {
      comparison.observer(visitor->who(), *visitor->view());
    }
    comparison.sender(*visitor, result);
  }
  for (const auto& agent : agents) {
    for (const View* view : agent->views()) {
      comparison.observer(agent->who(), *view);
    }
    comparison.sender(*agent, result);
  }
  comparison.stored(result);
  return result;
}

bool settle(Fleet& fleet, const std::vector<std::unique_ptr<Visitor>>& visitors, const std::vector<std::unique_ptr<AgentClient>>& agents,
            std::chrono::milliseconds within) {
  return fleet.loop.run_until(
      [&] {
        return std::ranges::all_of(visitors, [](const auto& one) { return one->welcomed() && one->informed() && one->outbox().empty(); }) &&
               std::ranges::all_of(agents, [](const auto& one) { return one->informed() && one->outbox().empty(); });
      },
      within);
}

}  // namespace zhiyin::client
