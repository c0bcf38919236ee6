#include "understanding/reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "language/normalise.hpp"
#include "understanding/background.hpp"
#include "understanding/lexicon.hpp"
#include "understanding/neighbours.hpp"
#include "understanding/training.hpp"

namespace zhiyin::understanding {
namespace {

constexpr float as_question = 1;
constexpr float as_text = 0.5F;            // a summary, a keyword
constexpr float as_body = 0.2F;            // a sentence of the body
constexpr std::size_t sentences_max = 60;  // of one body: a book would drown its own title
constexpr std::size_t sentence_least_bytes = 9;

constexpr std::uint32_t beyond_class = 0;
constexpr std::size_t weights_most = std::size_t{9} << 20U;  // of floats: 36 MB, and as much again while learning
constexpr float of_exact = 0.95F;                            // somebody types a phrasing as it was written

/// Letters and digits alone: what makes two phrasings the same.
std::string essence(std::string_view text) {
  std::string out;
  const auto normal = language::normalise(beginning(text, text_read_bytes));
  for (std::size_t at = 0; at < normal.size();) {
    const auto point = language::point_at(normal, at);
    if (point.code >= 0 && language::kind_of(point.code) != language::CharacterKind::other) {
      out.append(normal, at, point.length);
    }
    at += point.length;
  }
  return out;
}

std::vector<std::string_view> sentences(std::string_view body) {
  constexpr std::string_view ends = "\n.!?";
  std::vector<std::string_view> all;
  const auto keep = [&](std::string_view one) {
    if (one.size() >= sentence_least_bytes && all.size() < sentences_max) {
      all.push_back(one);
    }
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < body.size(); ++at) {
    const auto rest = body.substr(at);
    const bool wide = rest.starts_with("。") || rest.starts_with("！") || rest.starts_with("？");
    if (wide || ends.contains(body[at])) {
      keep(body.substr(begin, at - begin));
      begin = at + (wide ? 3 : 1);
      at = begin - 1;
    }
  }
  keep(body.substr(begin));
  return all;
}

struct Text {
  std::string_view text;
  std::vector<std::uint32_t> classes;
  float weight;
};

/// Everything to learn from, in a fixed order; a phrasing that several topics have comes once, for all of them.
class Gathering {
 public:
  explicit Gathering(const Lessons& lessons) {
    std::uint32_t number = beyond_class;
    for (const auto& topic : lessons.topics) {
      ++number;
      phrasing(topic.title, number);
      for (const auto& one : topic.asked_as) {
        phrasing(one, number);
      }
      add(topic.summary, number, as_text);
      for (const auto& one : topic.keywords) {
        add(one, number, as_text);
      }
      for (const auto one : sentences(topic.body)) {
        add(one, number, as_body);
      }
    }
    for (const auto& one : lessons.beyond) {
      phrasing(one, beyond_class);
    }
    for (const auto one : background(script_of(lessons.language))) {
      phrasing(one, beyond_class);
    }
  }
  [[nodiscard]] const std::vector<Text>& texts() const { return texts_; }
  /// Which classes a phrasing teaches, by its essence.
  [[nodiscard]] std::unordered_map<std::string, std::vector<std::uint32_t>> exact() const {
    std::unordered_map<std::string, std::vector<std::uint32_t>> all;
    for (const auto& [key, place] : places_) {
      all.emplace(key, texts_[place].classes);
    }
    return all;
  }

 private:
  void add(std::string_view text, std::uint32_t number, float weight) {
    if (!text.empty()) {
      texts_.push_back({text, {number}, weight});
    }
  }
  void phrasing(std::string_view text, std::uint32_t number) {
    auto key = essence(text);
    if (key.empty()) {
      return;
    }
    const auto [at, fresh] = places_.emplace(std::move(key), texts_.size());
    if (fresh) {
      add(text, number, as_question);
    } else if (auto& classes = texts_[at->second].classes; std::ranges::find(classes, number) == classes.end()) {
      classes.push_back(number);
    }
  }
  std::vector<Text> texts_;
  std::unordered_map<std::string, std::size_t> places_;
};

/// A part of 1 for each score.
std::vector<float> shares(const std::vector<float>& scores) {
  const auto highest = std::ranges::max(scores);
  std::vector<float> all;
  float sum = 0;
  for (const auto score : scores) {
    all.push_back(std::exp(score - highest));
    sum += all.back();
  }
  for (auto& one : all) {
    one /= sum;
  }
  return all;
}

}  // namespace

struct Reader::Learnt {
  Script script = Script::spaced;
  std::vector<std::int64_t> topics;  // by class; the first is beyond
  std::vector<float> phrasings;      // by class
  std::unordered_map<std::string, std::vector<std::uint32_t>> exact;
  Lexicon lexicon;
  Classifier classifier;
  Neighbours neighbours;

  struct Judged {
    std::vector<float> shares;
    std::size_t best = 0;  // 0: no topic is like the text at all
    Evidence evidence;
  };
  [[nodiscard]] Judged judge(std::string_view text) const;
};

Reader::Learnt::Judged Reader::Learnt::judge(std::string_view text) const {
  const auto all = features(text, script);
  const auto vector = lexicon.vector(all);
  Judged judged;
  if (vector.empty() || topics.size() < 2) {
    return judged;
  }
  const auto scores = classifier.scores(vector);
  const auto likeness = neighbours.likeness(vector);
  judged.shares = shares(scores);
  judged.best = static_cast<std::size_t>(std::ranges::max_element(scores.begin() + 1, scores.end()) - scores.begin());
  auto next = -std::numeric_limits<float>::infinity();
  auto other = 0.0F;
  for (std::size_t c = 1; c < scores.size(); ++c) {
    if (c != judged.best) {
      next = std::max(next, scores[c]);
      other = std::max(other, likeness[c]);
    }
  }
  constexpr float least_share = 1e-6F;
  const auto best = judged.best;
  judged.evidence = {.share = std::log(judged.shares[best] + least_share),
                     .margin = scores.size() > 2 ? scores[best] - next : 0,
                     .beyond = scores[beyond_class],
                     .likeness = likeness[best],
                     .other = other,
                     .stranger = likeness[beyond_class],
                     .substance = std::log(1 + lexicon.substance(all)),
                     .phrasings = phrasings[best]};
  return judged;
}

Reader::Reader(const Lessons& lessons, std::uint64_t seed) {
  auto learnt = std::make_unique<Learnt>();
  learnt->script = script_of(lessons.language);
  learnt->topics.push_back(0);
  for (const auto& topic : lessons.topics) {
    learnt->topics.push_back(topic.id);
  }
  const auto classes = learnt->topics.size();
  const Gathering gathering{lessons};
  std::vector<std::vector<Feature>> all;
  learnt->phrasings.resize(classes);
  for (const auto& one : gathering.texts()) {
    all.push_back(features(one.text, learnt->script));
    for (const auto c : one.classes) {
      learnt->phrasings[c] += one.weight >= as_question ? 1.0F : 0.0F;
    }
  }
  learnt->exact = gathering.exact();
  learnt->lexicon = Lexicon{all, weights_most / classes};
  std::vector<Lesson> vectors;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& text = gathering.texts()[i];
    vectors.push_back({learnt->lexicon.vector(all[i]), text.classes, text.weight});
  }
  learnt->classifier = Classifier{vectors, learnt->lexicon.size(), classes, seed};
  learnt->neighbours = Neighbours{vectors, learnt->lexicon.size(), classes};
  learnt_ = std::move(learnt);
}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Reading Reader::read(std::string_view text) const {
  Reading reading;
  reading.says = says(text);
  if (reading.says == Says::nothing) {
    return reading;
  }
  const auto judged = learnt_->judge(text);
  if (judged.best == 0) {
    return reading;
  }
  // The rest of what is certain is shared out as the classifier has it.
  const auto certain = probability(judged.evidence);
  const auto rest = 1 - judged.shares[judged.best];
  auto of_class = judged.shares;
  for (std::size_t c = 0; c < of_class.size(); ++c) {
    of_class[c] = c == judged.best ? certain : rest > 0 ? std::min(of_class[c] * (1 - certain) / rest, 1 - certain) : 0;
    if (c != beyond_class && c != judged.best) {
      of_class[c] = std::min(of_class[c], certain);
    }
  }
  if (const auto exact = learnt_->exact.find(essence(text)); exact != learnt_->exact.end()) {
    std::ranges::for_each(of_class, [](float& one) { one *= 1 - of_exact; });
    for (const auto c : exact->second) {
      of_class[c] += of_exact / static_cast<float>(exact->second.size());
      reading.says = c == beyond_class || reading.says == Says::wants_person ? reading.says : Says::question;
    }
  }
  std::vector<std::uint32_t> order;
  float sum = 0;
  for (std::uint32_t c = 1; c < of_class.size(); ++c) {
    order.push_back(c);
    sum += of_class[c];
  }
  const auto most = std::min(order.size(), candidates_max);
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(most),
                            [&](auto a, auto b) { return of_class[a] != of_class[b] ? of_class[a] > of_class[b] : a < b; });
  for (std::size_t i = 0; i < most; ++i) {
    reading.candidates.push_back({learnt_->topics[order[i]], of_class[order[i]]});
  }
  reading.beyond = std::clamp(1 - sum, 0.0F, 1.0F);
  return reading;
}

std::optional<Reader::Weighed> Reader::weighed(std::string_view text) const {
  const auto judged = learnt_->judge(text);
  return judged.best == 0 ? std::nullopt : std::optional<Weighed>{{learnt_->topics[judged.best], judged.evidence}};
}

std::string_view language_of(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = language::point_at(text, at);
    const bool kana = point.code >= 0x3041 && point.code <= 0x30FF;
    if (point.code >= 0 && !kana && language::kind_of(point.code) == language::CharacterKind::gram) {
      return "zh-CN";
    }
    at += point.length;
  }
  return "en";
}

}  // namespace zhiyin::understanding
