#include "app/settings.hpp"

#include <array>
#include <vector>

#include "api/settings.hpp"
#include "app/plants.hpp"
#include "bot/settings.hpp"
#include "channel/web/settings.hpp"
#include "contact/settings.hpp"
#include "conversation/settings.hpp"
#include "credential/settings.hpp"
#include "desk/settings.hpp"
#include "help/settings.hpp"
#include "routing/settings.hpp"
#include "team/settings.hpp"

namespace zhiyin::app {
namespace {

using config::Kind;

constexpr auto table = std::to_array<config::Setting>({
    {"data", Kind::text, "./data", 0, 0, "", "Folder that holds all data; with PostgreSQL only what is not in the database",
     "存放全部数据的文件夹；使用 PostgreSQL 时只存放数据库以外的内容"},
    {"roles", Kind::choice, "all", 0, 0, "all|gateway|worker", "What this process does: serve sockets, run timers and listeners, or both",
     "本进程的职责：服务连接、运行定时器与监听器，或两者兼任"},

    {"http.address", Kind::text, "127.0.0.1", 0, 0, "", "Address to listen on; 0.0.0.0 for all", "监听地址；0.0.0.0 表示全部"},
    {"http.port", Kind::integer, "8080", 0, 65535, "", "Port to listen on; 0 for any free one", "监听端口；0 表示任选空闲端口"},
    {"http.tls_certificate", Kind::text, "", 0, 0, "", "PEM file with the certificate chain; empty for plain HTTP",
     "PEM 证书链文件；留空则不加密"},
    {"http.tls_key", Kind::text, "", 0, 0, "", "PEM file with the certificate's key", "证书私钥的 PEM 文件"},
    {"http.trusted_proxies", Kind::text, "", 0, 4096, "",
     "Addresses and networks of proxies before this server, with commas: only their word on whose request it is counts (10.0.0.0/8, ::1)",
     "本服务器前方代理的地址与网段，以逗号分隔：只有它们所说的客户端地址才算数（10.0.0.0/8, ::1）"},
    {"http.forwarded_by", Kind::choice, "x-forwarded-for", 0, 0, "x-forwarded-for|forwarded",
     "The header in which the trusted proxies say it; the other one counts nothing", "受信任代理使用的请求头；另一个不予采信"},
    {"http.threads", Kind::integer, "2", 1, 64, "", "Threads that serve connections", "服务连接的线程数"},
    {"http.header_max_bytes", Kind::size_bytes, "16KiB", 1024, 1048576, "", "Longest request header", "请求头的最大长度"},
    {"http.body_max_bytes", Kind::size_bytes, "1MiB", 1024, 1073741824, "", "Longest request body", "请求体的最大长度"},
    {"http.message_max_bytes", Kind::size_bytes, "64KiB", 32768, 16777216, "", "Longest WebSocket message",
     "单条 WebSocket 消息的最大长度"},
    {"http.socket_queue_max_bytes", Kind::size_bytes, "1MiB", 65536, 268435456, "",
     "Unsent bytes of one socket; a slower reader is cut and resumes", "单个连接的待发字节上限；读得更慢者会被断开，重连后续传"},
    {"http.connections", Kind::integer, "50000", 1, 1000000, "", "Open connections", "打开的连接数上限"},
    {"http.connections_per_address", Kind::integer, "100", 0, 1000000, "",
     "Open connections of one address; 0 for no limit; not for trusted proxies", "单个地址的连接数上限；0 表示不限；受信任代理除外"},
    {"http.header_timeout_ms", Kind::duration_ms, "10s", 100, 600000, "", "Time for a whole request header", "收齐请求头的时限"},
    {"http.body_timeout_ms", Kind::duration_ms, "30s", 100, 3600000, "", "Time for a whole request body", "收齐请求体的时限"},
    {"http.write_timeout_ms", Kind::duration_ms, "30s", 100, 3600000, "", "Time without progress in writing", "发送无进展的时限"},
    {"http.keep_alive_timeout_ms", Kind::duration_ms, "60s", 100, 3600000, "", "Time between requests on one connection",
     "同一连接上两次请求之间的时限"},
    {"http.socket_idle_timeout_ms", Kind::duration_ms, "60s", 1000, 3600000, "",
     "Silence after which a WebSocket is closed; pinged at half of it", "WebSocket 静默多久后关闭；过半时先探询"},
    {"http.drain_ms", Kind::duration_ms, "10s", 0, 600000, "", "Time for connections to end when the server stops",
     "停机时等待连接结束的时间"},

    {"db.url", Kind::text, "", 0, 0, "", "postgresql:// address of the database; empty for SQLite in the data folder",
     "数据库的 postgresql:// 地址；留空则用数据文件夹里的 SQLite", "", true},
    {"db.lanes", Kind::integer, "4", 1, 64, "", "Writers of this process (PostgreSQL; SQLite has one)",
     "本进程的写入通道数（PostgreSQL；SQLite 只有一个）"},
    {"db.readers", Kind::integer, "2", 1, 64, "", "Threads that read for sockets", "为连接读取数据的线程数"},
    {"db.batch_max", Kind::integer, "256", 1, 10000, "", "Commands in one transaction", "一次事务中的命令数上限"},
    {"db.waiting_max", Kind::integer, "8192", 1, 1000000, "", "Commands waiting for a writer; more are refused",
     "等待写入的命令数上限；超出即拒绝"},
    {"db.lock_timeout_ms", Kind::duration_ms, "2s", 200, 60000, "", "Longest wait for a row lock (PostgreSQL)",
     "等待行锁的时限（PostgreSQL）"},
    {"db.answer_timeout_ms", Kind::duration_ms, "4s", 500, 120000, "", "Longest wait for the database's answer", "等待数据库应答的时限"},

    {"log.kept_max", Kind::integer, "1000000", 10000, 1000000000, "", "Facts that stay in the log after every listener has passed them",
     "所有监听器处理之后仍保留在日志中的事实数"},
    {"log.level", Kind::choice, "info", 0, 0, "debug|info|warning|error", "How much is logged", "日志详细程度"},
    {"log.json", Kind::flag, "false", 0, 0, "", "One JSON object a line instead of text", "每行一个 JSON 对象，而不是文本"},

    {"metrics.token", Kind::text, "", 0, 512, "", "Who sends it as a bearer token gets /metrics from anywhere; empty: this machine only",
     "以 Bearer 令牌发送它即可从任何地方读取 /metrics；留空则仅限本机", "", true},

    {"demo.agents", Kind::integer, "5", 0, 1000, "", "Demonstration agents (demo-01 …), accepted from this machine only; 0 for none",
     "演示客服（demo-01 …）的数量，仅限本机访问；0 表示没有"},

    {"proof.kill_at", Kind::text, "", 0, 0, "",
     "For proofs: POINT:N ends the process at the N-th before_commit, after_commit or before_relay",
     "仅供验证：POINT:N 在第 N 次 before_commit、after_commit 或 before_relay 时结束进程"},
});

}  // namespace

std::span<const config::Setting> settings() {
  static const auto all = [] {
    std::vector<config::Setting> rows{table.begin(), table.end()};
    for (const auto& more :
         {api::settings(), conversation::settings(), contact::settings(), credential::settings(), team::settings(), routing::settings(),
          channel::web::settings(), desk::settings(), help::settings(), bot::settings(), plant_settings()}) {
      rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
  }();
  return all;
}

}  // namespace zhiyin::app
