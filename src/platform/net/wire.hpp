// The bytes of one connection, plain or through TLS: never blocks, never throws, knows nothing of what the bytes mean. Working on the
// descriptor itself instead of Asio's streams, an idle connection holds no buffers, and one read buffer serves a whole reactor.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace zhiyin::net {

enum class IoState : std::uint8_t {
  moved,       ///< `bytes` went through
  want_read,   ///< again when the descriptor can be read
  want_write,  ///< again when it can be written
  ended,       ///< the peer sends no more
  broken,      ///< nothing more goes through
};
struct Io {
  IoState state = IoState::broken;
  std::size_t bytes = 0;
};

class Wire {
 public:
  virtual ~Wire() = default;
  /// moved when done.
  virtual Io shake_hands() = 0;
  /// Into at least 16 KB, a TLS record: so nothing that was read from the descriptor stays behind, and waiting for it is enough.
  virtual Io read(std::span<char> into) = 0;
  /// Takes from the front of `pieces`. What was taken belongs to the wire, even when pending() says that it is not all sent.
  virtual Io write(std::span<const iovec> pieces) = 0;
  /// Bytes taken but not sent: call write(), with no pieces if there are none.
  [[nodiscard]] virtual bool pending() const = 0;
  /// Tells the peer that no more will come, as far as that goes without waiting.
  virtual void say_end() = 0;
};

/// `descriptor` stays the caller's and outlives the wire.
[[nodiscard]] std::unique_ptr<Wire> plain_wire(int descriptor);

/// Certificate, key and rules (TLS 1.2 or later), shared by all connections of a listener. Throws std::runtime_error that names the file.
class TlsContext {
 public:
  TlsContext(const std::string& certificate_file, const std::string& key_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  [[nodiscard]] std::unique_ptr<Wire> wire(int descriptor);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::net
