#pragma once

#include "file.hpp"
#include "file_stamp.hpp"
#include <confiture/error.hpp>
#include <confiture/selection.hpp>

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

/// Throws Error (Schema001) unless the stamp is that of a regular file.
void require_readable(const SelectedFile& file, const FileStamp& stamp);

/// Opens a source, which need not be a regular file. Throws Error (Schema001) if that fails.
FileDescriptor open_source(const SelectedFile& file, Folder& folder);

} // namespace confiture
