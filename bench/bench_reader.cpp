// What the reader knows of the demo company, and what it costs: taught from demo/campus alone, asked the development questions, beside the
// first hit of BM25 on the same questions. Run in the project's folder.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "harness/report.hpp"
#include "knowledge/file.hpp"
#include "knowledge/markdown.hpp"
#include "language/index.hpp"
#include "understanding/decide.hpp"
#include "understanding/reader.hpp"

namespace zhiyin::bench {
namespace {

namespace files = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string read_file(const files::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + path.string() + ": run in the project's folder");
  }
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> pieces(const std::string& text, char between) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, between);) {
    if (!one.empty()) {
      all.push_back(one);
    }
  }
  return all;
}

/// The public articles of one language, with the example questions as further ways of asking.
struct Company {
  std::vector<std::string> slugs;  // by id - 1
  std::vector<knowledge::Words> words;
  std::vector<std::string> bodies;
  std::vector<std::string> beyond;

  explicit Company(const std::string& language) {
    const files::path root{"demo/campus"};
    std::map<std::string, files::path> found;
    for (const auto& entry : files::directory_iterator(root / "articles")) {
      const auto name = entry.path().filename().string();
      if (name.ends_with("." + language + ".md")) {
        found.emplace(name.substr(0, name.find('.')), entry.path());
      }
    }
    for (const auto& [slug, path] : found) {
      auto file = knowledge::read_markdown(read_file(path));
      if (!file) {
        throw std::runtime_error("cannot read the article " + path.string());
      }
      if (file->audience == knowledge::Audience::everybody) {
        slugs.push_back(slug);
        for (auto& one : pieces(read_file(root / "examples" / (slug + "." + language + ".txt")), '\n')) {
          file->words.asked_as.push_back(std::move(one));
        }
        bodies.push_back(knowledge::plain(file->words.body));
        words.push_back(std::move(file->words));
      }
    }
    beyond = pieces(read_file(root / "examples" / ("none." + language + ".txt")), '\n');
    for (const auto& line : pieces(read_file(root / "examples" / ("ambiguous." + language + ".tsv")), '\n')) {
      const auto tab = line.find('\t');
      for (const auto& slug : pieces(line.substr(tab + 1), '|')) {
        const auto at = std::ranges::find(slugs, slug);
        if (at != slugs.end()) {
          words[static_cast<std::size_t>(at - slugs.begin())].asked_as.push_back(line.substr(0, tab));
        }
      }
    }
  }
  [[nodiscard]] std::vector<understanding::Topic> topics() const {
    std::vector<understanding::Topic> all;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto& one = words[i];
      all.push_back({static_cast<std::int64_t>(i) + 1, one.title, one.asked_as, one.keywords, one.summary, bodies[i]});
    }
    return all;
  }
  [[nodiscard]] language::Index index() const {
    std::vector<language::Document> all;
    for (const auto& one : topics()) {
      all.push_back({one.id, one.title, one.asked_as, one.keywords, one.summary, one.body});
    }
    return language::Index{all};
  }
};

struct Question {
  std::string text;
  std::vector<std::string> allowed;  // none: nothing answers it
};

/// A row of three columns, quoted as RFC 4180 says.
Question question_of(const std::string& line) {
  std::vector<std::string> columns(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && line.substr(i + 1).starts_with('"')) {
      columns.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      columns.emplace_back();
    } else {
      columns.back() += line[i];
    }
  }
  Question question{columns.at(0), pieces(columns.at(1), '|')};
  std::erase(question.allowed, "none");
  return question;
}

std::vector<Question> questions(const std::string& language) {
  std::vector<Question> all;
  for (const auto& line : pieces(read_file("tests/data/questions/dev/" + language + ".csv"), '\n')) {
    all.push_back(question_of(line));
  }
  all.erase(all.begin());  // the names of the columns
  return all;
}

struct Score {
  int answerable = 0;
  int right = 0;
  int wrong = 0;
  int asked_back = 0;
  int asked_back_well = 0;  // the right one is among those asked back for
  int first = 0;            // the best candidate is right, answered or not
  int bm25_first = 0;
};

double share(int part, int of) {
  return of > 0 ? 100.0 * part / of : 0;
}

double milliseconds(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

Score judged(const Company& company, const understanding::Reader& reader, const std::vector<Question>& asked, std::vector<double>& took) {
  Score score;
  const auto index = company.index();
  for (const auto& question : asked) {
    const auto right = [&](std::int64_t id) {
      return std::ranges::find(question.allowed, company.slugs[static_cast<std::size_t>(id) - 1]) != question.allowed.end();
    };
    const auto began = Clock::now();
    const auto reading = reader.read(question.text);
    took.push_back(milliseconds(began));
    const auto decision = understanding::decide(reading);
    const auto hits = index.search(question.text, 1);
    score.answerable += question.allowed.empty() ? 0 : 1;
    score.first += !reading.candidates.empty() && right(reading.candidates.front().topic) ? 1 : 0;
    score.bm25_first += !hits.empty() && right(hits.front().document) ? 1 : 0;
    if (decision.verdict == understanding::Verdict::answer) {
      ++(right(decision.topics.front()) ? score.right : score.wrong);
    } else if (decision.verdict == understanding::Verdict::ask_back) {
      ++score.asked_back;
      score.asked_back_well += std::ranges::any_of(decision.topics, right) ? 1 : 0;
    }
  }
  return score;
}

void measure(harness::Report& report, const std::string& language) {
  const Company company{language};
  const auto topics = company.topics();
  const understanding::Lessons lessons{language == "zh" ? "zh-CN" : "en", topics, company.beyond};
  std::vector<double> trained;
  for (int i = 0; i < 5; ++i) {
    const auto began = Clock::now();
    const understanding::Reader reader{lessons};
    trained.push_back(milliseconds(began));
  }
  std::ranges::sort(trained);
  const understanding::Reader reader{lessons};
  const auto asked = questions(language);
  const auto all = static_cast<int>(asked.size());
  std::vector<double> took;
  const auto score = judged(company, reader, asked, took);
  std::ranges::sort(took);
  const auto unknown = all - score.right - score.wrong - score.asked_back;
  report.figure(language + "_train_ms", trained[trained.size() / 2], 0);
  report.figure(language + "_read_p50_us", took[took.size() / 2] * 1'000, 0);
  report.figure(language + "_read_p99_us", took[took.size() * 99 / 100] * 1'000, 0);
  report.figure(language + "_questions", std::int64_t{all});
  report.figure(language + "_right_percent", share(score.right, score.answerable), 1);
  report.figure(language + "_wrong_percent", share(score.wrong, all), 1);
  report.figure(language + "_asked_back_percent", share(score.asked_back, all), 1);
  report.figure(language + "_asked_back_well_percent", share(score.asked_back_well, score.asked_back), 1);
  report.figure(language + "_unknown_percent", share(unknown, all), 1);
  report.figure(language + "_first_percent", share(score.first, score.answerable), 1);
  report.figure(language + "_bm25_first_percent", share(score.bm25_first, score.answerable), 1);
  report.goal(language + " answers 60 % rightly", share(score.right, score.answerable) >= 60);
  report.goal(language + " answers at most 5 % wrongly", share(score.wrong, all) <= 5);
  report.goal(language + " learns in half a second", trained[trained.size() / 2] < 500);
  report.goal(language + " reads in 2 ms", took[took.size() * 99 / 100] < 2);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("bench", "reader", options);
  return zhiyin::harness::reported(report, [&] {
    zhiyin::bench::measure(report, "en");
    zhiyin::bench::measure(report, "zh");
  });
}
