// A platter as bytes: what the next process must know when one has died and the power has not failed.
#include <cstring>
#include <stdexcept>
#include <utility>

#include "power/platter.hpp"

namespace zhiyin::power {
namespace {

class Out {
 public:
  void number(std::int64_t n) { bytes_.append(reinterpret_cast<const char*>(&n), sizeof(n)); }
  void size(std::size_t n) { number(static_cast<std::int64_t>(n)); }
  void text(std::string_view t) {
    size(t.size());
    bytes_ += t;
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class In {
 public:
  explicit In(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t number() {
    std::int64_t n = 0;
    std::memcpy(&n, next(sizeof(n)).data(), sizeof(n));
    return n;
  }
  std::size_t size() { return static_cast<std::size_t>(number()); }
  std::string text() { return std::string{next(size())}; }

 private:
  std::string_view next(std::size_t count) {
    if (count > bytes_.size()) {
      throw std::runtime_error("the saved state of the disk is too short");
    }
    const auto part = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return part;
  }
  std::string_view bytes_;
};

void put_names(Out& out, const std::map<std::string, std::size_t>& names) {
  out.size(names.size());
  for (const auto& [path, node] : names) {
    out.text(path);
    out.size(node);
  }
}

std::map<std::string, std::size_t> names_from(In& in) {
  std::map<std::string, std::size_t> names;
  for (auto left = in.size(); left > 0; --left) {
    auto path = in.text();
    names.emplace(std::move(path), in.size());
  }
  return names;
}

}  // namespace

std::string Platter::saved() const {
  Out out;
  out.number(changes_);
  out.size(nodes_.size());
  for (const auto& content : nodes_) {
    out.number((content.folder ? 1 : 0) | (content.doomed ? 2 : 0));
    out.text(content.safe);
    out.size(content.waiting.size());
    for (const auto& change : content.waiting) {
      out.number(change.number);
      out.number(change.at);
      out.number(change.cuts ? 1 : 0);
      out.text(change.bytes);
    }
  }
  put_names(out, seen_);
  put_names(out, safe_);
  out.size(waiting_.size());
  for (const auto& [folder, changes] : waiting_) {
    out.text(folder);
    out.size(changes.size());
    for (const auto& change : changes) {
      out.number(change.number);
      out.text(change.path);
      out.size(change.node);
    }
  }
  return out.take();
}

Platter::Platter(std::string folder, std::string_view saved) : folder_(std::move(folder)) {
  In in(saved);
  changes_ = in.number();
  nodes_.resize(in.size());
  for (auto& content : nodes_) {
    const auto flags = in.number();
    content.folder = (flags & 1) != 0;
    content.doomed = (flags & 2) != 0;
    content.safe = in.text();
    content.waiting.resize(in.size());
    for (auto& change : content.waiting) {
      change.number = in.number();
      change.at = in.number();
      change.cuts = in.number() != 0;
      change.bytes = in.text();
    }
  }
  seen_ = names_from(in);
  safe_ = names_from(in);
  for (auto folders = in.size(); folders > 0; --folders) {
    auto& changes = waiting_[in.text()];
    changes.resize(in.size());
    for (auto& change : changes) {
      change.number = in.number();
      change.path = in.text();
      change.node = in.size();
    }
  }
}

}  // namespace zhiyin::power
