#include "conversation/visible_list.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "conversation/store.hpp"
#include "conversation/visible.hpp"

namespace zhiyin::conversation {
namespace {

using Numbers = std::span<const std::int64_t>;

constexpr std::int64_t any = -1;
constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();

// $1 to $4 are a Sight's, $5 to $12 a Filter's.
#define ZHIYIN_FILTERED                                                                                                           \
  " AND c.stage {among:5} AND (CAST($6 AS BIGINT) = 0 OR c.inbox = $6) AND (CAST($7 AS BIGINT) = 0 OR c.team = $7) AND "          \
  "(CAST($8 AS BIGINT) = -1 OR c.assignee = $8) AND (CAST($9 AS BIGINT) = -1 OR c.priority = $9) AND c.last_at >= $10 AND "       \
  "(CAST($11 AS TEXT) = '' OR EXISTS (SELECT 1 FROM conversation_label AS l WHERE l.conversation = c.id AND l.label = $11)) AND " \
  "(CAST($12 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM mention AS m WHERE m.agent = $12 AND m.conversation = c.id)) "
#define ZHIYIN_LISTED(of_whom)                                                                                                       \
  "SELECT " ZHIYIN_CONVERSATION_COLUMNS " FROM conversation AS c WHERE " of_whom " AND " ZHIYIN_VISIBLE_CONVERSATION ZHIYIN_FILTERED \
  " AND c.last_at <= $13 AND (c.last_at < $13 OR c.id < $14) ORDER BY c.last_at DESC, c.id DESC LIMIT $15"

// Open and resolved ones each have an index by activity; a list of both is put together from the two.
constexpr db::Statement open_listed{"open_listed", ZHIYIN_LISTED("c.stage <> 3")};
constexpr db::Statement resolved_listed{"resolved_listed", ZHIYIN_LISTED("c.stage = 3")};
constexpr db::Statement of_contacts_listed{"of_contacts_listed", ZHIYIN_LISTED("c.contact {among:16}")};
constexpr db::Statement open_counted{
    "open_counted", "SELECT c.stage, count(*) FROM conversation AS c WHERE c.stage <> 3 AND " ZHIYIN_VISIBLE_CONVERSATION ZHIYIN_FILTERED
                    "GROUP BY c.stage ORDER BY c.stage"};
constexpr db::Statement of_contacts_counted{"of_contacts_counted",
                                            "SELECT c.stage, count(*) FROM conversation AS c WHERE c.stage <> 3 AND c.contact {among:13} "
                                            "AND " ZHIYIN_VISIBLE_CONVERSATION ZHIYIN_FILTERED "GROUP BY c.stage ORDER BY c.stage"};
constexpr std::array<const db::Statement*, 5> all{&open_listed, &resolved_listed, &of_contacts_listed, &open_counted, &of_contacts_counted};

/// A viewer and a filter as parameters.
class Question {
 public:
  Question(const access::Viewer& viewer, const Filter& filter) : sight_(viewer), label_(filter.label) {
    constexpr std::array every{Stage::bot, Stage::queued, Stage::assigned, Stage::wrap_up, Stage::resolved};
    for (const auto stage : filter.stages.empty() ? std::span<const Stage>{every} : std::span<const Stage>{filter.stages}) {
      stages_.push_back(static_cast<std::int64_t>(stage));
    }
    for (const auto contact : filter.contacts.value_or(std::vector<ContactId>{})) {
      contacts_.push_back(contact.value());
    }
    const auto seen = sight_.parameters();
    parameters_.assign(seen.begin(), seen.end());
    parameters_.insert(parameters_.end(),
                       {Numbers{stages_}, filter.inbox.value(), filter.team.value(), filter.assignee ? filter.assignee->value() : any,
                        filter.priority.value_or(any), to_millis(filter.since), std::string_view{label_}, filter.mentions.value()});
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  ~Question() = default;

  void page(const Bookmark* after, std::int64_t limit) {
    parameters_.insert(parameters_.end(),
                       {after == nullptr ? no_end : to_millis(after->last_at), after == nullptr ? no_end : after->id.value(), limit});
  }
  void contacts() { parameters_.emplace_back(Numbers{contacts_}); }
  [[nodiscard]] bool asks_for_open() const {
    return std::ranges::any_of(stages_, [](std::int64_t stage) { return stage != static_cast<std::int64_t>(Stage::resolved); });
  }
  [[nodiscard]] bool asks_for_resolved() const {
    return std::ranges::find(stages_, static_cast<std::int64_t>(Stage::resolved)) != stages_.end();
  }
  [[nodiscard]] db::Rows ask(db::Session& session, const db::Statement& statement) const {
    return session.take(session.send(statement, parameters_));
  }

 private:
  Sight sight_;
  std::string label_;
  std::vector<std::int64_t> stages_;
  std::vector<std::int64_t> contacts_;
  std::vector<db::Value> parameters_;
};

void read_into(std::vector<Conversation>& all_rows, const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all_rows.push_back(read_conversation(rows, i));
  }
}

}  // namespace

std::span<const db::Statement* const> visible_list_statements() {
  return all;
}

VisibleList visible_list(db::Session& session, const access::Viewer& viewer, const Filter& filter, const Bookmark* after,
                         std::int64_t limit) {
  limit = std::clamp(limit, std::int64_t{1}, visible_list_max);
  Question question{viewer, filter};
  question.page(after, limit + 1);
  VisibleList page;
  if (filter.contacts) {
    question.contacts();
    read_into(page.rows, question.ask(session, of_contacts_listed));
  } else {
    if (question.asks_for_open()) {
      read_into(page.rows, question.ask(session, open_listed));
    }
    if (question.asks_for_resolved()) {
      read_into(page.rows, question.ask(session, resolved_listed));
    }
    std::ranges::sort(page.rows, std::greater{}, [](const Conversation& c) { return std::tuple{c.last_at, c.id}; });
  }
  page.more = page.rows.size() > static_cast<std::size_t>(limit);
  page.rows.resize(std::min(page.rows.size(), static_cast<std::size_t>(limit)));
  return page;
}

std::vector<StageCount> visible_counts(db::Session& session, const access::Viewer& viewer, const Filter& filter) {
  Question question{viewer, filter};
  if (filter.contacts) {
    question.contacts();
  }
  const auto rows = question.ask(session, filter.contacts ? of_contacts_counted : open_counted);
  std::vector<StageCount> counts;
  counts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    counts.push_back({static_cast<Stage>(rows.number(i, 0)), rows.number(i, 1)});
  }
  return counts;
}

}  // namespace zhiyin::conversation
