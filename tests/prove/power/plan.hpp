// What one life on the disk is to meet: when it ends and how, which sync is refused. Drawn by the proof, obeyed by disk.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::power {

enum class Op : std::uint8_t { write, sync, truncate, name };
/// What a path is to SQLite or to us. `file` is whatever platform/files writes.
enum class Kind : std::uint8_t { database, wal, journal, folder, file };

[[nodiscard]] std::string_view op_name(Op op);
[[nodiscard]] std::string_view kind_name(Kind kind);
[[nodiscard]] Kind kind_of(std::string_view path, bool folder);

/// The n-th call that fits. Without `op` or `kind`, any.
struct Moment {
  std::optional<Op> op;
  std::optional<Kind> kind;
  std::int64_t nth = 0;     ///< from 1; 0: never
  bool after = false;       ///< the call is done, but has not returned; else it is not done
  bool from_birth = false;  ///< counts from the first call; else from when the store is open

  [[nodiscard]] bool fits(Op what, Kind on, bool done) const { return (!op || *op == what) && (!kind || *kind == on) && after == done; }
  /// "before sync of wal"
  [[nodiscard]] std::string words() const;
};

enum class End : std::uint8_t {
  power,  ///< the power fails: what was not synced may be gone
  death,  ///< the process dies, the system lives on: nothing is gone yet, nor any safer
};

struct Plan {
  std::string folder;               ///< absolute; what lies below is on the disk
  std::string notes;                ///< beside the disk: what the power does not touch
  std::uint64_t seed = 1;           ///< decides what is kept, lost and torn
  Moment cut;                       ///< when it ends, unless it comes to its end in order before
  End end = End::power;             ///< how: at `cut`, and at the end in order
  std::optional<Moment> eio;        ///< this sync is refused, once: Op::sync
  bool power_with_own_end = false;  ///< a process that ends itself because a sync was refused: the power fails at that moment too
  std::int64_t commits = 40;        ///< after so many it ends in order
  std::string planted;              ///< a fault; see faults.hpp

  [[nodiscard]] std::vector<std::string> words() const;
};

[[nodiscard]] Plan plan_from(const std::vector<std::string>& words);

}  // namespace zhiyin::power
