#include "source_text.hpp"

#include "file.hpp"
#include "pipeline.hpp"
#include "source_file.hpp"
#include "text.hpp"

#include <exception>
#include <mutex>
#include <string>

namespace confiture {

namespace {

std::string text_of(const SelectedFile& file) {
  FileContent content = read_whole(open_regular_file(file.path));
  if (!content.problem.empty()) {
    throw cannot_read(file, content.problem);
  }
  text::Utf8Check check;
  auto fault = check.take(content.bytes);
  if (!fault) {
    fault = check.finish();
  }
  if (fault) {
    throw not_utf8(file, *fault, count_lines(content.bytes, fault->offset) + 1);
  }
  return std::move(content.bytes);
}

/// Keeps the failure of the first file, whichever thread meets it when.
class FirstFailure {
public:
  void take(std::size_t position) {
    const std::scoped_lock lock(mutex_);
    if (failure_ == nullptr || position < position_) {
      failure_ = std::current_exception();
      position_ = position;
    }
  }
  void rethrow() const {
    if (failure_ != nullptr) {
      std::rethrow_exception(failure_);
    }
  }

private:
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t position_ = 0;
};

} // namespace

void for_each_source_text(const std::vector<SelectedFile>& files,
                          unsigned jobs,
                          Progress* progress,
                          const SourceUse& use) {
  constexpr std::size_t grain = 8; // files that are not worth another thread
  FirstFailure failure;
  const auto take_range = [&](std::size_t begin, std::size_t end) {
    for (std::size_t position = begin; position < end; ++position) {
      try {
        const std::string text = text_of(files[position]);
        use(position, text);
        if (progress != nullptr) {
          ++progress->files_read;
          progress->bytes_read += text.size();
        }
      } catch (...) {
        failure.take(position);
      }
    }
  };
  for_each_range(files.size(), jobs == 0 ? default_jobs() : jobs, grain, take_range);
  failure.rethrow();
}

} // namespace confiture
