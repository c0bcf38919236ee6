#include "identity/service.hpp"

#include "identity/demo.hpp"
#include "identity/reading.hpp"
#include "identity/rules.hpp"
#include "identity/store.hpp"

namespace zhiyin::identity {
namespace {

/// What the present batch knows of the head. It has no rows to load: the lock is taken when a command runs.
class HeadShelf final : public writer::Shelf {
 public:
  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::identity; }
  [[nodiscard]] bool wanting() const override { return false; }
  void send_loads(db::Session&) override {}
  void take_loads(db::Session&) override {}
  void flush(db::Session&) override {}
  void clear() override {
    generation = 0;
    raised = false;
  }

  std::int64_t generation = 0;  // 0: not locked
  bool raised = false;
};

Result<void> email_is_free(db::Session& session, const std::string& email, AgentId but) {
  if (const auto owner = find_by_email(session, email); owner && owner->id != but) {
    return refuse(ErrorCode::conflict, "somebody has this e-mail address already", "email", "give another, or change that person");
  }
  return {};
}

/// What `before` would be; nothing is written.
Result<Member> changed(const Member& before, const Changes& wanted) {
  Member after = before;
  if (before.demo && (wanted.email || (wanted.active && *wanted.active != before.active))) {
    return refuse(ErrorCode::invalid, "demonstration people have no e-mail address, and are there as the setting says",
                  wanted.email ? "email" : "active", "change demo.agents, or add a person");
  }
  if (wanted.name) {
    auto name = name_from(*wanted.name, "name");
    if (!name) {
      return std::unexpected(std::move(name).error());
    }
    after.name = *std::move(name);
  }
  if (wanted.email) {
    auto email = email_from(*wanted.email);
    if (!email) {
      return std::unexpected(std::move(email).error());
    }
    after.email = *std::move(email);
  }
  if (wanted.capacity) {
    const auto capacity = capacity_from(*wanted.capacity);
    if (!capacity) {
      return std::unexpected(capacity.error());
    }
    after.capacity = *capacity;
  }
  after.role = wanted.role.value_or(before.role);
  after.active = wanted.active.value_or(before.active);
  return after;
}

}  // namespace

std::int64_t lock_head(writer::Tx& tx) {
  auto& head = tx.shelf<HeadShelf>();
  if (head.generation == 0) {
    head.generation = lock_generation(tx.session());
  }
  return head.generation;
}

std::int64_t raise_head(writer::Tx& tx, event::AccessPart part, std::int64_t id) {
  auto& head = tx.shelf<HeadShelf>();
  require(head.generation != 0, "people, teams and inboxes change under the head's lock");
  head.generation = raise_generation(tx.session());
  head.raised = true;
  tx.record(event::write(event::AccessChanged{.generation = head.generation, .part = part, .id = id, .at = tx.now()}));
  return head.generation;
}

std::int64_t known_generation(writer::Tx& tx) {
  return tx.shelf<HeadShelf>().generation;
}

bool raised(writer::Tx& tx) {
  return tx.shelf<HeadShelf>().raised;
}

Result<Member> add(writer::Tx& tx, const NewMember& wanted) {
  (void)lock_head(tx);
  auto& session = tx.session();
  auto name = name_from(wanted.name, "name");
  if (!name) {
    return std::unexpected(std::move(name).error());
  }
  auto email = wanted.demo && wanted.email.empty() ? Result<std::string>{""} : email_from(wanted.email);
  if (!email) {
    return std::unexpected(std::move(email).error());
  }
  if (wanted.demo && !email->empty()) {
    return refuse(ErrorCode::invalid, "demonstration people have no e-mail address", "email", "leave it out");
  }
  const auto capacity = capacity_from(wanted.capacity);
  if (!capacity) {
    return std::unexpected(capacity.error());
  }
  if (const auto free = email_is_free(session, *email, {}); !free) {
    return std::unexpected(free.error());
  }
  if (count_people(session) >= people_max) {
    return refuse(ErrorCode::conflict, "there are as many people as a deployment may have", "",
                  "give one of the disabled to the new person");
  }
  Member member{.id = new_id<AgentTag>(tx.now(), tx.chance()),
                .name = *std::move(name),
                .email = *std::move(email),
                .role = wanted.role,
                .active = true,
                .demo = wanted.demo,
                .capacity = *capacity,
                .created_at = tx.now()};
  insert(session, member);
  raise_head(tx, event::AccessPart::person, member.id.value());
  return member;
}

Result<Member> change(writer::Tx& tx, AgentId id, const Changes& wanted) {
  (void)lock_head(tx);
  auto& session = tx.session();
  const auto before = find(session, id);
  if (!before) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  auto after = changed(*before, wanted);
  if (!after || *after == *before) {
    return after;
  }
  if (const auto free = email_is_free(session, after->email, id); !free) {
    return std::unexpected(free.error());
  }
  if (const auto may = may_become(*before, *after, other_administrators(session, id)); !may) {
    return std::unexpected(may.error());
  }
  update(session, *after);
  raise_head(tx, event::AccessPart::person, id.value());
  return after;
}

Founded found_people(db::Session& session, Time now, std::int64_t demo_agents) {
  Founded done{.new_store = found_head(session), .new_people = {}, .entries = {}};
  (void)lock_generation(session);
  const auto note = [&](AgentId id) {
    if (!done.new_store) {
      done.entries.push_back(event::write(
          event::AccessChanged{.generation = raise_generation(session), .part = event::AccessPart::person, .id = id.value(), .at = now}));
    }
  };
  std::int64_t there = 0;  // demonstration people are made in order, so these are 1 to `there`
  for (auto member : all(session, {}, demo_agents_max)) {
    if (!member.demo || member.id.value() > demo_agents_max) {
      break;  // ids of others are far above
    }
    there = member.id.value();
    if (const bool active = there <= demo_agents; active != member.active) {
      member.active = active;
      update(session, member);
      note(member.id);
    }
  }
  for (auto number = there + 1; number <= demo_agents; ++number) {
    const AgentId id{number};
    insert(session, {.id = id, .name = demo_name(number), .email = "", .demo = true, .created_at = now});
    done.new_people.push_back(id);
    note(id);
  }
  return done;
}

void found(db::Session& session, Time now, std::int64_t demo_agents) {
  session.begin();
  const auto done = found_people(session, now, demo_agents);
  journal::append(session, done.entries);
  session.commit();
}

}  // namespace zhiyin::identity
