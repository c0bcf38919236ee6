// Whatever administrators do, in whatever batches, and whatever is rolled back: the picture that a command decides on, the picture that a
// fresh session reads, and a model that knows neither are the same.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "access/directory.hpp"
#include "event/access.hpp"
#include "inbox/reading.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"
#include "team/service.hpp"

namespace zhiyin::access {
namespace {

using identity::Role;

/// What there is, and the rule of who belongs where said as plainly as can be.
struct Model {
  struct Somebody {
    Role role = Role::agent;
    bool active = true;
  };
  struct Place {
    std::set<AgentId> people;
    std::set<TeamId> teams;
  };
  std::map<AgentId, Somebody> people;
  std::map<TeamId, std::set<AgentId>> teams;
  std::map<InboxId, Place> inboxes;

  [[nodiscard]] bool serves(AgentId who, const Place& place) const {
    return place.people.contains(who) || std::ranges::any_of(place.teams, [&](TeamId team) { return teams.at(team).contains(who); });
  }
  [[nodiscard]] std::string text() const {
    std::string lines;
    for (const auto& [id, who] : people) {
      lines += id.text() + (who.active ? std::string{identity::role_text(who.role)} : "-") + " t";
      for (const auto& [team, members] : teams) {
        lines += members.contains(id) ? team.text() : "";
      }
      lines += " i";
      for (const auto& [inbox, place] : inboxes) {
        lines += serves(id, place) ? inbox.text() : "";
      }
      lines += "\n";
    }
    for (const auto& [team, members] : teams) {
      lines += team.text() + std::to_string(members.size()) + "\n";
    }
    for (const auto& [inbox, place] : inboxes) {
      lines += inbox.text() + std::to_string(place.people.size()) + "/" + std::to_string(place.teams.size()) + "\n";
    }
    return lines;
  }
};

/// The same of a directory.
std::string text_of(const Directory& directory) {
  std::string lines;
  std::map<AgentId, const identity::Member*> people;
  for (const auto& [id, member] : directory.members) {
    people[id] = &member;
  }
  for (const auto& [id, member] : people) {
    const auto& viewer = directory.viewer(id);
    if (viewer.rights != (member->active ? identity::rights_of(member->role) : identity::Rights{}) || viewer.person != id ||
        viewer.name != member->name) {
      lines += "somebody else's sight: ";
    }
    lines += id.text() + (member->active ? std::string{identity::role_text(member->role)} : "-") + " t";
    for (const auto team : viewer.teams) {
      lines += team.text();
    }
    lines += " i";
    for (const auto inbox : viewer.inboxes) {
      lines += inbox.text();
    }
    lines += "\n";
  }
  for (const auto& [id, team] : std::map(directory.teams.begin(), directory.teams.end())) {
    lines += id.text() + std::to_string(team.members.size()) + "\n";
  }
  for (const auto& [id, inbox] : std::map(directory.inboxes.begin(), directory.inboxes.end())) {
    lines += id.text() + std::to_string(inbox.people.size()) + "/" + std::to_string(inbox.teams.size()) + "\n";
  }
  return lines;
}

/// The model as the present attempt at a batch has it; gone with the attempt.
class ModelShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return false; }
  void send_loads(db::Session&) override {}
  void take_loads(db::Session&) override {}
  void flush(db::Session&) override {}
  void clear() override { model.reset(); }

  std::optional<Model> model;
};

struct Step {
  unsigned act = 0;
  unsigned which = 0;
  unsigned among = 0;   ///< a bit for each of the first people or teams
  unsigned ends = 0;    ///< 0: the batch ends with it
  unsigned breaks = 1;  ///< 0: throws after it has written, so the batch is rolled back and done again one by one
  unsigned blind = 1;   ///< 0: never asks for the directory, so that the lane's picture is not looked after
};
constexpr std::size_t most = 8;  // people, teams and inboxes: as many as `among` has bits

template <class Map>
typename Map::key_type one_of(const Map& map, unsigned which) {
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(which % map.size()))->first;
}
template <class Map>
std::vector<typename Map::key_type> some_of(const Map& map, unsigned among) {
  std::vector<typename Map::key_type> some;
  for (const auto& [id, unused] : map) {
    if ((among & 1U) != 0) {
      some.push_back(id);
    }
    among >>= 1U;
  }
  return some;
}

constexpr auto enough = [](const auto& map) { return map.size() >= most; };

bool change_people(writer::Tx& tx, const Step& step, Model& model) {
  const auto person = one_of(model.people, step.which);
  const auto name = std::to_string(tx.chance().bits());
  switch (step.act) {
    case 0:
      if (enough(model.people)) {
        return false;
      }
      if (const auto made = identity::add(tx, {.name = name, .email = name + "@example.com", .role = Role::supervisor})) {
        model.people[made->id] = {Role::supervisor, true};
        return true;
      }
      return false;
    case 1: {
      const auto role = static_cast<Role>(1 + step.among % identity::role_count);
      if (!identity::change(tx, person, {.role = role})) {
        return false;
      }
      model.people[person].role = role;
      return true;
    }
    default: {
      const bool active = step.among % 2 == 0;
      if (!identity::change(tx, person, {.active = active})) {
        return false;
      }
      model.people[person].active = active;
      return true;
    }
  }
}

bool change_teams(writer::Tx& tx, const Step& step, Model& model) {
  const auto team = model.teams.empty() ? TeamId{77} : one_of(model.teams, step.which);
  switch (step.act) {
    case 3:
      if (enough(model.teams)) {
        return false;
      }
      if (const auto made = team::make(tx, std::to_string(tx.chance().bits()), false)) {
        model.teams[made->id] = {};
        return true;
      }
      return false;
    case 4:
    case 5: {
      const auto people = some_of(model.people, step.among);
      if (!team::set_members(tx, team, people)) {
        return false;
      }
      model.teams[team] = {people.begin(), people.end()};
      return true;
    }
    default:
      if (!team::remove(tx, team, inbox::served_by)) {
        return false;
      }
      model.teams.erase(team);
      return true;
  }
}

bool change_inboxes(writer::Tx& tx, const Step& step, Model& model) {
  const auto inbox = one_of(model.inboxes, step.which);
  switch (step.act) {
    case 7:
      if (enough(model.inboxes)) {
        return false;
      }
      if (const auto made = inbox::make(tx, std::to_string(tx.chance().bits()), inbox::Kind::web, inbox::Safe{crypto::Key{}})) {
        model.inboxes[made->id] = {};
        return true;
      }
      return false;
    case 8: {
      const auto people = some_of(model.people, step.among);
      if (!inbox::set_people(tx, inbox, people)) {
        return false;
      }
      model.inboxes[inbox].people = {people.begin(), people.end()};
      return true;
    }
    default: {
      const auto teams = some_of(model.teams, step.among);
      if (!inbox::set_teams(tx, inbox, teams)) {
        return false;
      }
      model.inboxes[inbox].teams = {teams.begin(), teams.end()};
      return true;
    }
  }
}

/// Does the step in the store, and in the model if it was done.
bool act(writer::Tx& tx, const Step& step, Model& model) {
  if (step.act <= 2) {
    return change_people(tx, step, model);
  }
  return step.act <= 6 ? change_teams(tx, step, model) : change_inboxes(tx, step, model);
}

class Histories : public testing::TestWithParam<db::Engine> {
 protected:
  Histories() {
    committed_.people = {{AgentId{1}, {}}, {AgentId{2}, {}}};
    committed_.teams = {{team::everyone, {AgentId{1}, AgentId{2}}}};
    committed_.inboxes = {{inbox::web_inbox, {{}, {team::everyone}}}};
  }

  [[nodiscard]] std::unique_ptr<writer::Command> command(const Step& step) {
    const auto after = std::make_shared<Model>();
    return writer::command<int>(
        {},
        [step](writer::Tx& tx) {
          if (step.blind != 0) {
            want(tx);
          }
        },
        [this, step, after](writer::Tx& tx) -> Result<int> {
          auto& held = tx.shelf<ModelShelf>().model;
          if (!held) {
            held = committed_;
          }
          if (step.blind != 0) {
            compare(directory(tx), *held, "before");
          }
          const bool done = act(tx, step, *held);
          if (step.blind != 0) {
            compare(directory(tx), *held, "after");
          }
          if (step.breaks == 0) {
            throw std::runtime_error("planted");
          }
          *after = *held;
          return done ? Result<int>{0} : refuse(ErrorCode::invalid, "refused");
        },
        [this, after](const Result<int>& answer) {
          if (answer) {
            committed_ = *after;
          }
        });
  }
  void compare(const Directory& directory, const Model& model, const char* when) {
    ++compared_;
    if (const auto found = text_of(directory); found != model.text()) {
      wrong_ += std::string{when} + ", found\n" + found + "expected\n" + model.text();
    }
  }
  void live(const std::vector<Step>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      at_.clock.advance(Millis{1});
      at_.lane->submit(command(steps[i]));
      if (steps[i].ends == 0 || i + 1 == steps.size()) {
        while (at_.lane->step()) {
        }
        compare(*load(at_.reading()), committed_, "committed");
        RC_ASSERT(wrong_ == "");
      }
    }
  }

  trial::Places at_{GetParam(), 2};
  Model committed_;
  std::string wrong_;
  int compared_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Histories, trial::both_engines(), trial::engine_label);

TEST_P(Histories, ShowEverybodyOnePicture) {
  const auto under = [](unsigned most_of) { return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0U, most_of)); };
  const auto step = rc::gen::build<Step>(rc::gen::set(&Step::act, under(10)), rc::gen::set(&Step::which, under(most)),
                                         rc::gen::set(&Step::among, under(1U << most)), rc::gen::set(&Step::ends, under(4)),
                                         rc::gen::set(&Step::breaks, under(15)), rc::gen::set(&Step::blind, under(3)));
  EXPECT_TRUE(rc::check("one picture", [&] { live(*rc::gen::container<std::vector<Step>>(12, step)); }));
  EXPECT_GT(compared_, 1'000);
  std::int64_t last = 1;
  for (const auto& entry : journal::read_after(at_.reading(), 0, 100'000)) {
    EXPECT_EQ(event::read_access(entry).value().generation, ++last);
  }
  EXPECT_EQ(at_.generation(), last);
  EXPECT_GT(last, 200);
}

}  // namespace
}  // namespace zhiyin::access
