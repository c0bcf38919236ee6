// One password as one text that can be kept: argon2id (RFC 9106), with its parameters and salt inside. Each call takes tens of
// milliseconds and the memory that `Cost` says: on the pool's threads (pool.hpp), never on an event loop or a writer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace zhiyin::password {

/// The second of OWASP's equal choices for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
struct Cost {
  std::size_t memory_kib = std::size_t{19} * 1024;
  unsigned passes = 2;
};

struct Verdict {
  bool right = false;
  bool outdated = false;  ///< it was made with another cost: hash it anew while the password is at hand
};

/// "$argon2id$v=19$m=19456,t=2,p=1$…". Throws std::bad_alloc when there is no memory for it.
[[nodiscard]] std::string hash(std::string_view password, Cost cost);
/// A text that is no hash of ours is never right.
[[nodiscard]] Verdict verify(std::string_view stored, std::string_view password, Cost cost);

}  // namespace zhiyin::password
