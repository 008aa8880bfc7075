#include "source_file.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace confiture {

Error cannot_read(const SelectedFile& file, std::string_view problem) {
  return {ErrorCode::Schema001,
          fmt::format("Error reading {}: {}", printable(file.path), problem),
          "Repair or remove the file, or leave it out with an exclude pattern."};
}

SourceChanged changed(const SelectedFile& file) {
  return {
      ErrorCode::Schema001,
      fmt::format("Error reading {}: it was changed while it was being read", printable(file.path)),
      "Run the build again when nothing writes to the sources."};
}

std::uint64_t count_lines(std::string_view text, std::uint64_t size) {
  std::uint64_t lines = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    lines += text[i] == '\n' || lone_return ? 1 : 0;
  }
  return lines;
}

Error not_utf8(const SelectedFile& file, const text::Utf8Fault& fault, std::uint64_t line) {
  return {ErrorCode::Schema001,
          fmt::format("Error reading {}:{}: byte 0x{:02x} at offset {} is not UTF-8 ({})",
                      printable(file.path),
                      line,
                      fault.byte,
                      fault.offset,
                      fault.cause),
          "Save the file as UTF-8."};
}

void require_readable(const SelectedFile& file, const FileStamp& stamp) {
  if (stamp.error_number != 0) {
    throw cannot_read(file, system_message(stamp.error_number));
  }
  if (!S_ISREG(stamp.mode)) {
    throw cannot_read(file, not_a_regular_file(stamp.mode));
  }
}

FileDescriptor open_source(const SelectedFile& file, Folder& folder) {
  const Place place = folder.place_of(file.path);
  FileDescriptor descriptor = open_for_reading(place);
  if (!descriptor.is_open()) {
    const int error_number = errno;
    const FileStamp stamp = FileStamp::of_place(place);
    if (stamp.error_number == 0) {
      require_readable(file, stamp); // a socket is no device, as the system's message has it
    }
    throw cannot_read(file, system_message(error_number));
  }
  return descriptor;
}

} // namespace confiture
