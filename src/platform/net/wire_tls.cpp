#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include "platform/base/require.hpp"
#include "platform/net/wire.hpp"

namespace zhiyin::net {
namespace {

constexpr std::size_t record_max_bytes = 16 * 1024;

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: one peer that left would end the process by SIGPIPE. Hence one of ours.
int descriptor_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_result(BIO* bio, ssize_t result, int retry) {
  BIO_clear_retry_flags(bio);
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
  }
  return static_cast<int>(result);
}

int bio_write(BIO* bio, const char* data, int length) {
  return bio_result(bio, ::send(descriptor_of(bio), data, static_cast<std::size_t>(length), MSG_DONTWAIT | MSG_NOSIGNAL), BIO_FLAGS_WRITE);
}

int bio_read(BIO* bio, char* data, int length) {
  return bio_result(bio, ::recv(descriptor_of(bio), data, static_cast<std::size_t>(length), MSG_DONTWAIT), BIO_FLAGS_READ);
}

long bio_control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* make_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "zhiyin socket");
  require(method != nullptr, "OpenSSL has memory for a BIO method");
  BIO_meth_set_write(method, bio_write);
  BIO_meth_set_read(method, bio_read);
  BIO_meth_set_ctrl(method, bio_control);
  return method;
}

using BioMethod = std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>;
using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslSession = std::unique_ptr<SSL, decltype(&SSL_free)>;

int choose_http_1_1(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* chosen_length, const unsigned char* offered,
                    unsigned offered_length, void* /*argument*/) {
  constexpr std::string_view ours = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_length, reinterpret_cast<const unsigned char*>(ours.data()), static_cast<unsigned>(ours.size()),
                            offered, offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

class TlsWire final : public Wire {
 public:
  TlsWire(SSL_CTX* context, const BIO_METHOD* method, int descriptor) : session_(SSL_new(context), &SSL_free), descriptor_(descriptor) {
    BIO* bio = BIO_new(method);
    require(session_ != nullptr && bio != nullptr, "OpenSSL has memory for a connection");
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
    BIO_set_init(bio, 1);
    SSL_set_bio(session_.get(), bio, bio);
    SSL_set_accept_state(session_.get());
  }

  Io shake_hands() override {
    ERR_clear_error();
    const int result = SSL_do_handshake(session_.get());
    return result == 1 ? Io{IoState::moved, 0} : stuck(result);
  }

  Io read(std::span<char> into) override {
    ERR_clear_error();
    std::size_t got = 0;
    const int result = SSL_read_ex(session_.get(), into.data(), into.size(), &got);
    return result == 1 ? Io{IoState::moved, got} : stuck(result);
  }

  /// OpenSSL wants the very bytes again that it could not send, but the caller's queue may have been dropped by then: so a record's
  /// bytes become ours, and TLS has no gathering write anyway.
  Io write(std::span<const iovec> pieces) override {
    if (!record_.empty()) {
      if (const auto io = write_record(); io.state != IoState::moved) {
        return io;
      }
    }
    std::size_t taken = 0;
    for (const auto& piece : pieces) {
      const auto take = std::min(piece.iov_len, record_max_bytes - taken);
      record_.append(static_cast<const char*>(piece.iov_base), take);
      taken += take;
      if (taken == record_max_bytes) {
        break;
      }
    }
    if (taken > 0) {
      if (const auto io = write_record(); io.state == IoState::broken || io.state == IoState::ended) {
        return io;
      }
    }
    return {IoState::moved, taken};
  }

  [[nodiscard]] bool pending() const override { return !record_.empty(); }

  void say_end() override {
    if (SSL_is_init_finished(session_.get()) == 1) {
      ERR_clear_error();
      SSL_shutdown(session_.get());
    }
    ::shutdown(descriptor_, SHUT_WR);
  }

 private:
  Io write_record() {
    ERR_clear_error();
    std::size_t sent = 0;
    const int result = SSL_write_ex(session_.get(), record_.data(), record_.size(), &sent);
    if (result != 1) {
      return stuck(result);
    }
    std::string{}.swap(record_);
    return {IoState::moved, 0};
  }

  Io stuck(int result) {
    switch (SSL_get_error(session_.get(), result)) {
      case SSL_ERROR_WANT_READ: return {IoState::want_read, 0};
      case SSL_ERROR_WANT_WRITE: return {IoState::want_write, 0};
      case SSL_ERROR_ZERO_RETURN: return {IoState::ended, 0};
      default: return {IoState::broken, 0};
    }
  }

  SslSession session_;
  int descriptor_;
  std::string record_;  // at most record_max_bytes, taken and not sent
};

std::string openssl_reason() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  return text.data();
}

}  // namespace

struct TlsContext::Impl {
  BioMethod method{make_method(), &BIO_meth_free};
  SslContext context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
};

TlsContext::TlsContext(const std::string& certificate_file, const std::string& key_file) : impl_(std::make_unique<Impl>()) {
  auto* context = impl_->context.get();
  require(context != nullptr, "OpenSSL has memory for a context");
  ERR_clear_error();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Idle connections hold no record buffers; sessions are resumed by tickets, so nothing is kept here for them.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_http_1_1, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    throw std::runtime_error(fmt::format("the certificate {} cannot be used: {}", certificate_file, openssl_reason()));
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(context) != 1) {
    throw std::runtime_error(fmt::format("the key {} cannot be used with {}: {}", key_file, certificate_file, openssl_reason()));
  }
}

TlsContext::~TlsContext() = default;

std::unique_ptr<Wire> TlsContext::wire(int descriptor) {
  return std::make_unique<TlsWire>(impl_->context.get(), impl_->method.get(), descriptor);
}

}  // namespace zhiyin::net
