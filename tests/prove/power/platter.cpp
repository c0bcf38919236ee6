#include "power/platter.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <utility>

#include "power/below.hpp"

namespace zhiyin::power {
namespace {

constexpr std::size_t sector = 512;

std::string above(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

}  // namespace

Platter::Platter(std::string folder) : folder_(std::move(folder)), nodes_(1) {
  const auto add = [this](const std::string& path, bool is_folder) {
    seen_[path] = safe_[path] = nodes_.size();
    nodes_.push_back({is_folder, false, is_folder ? std::string{} : below::content(path), {}});
  };
  add(folder_, true);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    if (!entry.path().native().ends_with("-shm")) {
      add(entry.path().string(), entry.is_directory());
    }
  }
}

Platter::Node Platter::make(const std::string& path, bool folder) {
  nodes_.push_back({folder, false, {}, {}});
  name(path, nodes_.size() - 1);
  return nodes_.size() - 1;
}

void Platter::remove(const std::string& path) {
  name(path, nothing);
}

void Platter::rename(const std::string& from, const std::string& to) {
  name(to, seen_.at(from));
  name(from, nothing);
}

void Platter::name(const std::string& path, Node node) {
  waiting_[above(path)].push_back({++changes_, path, node});
  rename_in(seen_, waiting_[above(path)].back());
}

void Platter::rename_in(std::map<std::string, Node>& names, const NameChange& change) const {
  if (change.node == nothing) {
    names.erase(change.path);
  } else {
    names[change.path] = change.node;
  }
}

void Platter::write(Node node, off_t at, std::string bytes) {
  nodes_[node].waiting.push_back({++changes_, at, std::move(bytes), false});
}

void Platter::truncate(Node node, off_t size) {
  nodes_[node].waiting.push_back({++changes_, size, {}, true});
}

void Platter::apply(std::string& content, const Change& change) {
  const auto at = static_cast<std::size_t>(change.at);
  if (change.cuts) {
    content.resize(at);
    return;
  }
  content.resize(std::max(content.size(), at + change.bytes.size()));
  content.replace(at, change.bytes.size(), change.bytes);
}

/// Whole sectors up to some point; the next holds half of its new bytes, and then the old ones or anything.
void Platter::tear(std::string& content, Change change, SeededChance& chance) {
  const auto first = static_cast<std::size_t>(change.at) % sector;
  const auto sectors = (first + change.bytes.size() + sector - 1) / sector;
  const auto torn_at = static_cast<std::size_t>(chance.under(sectors)) * sector;  // from the start of the first sector
  const auto torn_end = std::min(change.bytes.size(), torn_at + sector - std::min(first, torn_at + sector));
  const auto good_end = std::min(torn_end, torn_at + sector / 2 - std::min(first, torn_at + sector / 2));
  if (chance.once_in(2)) {
    change.bytes.resize(good_end);
  } else {
    change.bytes.resize(torn_end);
    for (auto i = good_end; i < torn_end; ++i) {
      change.bytes[i] = static_cast<char>(chance.bits());
    }
  }
  apply(content, change);
}

void Platter::settle(Node node, const std::string& path) {
  auto& content = nodes_[node];
  if (!content.folder) {
    for (const auto& change : content.waiting) {
      apply(content.safe, change);
    }
    content.waiting.clear();
    return;
  }
  for (const auto& change : waiting_[path]) {
    rename_in(safe_, change);
  }
  waiting_.erase(path);
}

void Platter::doom(Node node, SeededChance& chance, Tally& tally) {
  auto& content = nodes_[node];
  if (!content.waiting.empty()) {
    content.doomed = true;
    survive(content, {Loss::at_random, 0}, chance, tally);
  }
}

void Platter::survive(Content& content, const Cut& cut, SeededChance& chance, Tally& tally) const {
  for (auto& change : std::exchange(content.waiting, {})) {
    const auto draw = chance.under(8);
    const bool torn = cut.loss == Loss::at_random ? draw == 0 : cut.loss == Loss::from_some_moment && change.number == cut.last_kept;
    const bool kept = cut.loss == Loss::at_random ? draw >= 4 : cut.loss == Loss::from_some_moment && change.number < cut.last_kept;
    if (torn && !change.cuts) {
      ++tally.torn;
      tear(content.safe, std::move(change), chance);
    } else if (kept || torn) {
      ++tally.kept;
      apply(content.safe, change);
    } else {
      ++tally.lost;
    }
  }
}

/// The names of one folder change in their order, so that the last ones are lost; or those of each path do, whatever the others.
void Platter::survive_names(const Cut& cut, SeededChance& chance, Tally& tally) {
  for (const auto& [folder, changes] : std::exchange(waiting_, {})) {
    std::map<std::string, bool> lost;
    const auto first_lost = chance.under(changes.size() + 1);
    const bool each = cut.loss == Loss::at_random && chance.once_in(2);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      auto& gone = lost[each ? changes[i].path : folder];
      switch (cut.loss) {
        case Loss::everything: gone = true; break;
        case Loss::from_some_moment: gone = gone || changes[i].number > cut.last_kept; break;
        case Loss::at_random: gone = gone || (each ? chance.once_in(2) : i >= first_lost); break;
      }
      if (gone) {
        ++tally.names_lost;
      } else {
        rename_in(safe_, changes[i]);
      }
    }
  }
}

bool Platter::lose_power(SeededChance& chance, Tally& tally) {
  const bool known = agrees();
  std::vector<std::int64_t> waiting;
  for (const auto& content : nodes_) {
    for (const auto& change : content.waiting) {
      waiting.push_back(change.number);
    }
  }
  Cut cut{static_cast<Loss>(chance.under(3)), 0};
  if (cut.loss == Loss::from_some_moment && !waiting.empty()) {
    std::ranges::sort(waiting);
    cut.last_kept = waiting[chance.under(waiting.size())];
  }
  for (auto& content : nodes_) {
    survive(content, cut, chance, tally);
  }
  survive_names(cut, chance, tally);
  for (auto entry = safe_.begin(); entry != safe_.end();) {  // a folder sorts before what is in it
    const bool there = entry->first == folder_ || safe_.contains(above(entry->first));
    entry = there ? std::next(entry) : safe_.erase(entry);
  }
  clear_folder(chance);
  for (const auto& [path, node] : safe_) {
    if (path == folder_) {
      continue;
    }
    if (nodes_[node].folder) {
      below::make_folder(path, 0700);
    } else {
      below::put(path, nodes_[node].safe);
    }
  }
  return known;
}

bool Platter::agrees() const {
  return std::ranges::all_of(seen_, [this](const auto& entry) {
    const auto& content = nodes_[entry.second];
    if (content.folder || content.doomed) {
      return true;
    }
    auto now = content.safe;
    for (const auto& change : content.waiting) {
      apply(now, change);
    }
    return now == below::content(entry.first);
  });
}

/// The index of SQLite's write-ahead log is no part of the disk: it must be made anew, whether the old one is found or not.
void Platter::clear_folder(SeededChance& chance) const {
  const bool index_too = chance.once_in(2);
  for (const auto& [path, node] : std::ranges::reverse_view(seen_)) {
    if (path.ends_with(".sqlite") && (index_too || !safe_.contains(path))) {
      below::remove(path + "-shm");
    }
    if (!nodes_[node].folder) {
      below::remove(path);
    } else if (path != folder_) {
      below::remove_folder(path);  // stays when an index is left in it; what is to be there again is put there
    }
  }
}

}  // namespace zhiyin::power
