#include "cli/finding_identity.hpp"

#include "digest.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace confiture::cli {

namespace {

/// Every line has an entry in a table, so what is hashed has a limit.
constexpr std::uintmax_t largest_hashed_file = 64U << 20U;

constexpr std::size_t window_size = 100;
constexpr std::uint64_t factor = 37;

constexpr std::uint64_t weight_of_what_leaves() {
  std::uint64_t weight = 1;
  for (std::size_t i = 0; i < window_size; ++i) {
    weight *= factor;
  }
  return weight;
}

/// The hash of a line is one over the 100 UTF-16 units from its first on, zeroes after the end,
/// where blanks do not count and line ends are `\n`; and the number of lines so far that have it.
class LineHashing {
public:
  explicit LineHashing(std::set<std::uint64_t> lines) : wanted_(std::move(lines)) {}

  [[nodiscard]] bool is_done() const { return wanted_.empty(); }

  /// Takes text that ends where a character does.
  void take(std::string_view text) {
    while (!text.empty()) {
      const utf8::Decoded next = utf8::decode(text);
      const char32_t c = next.valid ? next.code_point : U'\uFFFD';
      if (c < 0x10000) {
        take_unit(static_cast<std::uint16_t>(c));
      } else {
        take_unit(static_cast<std::uint16_t>(0xD7C0 + (c >> 10)));
        take_unit(static_cast<std::uint16_t>(0xDC00 + (c & 0x3FF)));
      }
      text.remove_prefix(next.length);
    }
  }

  std::map<std::uint64_t, std::string> finish() {
    take_unit(0xFFFF); // stands for the end
    for (std::size_t i = 0; i < window_size; ++i) {
      tell_leaving_line();
      roll(0);
    }
    return std::move(hashes_);
  }

private:
  void take_unit(std::uint16_t unit) {
    const bool ends_return = after_return_ && unit == '\n';
    after_return_ = unit == '\r';
    if (unit == ' ' || unit == '\t' || ends_return) {
      return;
    }
    tell_leaving_line();
    if (at_line_start_) {
      starting_[at_] = ++line_;
    }
    at_line_start_ = unit == '\n' || unit == '\r';
    roll(at_line_start_ ? '\n' : unit);
  }

  /// If the window begins with a line, this is the moment when it holds all that is hashed of it.
  void tell_leaving_line() {
    const std::uint64_t line = std::exchange(starting_[at_], 0);
    if (line == 0) {
      return;
    }
    const std::uint64_t count = ++counts_[hash_];
    if (wanted_.erase(line) > 0) {
      hashes_[line] = fmt::format("{:x}:{}", hash_, count);
    }
  }

  void roll(std::uint16_t unit) {
    hash_ = hash_ * factor + unit - weight_of_what_leaves() * window_[at_];
    window_[at_] = unit;
    at_ = (at_ + 1) % window_size;
  }

  std::set<std::uint64_t> wanted_;
  std::map<std::uint64_t, std::string> hashes_;
  std::unordered_map<std::uint64_t, std::uint64_t> counts_;
  std::array<std::uint16_t, window_size> window_{};   ///< a ring, as is the next
  std::array<std::uint64_t, window_size> starting_{}; ///< the line that begins there, or 0
  std::size_t at_ = 0;
  std::uint64_t hash_ = 0;
  std::uint64_t line_ = 0;
  bool at_line_start_ = true;
  bool after_return_ = false;
};

bool is_hashable(const std::string& path) {
  std::error_code failure;
  return std::filesystem::is_regular_file(path, failure) &&
         std::filesystem::file_size(path, failure) <= largest_hashed_file && !failure;
}

std::string identity(const Finding& finding, std::uint64_t earlier) {
  Digest digest;
  for (const std::string& part :
       {finding.rule, finding.file, finding.message, std::to_string(earlier)}) {
    digest.update(fmt::format("{}:", part.size()));
    digest.update(part);
  }
  return digest.finish();
}

} // namespace

std::vector<std::string> finding_identities(const std::vector<Finding>& findings) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::uint64_t> seen;
  std::vector<std::string> identities;
  identities.reserve(findings.size());
  for (const Finding& finding : findings) {
    identities.push_back(identity(finding, seen[{finding.rule, finding.file, finding.message}]++));
  }
  return identities;
}

std::map<std::uint64_t, std::string> line_hashes(const std::string& path,
                                                 std::set<std::uint64_t> lines) {
  if (!is_hashable(path)) {
    return {};
  }
  LineHashing hashing(std::move(lines));
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return {};
  }
  for (std::string line; !hashing.is_done() && std::getline(stream, line);) {
    hashing.take(line);
    hashing.take(stream.eof() ? "" : "\n");
  }
  return hashing.finish();
}

} // namespace confiture::cli
