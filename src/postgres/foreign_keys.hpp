#pragma once

#include "span.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What stands before the moved keys at the end of a body (reference, section 9).
inline constexpr std::string_view moved_keys_banner =
    "\n"
    "-- ============================================\n"
    "-- Pass 2: Foreign Key Constraints\n"
    "-- ============================================\n";

/// A foreign key that was moved. Offsets are in bytes.
struct MovedKey {
  std::size_t from; ///< where its clause began in the old body
  std::size_t to;   ///< where the ALTER TABLE that adds it begins in the new one

  friend bool operator==(const MovedKey&, const MovedKey&) = default;
};

/// What comes of a body in two passes: the old one less the cuts, then, if there are keys, the
/// banner and the statements that add them.
struct MovedBody {
  std::string text;
  std::vector<Span> cuts;     ///< of the old body, in order, apart from each other
  std::vector<MovedKey> keys; ///< in the order of both
};

/// Two passes: takes the foreign keys out of the CREATE TABLE statements of a body and adds each at
/// its end by ALTER TABLE, when all tables are there (reference, section 9). Everything else keeps
/// its bytes, and the body is as it was if there is no key. A key that would lose something (see
/// `movable_keys`) stays, and so does all of a statement that PostgreSQL's parser refuses. Throws
/// Error (Schema001) if there is no parser in this build.
MovedBody move_foreign_keys(std::string_view body);

/// Where in such a body its own text ends and the moved keys begin; its size if there are none.
std::size_t find_moved_keys(std::string_view body);

/// Throws Error (Schema001) if `move_foreign_keys` would, naming `asked_by`, the option or setting
/// that asks for it.
void require_foreign_key_moves(std::string_view asked_by);

} // namespace confiture::postgres
