#include "file_ring.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <liburing.h>

namespace confiture {

namespace {

/// What is done with each file, one after the other.
enum Step : unsigned { Open, Read, ReadEnd, Close };
constexpr unsigned step_count = Close + 1;

constexpr auto from_where_it_was = static_cast<std::uint64_t>(-1);

class Ring final : public FileRing {
public:
  ~Ring() override {
    if (is_open_) {
      ::io_uring_queue_exit(&ring_);
    }
    if (is_broken_) {
      static_cast<void>(blocks_.release()); // the system may still write there
    }
  }

  /// Whether it can be used.
  bool open() {
    is_open_ = ::io_uring_queue_init(step_count * most_files, &ring_, 0) == 0;
    return is_open_ && ::io_uring_register_files_sparse(&ring_, most_files) == 0;
  }

  Contents read(const std::vector<Place>& files) override {
    Contents contents;
    if (is_broken_) {
      return contents;
    }
    for (unsigned slot = 0; slot < files.size(); ++slot) {
      prepare(files[slot], slot);
    }
    is_broken_ = !run(step_count * static_cast<unsigned>(files.size()));
    for (unsigned slot = 0; slot < files.size() && !is_broken_; ++slot) {
      const auto& result = results_.at(slot);
      const auto size = static_cast<std::size_t>(result[Read]);
      // What seems to be empty may be a named pipe.
      if (result[Read] > 0 && size < block_size && result[ReadEnd] == 0) {
        contents.at(slot).emplace(block(slot), size);
      }
    }
    return contents;
  }

private:
  char* block(unsigned slot) { return blocks_.get() + slot * block_size; }

  void prepare(const Place& file, unsigned slot) {
    const int descriptor = static_cast<int>(slot); // among those of the ring
    io_uring_sqe* const open = next();
    constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
    ::io_uring_prep_openat_direct(open, file.folder, file.name, flags, 0, slot);
    finish(open, slot, Open, IOSQE_IO_LINK); // nothing can follow a failure
    io_uring_sqe* const read = next();
    ::io_uring_prep_read(read, descriptor, block(slot), block_size, from_where_it_was);
    finish(read, slot, Read, IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK);
    io_uring_sqe* const read_end = next();
    ::io_uring_prep_read(read_end, descriptor, &beyond_.at(slot), 1, from_where_it_was);
    finish(read_end, slot, ReadEnd, IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK);
    io_uring_sqe* const close = next();
    ::io_uring_prep_close_direct(close, slot);
    finish(close, slot, Close, 0);
  }

  /// There is always room, as each run takes all that was prepared.
  io_uring_sqe* next() { return ::io_uring_get_sqe(&ring_); }

  static void finish(io_uring_sqe* entry, unsigned slot, Step step, unsigned flags) {
    ::io_uring_sqe_set_flags(entry, flags);
    ::io_uring_sqe_set_data64(entry, slot * step_count + step);
  }

  /// Whether all that was prepared has been done, well or not.
  bool run(unsigned wanted) {
    const int submitted = ::io_uring_submit_and_wait(&ring_, wanted);
    if (submitted != static_cast<int>(wanted)) {
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
      results_.at(entry->user_data / step_count).at(entry->user_data % step_count) = entry->res;
      ::io_uring_cqe_seen(&ring_, entry);
      ++done;
    }
    return true;
  }

  io_uring ring_{};
  bool is_open_ = false;
  bool is_broken_ = false;
  std::array<std::array<int, step_count>, most_files> results_{};
  std::array<char, most_files> beyond_{};
  std::unique_ptr<char[]> blocks_ = std::make_unique_for_overwrite<char[]>(most_files * block_size);
};

} // namespace

std::unique_ptr<FileRing> FileRing::create() {
  auto ring = std::make_unique<Ring>();
  if (!ring->open()) {
    return nullptr;
  }
  return ring;
}

} // namespace confiture
