// All settings from all sources: who wins, and what a person reads who got one wrong.
#include "platform/config/setting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace zhiyin::config {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto table = std::to_array<Setting>({
    {.name = "data", .kind = Kind::text, .default_text = "./data", .least = 1, .what = "Where all data lies.", .what_zh = "数据目录。"},
    {.name = "http.port",
     .kind = Kind::integer,
     .default_text = "8080",
     .least = 1,
     .most = 65535,
     .what = "The port that is served.",
     .what_zh = "服务端口。",
     .alias = "port"},
    {.name = "http.header_timeout_ms",
     .kind = Kind::duration_ms,
     .default_text = "10s",
     .least = 100,
     .most = 60'000,
     .what = "How long headers may take.",
     .what_zh = "请求头时限。"},
    {.name = "http.body_max_bytes",
     .kind = Kind::size_bytes,
     .default_text = "1MiB",
     .least = 1024,
     .most = 64LL << 20U,
     .what = "The longest body.",
     .what_zh = "最长请求体。"},
    {.name = "log.json", .kind = Kind::flag, .default_text = "false", .what = "JSON lines.", .what_zh = "以 JSON 输出。"},
    {.name = "log.level",
     .kind = Kind::choice,
     .default_text = "info",
     .choices = "debug|info|error",
     .what = "The least level | heard.",
     .what_zh = "最低级别。"},
    {.name = "database.password",
     .kind = Kind::text,
     .default_text = "",
     .most = 16,
     .what = "Password.",
     .what_zh = "密码。",
     .secret = true},
});

Sources file(std::string text) {
  return {.file_text = std::move(text), .file_name = "zhiyin.toml", .environment = {}, .arguments = {}};
}
Sources environment(std::string name, std::string value) {
  return {.file_text = {}, .file_name = {}, .environment = {{std::move(name), std::move(value)}}, .arguments = {}};
}
Sources flags(std::vector<std::string> arguments) {
  return {.file_text = {}, .file_name = {}, .environment = {}, .arguments = std::move(arguments)};
}

std::string problems(const Sources& sources) {
  const auto settings = read(table, sources);
  return settings ? "" : settings.error().what;
}

TEST(Settings, AreTheirDefaultsWhenNobodySaysOtherwise) {
  const auto settings = read(table, {});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->text("data"), "./data");
  EXPECT_EQ(settings->number("http.port"), 8080);
  EXPECT_EQ(settings->number("http.header_timeout_ms"), 10'000);
  EXPECT_EQ(settings->number("http.body_max_bytes"), 1'048'576);
  EXPECT_FALSE(settings->flag("log.json"));
  EXPECT_EQ(settings->text("log.level"), "info");
  EXPECT_EQ(settings->source("http.port"), "default");
}

TEST(Settings, LaterSourcesWin) {
  Sources sources = file("data = '/a'\n[http]\nport = 1\nheader_timeout_ms = '1s'\n");
  const auto from = [&] {
    const auto settings = read(table, sources);
    EXPECT_TRUE(settings) << settings.error().what;
    return std::to_string(settings->number("http.port")) + " " + std::string{settings->source("http.port")};
  };
  EXPECT_EQ(from(), "1 file");
  sources.environment = {{"ZHIYIN_HTTP_PORT", "2"}, {"PATH", "/bin"}, {"zhiyin_http_port", "9"}};
  EXPECT_EQ(from(), "2 environment");
  sources.arguments = {"--http.port", "3"};
  EXPECT_EQ(from(), "3 flag");
  sources.arguments = {"--http.port", "3", "--port=4"};  // a script gives its own first, then what it was given
  EXPECT_EQ(from(), "4 flag");
}

TEST(Settings, TomlMayBeWrittenInEveryForm) {
  for (const std::string text :
       {"http.port = 81", "[http]\nport = 81", "http = { port = 81 }", "\"http\".port = 81", "[http]\nport = 0x51"}) {
    const auto settings = read(table, file(text));
    ASSERT_TRUE(settings) << text << '\n' << settings.error().what;
    EXPECT_EQ(settings->number("http.port"), 81) << text;
  }
  const auto settings =
      read(table, file("log = { json = true, level = 'debug' }\nhttp.body_max_bytes = '64KiB'\nhttp.header_timeout_ms = 500"));
  ASSERT_TRUE(settings) << settings.error().what;
  EXPECT_TRUE(settings->flag("log.json"));
  EXPECT_EQ(settings->text("log.level"), "debug");
  EXPECT_EQ(settings->number("http.body_max_bytes"), 65'536);
  EXPECT_EQ(settings->number("http.header_timeout_ms"), 500);
}

TEST(Settings, FlagsMayBeWrittenInEveryForm) {
  struct Row {
    std::vector<std::string> arguments;
    bool json;
    std::int64_t port;
  };
  for (const auto& row : std::vector<Row>{{{"--port", "1"}, false, 1},
                                          {{"--http.port=1"}, false, 1},
                                          {{"--log.json"}, true, 8080},
                                          {{"--log.json", "--port", "1"}, true, 1},
                                          {{"--log.json", "off", "--port=1"}, false, 1},
                                          {{"--log.json=true"}, true, 8080}}) {
    const auto settings = read(table, flags(row.arguments));
    ASSERT_TRUE(settings) << settings.error().what;
    EXPECT_EQ(settings->flag("log.json"), row.json) << row.arguments.front();
    EXPECT_EQ(settings->number("http.port"), row.port) << row.arguments.front();
  }
  const auto settings = read(table, flags({"--data=a=b", "--database.password", "-x y"}));
  ASSERT_TRUE(settings) << settings.error().what;
  EXPECT_EQ(settings->text("data"), "a=b");
  EXPECT_EQ(settings->text("database.password"), "-x y");
}

TEST(Settings, AProblemSaysWhatIsWrongWhereAndWhatIsAllowed) {
  struct Row {
    Sources sources;
    std::string_view says;
  };
  const std::vector<Row> rows{
      {file("\n\nhttp.port = 70000"), "http.port: 70000 is above 65535 (zhiyin.toml:3; allowed: a whole number from 1 to 65535)"},
      {file("http.port = '80'"), "http.port: \"80\" is a text (zhiyin.toml:1; allowed: a whole number from 1 to 65535)"},
      {file("http.port = 80.5"),
       "http.port: its value is a number with a fraction (zhiyin.toml:1; allowed: a whole number from 1 to 65535)"},
      {file("http.port = [80]"), "http.port: its value is a list (zhiyin.toml:1; allowed: a whole number from 1 to 65535)"},
      {file("http.port = 2026-11-21"), "http.port: its value is a date or time (zhiyin.toml:1; allowed: a whole number from 1 to 65535)"},
      {file("http.port = {}"), "http.port: its value is a section (zhiyin.toml:1; allowed: a whole number from 1 to 65535)"},
      {file("data = 7"), "data: 7 is a number (zhiyin.toml:1; allowed: text of at least 1 bytes)"},
      {file("data = ''"), "data: \"\" is empty (zhiyin.toml:1; allowed: text of at least 1 bytes)"},
      {file("log.json = 'true'"), "log.json: \"true\" is a text (zhiyin.toml:1; allowed: true or false)"},
      {file("log.json = 1"), "log.json: 1 is a number (zhiyin.toml:1; allowed: true or false)"},
      {file("log.level = true"), "log.level: true is a truth value (zhiyin.toml:1; allowed: debug or info or error)"},
      {file("http.body_max_bytes = '1MB'"),
       "http.body_max_bytes: \"1MB\" has an unknown unit \"MB\" (zhiyin.toml:1; allowed: a size from 1KiB to 64MiB)"},
      {file("http.header_timeout_ms = '1h'"),
       "http.header_timeout_ms: \"1h\" is above 1m (zhiyin.toml:1; allowed: a duration from 100ms to 1m)"},
      {file("[http]\nprot = 80"), "http.prot: no such setting, did you mean \"http.port\"? (zhiyin.toml:2)"},
      {file("[http.port]\nnumber = 80"), "http.port.number: no such setting (zhiyin.toml:2)"},
      {file("[htpp]"), "htpp: no such setting (zhiyin.toml:1)"},
      {file("entirely_else = 1"), "entirely_else: no such setting (zhiyin.toml:1)"},
      {environment("ZHIYIN_HTTP_PORT", "99999"),
       "http.port: \"99999\" is above 65535 (environment ZHIYIN_HTTP_PORT; allowed: a whole number from 1 to 65535)"},
      {environment("ZHIYIN_LOG_JSON", "maybe"),
       "log.json: \"maybe\" is neither true nor false (environment ZHIYIN_LOG_JSON; allowed: true or false)"},
      {environment("ZHIYIN_HTTP_PROT", "1"), "ZHIYIN_HTTP_PROT: no such setting, did you mean \"ZHIYIN_HTTP_PORT\"? (environment)"},
      {flags({"--port", "0"}), "http.port: \"0\" is below 1 (flag --port; allowed: a whole number from 1 to 65535)"},
      {flags({"--log.level=loud"}), "log.level: \"loud\" is none of the choices (flag --log.level; allowed: debug or info or error)"},
      {flags({"--port"}), "http.port: needs a value (flag --port; allowed: a whole number from 1 to 65535)"},
      {flags({"--port", "--log.json"}), "http.port: needs a value (flag --port; allowed: a whole number from 1 to 65535)"},
      {flags({"--prot", "1"}), "--prot: no such setting, did you mean \"--port\"? (flag)"},
      {flags({"--=1"}), "--: no such setting (flag)"},
      {flags({"serve"}), "\"serve\": is not a flag; settings are given as --name value or --name=value"},
      {flags({"-p"}), "\"-p\": is not a flag; settings are given as --name value or --name=value"},
      {flags({"--"}), "\"--\": is not a flag; settings are given as --name value or --name=value"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(problems(row.sources), row.says);
  }
}

// A secret is most often wrong by being pasted wrongly; the message must not carry it into a log.
TEST(Settings, AProblemDoesNotTellASecret) {
  EXPECT_EQ(problems(environment("ZHIYIN_DATABASE_PASSWORD", "correct horse battery staple")),
            "database.password: \"***\" is longer than 16 bytes (environment ZHIYIN_DATABASE_PASSWORD; allowed: text of at most 16 bytes)");
  EXPECT_THAT(problems(file("database.password = 12345")), Not(HasSubstr("12345")));
}

// Mending one at a time, a start each, is what makes people give up.
TEST(Settings, AllProblemsAreToldAtOnce) {
  auto sources = file("http.port = 0\nhttp.prot = 1\nlog.level = 'loud'");
  sources.environment = {{"ZHIYIN_DATA", ""}};
  sources.arguments = {"--http.port=70000", "--log.json=perhaps", "stray"};
  const auto text = problems(sources);
  EXPECT_EQ(std::ranges::count(text, '\n'), 6) << text;
  EXPECT_THAT(text, testing::AllOf(HasSubstr("zhiyin.toml:1"), HasSubstr("zhiyin.toml:2"), HasSubstr("zhiyin.toml:3"),
                                   HasSubstr("environment ZHIYIN_DATA"), HasSubstr("70000"), HasSubstr("perhaps"), HasSubstr("stray")));
}

TEST(Settings, ABrokenFileIsToldWithItsLineAndDoesNotHideTheRest) {
  for (const std::string text : {"a = 1\nhttp.port = ", "a = 1\n[http", "a = 1\na = 2", "a = 1\nb = 'x"}) {
    auto sources = file(text);
    sources.arguments = {"--port=0"};
    const auto said = problems(sources);
    EXPECT_THAT(said, testing::StartsWith("zhiyin.toml:2: ")) << text;
    EXPECT_THAT(said, HasSubstr("flag --port")) << text;
  }
}

// The parser names the line before for these; that it is refused is what matters.
TEST(Settings, AFileThatIsNotUtf8IsRefused) {
  EXPECT_THAT(problems(file("a = 1\n\xFF = 2")), HasSubstr("invalid utf-8"));
}

TEST(SettingsDeathTest, AskingForWhatIsNotThereIsABug) {
  const auto settings = read(table, {});
  ASSERT_TRUE(settings);
  EXPECT_DEATH(static_cast<void>(settings->number("http.prot")), "http.prot is a setting");
  EXPECT_DEATH(static_cast<void>(settings->text("http.port")), "by its type");
  EXPECT_DEATH(static_cast<void>(settings->source("nothing")), "nothing is a setting");
}

TEST(SettingsDeathTest, ATableThatContradictsItselfIsABug) {
  const auto row = [](std::string_view name, std::string_view default_text, std::string_view alias) {
    return Setting{.name = name,
                   .kind = Kind::integer,
                   .default_text = default_text,
                   .least = 1,
                   .most = 9,
                   .choices = {},
                   .what = {},
                   .what_zh = {},
                   .alias = alias};
  };
  struct Row {
    std::vector<Setting> rows;
    std::string_view says;
  };
  for (const auto& [rows, says] : std::vector<Row>{{{row("a", "1", ""), row("a", "1", "")}, "a is declared once"},
                                                   {{row("a", "1", ""), row("b", "1", "a")}, "alias a is declared once"},
                                                   {{row("a.b", "1", ""), row("a_b", "1", "")}, "a_b has a variable of its own"},
                                                   {{row("a", "0", "")}, "the default of a is allowed"}}) {
    EXPECT_DEATH(static_cast<void>(read(rows, {})), std::string{says});
  }
}

TEST(Description, AlignsValuesAndSourcesAndHidesSecrets) {
  auto sources = environment("ZHIYIN_DATABASE_PASSWORD", "hunter2");
  sources.arguments = {"--port", "81"};
  const auto settings = read(table, sources);
  ASSERT_TRUE(settings);
  const auto text = describe(table, &*settings, false, false);
  EXPECT_THAT(text, HasSubstr("setting                   value   source       what it is\n"));
  EXPECT_THAT(text, HasSubstr("--data                    ./data  default      Where all data lies. (text of at least 1 bytes)\n"));
  EXPECT_THAT(text,
              HasSubstr("--http.port, --port       81      flag         The port that is served. (a whole number from 1 to 65535)\n"));
  EXPECT_THAT(text, HasSubstr("--http.header_timeout_ms  10s     default  "));
  EXPECT_THAT(text, HasSubstr("--database.password       ***     environment"));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
}

// A hanzi is as wide as two letters: the columns must stand in a Chinese terminal too.
TEST(Description, SpeaksChinese) {
  const auto settings = read(table, flags({"--port", "81"}));
  ASSERT_TRUE(settings);
  const auto text = describe(table, &*settings, false, true);
  EXPECT_THAT(text, HasSubstr("设置                      当前值  来源    说明\n"));
  EXPECT_THAT(text, HasSubstr("--http.port, --port       81      命令行  服务端口。（1 至 65535 的整数）\n"));
}

TEST(Description, IsMarkdownForTheDocumentation) {
  EXPECT_EQ(describe(std::span{table}.subspan(5), nullptr, true, false),
            "| Setting | Default | Allowed | Environment | What it is |\n"
            "| --- | --- | --- | --- | --- |\n"
            "| `log.level` | info | debug or info or error | `ZHIYIN_LOG_LEVEL` | The least level \\| heard. |\n"
            "| `database.password` | \"\" | text of at most 16 bytes | `ZHIYIN_DATABASE_PASSWORD` | Password. |\n");
  EXPECT_THAT(describe(table, nullptr, true, true),
              HasSubstr("| `http.port` (`--port`) | 8080 | 1 至 65535 的整数 | `ZHIYIN_HTTP_PORT` | 服务端口。 |\n"));
}

}  // namespace
}  // namespace zhiyin::config
