#include "vectors/document.hpp"

#include "utf8.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace confiture::testing {

namespace {

unsigned hexadecimal(std::string_view digits) {
  unsigned value = 0;
  const char* const end = digits.data() + digits.size();
  if (digits.empty() || std::from_chars(digits.data(), end, value, 16).ptr != end) {
    throw std::runtime_error("not hexadecimal: " + std::string(digits));
  }
  return value;
}

bool is_raw(const Json& value) {
  return value.is_object() && value.contains("hex");
}

/// `bytes` with U+F7NN for every byte NN that belongs to no character.
std::string with_marked_bytes(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const utf8::Decoded decoded = utf8::decode(bytes);
    if (decoded.valid) {
      text += bytes.substr(0, decoded.length);
    } else {
      text += '\xEF';
      text += decoded.code_point < 0xC0 ? '\x9E' : '\x9F';
      text += static_cast<char>(0x80 | (decoded.code_point & 0x3F));
    }
    bytes.remove_prefix(decoded.length);
  }
  return text;
}

/// Whether `text` starts with the escape of a code unit from `first` to `last`.
bool starts_with_escape(std::string_view text, unsigned first, unsigned last) {
  if (text.size() < 6 || !text.starts_with("\\u")) {
    return false;
  }
  const unsigned unit = hexadecimal(text.substr(2, 4));
  return first <= unit && unit <= last;
}

} // namespace

std::string bytes_of(const Json& value) {
  if (!is_raw(value)) {
    return value.get<std::string>();
  }
  const auto digits = value.at("hex").get<std::string>();
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(hexadecimal(std::string_view(digits).substr(i, 2)));
  }
  return bytes;
}

Json recorded_document(Json value) {
  if (is_raw(value)) {
    return with_marked_bytes(bytes_of(value));
  }
  if (value.is_structured()) {
    for (Json& item : value) {
      item = recorded_document(std::move(item));
    }
  }
  return value;
}

std::string parseable(std::string_view text) {
  std::string marked;
  while (!text.empty()) {
    std::size_t length = text.front() == '\\' ? 2 : 1;
    if (starts_with_escape(text, 0xD800, 0xDBFF)) {
      length = 12;
    } else if (starts_with_escape(text, 0xDC80, 0xDCFF)) {
      marked += "\\uf7";
      text.remove_prefix(4);
      length = 2;
    }
    length = std::min(length, text.size());
    marked += text.substr(0, length);
    text.remove_prefix(length);
  }
  return marked;
}

std::string fill_in(std::string_view text, std::string_view copy) {
  static constexpr std::string_view placeholder = "<CASE>";
  std::string filled(text);
  std::size_t at = 0;
  while ((at = filled.find(placeholder, at)) != std::string::npos) {
    filled.replace(at, placeholder.size(), copy);
    at += copy.size();
  }
  return filled;
}

Json fill_in_document(Json document, std::string_view copy) {
  if (document.is_string()) {
    return fill_in(document.get_ref<const std::string&>(), copy);
  }
  if (document.is_structured()) {
    for (Json& item : document) {
      item = fill_in_document(std::move(item), copy);
    }
  }
  return document;
}

} // namespace confiture::testing
