#pragma once

#include "file.hpp"
#include "file_stamp.hpp"
#include "text.hpp"
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

#include <cstdint>
#include <string_view>

namespace confiture {

/// A source file was changed while it was being read; a second attempt may succeed.
class SourceChanged : public Error {
public:
  using Error::Error;
};

SourceChanged changed(const SelectedFile& file);

/// That a source cannot be read (Schema001), and why.
Error cannot_read(const SelectedFile& file, std::string_view problem);

/// The number of line endings of any kind in the first `size` bytes of `text`.
std::uint64_t count_lines(std::string_view text, std::uint64_t size);

/// That a source is not UTF-8 (Schema001), where and why.
Error not_utf8(const SelectedFile& file, const text::Utf8Fault& fault, std::uint64_t line);

/// Throws Error (Schema001) unless the stamp is that of a regular file.
void require_readable(const SelectedFile& file, const FileStamp& stamp);

/// Opens a source, which need not be a regular file. Throws Error (Schema001) if that fails.
FileDescriptor open_source(const SelectedFile& file, Folder& folder);

} // namespace confiture
