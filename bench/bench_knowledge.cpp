// What the knowledge base costs: to build the index of a thousand articles, to ask it, and to read the whole picture from the store.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <vector>

#include "harness/report.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "knowledge/library.hpp"
#include "knowledge/service.hpp"
#include "knowledge/store.hpp"
#include "language/index.hpp"
#include "store/stepping.hpp"

namespace zhiyin::bench {
namespace {

constexpr int articles = 1'000;
constexpr int body_words = 200;
constexpr int rounds = 9;
constexpr int questions = 400;

/// Words that are as unevenly frequent as those of a language are: the n-th comes about 1/n as often (Zipf).
class Words {
 public:
  explicit Words(bool chinese) : chinese_(chinese) {}
  std::string some(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      const auto u = static_cast<double>(chance_.bits() >> 11U) / 9007199254740992.0;
      const auto rank = static_cast<int>(std::pow(vocabulary, u));
      out += chinese_ ? han(rank) : latin(rank) + " ";
    }
    return out;
  }

 private:
  static constexpr double vocabulary = 4'000;
  static std::string latin(int rank) {
    std::string word;
    for (auto n = rank + 20; n > 0; n /= 20) {
      word += "bcdfghklmnprstvwaeio"[n % 20];
    }
    return word + "ation";
  }
  static std::string han(int rank) {
    const auto code = 0x4E00 + rank;
    return {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  }
  const bool chinese_;
  SeededChance chance_{7};
};

std::vector<knowledge::Words> written(bool chinese) {
  Words words{chinese};
  std::vector<knowledge::Words> all;
  for (int i = 0; i < articles; ++i) {
    all.push_back({words.some(8),
                   words.some(25),
                   words.some(body_words),
                   {words.some(8), words.some(6), words.some(9)},
                   {words.some(1), words.some(1)}});
  }
  return all;
}

double median_ms(int count, const std::function<void()>& act) {
  std::vector<double> took;
  for (int i = 0; i < count; ++i) {
    const auto began = std::chrono::steady_clock::now();
    act();
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::ranges::sort(took);
  return took[took.size() / 2];
}

void index(harness::Report& report, bool chinese) {
  const auto texts = written(chinese);
  std::vector<language::Document> documents;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    documents.push_back(
        {static_cast<std::int64_t>(i) + 1, texts[i].title, texts[i].asked_as, texts[i].keywords, texts[i].summary, texts[i].body});
  }
  const std::string name = chinese ? "zh" : "en";
  const auto build = median_ms(rounds, [&] { (void)language::Index{documents}; });
  const language::Index built{documents};
  Words words{chinese};
  const auto ask = median_ms(questions, [&] { (void)built.search(words.some(chinese ? 12 : 8), 10); });
  const auto wrong = median_ms(questions, [&] { (void)built.search("delivvery " + words.some(5), 10); });
  report.figure(name + "_build_ms", build, 1);
  report.figure(name + "_search_us", ask * 1'000, 0);
  report.figure(name + "_search_typo_us", wrong * 1'000, 0);
  report.goal(name + " builds in 200 ms", build < 200);
  report.goal(name + " answers in 1 ms", ask < 1 && wrong < 1);
}

/// The store's part: a thousand articles in two languages, and what a process does after one of them was published anew.
void library(harness::Report& report, db::Engine engine) {
  trial::Stepping at{engine, {knowledge::statements(), identity::statements()}};
  {
    const auto session = at.store().open_writing();
    session->begin();
    (void)identity::found_people(*session, at.clock.now(), 1);
    session->commit();
  }
  const auto category =
      at.run<knowledge::Category>([](writer::Tx& tx) { return knowledge::make_category(tx, {"all", 0, {{"en", "All", ""}}}); })->id;
  const std::vector<std::pair<std::string, std::vector<knowledge::Words>>> texts{{"en", written(false)}, {"zh-CN", written(true)}};
  for (std::size_t i = 0; i < articles; ++i) {
    (void)at.run<int>([&](writer::Tx& tx) -> Result<int> {
      const auto id = knowledge::make_article(tx, {fmt::format("article-{}", i), category})->id;
      for (const auto& [language, words] : texts) {
        const auto saved = knowledge::save_draft(tx, {id, language, 0, {}}, words[i]);
        (void)knowledge::publish(tx, {id, language, saved->state.revision, {}}, false);
      }
      return 0;
    });
  }
  const std::string name{db::engine_name(engine)};
  const auto first = knowledge::load(at.reading(), nullptr);
  if (first->articles().size() != articles) {
    report.fail("the picture holds what was published");
  }
  report.figure(name + "_load_ms", median_ms(rounds, [&] { (void)knowledge::load(at.reading(), nullptr); }), 1);
  (void)at.run<int>([&](writer::Tx& tx) -> Result<int> {
    const auto article = first->articles().front().id;
    const auto saved = knowledge::save_draft(tx, {article, "en", 2, {}}, texts.front().second.back());
    return knowledge::publish(tx, {article, "en", saved->state.revision, {}}, true).has_value() ? 0 : 1;
  });
  const auto renewal = median_ms(rounds, [&] { (void)knowledge::load(at.reading(), first.get()); });
  report.figure(name + "_renewal_ms", renewal, 1);
  report.goal(name + " is live in a second", renewal < 1'000);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("bench", "knowledge", options);
  return zhiyin::harness::reported(report, [&] {
    zhiyin::bench::index(report, false);
    zhiyin::bench::index(report, true);
    for (const auto engine : options.engines) {
      zhiyin::bench::library(report, engine == zhiyin::harness::Engine::sqlite ? zhiyin::db::Engine::sqlite : zhiyin::db::Engine::postgres);
    }
  });
}
