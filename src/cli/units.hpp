#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Numbers as people read them, whatever the locale.

namespace confiture::cli {

/// With a comma between thousands: `1,234,567`.
std::string with_commas(std::uint64_t number);

/// A number of things: `1 file`, `1,200 files`.
std::string counted(std::uint64_t number, std::string_view thing);

/// In bytes or the largest binary unit that leaves at least 1: `999 bytes`, `30.0 KiB`.
std::string readable_size(std::uint64_t bytes);

/// With two or three digits that matter: `0.4 ms`, `12 ms`, `1.3 s`, `2 min 5 s`.
std::string readable_time(std::chrono::nanoseconds time);

} // namespace confiture::cli
