#include "platform/writer/tx.hpp"

#include <algorithm>

namespace zhiyin::writer {

void Tx::start(db::Session& session) {
  session_ = &session;
  now_ = clock_.now();
  entries_.clear();
  touched_ = false;
  wanting_ = true;
  std::ranges::sort(shelves_, {}, [](const Held& held) { return held.shelf->rank(); });
  for (auto& held : shelves_) {
    held.shelf->clear();
  }
}

bool Tx::load() {
  std::ranges::sort(shelves_, {}, [](const Held& held) { return held.shelf->rank(); });
  auto rank = Rank::unlocked;
  bool higher_waits = false;
  for (const auto& held : shelves_) {
    if (held.shelf->wanting()) {
      higher_waits = higher_waits || (rank != Rank::unlocked && held.shelf->rank() != rank && held.shelf->rank() != Rank::unlocked);
      rank = std::min(rank, held.shelf->rank());
    }
  }
  // Rows that are only read are read after every lock is held, in the same packet as the last of them: what another transaction
  // committed while we waited for the lock is then seen.
  std::vector<Shelf*> loading;
  for (auto& held : shelves_) {
    if (held.shelf->wanting() && (held.shelf->rank() == rank || (held.shelf->rank() == Rank::unlocked && !higher_waits))) {
      held.shelf->send_loads(*session_);
      loading.push_back(held.shelf.get());
    }
  }
  for (auto* shelf : loading) {
    shelf->take_loads(*session_);
  }
  return !loading.empty();
}

void Tx::flush() {
  for (auto& held : shelves_) {
    held.shelf->flush(*session_);
  }
}

}  // namespace zhiyin::writer
