#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <system_error>

namespace confiture {

std::string_view name(ErrorCode code) {
  switch (code) {
  case ErrorCode::Config001:
    return "CONFIG_001";
  case ErrorCode::Config006:
    return "CONFIG_006";
  case ErrorCode::Config010:
    return "CONFIG_010";
  case ErrorCode::Schema001:
    return "SCHEMA_001";
  case ErrorCode::Schema205:
    return "SCHEMA_205";
  case ErrorCode::Seed001:
    return "SEED_001";
  case ErrorCode::Valid001:
    return "VALID_001";
  }
  return "INTERNAL_ERROR";
}

ExitStatus exit_status(ErrorCode code) {
  switch (code) {
  case ErrorCode::Config006:
    return ExitStatus::Database;
  case ErrorCode::Schema001:
  case ErrorCode::Schema205:
    return ExitStatus::Schema;
  case ErrorCode::Config001:
  case ErrorCode::Config010:
  case ErrorCode::Seed001:
  case ErrorCode::Valid001:
    break;
  }
  return ExitStatus::Config;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const utf8::Decoded next = utf8::decode(text);
    const bool control =
        next.code_point < 0x20 || (next.code_point >= 0x7F && next.code_point < 0xA0);
    if (!control && next.valid) {
      out.append(text.substr(0, next.length));
    } else if (next.code_point == '\n') {
      out += "\\n";
    } else if (next.code_point == '\r') {
      out += "\\r";
    } else if (next.code_point == '\t') {
      out += "\\t";
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(next.code_point));
    }
    text.remove_prefix(next.length);
  }
  return out;
}

std::string printable_lines(std::string_view text) {
  std::string out;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find_first_of("\r\n");
    out += printable(text.substr(0, end));
    if (end != std::string_view::npos) {
      out += text[end];
      text.remove_prefix(end + 1);
    }
  }
  return out;
}

std::string system_message(int error_number) {
  return std::generic_category().message(error_number);
}

} // namespace confiture
