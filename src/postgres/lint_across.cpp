#include "postgres/lint_across.hpp"

#include "lint_rules.hpp"
#include "postgres/duplicates.hpp"
#include "postgres/forward_references.hpp"
#include "source_lines.hpp"
#include "source_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

namespace confiture::postgres {

namespace {

/// A text and its lines.
struct LinedText {
  explicit LinedText(std::string_view bytes) : text(bytes), lines(text) {}

  std::string text;
  SourceLines lines;
};

/// The judgement of files by what is in all of them.
class Comparison {
public:
  Comparison(const std::vector<SelectedFile>& files,
             const std::vector<std::string>& names,
             std::vector<FileFacts>& facts)
      : files_(files), names_(names), facts_(facts) {}

  void tell_duplicates() {
    std::vector<FileDefinitions> definitions;
    std::unordered_map<std::string_view, std::size_t> place_of;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      definitions.push_back({names_[i], std::move(facts_[i].definitions)});
      place_of.emplace(names_[i], i);
    }
    for (const Duplicate& duplicate : duplicates_of(definitions)) {
      const bool is_split = duplicate.winner == Winner::None;
      for (std::size_t i = is_split ? 0 : 1; i < duplicate.definitions.size(); ++i) {
        const Definition& definition = duplicate.definitions[i];
        Finding finding = finding_in(place_of.at(definition.file),
                                     definition.line,
                                     is_split ? rule::split_overloads : rule::duplicate_definition,
                                     message_of(duplicate));
        add_related(duplicate, i, finding);
        facts_[place_of.at(definition.file)].findings.push_back(std::move(finding));
      }
    }
  }

  void tell_forward_references() {
    std::vector<FileObjects> objects;
    objects.reserve(facts_.size());
    for (FileFacts& facts : facts_) {
      objects.push_back(std::move(facts.objects));
    }
    for (const ForwardReference& reference : forward_references(objects)) {
      Finding finding = finding_at(lines_of(reference.file),
                                   reference.offset,
                                   rule::forward_reference,
                                   fmt::format("{} needs {} {}, which is only created later",
                                               reference.statement,
                                               reference.kind,
                                               reference.name));
      const SourcePlace place =
          lines_of(reference.defining_file).place_of(reference.defining_offset);
      finding.related.push_back({.message = "created here",
                                 .file = names_[reference.defining_file],
                                 .line = place.line,
                                 .column = place.column});
      facts_[reference.file].findings.push_back(std::move(finding));
    }
  }

private:
  SourceLines& lines_of(std::size_t file) {
    std::unique_ptr<LinedText>& text = texts_[file];
    if (text == nullptr) {
      for_each_source_text({files_[file]}, 1, nullptr, [&](std::size_t, std::string_view bytes) {
        text = std::make_unique<LinedText>(bytes);
      });
    }
    return text->lines;
  }

  /// About the first that stands in a line.
  Finding finding_in(std::size_t file, std::uint64_t line, const char* rule, std::string message) {
    SourceLines& lines = lines_of(file);
    const std::uint64_t shown = std::clamp<std::uint64_t>(line, 1, lines.count());
    const std::size_t begin = lines.begin_of(shown);
    const std::size_t text = lines.text().find_first_not_of(" \t", begin);
    return finding_at(lines, std::min(text, lines.end_of(shown)), rule, std::move(message));
  }

  static std::string message_of(const Duplicate& duplicate) {
    const std::string object = fmt::format("{} {}", duplicate.kind, duplicate.identity);
    switch (duplicate.winner) {
    case Winner::Last:
      return object + " is defined before, and this definition replaces that one";
    case Winner::First:
      return object + " is defined before, so this definition has no effect";
    case Winner::Conflict:
      return object + " is defined before, and PostgreSQL refuses a second plain CREATE";
    case Winner::None:
      break;
    }
    return "Overloads of " + object + " are in several files";
  }

  static void add_related(const Duplicate& duplicate, std::size_t told, Finding& finding) {
    const bool is_split = duplicate.winner == Winner::None;
    for (std::size_t i = 0; i < duplicate.definitions.size(); ++i) {
      if (is_split ? i != told : i == 0) {
        const Definition& other = duplicate.definitions[i];
        finding.related.push_back({.message = is_split ? "another one" : "defined here first",
                                   .file = other.file,
                                   .line = other.line});
      }
    }
  }

  const std::vector<SelectedFile>& files_;
  const std::vector<std::string>& names_;
  std::vector<FileFacts>& facts_;
  std::map<std::size_t, std::unique_ptr<LinedText>> texts_; ///< of files that have findings
};

} // namespace

void compare_files(const std::vector<SelectedFile>& files,
                   const std::vector<std::string>& names,
                   std::vector<FileFacts>& facts) {
  Comparison comparison(files, names, facts);
  comparison.tell_duplicates();
  comparison.tell_forward_references();
}

} // namespace confiture::postgres
