#include "platform/process/answering.hpp"

#include <sys/prctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "platform/process/frame.hpp"

namespace zhiyin::process {
namespace {

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

void answer_parent(int socket, const Answering& answering) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a child that was stopped would not see that its socket has closed
  FrameReader reader;
  std::array<char, 65536> bytes{};
  while (true) {
    Frame frame;
    auto state = reader.next(frame);
    while (state == FrameReader::State::whole) {
      if (frame.kind == Kind::lesson) {
        answering.learn(frame.words);
      } else if (frame.kind == Kind::question) {
        // An empty question asks only whether there is life.
        const auto words = frame.words.empty() ? std::string{} : answering.answer(frame.words);
        if (!send_all(socket, frame_text({Kind::answer, frame.number, words}))) {
          return;
        }
      }
      state = reader.next(frame);
    }
    if (state == FrameReader::State::broken) {
      return;
    }
    const auto count = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return;
    }
    reader.add({bytes.data(), static_cast<std::size_t>(count)});
  }
}

}  // namespace zhiyin::process
