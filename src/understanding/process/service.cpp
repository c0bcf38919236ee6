#include "understanding/process/service.hpp"

#include <utility>

#include "understanding/process/wire.hpp"

namespace zhiyin::understanding {

Service::Service(std::vector<std::string> command, MetricRegistry& metrics, process::Limits limits)
    : program_("language", std::move(command), metrics, limits) {}

void Service::learn(const Lessons& lessons) {
  program_.teach(std::string(lessons.language), wire::lessons_text(lessons));
}

void Service::ask(std::string_view text, std::string_view language, Then then) {
  program_.ask(wire::question_text(text, language), [then = std::move(then)](const std::optional<std::string>& answer) mutable {
    then(answer ? wire::reading_from(*answer) : std::nullopt);
  });
}

}  // namespace zhiyin::understanding
