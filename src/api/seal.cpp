#include "api/seal.hpp"

#include <openssl/evp.h>

#include <memory>
#include <span>
#include <vector>

#include "platform/base/require.hpp"

namespace zhiyin::api {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Bytes = std::vector<unsigned char>;
struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(const Bytes& bytes) {
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 6; bits -= 6) {
      out.push_back(alphabet[(held >> (bits - 6)) & 63U]);
    }
  }
  if (bits > 0) {
    out.push_back(alphabet[(held << (6 - bits)) & 63U]);
  }
  return out;
}

/// Exactly what base64url writes: bits left over must be zero, so that a cursor has one spelling.
std::optional<Bytes> from_base64url(std::string_view text) {
  Bytes out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    held = (held << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<unsigned char>((held >> bits) & 255U));
    }
  }
  const bool clean = bits < 6 && (held & ((1U << bits) - 1U)) == 0;
  return clean ? std::optional{out} : std::nullopt;
}

}  // namespace

std::string Sealer::seal(std::string_view plain, std::string_view bound) const {
  Bytes out(nonce_bytes + plain.size() + tag_bytes);
  for (std::size_t i = 0; i < nonce_bytes; i += 4) {
    const auto bits = chance_.bits() >> 16U;
    for (std::size_t j = 0; j < 4; ++j) {
      out[i + j] = static_cast<unsigned char>((bits >> (8 * j)) & 255U);
    }
  }
  const Context context{EVP_CIPHER_CTX_new()};
  int length = 0;
  auto* const body = out.data() + nonce_bytes;
  const bool well = context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), out.data()) == 1 &&
                    EVP_EncryptUpdate(context.get(), nullptr, &length, bytes_of(bound), static_cast<int>(bound.size())) == 1 &&
                    EVP_EncryptUpdate(context.get(), body, &length, bytes_of(plain), static_cast<int>(plain.size())) == 1 &&
                    EVP_EncryptFinal_ex(context.get(), body + length, &length) == 1 &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_bytes), body + plain.size()) == 1;
  require(well, "AES-256-GCM is there");
  return base64url(out);
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view bound) const {
  auto bytes = from_base64url(sealed);
  if (!bytes || bytes->size() < nonce_bytes + tag_bytes) {
    return std::nullopt;
  }
  const auto size = bytes->size() - nonce_bytes - tag_bytes;
  std::string plain(size + 1, '\0');  // one more, so that there is a place to point at
  auto* const into = reinterpret_cast<unsigned char*>(plain.data());
  auto* const body = bytes->data() + nonce_bytes;
  const Context context{EVP_CIPHER_CTX_new()};
  int length = 0;
  const bool well = context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes->data()) == 1 &&
                    EVP_DecryptUpdate(context.get(), nullptr, &length, bytes_of(bound), static_cast<int>(bound.size())) == 1 &&
                    EVP_DecryptUpdate(context.get(), into, &length, body, static_cast<int>(size)) == 1 &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_bytes), body + size) == 1 &&
                    EVP_DecryptFinal_ex(context.get(), into + size, &length) == 1;
  if (!well) {
    return std::nullopt;
  }
  plain.resize(size);
  return plain;
}

}  // namespace zhiyin::api
