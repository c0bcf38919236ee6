#include "bot/rules.hpp"

#include <algorithm>

#include "event/aids.hpp"
#include "language/normalise.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::bot {
namespace {

constexpr std::size_t choices_max = 3;  ///< of articles, in one question back

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// A title as it can be tapped.
std::string choice_text(const std::string& title) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < title.size(); at += language::point_at(title, at).length) {
    if (++characters > event::choice_max_chars) {
      return title.substr(0, at);
    }
  }
  return title;
}

template <class T>
bool among(const std::vector<T>& all, const T& one) {
  return std::ranges::find(all, one) != all.end();
}

template <class T>
void keep(std::vector<T>& all, const T& one) {
  all.push_back(one);
  if (all.size() > remembered_max) {
    all.erase(all.begin());
  }
}

class Dialogue {
 public:
  explicit Dialogue(const Situation& at)
      : at_(at),
        memory_(at.memory),
        offered_(std::exchange(memory_.offered, {})),
        last_(std::exchange(memory_.last_shown, ArticleId{})),
        person_offered_(std::exchange(memory_.person_offered, false)) {
    memory_.language = at.language;
  }

  Step next() {
    auto act = decided();
    return {std::move(act), std::move(memory_)};
  }

 private:
  Act decided() {
    const auto text = trimmed(at_.text);
    const auto tapped = std::ranges::find(offered_, text, &Offered::title);
    if (tapped != offered_.end()) {
      return answer_or_fail(tapped->article);
    }
    if (person_offered_ && text == say(Line::person, at_.memory.language)) {
      return hand_over(Reason::asked);
    }
    return at_.reading == nullptr ? hand_over(Reason::silent) : on_reading(*at_.reading);
  }

  Act on_reading(const Reading& reading) {
    switch (reading.says) {
      case Says::wants_person: return hand_over(Reason::asked);
      case Says::greeting: return {.does = Does::greet};
      case Says::thanks:
      case Says::goodbye: memory_.failures = 0; return {.does = Does::thanks};
      case Says::asks_whether_machine:
        memory_.last_shown = last_;  // what was said before still stands
        memory_.offered = offered_;
        memory_.person_offered = person_offered_;
        return {.does = Does::machine};
      case Says::agrees:
        if (person_offered_) {
          return hand_over(Reason::asked);
        }
        return {.does = last_.none() ? Does::go_on : Does::thanks};
      case Says::disagrees: return on_no();
      case Says::question:
      case Says::nothing: return on_question(reading);
    }
    fail_requirement("what is said is one of these", std::source_location::current());
  }

  /// To an answer: it did not help. To a question back: none of these. To a person: rather not.
  Act on_no() {
    if (!last_.none()) {
      note_failed(last_);
      return fail();
    }
    return offered_.empty() ? Act{.does = Does::go_on} : fail();
  }

  Act on_question(const Reading& reading) {
    if (count_question() >= at_.same_question_max) {
      return hand_over(Reason::repeated);
    }
    if (reading.verdict == Verdict::unknown || reading.articles.empty()) {
      return fail();
    }
    if (reading.verdict == Verdict::answer) {
      return answer_or_fail(reading.articles.front());
    }
    auto choices = choices_of(reading);
    if (choices.size() == 1) {
      return answer_or_fail(choices.front().article);
    }
    const bool again = std::ranges::all_of(choices, [this](const Offered& one) { return among(offered_, one); });
    if (choices.empty() || again) {
      return fail();
    }
    memory_.offered = choices;
    return {.does = Does::ask_back, .choices = std::move(choices)};
  }

  std::vector<Offered> choices_of(const Reading& reading) {
    std::vector<Offered> choices;
    for (const auto article : reading.articles) {
      Offered one{article, choice_text(at_.title(article))};
      const bool new_title = std::ranges::find(choices, one.title, &Offered::title) == choices.end();
      if (choices.size() < choices_max && !one.title.empty() && new_title && !among(memory_.shown, article)) {
        choices.push_back(std::move(one));
      }
    }
    return choices;
  }

  Act answer_or_fail(ArticleId article) {
    if (among(memory_.shown, article)) {
      note_failed(article);
      return fail();
    }
    if (at_.title(article).empty()) {
      return fail();
    }
    keep(memory_.shown, article);
    memory_.last_shown = article;
    return {.does = Does::answer, .article = article};
  }

  Act fail() {
    ++memory_.failures;
    if (!at_.anything()) {
      return hand_over(Reason::unpublished);
    }
    if (memory_.failures >= 2) {
      return hand_over(Reason::failed_twice);
    }
    memory_.person_offered = true;
    return {.does = Does::unknown};
  }

  static Act hand_over(Reason reason) { return {.does = Does::hand_over, .reason = reason}; }

  void note_failed(ArticleId article) {
    if (!among(memory_.failed, article)) {
      keep(memory_.failed, article);
    }
  }

  std::int64_t count_question() {
    const auto question = fingerprint(at_.text);
    const auto found = std::ranges::find(memory_.asked, question, &Asked::question);
    if (found != memory_.asked.end()) {
      return ++found->times;
    }
    keep(memory_.asked, Asked{question, 1});
    return 1;
  }

  const Situation& at_;
  Memory memory_;
  std::vector<Offered> offered_;  // by the message before this one, as are the next two
  ArticleId last_;
  bool person_offered_;
};

}  // namespace

Step next(const Situation& at) {
  return Dialogue{at}.next();
}

}  // namespace zhiyin::bot
