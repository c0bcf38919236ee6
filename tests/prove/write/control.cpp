#include "write/control.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "platform/base/require.hpp"

namespace zhiyin::prove {

Control::Control(const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  void* memory = MAP_FAILED;
  if (fd >= 0 && ::ftruncate(fd, sizeof(Page)) == 0) {
    memory = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  }
  ::close(fd);
  if (memory == MAP_FAILED) {
    throw std::runtime_error("cannot map " + file);
  }
  page_ = static_cast<Page*>(memory);
}

Control::~Control() {
  ::munmap(page_, sizeof(Page));
}

std::atomic<int>& Control::at(writer::Moment moment) {
  switch (moment) {
    case writer::Moment::before_commit: return page_->before_commit;
    case writer::Moment::after_commit: return page_->after_commit;
  }
  fail_requirement("a moment is one of two", std::source_location::current());
}

void Control::arm(writer::Moment moment, int signal) {
  at(moment) = signal;
}

void Control::disarm() {
  page_->before_commit = 0;
  page_->after_commit = 0;
}

void Control::pass(writer::Moment moment) {
  if (at(moment).load(std::memory_order_relaxed) != 0) {
    if (const int signal = at(moment).exchange(0); signal != 0) {
      ::kill(::getpid(), signal);
    }
  }
}

}  // namespace zhiyin::prove
