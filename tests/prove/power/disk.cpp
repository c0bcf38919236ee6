#include "power/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "power/below.hpp"
#include "power/faults.hpp"

namespace zhiyin::power {
namespace {

std::string saved_file(const Plan& plan) {
  return plan.notes + "/platter";
}

Platter found(const Plan& plan) {
  const auto saved = below::content(saved_file(plan));
  return saved.empty() ? Platter(plan.folder) : Platter(plan.folder, saved);
}

bool is_there(const std::string& path) {
  struct stat about{};
  return ::stat(path.c_str(), &about) == 0;
}

}  // namespace

Disk::Disk(const Plan& plan) : plan_(plan), chance_(plan.seed), platter_(found(plan)) {}

bool Disk::holds(const std::string& path) const {
  return (path == plan_.folder || path.starts_with(plan_.folder + "/")) && !path.ends_with("-shm");
}

bool Disk::knows(int fd) {
  const std::lock_guard lock(mutex_);
  return open_.contains(fd);
}

void Disk::awake() {
  const std::lock_guard lock(mutex_);
  awake_ = true;
}

bool Disk::comes(const Moment& moment, std::int64_t& count, Op op, Kind kind, bool after) const {
  return (awake_ || moment.from_birth) && moment.fits(op, kind, after) && ++count == moment.nth;
}

void Disk::pass(Op op, Kind kind, bool after) {
  if (comes(plan_.cut, cut_count_, op, kind, after)) {
    finish(plan_.end == End::power, plan_.cut.words(), plan_.end == End::power ? exit_power : exit_death);
  }
}

int Disk::open(const std::string& path, int flags, mode_t mode) {
  const std::lock_guard lock(mutex_);
  const bool makes = (flags & O_CREAT) != 0 && !is_there(path);
  const bool empties = (flags & O_TRUNC) != 0 && !makes;
  const auto kind = kind_of(path, platter_.has(path) && platter_.is_folder(platter_.at(path)));
  if (makes) {
    pass(Op::name, kind, false);
  } else if (empties) {
    pass(Op::truncate, kind, false);
  }
  const int fd = below::open(path, flags, mode);
  if (fd < 0) {
    return fd;
  }
  if (makes) {
    platter_.make(path, false);
  } else if (empties) {
    platter_.truncate(platter_.at(path), 0);
  }
  open_[fd] = {platter_.at(path), path, kind};
  return fd;
}

int Disk::close(int fd) {
  const std::lock_guard lock(mutex_);
  open_.erase(fd);
  return below::close(fd);
}

ssize_t Disk::write(int fd, const void* bytes, std::size_t wanted, off_t at) {
  const std::lock_guard lock(mutex_);
  const auto& file = open_.at(fd);
  pass(Op::write, file.kind, false);
  const auto wrote = below::write(fd, bytes, wanted, at);
  if (wrote > 0) {
    if (file.kind == Kind::wal && at == 0) {
      ++fate_.counts["wal_begun"];
    }
    platter_.write(file.node, at, {static_cast<const char*>(bytes), static_cast<std::size_t>(wrote)});
  }
  return wrote;
}

int Disk::truncate(int fd, off_t size) {
  const std::lock_guard lock(mutex_);
  const auto& file = open_.at(fd);
  pass(Op::truncate, file.kind, false);
  const int result = below::truncate(fd, size);
  if (result == 0) {
    platter_.truncate(file.node, size);
  }
  return result;
}

bool Disk::deaf_to(const Open& file) const {
  const auto faults = faults_by(plan_.planted);
  const bool keys = file.path.ends_with(keys_folder);
  return file.kind == Kind::folder
             ? faults.no_folder_sync || (faults.no_sync_above && file.path == plan_.folder) || (faults.no_keys_sync && keys)
             : faults.no_file_sync && file.kind == Kind::file;
}

int Disk::sync(int fd) {
  const std::lock_guard lock(mutex_);
  const auto& file = open_.at(fd);
  pass(Op::sync, file.kind, false);
  if (plan_.eio && comes(*plan_.eio, eio_count_, Op::sync, file.kind, false)) {
    fate_.eio = kind_name(file.kind);
    platter_.doom(file.node, chance_, tally_);
    if (!faults_by(plan_.planted).eio_unheard) {
      errno = EIO;
      return -1;
    }
  } else if (!deaf_to(file)) {
    platter_.settle(file.node, file.path);
  }
  pass(Op::sync, file.kind, true);
  return 0;
}

int Disk::make_folder(const std::string& path, mode_t mode) {
  const std::lock_guard lock(mutex_);
  pass(Op::name, Kind::folder, false);
  const int result = below::make_folder(path, mode);
  if (result == 0) {
    platter_.make(path, true);
  }
  return result;
}

int Disk::remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  pass(Op::name, kind_of(path, false), false);
  const int result = below::remove(path);
  if (result == 0) {
    platter_.remove(path);
  }
  return result;
}

int Disk::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  pass(Op::name, kind_of(to, false), false);
  const int result = below::rename(from, to);
  if (result == 0) {
    platter_.rename(from, to);
  }
  return result;
}

void Disk::end(int code) {
  mutex_.lock();
  const bool in_order = code == exit_in_order;
  const bool power = in_order ? plan_.end == End::power : plan_.power_with_own_end;
  finish(power, in_order ? "in order" : "own end", in_order && power ? exit_power : code);
}

void Disk::finish(bool power, const std::string& moment, int code) {
  fate_.power_lost = power;
  fate_.moment = moment;
  if (!power) {
    below::put(saved_file(plan_), platter_.saved());
  } else {
    if (!platter_.lose_power(chance_, tally_)) {
      fate_.bypassed = "yes";
    }
    below::put(saved_file(plan_), "");
  }
  fate_.counts["kept"] = tally_.kept;
  fate_.counts["lost"] = tally_.lost;
  fate_.counts["torn"] = tally_.torn;
  fate_.counts["names_lost"] = tally_.names_lost;
  below::put(plan_.notes + "/fate", text_of(fate_));
  below::exit(code);
}

}  // namespace zhiyin::power
