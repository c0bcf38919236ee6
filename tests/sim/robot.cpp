#include "sim/robot.hpp"

#include "sim/world.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::seconds;

constexpr std::int64_t articles_max = 4;

/// The customers of the simulation write with Han characters.
knowledge::LibraryPtr library() {
  std::vector<knowledge::LiveArticle> articles;
  for (std::int64_t id = 1; id <= articles_max; ++id) {
    const auto name = std::to_string(id);
    auto text = std::make_shared<const knowledge::LiveText>(
        knowledge::LiveText{.language = "zh-CN", .version = 1, .words = {.title = "article " + name, .summary = "answer " + name}});
    articles.push_back({.id = ArticleId{id}, .slug = "article-" + name, .category = {}, .texts = {std::move(text)}});
  }
  return std::make_shared<const knowledge::Library>(1, std::vector<knowledge::Category>{}, std::move(articles), nullptr);
}

bot::Reading reading_by(SeededChance& chance) {
  bot::Reading reading{.says = chance.once_in(2) ? bot::Says::question : static_cast<bot::Says>(chance.under(9)),
                       .verdict = static_cast<bot::Verdict>(chance.under(3)),
                       .articles = {}};
  for (auto count = 1 + chance.under(3); count > 0; --count) {
    reading.articles.emplace_back(1 + static_cast<std::int64_t>(chance.under(articles_max + 1)));
  }
  return reading;
}

}  // namespace

Robot::Robot(World& world, MetricRegistry& metrics, const Clock& clock)
    : figures_(metrics),
      means_{
          {.name = "Zhi"}, [](std::string_view language, std::string_view slug) { return std::string{language}.append(slug); }, figures_},
      library_(library()),
      readings_(world),
      asker_(
          readings_, [this] { return library_; }, [&world](std::unique_ptr<writer::Command> command) { world.submit(std::move(command)); },
          clock, means_) {}

/// Now and then it fails at once, takes longer than the timer, or dies with the question.
void Robot::ChanceReadings::read(std::string /*text*/, std::string_view /*language*/, Then then) {
  if (world_.chance.once_in(10)) {
    then(std::nullopt);
    return;
  }
  if (world_.chance.once_in(10)) {
    return;
  }
  const auto late = world_.chance.once_in(8) ? world_.between(seconds{4}, seconds{8}) : world_.between(Millis{1}, seconds{2});
  auto kept = std::make_shared<Then>(std::move(then));  // an event is copied
  world_.after(late, [this, kept, life = world_.life()] {
    if (world_.up() && world_.life() == life) {
      (*kept)(reading_by(world_.chance));
    }
  });
}

}  // namespace zhiyin::sim
