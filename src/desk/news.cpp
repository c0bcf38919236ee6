#include "desk/news.hpp"

#include "event/access.hpp"

namespace zhiyin::desk {

NewsPtr news_in(const std::vector<journal::Entry>& entries, std::int64_t known, access::Directories& directories, db::Session& session) {
  auto news = std::make_shared<News>();
  std::int64_t newest = known;
  for (const auto& entry : entries) {
    if (const auto changed = event::read_access(entry)) {
      newest = std::max(newest, changed->generation);
      if (changed->part == event::AccessPart::session) {
        news->ended.push_back(changed->id);
      }
    } else if (auto state = event::read_state(entry)) {
      news->states.push_back(*std::move(state));
    } else if (const auto offer = event::read_routing(entry)) {
      news->offers.push_back(*offer);
    }
  }
  if (newest > known) {
    news->directory = directories.current(session);
  }
  return news;
}

void NewsBoard::tell(const News& news) {
  if (news.directory) {
    directory_ = news.directory;
  }
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): a reader may leave while being told
  const auto told = readers_;
  for (auto* reader : told) {
    reader->on_news(news);
  }
}

NewsHub::NewsHub(net::Reactors& reactors, access::Directories& directories, First first)
    : reactors_(reactors), directories_(directories), first_(std::move(first)) {
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    boards_.push_back(std::make_unique<NewsBoard>());
  }
}

void NewsHub::publish(const std::vector<journal::Entry>& entries, db::Session& session) {
  const auto news = news_in(entries, known_, directories_, session);
  if (news->empty()) {
    return;
  }
  if (news->directory) {
    known_ = news->directory->generation;
    if (first_) {
      first_(news->directory);
    }
  }
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], news] { board.tell(*news); });
  }
}

}  // namespace zhiyin::desk
