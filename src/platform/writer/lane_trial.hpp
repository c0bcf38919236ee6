// For the tests of a lane: numbered commands, and what became of them.
#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/writer/lane.hpp"
#include "store/stepping.hpp"

namespace zhiyin::writer {

inline constexpr std::array<db::Column, 1> thing_columns{{{"id", db::ColumnType::number}}};
inline constexpr db::Bulk insert_thing{"insert_thing", db::Write::insert, "thing", thing_columns, 1};
inline constexpr std::array<const db::Bulk*, 1> thing_bulks{&insert_thing};
inline constexpr db::Statement count_marks{"count_marks", "SELECT count(*) FROM batch_mark"};
inline constexpr std::array<const db::Statement*, 1> thing_statements{&count_marks};
inline constexpr EmbeddedText thing_schema{"9000_thing.sql", "CREATE TABLE thing (id BIGINT PRIMARY KEY);\n"};

using Decide = std::function<Result<int>(Tx&)>;
using Lines = std::vector<std::string>;

class LaneTrial : public testing::TestWithParam<db::Engine> {
 protected:
  void use(LaneLimits limits, LaneHooks hooks = {}, Lane::Open open = {}) {
    if (!open) {
      open = [this] { return at_.store().open_writing(); };
    }
    lane_ = std::make_unique<Lane>(std::move(open), at_.clock, at_.chance, limits, std::move(hooks), figures_);
  }

  /// Command `n` records the fact n and then decides.
  [[nodiscard]] std::unique_ptr<Command> numbered(int n, Decide decide = {}) {
    return command<int>(
        {}, [](Tx&) {},
        [this, n, decide = std::move(decide)](Tx& tx) -> Result<int> {
          happened_.push_back("run " + std::to_string(n));
          if (decide) {
            return decide(tx);
          }
          record(tx, n);
          return n;
        },
        [this, n](Result<int> result) {
          answered_with_ = result ? Error{} : result.error();
          happened_.push_back(std::to_string(n) + (result ? " ok" : " " + std::string{code_text(result.error().code)}));
        });
  }
  void submit(int n, Decide decide = {}) { lane_->submit(numbered(n, std::move(decide))); }
  static void record(Tx& tx, int n) { tx.record({.kind = "thing", .subject = n, .revision = 1, .at = tx.now(), .envelope = "{}"}); }
  /// A row whose key may be taken: that shows at the flush or at COMMIT, after the command has decided.
  static Decide insert(int id) {
    return [id](Tx& tx) -> Result<int> {
      tx.session().put(insert_thing, {std::int64_t{id}});
      record(tx, id);
      return id;
    };
  }
  void step_all() {
    while (lane_->step()) {
    }
  }

  /// Subjects of the facts in the log, in its order.
  [[nodiscard]] std::vector<std::int64_t> stored() {
    std::vector<std::int64_t> subjects;
    for (const auto& fact : journal::read_after(at_.reading(), 0, 10'000)) {
      subjects.push_back(fact.subject);
    }
    return subjects;
  }
  [[nodiscard]] Lines answers() const {
    Lines lines;
    std::ranges::copy_if(happened_, std::back_inserter(lines), [](const std::string& line) { return !line.starts_with("run "); });
    return lines;
  }
  [[nodiscard]] std::int64_t runs_of(int n) const { return std::ranges::count(happened_, "run " + std::to_string(n)); }

  trial::Stepping at_{GetParam(), {{thing_statements, thing_bulks}}, {thing_schema}};
  MetricRegistry metrics_;
  LaneFigures figures_{metrics_.counter("commands_total", "."), metrics_.counter("commits_total", "."),
                       metrics_.counter("retries_total", "."),  metrics_.counter("failures_total", "."),
                       metrics_.gauge("waiting", "."),          metrics_.histogram("commit_seconds", ".")};
  Lines happened_;
  Error answered_with_;
  std::unique_ptr<Lane> lane_;  // the last: what still waits is answered into the members above
};

}  // namespace zhiyin::writer
