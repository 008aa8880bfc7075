#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

/// JSON documents as the reference writes them, and as fixtures/cases holds them.
///
/// A name may hold bytes that are not UTF-8, which nlohmann-json does not know. The reference
/// writes such a byte NN as the lone surrogate \udcNN, the fixtures as {"hex": …}; to compare them
/// both become U+F7NN here, which no recorded name has.
namespace confiture::testing {

/// Keeps the keys of objects in the order in which they were written.
using Json = nlohmann::ordered_json;

/// A string, or the bytes of {"hex": …}.
std::string bytes_of(const Json& value);

/// A recorded document with a plain string for every {"hex": …} in it.
Json recorded_document(Json value);

/// JSON text with \uf7NN for every lone surrogate \udcNN.
std::string parseable(std::string_view text);

/// `text` with the path of the copy of the tree for every `<CASE>`.
std::string fill_in(std::string_view text, std::string_view copy);

/// The same in every string of a document.
Json fill_in_document(Json document, std::string_view copy);

} // namespace confiture::testing
