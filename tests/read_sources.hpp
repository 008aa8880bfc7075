#pragma once

#include "read.hpp"
#include "support.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace confiture::testing {

/// More than one batch holds, so that a file of this size is read in pieces.
inline constexpr std::size_t several_pieces = 1'300'000;

/// Files in a directory, selected in the order in which they were added.
class Sources {
public:
  Sources() { selection_.base_dir = directory_.path(); }

  Sources& add(const std::string& name, std::string_view bytes) {
    write_file(directory_.path() / name, bytes);
    return add_path(name);
  }
  Sources& add_path(const std::string& name) {
    selection_.files.push_back(
        {.path = directory_.path() / name, .target = {}, .entry = 0, .pattern = 0});
    return *this;
  }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_.path() / name; }
  [[nodiscard]] const Selection& selection() const { return selection_; }

private:
  TemporaryDirectory directory_;
  Selection selection_;
};

/// One run over what is left, on one thread.
template <typename Use> void run_once(SourceReader& reader, const Use& use) {
  Batch batch;
  while (!batch.ends_run && reader.next(batch)) {
    reader.fill(batch);
    reader.settle(batch);
    use(batch);
  }
}

} // namespace confiture::testing
