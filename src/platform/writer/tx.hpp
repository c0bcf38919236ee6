// The transaction that the commands of one batch share: the rows they loaded, what they wrote, and the facts they made.
//
// Each module keeps its rows of the batch on a Shelf. Before anything is decided every command names the rows it wants; each shelf then
// loads (and locks) the wanted rows of all commands with one statement, in order of rank. Commands decide on these rows and change them in
// place; at the end each shelf puts what changed, again with one statement a table. So a batch costs a fixed number of round trips.
#pragma once

#include <cstdint>
#include <memory>
#include <typeindex>
#include <vector>

#include "platform/base/require.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/session.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::writer {

/// The order in which rows are locked, everywhere: ascending by rank, ascending by key within one.
enum class Rank : std::uint8_t { identity = 1, contact, conversation, agent, queue, timer, cursor, unlocked };

/// A module's rows of the present batch. Lives on one lane and is emptied before each batch.
class Shelf {
 public:
  virtual ~Shelf() = default;
  [[nodiscard]] virtual Rank rank() const = 0;
  /// Rows were named since the last load.
  [[nodiscard]] virtual bool wanting() const = 0;
  /// Sends the statements that load what is wanted; take_loads() reads their answers.
  virtual void send_loads(db::Session& session) = 0;
  virtual void take_loads(db::Session& session) = 0;
  /// Puts every changed row.
  virtual void flush(db::Session& session) = 0;
  virtual void clear() = 0;
};

class Tx {
 public:
  Tx(const Clock& clock, Chance& chance) : clock_(clock), chance_(chance) {}

  /// The shelf of type S, which must have a default constructor; made on first use.
  template <class S>
  [[nodiscard]] S& shelf() {
    const std::type_index type{typeid(S)};
    for (auto& held : shelves_) {
      if (held.type == type) {
        return static_cast<S&>(*held.shelf);
      }
    }
    shelves_.push_back({type, std::make_unique<S>()});
    return static_cast<S&>(*shelves_.back().shelf);
  }

  /// One moment for the whole batch.
  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] Chance& chance() { return chance_; }
  /// Appends a fact; it gets its position when the batch commits.
  void record(journal::Entry entry) {
    require(!wanting_, "facts are made after rows were loaded");
    entries_.push_back(std::move(entry));
  }
  /// For the rare command that needs a statement of its own (a round trip). Not while rows are being named.
  [[nodiscard]] db::Session& session() {
    require(!wanting_ && session_ != nullptr, "statements run after rows were loaded");
    touched_ = true;
    return *session_;
  }
  /// Facts recorded so far: a command that refuses must leave it as it was.
  [[nodiscard]] std::size_t recorded() const { return entries_.size(); }

 private:
  friend class Lane;
  struct Held {
    std::type_index type;
    std::unique_ptr<Shelf> shelf;
  };

  void start(db::Session& session);
  /// Loads what is wanted, one rank at a time; false when nothing was wanting.
  bool load();
  void flush();

  const Clock& clock_;
  Chance& chance_;
  db::Session* session_ = nullptr;
  Time now_;
  std::vector<Held> shelves_;
  std::vector<journal::Entry> entries_;
  bool wanting_ = false;
  bool touched_ = false;
};

}  // namespace zhiyin::writer
