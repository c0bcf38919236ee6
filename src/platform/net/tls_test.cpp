#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "platform/net/test_server.hpp"

namespace zhiyin::net {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::Peer;
using test::Served;

template <class T, auto release>
using Owned = std::unique_ptr<T, decltype([](T* owned) { release(owned); })>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;

/// A folder with a key and a certificate signed by it, gone with the test.
class SelfSigned {
 public:
  SelfSigned() : folder_(std::filesystem::temp_directory_path() / ("zhiyin-tls-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    const Key key{EVP_EC_gen("P-256")};
    const Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    write(key_file(), [&](std::FILE* file) { PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    write(certificate_file(), [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
  }
  ~SelfSigned() { std::filesystem::remove_all(folder_); }
  SelfSigned(const SelfSigned&) = delete;
  SelfSigned& operator=(const SelfSigned&) = delete;

  [[nodiscard]] std::string certificate_file() const { return folder_ / "certificate.pem"; }
  [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }
  [[nodiscard]] Listen listen() const { return {"127.0.0.1", 0, certificate_file(), key_file()}; }

 private:
  template <class Write>
  static void write(const std::string& path, Write content) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    content(file);
    std::fclose(file);
  }
  std::filesystem::path folder_;
};

/// A TLS client on top of a Peer's connection.
class TlsPeer {
 public:
  explicit TlsPeer(Peer under, int newest = TLS1_3_VERSION) : under_(std::move(under)), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    if (newest < TLS1_2_VERSION) {
      SSL_CTX_set_min_proto_version(context_.get(), newest);
      SSL_CTX_set_security_level(context_.get(), 0);
    }
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), under_.descriptor());
    connected_ = SSL_connect(session_.get()) == 1;
    ERR_clear_error();
  }
  [[nodiscard]] bool connected() const { return connected_; }
  void send(std::string_view bytes) { SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())); }
  /// At least `count` bytes, or what came until the end.
  std::string read(std::size_t count) {
    std::string all;
    std::string piece(std::size_t{64} * 1024, '\0');
    while (all.size() < count) {
      const int got = SSL_read(session_.get(), piece.data(), static_cast<int>(piece.size()));
      if (got <= 0) {
        break;
      }
      all.append(piece, 0, static_cast<std::size_t>(got));
    }
    return all;
  }
  [[nodiscard]] Peer& under() { return under_; }

 private:
  Peer under_;
  Owned<SSL_CTX, SSL_CTX_free> context_;
  Owned<SSL, SSL_free> session_;
  bool connected_ = false;
};

TEST(Tls, ServesHttpAndSockets) {
  const SelfSigned identity;
  Served served{{}, identity.listen()};
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsPeer peer{served.peer(), version};
    ASSERT_TRUE(peer.connected());
    peer.send("GET /who HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = peer.read(1);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("127.0.0.1 direct tls ")) << answer;
    peer.send(Peer::handshake("/live"));
    EXPECT_TRUE(peer.read(1).starts_with("HTTP/1.1 101 "));
    peer.send(Peer::text("hello"));
    EXPECT_EQ(peer.read(7), "\x81\x05hello");
    const std::string large(60000, 'l');
    peer.send(Peer::text(large));
    EXPECT_EQ(peer.read(large.size() + 4).substr(4), large) << "several records";
  }
}

TEST(Tls, RefusesOldVersionsAndThoseWhoSpeakPlainly) {
  const SelfSigned identity;
  Served served{{}, identity.listen()};
  EXPECT_FALSE((TlsPeer{served.peer(), TLS1_1_VERSION}.connected()));
  auto plain = served.peer();
  plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(plain.wait_for_end(), Peer::End::silent);
  EXPECT_TRUE(eventually([&] { return served.figure("connections_open") == 0; }));
  EXPECT_GE(served.figure("tls_handshakes_failed_total"), 2);
}

TEST(Tls, CutsWhoNeverShakesHands) {
  const SelfSigned identity;
  Limits limits;
  limits.header_timeout = 50ms;
  Served served{limits, identity.listen()};
  auto silent = served.peer();
  EXPECT_NE(silent.wait_for_end(), Peer::End::silent);
}

// A drain does not wait for somebody who has not even said hello.
TEST(Tls, DrainsPastWhoNeverShakesHands) {
  const SelfSigned identity;
  Served served{{}, identity.listen()};
  auto silent = served.peer();
  ASSERT_TRUE(eventually([&] { return served.figure("connections_open") == 1; }));
  const auto began = std::chrono::steady_clock::now();
  served.server->drain(1h);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1min);
}

// OpenSSL keeps a record that could not be sent, and wants the very bytes again: a queue dropped meanwhile must not break that.
TEST(Tls, CutsSlowReadersAndSendsLargeAnswers) {
  const SelfSigned identity;
  Limits limits;
  limits.linger_timeout = 50ms;
  Served served{limits, identity.listen()};
  TlsPeer slow{served.peer(4096)};
  ASSERT_TRUE(slow.connected());
  slow.send(Peer::handshake("/live"));
  EXPECT_TRUE(slow.read(1).starts_with("HTTP/1.1 101 "));
  slow.send(Peer::text("flood"));
  EXPECT_TRUE(eventually([&] { return served.figure("ws_cut_slow_total") == 1 && served.figure("connections_open") == 0; }));

  TlsPeer peer{served.peer()};
  peer.send("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_GT(peer.read(1UL << 30U).size(), 64UL * 1024 * 1024);
}

TEST(Tls, NamesTheFileThatCannotBeUsed) {
  const SelfSigned identity;
  MetricRegistry metrics;
  Reactors reactors{1};
  try {
    const Server server{reactors, {"127.0.0.1", 0, "/nowhere.pem", identity.key_file()}, {}, {}, {}, metrics};
    FAIL();
  } catch (const std::runtime_error& failed) {
    EXPECT_NE(std::string_view{failed.what()}.find("/nowhere.pem"), std::string_view::npos);
  }
}

}  // namespace
}  // namespace zhiyin::net
