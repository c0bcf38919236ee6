// What is safe and what is not: the content of each file as the last sync left it with the changes since, and of each folder its names.
//
// What the model promises is what POSIX does: a sync of a file makes its bytes durable, a sync of its folder its name. Without them each
// change may be kept, lost or torn. Changes that a refused sync had are neither safe nor waiting any more, as Linux has it: each got there
// or did not, the process goes on reading what it wrote, and no later sync helps.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/clock/clock.hpp"

namespace zhiyin::power {

/// What became of unsynced changes.
struct Tally {
  std::int64_t kept = 0;
  std::int64_t lost = 0;
  std::int64_t torn = 0;
  std::int64_t names_lost = 0;
};

/// Not for threads: disk.hpp locks.
class Platter {
 public:
  using Node = std::size_t;

  /// All that lies in `folder` now is safe.
  explicit Platter(std::string folder);
  /// The inverse of saved().
  Platter(std::string folder, std::string_view saved);
  [[nodiscard]] std::string saved() const;

  // What the process sees; each call comes after the real one succeeded.
  [[nodiscard]] bool has(const std::string& path) const { return seen_.contains(path); }
  [[nodiscard]] Node at(const std::string& path) const { return seen_.at(path); }
  [[nodiscard]] bool is_folder(Node node) const { return nodes_[node].folder; }
  Node make(const std::string& path, bool folder);
  void remove(const std::string& path);
  void rename(const std::string& from, const std::string& to);
  void write(Node node, off_t at, std::string bytes);
  void truncate(Node node, off_t size);

  /// A sync succeeded: of a file's bytes, of a folder's names.
  void settle(Node node, const std::string& path);
  /// A sync was refused. Names wait on for a later one.
  void doom(Node node, SeededChance& chance, Tally& tally);
  /// Puts into the folder what is left. False when the files weren't as the model knew them, so that somebody went round the shim.
  [[nodiscard]] bool lose_power(SeededChance& chance, Tally& tally);

 private:
  struct Change {
    std::int64_t number = 0;  // in the order of all changes
    off_t at = 0;
    std::string bytes;
    bool cuts = false;  // the file ends at `at`
  };
  struct Content {
    bool folder = false;
    bool doomed = false;  // the process sees other bytes than those here
    std::string safe;
    std::vector<Change> waiting;
  };
  /// `path` now stands for `node`, or for nothing.
  struct NameChange {
    std::int64_t number = 0;
    std::string path;
    Node node = 0;
  };
  enum class Loss : std::uint8_t { everything, from_some_moment, at_random };
  struct Cut {
    Loss loss = Loss::everything;
    std::int64_t last_kept = 0;  // for from_some_moment: this one is torn
  };

  void name(const std::string& path, Node node);
  void rename_in(std::map<std::string, Node>& names, const NameChange& change) const;
  static void apply(std::string& content, const Change& change);
  static void tear(std::string& content, Change change, SeededChance& chance);
  void survive(Content& content, const Cut& cut, SeededChance& chance, Tally& tally) const;
  void survive_names(const Cut& cut, SeededChance& chance, Tally& tally);
  [[nodiscard]] bool agrees() const;
  void clear_folder(SeededChance& chance) const;

  static constexpr Node nothing = 0;  // never given

  std::string folder_;
  std::vector<Content> nodes_;
  std::map<std::string, Node> seen_;
  std::map<std::string, Node> safe_;
  std::map<std::string, std::vector<NameChange>> waiting_;  // by folder
  std::int64_t changes_ = 0;
};

}  // namespace zhiyin::power
