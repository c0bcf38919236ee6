// A small API as tests want it: a route of each kind, people with tokens, behind a real server on a real store.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/api.hpp"
#include "api/idempotency.hpp"
#include "platform/clock/clock.hpp"
#include "platform/net/test_peer.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"

namespace zhiyin::api::test {

enum class Mood : std::uint8_t { calm = 1, cross };
constexpr auto words(Of<Mood>) {
  return api::words<Mood>("Mood", {{Mood::calm, "calm"}, {Mood::cross, "cross"}});
}

struct NewNote {
  std::string text;
  std::int64_t level = 3;
  std::optional<Mood> mood;
};
constexpr auto shape(Of<NewNote>) {
  return object<NewNote>("NewNote", field("text", &NewNote::text, {.least = 1, .most = 80, .what = "What it says."}),
                         field("level", &NewNote::level, {.least = 1, .most = 5, .needed = false}), field("mood", &NewNote::mood, {}));
}

struct Note {
  Id<struct NoteTag> id;
  std::string text;
  std::string by;
};
constexpr auto shape(Of<Note>) {
  return object<Note>("Note", field("id", &Note::id, {}), field("text", &Note::text, {.most = 80}), field("by", &Note::by, {.most = 80}));
}

struct Filter {
  std::optional<std::string> text;
};
constexpr auto shape(Of<Filter>) {
  return object<Filter>("Filter", field("text", &Filter::text, {.most = 80, .what = "Only those that say this."}));
}

/// "good" is an administrator, "poor" a planner, "other" a second administrator, "service" one without a person; the rest is nobody.
class TrialCredentials final : public Credentials {
 public:
  Result<Caller> find(db::Session& /*reading*/, const Presented& presented, Time /*now*/) override { return find(presented); }
  void want(writer::Tx& /*tx*/, const Presented& /*presented*/) override { ++wanted; }
  std::optional<Caller> loaded(writer::Tx& /*tx*/, const Presented& /*presented*/) override { return std::nullopt; }
  Result<Caller> find(writer::Tx& /*tx*/, const Presented& presented) override { return find(presented); }
  /// From now on nobody knows it.
  void end(std::string secret) {
    const std::scoped_lock lock{mutex_};
    ended_ = std::move(secret);
  }
  std::atomic<int> wanted{0};

 private:
  Result<Caller> find(const Presented& presented) {
    const std::scoped_lock lock{mutex_};
    using identity::Role;
    const auto& secret = presented.secret;
    const bool known = secret == "good" || secret == "poor" || secret == "other" || secret == "service";
    if (!known || secret == ended_) {
      return refuse(ErrorCode::unauthenticated, "this token or session is not known, or has ended");
    }
    Caller caller{{},
                  {.person = {},
                   .name = secret,
                   .rights = identity::rights_of(secret == "poor" ? Role::planner : Role::administrator),
                   .inboxes = {},
                   .teams = {}},
                  static_cast<std::int64_t>(secret.size()),
                  presented.kind == Presented::Kind::token};
    if (secret != "service") {
      caller.person = AgentId{secret == "good" ? 1 : secret == "poor" ? 2 : 3};
    }
    return caller;
  }
  std::mutex mutex_;
  std::string ended_;
};

inline constexpr db::Statement insert_note{"trial_insert_note", "INSERT INTO trial_note (id, words) VALUES ($1, $2)"};
inline constexpr db::Statement list_notes{"trial_list_notes",
                                          "SELECT n.id, n.words FROM trial_note AS n WHERE n.id > $1 ORDER BY n.id LIMIT $2"};
inline constexpr db::Statement count_notes{"trial_count_notes", "SELECT count(*) FROM trial_note"};
inline constexpr db::Statement count_kept{"trial_count_kept", "SELECT count(*) FROM idempotency_key"};
inline constexpr std::array<const db::Statement*, 4> trial_statements{&insert_note, &list_notes, &count_notes, &count_kept};
inline constexpr EmbeddedText trial_migration{"9001_trial.sql", "CREATE TABLE trial_note (id BIGINT PRIMARY KEY, words TEXT NOT NULL);\n"};

inline Result<Page<Note>> notes(const Asked<Filter>& asked, db::Session& session) {
  const std::int64_t after = asked.page.after.empty() ? 0 : std::stoll(asked.page.after);
  const auto rows = session.query(list_notes, {after, asked.page.limit + 1});
  Page<Note> page;
  for (std::size_t i = 0; i < rows.size() && static_cast<std::int64_t>(i) < asked.page.limit; ++i) {
    if (!asked.given.text || *asked.given.text == rows.text(i, 1)) {
      page.items.push_back({Id<NoteTag>{rows.number(i, 0)}, std::string{rows.text(i, 1)}, ""});
    }
  }
  if (static_cast<std::int64_t>(rows.size()) > asked.page.limit) {
    page.next = std::to_string(rows.number(static_cast<std::size_t>(asked.page.limit) - 1, 0));
  }
  return page;
}

inline Result<Note> add_note(writer::Tx& tx, const Asked<NewNote>& asked) {
  if (asked.given.text == "refuse me") {
    return refuse(ErrorCode::stale, "somebody was faster", "text", "look again");
  }
  const auto id = new_id<NoteTag>(tx.now(), tx.chance());
  (void)tx.session().query(insert_note, {id.value(), std::string_view{asked.given.text}});
  return Note{id, asked.given.text, asked.caller.viewer.name};
}

inline constexpr auto nothing_to_want = [](writer::Tx&, const auto&) {};

inline std::vector<Route> note_routes() {
  using identity::Right;
  return {
      read<Filter, Page<Note>>({.path = "/api/v1/notes",
                                .needs = needs(Right::conversation_read),
                                .operation = "listNotes",
                                .summary = "Notes",
                                .summary_zh = "备注",
                                .tag = "conversations"},
                               notes),
      write<NewNote, Note>({.method = net::Method::post,
                            .path = "/api/v1/notes",
                            .needs = needs(Right::conversation_note),
                            .operation = "addNote",
                            .summary = "Add a note",
                            .summary_zh = "添加备注",
                            .tag = "conversations",
                            .status = 201,
                            .errors = {ErrorCode::stale},
                            .body_max_bytes = 1000},
                           nothing_to_want, add_note),
      read<Nothing, Note>({.path = "/api/v1/notes/{note}",
                           .needs = needs(Right::conversation_read),
                           .operation = "getNote",
                           .summary = "One note",
                           .summary_zh = "一条备注",
                           .tag = "conversations"},
                          [](const Asked<Nothing>& asked, db::Session&) -> Result<Note> {
                            const auto id = asked.id<NoteTag>("note");
                            return id.value() == 7 ? Result<Note>{Note{id, "seven", ""}}
                                                   : refuse(ErrorCode::not_found, "there is no such note");
                          }),
      write<Nothing, Nothing>({.method = net::Method::del,
                               .path = "/api/v1/notes/{note}",
                               .needs = needs(Right::conversation_note),
                               .operation = "deleteNote",
                               .summary = "Delete a note",
                               .summary_zh = "删除备注",
                               .tag = "conversations"},
                              nothing_to_want, [](writer::Tx&, const Asked<Nothing>&) -> Result<Nothing> { return Nothing{}; }),
  };
}

inline std::vector<Route> session_routes(std::vector<std::jthread>& hashing) {
  using identity::Right;
  return {
      write<NewNote, Note>({.method = net::Method::post,
                            .path = "/api/v1/secrets",
                            .needs = needs(Right::conversation_note),
                            .operation = "addSecret",
                            .summary = "Add a secret",
                            .summary_zh = "添加密钥",
                            .tag = "session",
                            .replays = false},
                           nothing_to_want, add_note),
      read<Nothing, Note>({.path = "/api/v1/hello",
                           .needs = open_to_all("anybody may be greeted"),
                           .operation = "getHello",
                           .summary = "Hello",
                           .summary_zh = "你好",
                           .tag = "session"},
                          [](const Asked<Nothing>& asked, db::Session&) -> Result<Note> {
                            return Note{Id<NoteTag>{1}, "hello", asked.caller.viewer.name};
                          }),
      direct<NewNote, Reply<Note>>({.method = net::Method::post,
                                    .path = "/api/v1/sign-in",
                                    .needs = open_to_all("nobody is signed in before"),
                                    .operation = "signIn",
                                    .summary = "Sign in",
                                    .summary_zh = "登录",
                                    .tag = "session",
                                    .rate = RateClass::sign_in},
                                   [&hashing](const Asked<NewNote>& asked, Give<Reply<Note>> give) {
                                     if (asked.given.text == "drop") {
                                       return;
                                     }
                                     hashing.emplace_back([text = asked.given.text, give = std::move(give)]() mutable {
                                       give(Reply<Note>{{Id<NoteTag>{1}, text, ""}, {{"Set-Cookie", "zhiyin_session=x; HttpOnly"}}});
                                     });
                                   }),
      prepared<NewNote>(write<NewNote, Note>({.method = net::Method::post,
                                              .path = "/api/v1/prepared",
                                              .needs = needs(Right::conversation_note),
                                              .operation = "addPrepared",
                                              .summary = "Add a prepared note",
                                              .summary_zh = "添加预处理的备注",
                                              .tag = "conversations"},
                                             nothing_to_want, add_note),
                        [&hashing](Asked<NewNote>& asked, Ready ready) {
                          if (asked.given.text == "too often") {
                            ready(refuse(ErrorCode::too_many, "too often"), std::chrono::seconds{7});
                            return;
                          }
                          hashing.emplace_back([&asked, ready = std::move(ready)]() mutable {
                            asked.given.text = "prepared " + asked.given.text;
                            ready({}, std::chrono::seconds{0});
                          });
                        }),
      direct<Nothing, Note>(
          {.method = net::Method::post,
           .path = "/api/v1/slow",
           .needs = needs(Right::audit_read),
           .operation = "slow",
           .summary = "Slow",
           .summary_zh = "慢",
           .tag = "session"},
          [](const Asked<Nothing>& asked, Give<Note> give) { give(Note{Id<NoteTag>{1}, "slow", asked.caller.viewer.name}); }),
  };
}

/// `hashing` runs what a sign-in would do on a pool of its own.
inline std::vector<Route> trial_routes(std::vector<std::jthread>& hashing) {
  auto all = note_routes();
  std::ranges::move(session_routes(hashing), std::back_inserter(all));
  return all;
}

class Site {
 public:
  explicit Site(db::Engine engine, RateLimits limits = {{100'000, 100'000, 100'000}})
      : place_(engine),
        store_(place_.options(), with_trial(), all_statements()),
        key_(founded(store_, chance_)),
        writer_(store_, clock_, chance_, 2, {}, {}, metrics_),
        reading_(store_, 1),
        api_(trial_routes(hashing_), {reading_, writer_, credentials, clock_, chance_}, limits, key_),
        server_(reactors_, {.address = "127.0.0.1", .port = 0, .tls_certificate_file = {}, .tls_key_file = {}},
                {.connections_per_address_max = 0}, api_.served(), {}, metrics_) {
    server_.start();
  }
  ~Site() {
    server_.drain(std::chrono::milliseconds{0});
    hashing_.clear();
    writer_.stop();
    reading_.stop();
    reactors_.stop();
  }

  using Answer = net::test::Peer::Answer;
  using Headers = std::vector<std::pair<std::string, std::string>>;
  [[nodiscard]] Answer ask(std::string_view method, std::string_view path, std::string_view body, const Headers& headers) const {
    auto request = fmt::format("{} {} HTTP/1.1\r\nHost: here\r\n", method, path);
    bool typed = false;
    for (const auto& [name, value] : headers) {
      request += fmt::format("{}: {}\r\n", name, value);
      typed = typed || name == "Content-Type";
    }
    request += typed || body.empty() ? "" : "Content-Type: application/json\r\n";
    request += fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
    net::test::Peer peer{server_.port()};
    peer.send(request);
    return peer.answer(method == "HEAD");
  }
  [[nodiscard]] Answer get(std::string_view path, const std::string& token = "good") const {
    return ask("GET", path, "", {{"Authorization", "Bearer " + token}});
  }
  [[nodiscard]] Answer post(std::string_view path, std::string_view body, Headers headers = {}, const std::string& token = "good") const {
    headers.emplace_back("Authorization", "Bearer " + token);
    return ask("POST", path, body, headers);
  }
  [[nodiscard]] std::int64_t count(const db::Statement& statement) { return store_.open_reading()->query(statement, {}).number(0, 0); }
  [[nodiscard]] const Api& api() const { return api_; }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

  TrialCredentials credentials;

 private:
  static std::vector<EmbeddedText> with_trial() {
    std::vector<EmbeddedText> all{migrations().begin(), migrations().end()};
    all.push_back(trial_migration);
    return all;
  }
  static std::vector<db::ModuleStatements> all_statements() {
    return {idempotency::statements(), journal::statements(), writer::statements(), timer::statements(), {trial_statements, {}}};
  }
  static crypto::Key founded(db::Store& store, Chance& chance) {
    const auto session = store.open_writing();
    journal::found(*session, chance);
    return {};
  }

  SystemClock clock_;
  SystemChance chance_;
  MetricRegistry metrics_;
  std::vector<std::jthread> hashing_;
  trial::StorePlace place_;
  db::Store store_;
  crypto::Key key_;
  net::Reactors reactors_{1};  // so that routes may push to hashing_
  writer::Writer writer_;
  reading::ReadingPool reading_;
  Api api_;
  net::Server server_;
};

/// A value of an answer's header; empty when it is not there.
inline std::string header_of(const Site::Answer& answer, const std::string& name) {
  const auto at = answer.head.find("\r\n" + name + ": ");
  if (at == std::string::npos) {
    return {};
  }
  const auto from = at + name.size() + 4;
  return answer.head.substr(from, answer.head.find("\r\n", from) - from);
}

}  // namespace zhiyin::api::test
