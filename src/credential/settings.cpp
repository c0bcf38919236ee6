#include "credential/settings.hpp"

#include <array>

namespace zhiyin::credential {
namespace {

using config::Kind;

constexpr std::int64_t year_ms = std::int64_t{366} * 24 * 3'600 * 1'000;

constexpr std::array<config::Setting, 6> table{{
    {.name = "sign_in.session_life_ms",
     .kind = Kind::duration_ms,
     .default_text = "30d",
     .least = 60'000,
     .most = year_ms,
     .what = "A session ends so long after its sign-in, however much it is used.",
     .what_zh = "登录后经过这么长时间，会话必定结束，无论是否在使用。"},
    {.name = "sign_in.session_idle_ms",
     .kind = Kind::duration_ms,
     .default_text = "7d",
     .least = 60'000,
     .most = year_ms,
     .what = "A session that is not used for so long ends.",
     .what_zh = "会话在这么长时间内没有使用，就会结束。"},
    {.name = "sign_in.tries_per_minute",
     .kind = Kind::integer,
     .default_text = "20",
     .least = 1,
     .most = 60'000,
     .what = "Sign-ins that one address (IPv6: one /64) may try a minute at one process; raise it behind a proxy that hides addresses.",
     .what_zh = "单个地址（IPv6 为一个 /64）每分钟可在一个进程上尝试登录的次数；若代理隐藏了来访地址，请调高。"},
    {.name = "sign_in.hash_threads",
     .kind = Kind::integer,
     .default_text = "1",
     .least = 1,
     .most = 64,
     .what = "Threads that compare passwords; each takes 19 MiB while it does.",
     .what_zh = "校验密码的线程数；每个线程工作时占用 19 MiB。"},
    {.name = "sign_in.hash_places_max",
     .kind = Kind::integer,
     .default_text = "64",
     .least = 1,
     .most = 100'000,
     .what = "Passwords waiting to be compared; more sign-ins are answered 503.",
     .what_zh = "等待校验的密码数上限；超出的登录请求回答 503。"},
    {.name = "secret.key_file",
     .kind = Kind::text,
     .default_text = "",
     .what = "File with 32 bytes in base64 under which the server's secrets lie sealed in the store; empty: they lie there as they are.",
     .what_zh = "含 32 字节（base64）密钥的文件，服务器的密钥用它加密后存放；留空则明文存放。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.session_life = Millis{values.number("sign_in.session_life_ms")},
          .session_idle = Millis{values.number("sign_in.session_idle_ms")},
          .tries_per_minute = values.number("sign_in.tries_per_minute"),
          .hash_threads = static_cast<std::size_t>(values.number("sign_in.hash_threads")),
          .hash_places_max = static_cast<std::size_t>(values.number("sign_in.hash_places_max")),
          .key_file = values.text("secret.key_file")};
}

}  // namespace zhiyin::credential
