// What a person's own connections must hear of him: that his rights or places are others, that what he came with has ended, that his state
// has changed, that a conversation is offered to him or no longer is. It comes to each board before the facts that were committed after it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "access/directory.hpp"
#include "event/routing.hpp"
#include "event/state.hpp"
#include "platform/journal/journal.hpp"
#include "platform/net/reactor.hpp"

namespace zhiyin::desk {

struct News {
  access::DirectoryPtr directory;   ///< the newest picture; nullptr when these facts changed nobody's rights or places
  std::vector<std::int64_t> ended;  ///< sessions and tokens
  std::vector<event::StateChanged> states;
  std::vector<event::RoutingFact> offers;
  [[nodiscard]] bool empty() const { return !directory && ended.empty() && states.empty() && offers.empty(); }
};
/// Shared by the boards, which are done with it at different times.
using NewsPtr = std::shared_ptr<const News>;

/// What is news among these facts; reads the directory when one of them is of a later generation than `known`. Throws db::Failure.
[[nodiscard]] NewsPtr news_in(const std::vector<journal::Entry>& entries, std::int64_t known, access::Directories& directories,
                              db::Session& session);

/// Calls come on the board's reactor.
class NewsReader {
 public:
  virtual ~NewsReader() = default;
  virtual void on_news(const News& news) = 0;
};

/// Of one reactor, touched only there.
class NewsBoard {
 public:
  void follow(NewsReader& reader) { readers_.push_back(&reader); }
  void unfollow(NewsReader& reader) { std::erase(readers_, &reader); }
  void tell(const News& news);
  /// The newest that was told; nullptr before the first.
  [[nodiscard]] const access::DirectoryPtr& directory() const { return directory_; }

 private:
  std::vector<NewsReader*> readers_;
  access::DirectoryPtr directory_;  // shared with every other board
};

class NewsHub {
 public:
  /// Called with a new picture of everybody before any board is told of it.
  using First = std::function<void(const access::DirectoryPtr&)>;

  NewsHub(net::Reactors& reactors, access::Directories& directories, First first = {});
  /// The board of the reactor that calls.
  [[nodiscard]] NewsBoard& board(const net::Reactor& here) { return *boards_[here.index()]; }
  /// What the log's follower has read, on its thread, before any fact of it is published. Throws db::Failure when people cannot be read
  /// now; nothing has been told then.
  void publish(const std::vector<journal::Entry>& entries, db::Session& session);

 private:
  net::Reactors& reactors_;
  access::Directories& directories_;
  First first_;
  std::vector<std::unique_ptr<NewsBoard>> boards_;
  std::int64_t known_ = 0;  // the generation of what was told last
};

}  // namespace zhiyin::desk
