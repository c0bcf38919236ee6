#include "understanding/process/child.hpp"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "platform/process/answering.hpp"
#include "understanding/process/wire.hpp"

namespace zhiyin::understanding {
namespace {

/// Readers by language, made on a thread of its own: learning takes longer than a customer should wait.
class School {
 public:
  School() : thread_([this] { run(); }) {}
  ~School() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    came_.notify_one();
    thread_.join();
  }
  School(const School&) = delete;
  School& operator=(const School&) = delete;

  void learn(std::string_view words) {
    auto lessons = wire::KeptLessons::read(words);
    if (!lessons) {
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      readers_.try_emplace(lessons->language());
      to_learn_.insert_or_assign(lessons->language(), std::move(*lessons));
    }
    came_.notify_one();
  }

  std::string answer(std::string_view words) {
    const auto question = wire::question_from(words);
    if (!question) {
      return {};
    }
    std::shared_ptr<const Reader> reader;
    {
      const std::lock_guard lock(mutex_);
      const auto found = readers_.find(question->language);
      if (found == readers_.end()) {  // nothing is taught in it: what is said besides is heard all the same
        return wire::reading_text({.says = says(question->text), .candidates = {}});
      }
      reader = found->second;
    }
    return reader ? wire::reading_text(reader->read(question->text)) : std::string{};
  }

 private:
  void run() {
    while (true) {
      std::unique_lock lock(mutex_);
      came_.wait(lock, [this] { return over_ || !to_learn_.empty(); });
      if (over_) {
        return;
      }
      const auto next = to_learn_.extract(to_learn_.begin());
      lock.unlock();
      auto reader = std::make_shared<const Reader>(next.mapped().lessons());
      lock.lock();
      readers_.insert_or_assign(next.key(), std::move(reader));
    }
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::map<std::string, wire::KeptLessons> to_learn_;
  std::map<std::string, std::shared_ptr<const Reader>> readers_;  // shared with answers under way; nullptr: being learnt
  bool over_ = false;
  std::thread thread_;
};

}  // namespace

void read_for_parent(int socket) {
  School school;
  process::answer_parent(socket, {[&school](std::string_view words) { school.learn(words); },
                                  [&school](std::string_view words) { return school.answer(words); }});
}

}  // namespace zhiyin::understanding
