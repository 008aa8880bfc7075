#include "file_ring.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <liburing.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace confiture {

namespace {

/// What became of each step for a file: as of the call it stands for, or -errno.
struct Outcome {
  int open;
  int read;
  int advise;  ///< 0 for what can be anywhere but in a pipe
  int read_on; ///< 0 at the end of the file
  int close;
};

constexpr unsigned most_steps = 3 * FileRing::most_files; ///< at once

class Ring final : public FileRing {
public:
  /// Null if it could not be used.
  static std::unique_ptr<Ring> create() {
    auto ring = std::make_unique<Ring>();
    const bool is_usable =
        ring->is_created_ && ::io_uring_register_files_sparse(&ring->ring_, most_files) == 0;
    return is_usable ? std::move(ring) : nullptr;
  }

  Ring() {
    // A name that is too long or empty is a failure of its file, not the end of what was prepared.
    constexpr unsigned flags = IORING_SETUP_SUBMIT_ALL;
    is_created_ = ::io_uring_queue_init(most_steps, &ring_, flags) == 0;
  }

  ~Ring() override {
    if (is_broken_) {
      static_cast<void>(blocks_.release()); // the system may still write there
    } else if (is_created_ && !belongs_to_parent()) {
      ::io_uring_queue_exit(&ring_);
    }
  }

  /// Whether this process was forked since: what is shared with the system is the parent's then,
  /// and the descriptor's number may stand for another file.
  [[nodiscard]] bool belongs_to_parent() const { return process_ != ::getpid(); }

  // Each step is taken for all files before the next one. It can be said with one call that some
  // follow others for each file, but then they take longer.
  Contents read(const std::vector<Place>& files) override {
    outcomes_.fill({.open = -1, .read = -1, .advise = -1, .read_on = -1, .close = -1});
    is_broken_ = is_broken_ || !open_all(files) || !read_all() || !finish_all();
    Contents contents;
    for (unsigned slot = 0; slot < most_files && !is_broken_; ++slot) {
      const Outcome& outcome = outcomes_.at(slot);
      if (is_small(slot) && outcome.advise == 0 && outcome.read_on == 0) {
        contents.at(slot).emplace(block(slot), outcome.read);
      }
    }
    return contents;
  }

private:
  bool open_all(const std::vector<Place>& files) {
    constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
    for (unsigned slot = 0; slot < files.size(); ++slot) {
      io_uring_sqe* const entry = next();
      ::io_uring_prep_openat_direct(entry, files[slot].folder, files[slot].name, flags, 0, slot);
      ::io_uring_sqe_set_data(entry, &outcomes_.at(slot).open);
    }
    return run();
  }

  bool read_all() {
    for (unsigned slot = 0; slot < most_files; ++slot) {
      if (outcomes_.at(slot).open == 0) {
        prepare_read(slot, block(slot), block_size, 0, outcomes_.at(slot).read);
      }
    }
    return run();
  }

  /// Looks whether it is a pipe and whether anything follows, and closes. If these change places,
  /// the file does not seem to have ended.
  bool finish_all() {
    for (unsigned slot = 0; slot < most_files; ++slot) {
      Outcome& outcome = outcomes_.at(slot);
      if (is_small(slot)) {
        io_uring_sqe* const entry = next();
        ::io_uring_prep_fadvise(entry, static_cast<int>(slot), 0, 0, POSIX_FADV_NORMAL);
        ::io_uring_sqe_set_flags(entry, IOSQE_FIXED_FILE);
        ::io_uring_sqe_set_data(entry, &outcome.advise);
        prepare_read(slot, block(slot) + outcome.read, 1, outcome.read, outcome.read_on);
      }
      if (outcome.open == 0) {
        io_uring_sqe* const entry = next();
        ::io_uring_prep_close_direct(entry, slot);
        ::io_uring_sqe_set_data(entry, &outcome.close);
      }
    }
    return run();
  }

  void prepare_read(unsigned slot, char* room, unsigned size, int offset, int& outcome) {
    io_uring_sqe* const entry = next();
    const int descriptor = static_cast<int>(slot); // among those of the ring
    ::io_uring_prep_read(entry, descriptor, room, size, static_cast<std::uint64_t>(offset));
    ::io_uring_sqe_set_flags(entry, IOSQE_FIXED_FILE);
    ::io_uring_sqe_set_data(entry, &outcome);
  }

  /// What seems to be empty may be a named pipe.
  [[nodiscard]] bool is_small(unsigned slot) const {
    const int size = outcomes_.at(slot).read;
    return size > 0 && std::cmp_less(size, block_size);
  }

  char* block(unsigned slot) { return blocks_.get() + slot * block_size; }

  /// There is always room, as each run takes all that was prepared.
  io_uring_sqe* next() { return ::io_uring_get_sqe(&ring_); }

  /// Whether all that was prepared has been done, well or not.
  bool run() {
    const unsigned wanted = ::io_uring_sq_ready(&ring_);
    if (wanted > 0 && ::io_uring_submit_and_wait(&ring_, wanted) != static_cast<int>(wanted)) {
      return false;
    }
    for (unsigned done = 0; done < wanted;) {
      io_uring_cqe* entry = nullptr;
      const int failure = ::io_uring_wait_cqe(&ring_, &entry);
      if (failure == -EINTR) {
        continue;
      }
      if (failure < 0) {
        return false;
      }
      *static_cast<int*>(::io_uring_cqe_get_data(entry)) = entry->res;
      ::io_uring_cqe_seen(&ring_, entry);
      ++done;
    }
    return true;
  }

  io_uring ring_{};
  bool is_created_ = false;
  bool is_broken_ = false;
  pid_t process_ = ::getpid();
  std::array<Outcome, most_files> outcomes_{};
  std::unique_ptr<char[]> blocks_ = std::make_unique_for_overwrite<char[]>(most_files * block_size);
};

} // namespace

FileRing* FileRing::of_this_thread(bool make) {
  thread_local std::unique_ptr<Ring> ring;
  thread_local bool was_refused = false; // trying takes as long as making one
  if (ring != nullptr && ring->belongs_to_parent()) {
    ring = nullptr;
  }
  if (ring == nullptr && make && !was_refused) {
    ring = Ring::create();
    was_refused = ring == nullptr;
  }
  return ring.get();
}

} // namespace confiture
