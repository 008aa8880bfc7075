#pragma once

#include <confiture/progress.hpp>
#include <confiture/selection.hpp>

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace confiture {

/// Takes a file by its place in the selection, with its bytes, which are UTF-8.
using SourceUse = std::function<void(std::size_t position, std::string_view text)>;

/// Reads every file as a whole and gives it to `use`, on at most `jobs` threads (0 chooses) and in
/// no order; line ends are as they are in the file. Throws Error (Schema001) for a file that cannot
/// be read or is not UTF-8, or what `use` threw: of several failures that of the first file.
void for_each_source_text(const std::vector<SelectedFile>& files,
                          unsigned jobs,
                          Progress* progress,
                          const SourceUse& use);

} // namespace confiture
