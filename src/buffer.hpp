#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace confiture {

/// Bytes that grow, like a string, but without being zeroed first, so that a file can be read
/// straight into them.
class Buffer {
public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
  [[nodiscard]] std::string_view view(std::size_t begin, std::size_t size) const {
    return view().substr(begin, size);
  }

  void append(std::string_view bytes) {
    if (bytes.empty()) {
      return; // an empty view may have no address
    }
    std::memcpy(room_for(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  /// Makes room behind the end and returns where it starts; what is written there belongs to the
  /// buffer once `resize` has said so.
  char* room_for(std::size_t count) {
    if (size_ + count > capacity_) {
      reserve(std::max(size_ + count, 2 * capacity_));
    }
    return bytes_.get() + size_;
  }

  /// Makes room for so many bytes in all. Room that is never used takes no memory, only addresses.
  void reserve(std::size_t capacity) {
    if (capacity > capacity_) {
      auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
      std::copy_n(bytes_.get(), size_, bytes.get());
      bytes_ = std::move(bytes);
      capacity_ = capacity;
    }
  }

  /// Sets the size, within the room that was made; keeps the memory.
  void resize(std::size_t size) { size_ = size; }

private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace confiture
