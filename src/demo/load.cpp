#include "demo/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "access/directory.hpp"
#include "conversation/quick_reply.hpp"
#include "credential/service.hpp"
#include "demo/past.hpp"
#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "inbox/service.hpp"
#include "knowledge/hot.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "team/service.hpp"

namespace zhiyin::demo {
namespace {

constexpr InboxId website{1};  // of a new store
constexpr auto lead_time = std::chrono::days{40};

constexpr auto no_rows = [](writer::Tx& /*tx*/) {};

std::string both(const InBoth& words) {
  return fmt::format("{} · {}", words.en, words.zh);
}

const audit::Party nobody{"system", 0};

/// Rows of people, teams and what they know.
class Founding {
 public:
  Founding(writer::Writer& writer, const Company& company, Loaded& loaded) : writer_(writer), company_(company), loaded_(loaded) {}

  Cast people(const std::string& stored) {
    for (const auto& person : company_.people) {
      cast_.people.emplace(person.key, made(person, stored));
      if (person.role == identity::Role::supervisor) {
        cast_.lead = cast_.people.at(person.key);
      }
    }
    teams();
    skills();
    return cast_;
  }

  void knowledge() {
    for (const auto& one : company_.categories) {
      done<knowledge::Category>(writer_, no_rows, [&](writer::Tx& tx) {
        return knowledge::make_category(tx, {one.slug, one.order, {{"en", one.name.en, one.line.en}, {"zh-CN", one.name.zh, one.line.zh}}});
      });
    }
    for (const auto& one : company_.articles) {
      done<knowledge::Imported>(writer_, no_rows,
                                [&](writer::Tx& tx) { return knowledge::import_file(tx, one.name, one.file, AgentId{}, true); });
    }
    loaded_.articles = company_.articles.size();
    for (const auto* language : {"en", "zh-CN"}) {
      done<knowledge::HotQuestions>(writer_, no_rows, [&](writer::Tx& tx) {
        identity::lock_head(tx);
        return knowledge::set_hot_questions(tx, language, hot_in(tx.session(), language));
      });
    }
  }

  void replies() {
    for (const auto& one : company_.replies) {
      reply(one.shortcut, "en", one.text.en);
      reply(one.shortcut, "zh-CN", one.text.zh);
    }
  }

 private:
  AgentId made(const PersonLine& person, const std::string& stored) {
    const auto email = person.key + "@chestnutdash.example";
    const auto member = done<identity::Member>(writer_, no_rows, [&](writer::Tx& tx) -> Result<identity::Member> {
      auto added = identity::add(tx, {.name = person.name, .email = email, .role = person.role});
      if (added) {
        if (auto set = credential::set_password(tx, nobody, added->id, stored, {}); !set) {
          return std::unexpected(std::move(set.error()));
        }
      }
      return added;
    });
    loaded_.people.push_back({person.name, email, person.role});
    return member.id;
  }

  void teams() {
    std::vector<TeamId> serving;
    auto unused = std::optional{team::everyone};  // a new store has it, and it serves as the first
    std::vector<AgentId> leads;
    for (const auto& person : company_.people) {
      if (person.team.empty()) {
        leads.push_back(cast_.people.at(person.key));
      }
    }
    for (const auto& one : company_.teams) {
      std::vector<AgentId> members;
      for (const auto& person : company_.people) {
        if (person.team == one.key || person.role == identity::Role::supervisor) {  // who sees a team's work belongs to it
          members.push_back(cast_.people.at(person.key));
        }
      }
      const auto reused = std::exchange(unused, std::nullopt);
      const auto made = done<team::Team>(writer_, no_rows, [&](writer::Tx& tx) {
        return reused ? team::change(tx, *reused, {.name = both(one.name)}) : team::make(tx, both(one.name), false);
      });
      done<team::Team>(writer_, no_rows, [&](writer::Tx& tx) { return team::set_members(tx, made.id, members); });
      for (const auto& person : company_.people) {
        if (person.team == one.key) {
          cast_.teams.emplace(person.key, made.id);
        }
      }
      serving.push_back(made.id);
    }
    cast_.inbox = website;
    done<inbox::Inbox>(writer_, no_rows, [&](writer::Tx& tx) { return inbox::change(tx, website, {.name = "Chestnut Dash · 栗到"}); });
    done<inbox::Inbox>(writer_, no_rows, [&](writer::Tx& tx) { return inbox::set_teams(tx, website, serving); });
    done<inbox::Inbox>(writer_, no_rows, [&](writer::Tx& tx) { return inbox::set_people(tx, website, leads); });
  }

  void skills() {
    std::map<std::string, SkillId> known;
    for (const auto& person : company_.people) {
      std::vector<team::SkillLevel> levels;
      for (const auto& [name, level] : person.skills) {
        if (!known.contains(name)) {
          known.emplace(name, done<team::Skill>(writer_, no_rows, [&](writer::Tx& tx) { return team::make_skill(tx, name); }).id);
        }
        levels.push_back({{}, known.at(name), level});
      }
      done<std::vector<team::SkillLevel>>(writer_, no_rows,
                                          [&](writer::Tx& tx) { return team::set_levels(tx, cast_.people.at(person.key), levels); });
    }
  }

  std::vector<knowledge::HotQuestion> hot_in(db::Session& session, std::string_view language) const {
    std::vector<knowledge::HotQuestion> questions;
    for (const auto& one : company_.hot) {
      if (one.language == language) {
        const auto article = knowledge::article_of_slug(session, one.article);
        questions.push_back({one.words, article ? article->id : ArticleId{}});
      }
    }
    return questions;
  }

  void reply(const std::string& shortcut, const std::string& language, const std::string& text) {
    done<conversation::QuickReplyId>(writer_, access::want, [&](writer::Tx& tx) {
      const auto& lead = access::directory(tx).viewer(cast_.lead);
      return conversation::keep_reply(
          tx, lead, {.shortcut = shortcut, .language = language, .scope = conversation::ReplyScope::everybody, .text = text});
    });
  }

  writer::Writer& writer_;
  const Company& company_;
  Loaded& loaded_;
  Cast cast_;
};

}  // namespace

bool in_use(db::Session& session) {
  return std::ranges::any_of(identity::all(session), [](const auto& one) { return !one.demo; });
}

Loaded load(writer::Writer& writer, PastClock& clock, const Company& company, const std::string& stored, Time now) {
  Loaded loaded;
  clock.set(now - lead_time);
  Founding founding(writer, company, loaded);
  const auto cast = founding.people(stored);
  founding.knowledge();
  founding.replies();
  loaded.talks = tell_past(writer, clock, company, cast, now);
  clock.set(now);
  // From now on: nothing of the past was said to it.
  done<inbox::Inbox>(writer, no_rows, [](writer::Tx& tx) { return inbox::change(tx, website, {.bot = true}); });
  return loaded;
}

}  // namespace zhiyin::demo
