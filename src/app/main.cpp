// The commands of the program. Reads the settings, says what is wrong with them, and hands over.

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "api/document.hpp"
#include "app/serve.hpp"
#include "app/settings.hpp"
#include "app/store_command.hpp"
#include "conversation/stage.hpp"
#include "platform/files/files.hpp"
#include "platform/logging/logging.hpp"
#include "platform/process/answering.hpp"
#include "rest/routes.hpp"
#include "understanding/process/child.hpp"

namespace {

using namespace zhiyin;

constexpr const char* usage =
    "usage: zhiyin COMMAND [--config FILE] [--NAME VALUE ...]\n"
    "  serve                          serve visitors and agents\n"
    "  settings [--markdown] [--zh]   every setting: what it does, its bounds, its value now and where that came from\n"
    "  check [--audit-head HEAD]      whether the audit log is as it was written; HEAD is what an earlier check printed\n"
    "  openapi                        the OpenAPI document of the public API\n"
    "  stages --markdown [--zh]       what may happen to a conversation in each stage, and who may do it\n"
    "  language                       what the server starts beside itself to read messages with\n"
    "  restored                       after restoring a backup: clients start from fresh snapshots\n"
    "  demo load --from FOLDER        the demonstration company into a new store; nothing where people work already\n"
    "  demo fill --conversations N    add conversations, for measurements\n"
    "  version\n";

struct CommandLine {
  std::vector<std::string> words;      // before the first flag
  std::vector<std::string> arguments;  // for the settings
  std::string config_file;
  bool markdown = false;
  bool chinese = false;
  std::int64_t conversations = 0;
  std::string audit_head;
  std::string from;
};

CommandLine read_command_line(int argc, char** argv) {
  CommandLine line;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--config" && more) {
      line.config_file = argv[++i];
    } else if (word == "--markdown") {
      line.markdown = true;
    } else if (word == "--zh") {
      line.chinese = true;
    } else if (word == "--conversations" && more) {
      line.conversations = std::strtoll(argv[++i], nullptr, 10);
    } else if (word == "--audit-head" && more) {
      line.audit_head = argv[++i];
    } else if (word == "--from" && more) {
      line.from = argv[++i];
    } else if (word.starts_with("--") || !line.arguments.empty()) {
      line.arguments.push_back(word);
    } else {
      line.words.push_back(word);
    }
  }
  return line;
}

config::Sources sources_of(const CommandLine& line) {
  config::Sources sources;
  sources.arguments = line.arguments;
  if (!line.config_file.empty()) {
    sources.file_name = line.config_file;
    sources.file_text = files::read_file(line.config_file);
  }
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    const auto equals = text.find('=');
    if (equals != std::string::npos) {
      sources.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return sources;
}

void set_up_logging(const config::Settings& settings) {
  const auto& level = settings.text("log.level");
  logging::set_up(level == "debug"     ? logging::Level::debug
                  : level == "info"    ? logging::Level::info
                  : level == "warning" ? logging::Level::warning
                                       : logging::Level::error,
                  settings.flag("log.json"));
}

int run(const CommandLine& line) {
  const auto command = line.words.empty() ? std::string{} : line.words.front();
  if (command == "version") {
    std::puts("zhiyin " ZHIYIN_VERSION);
    return 0;
  }
  if (command == "openapi") {
    std::puts(api::openapi_document(rest::routes()).c_str());
    return 0;
  }
  if (command == "stages") {
    std::fputs(conversation::stages_page(line.chinese).c_str(), stdout);
    return 0;
  }
  if (command == "language") {
    understanding::read_for_parent(process::child_socket);
    return 0;
  }
  const bool known = command == "serve" || command == "settings" || command == "check" || command == "restored" || command == "demo";
  if (!known) {
    std::fputs(usage, stderr);
    return 2;
  }
  const auto settings = config::read(app::settings(), sources_of(line));
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().what.c_str());
    return 2;
  }
  set_up_logging(*settings);
  if (command == "serve") {
    return app::serve(*settings);
  }
  if (command == "settings") {
    std::fputs(config::describe(app::settings(), &*settings, line.markdown, line.chinese).c_str(), stdout);
    return 0;
  }
  if (command == "check") {
    return app::check(*settings, line.audit_head);
  }
  if (command == "restored") {
    return app::mark_restored(*settings);
  }
  if (line.words.size() == 2 && line.words[1] == "load" && !line.from.empty()) {
    return app::load_demo(*settings, line.from);
  }
  if (line.words.size() == 2 && line.words[1] == "fill" && line.conversations > 0) {
    return app::fill(*settings, line.conversations);
  }
  std::fputs(usage, stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  umask(S_IRWXG | S_IRWXO);  // what customers said is nobody else's to read
  try {
    return run(read_command_line(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "zhiyin: %s\n", error.what());
    return 1;
  }
}
