#include "postgres/load_order.hpp"

#include "parsed_files.hpp"
#include "postgres/forward_references.hpp"
#include "postgres/suite.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

namespace confiture::testing {

namespace {

std::size_t line_at(const std::string& text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::count(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// The line on which the statement around an offset ends, which is what psql tells.
std::size_t last_line(const std::string& text, std::size_t offset) {
  const postgres::ParseTree tree = postgres::ParseTree::parse(text);
  for (const postgres::ParsedStatement& statement : tree.statements()) {
    if (offset < statement.end) {
      return line_at(text, std::min(text.find(';', statement.end), text.size()));
    }
  }
  return 0;
}

LoadResult load(const std::string& database, const std::vector<SqlFile>& files) {
  const TemporaryDirectory directory;
  std::vector<std::filesystem::path> paths;
  for (const SqlFile& file : files) {
    paths.push_back(directory.path() / (std::to_string(paths.size()) + ".sql"));
    write_file(paths.back(), file.text);
  }
  return server().load(database, paths);
}

std::vector<postgres::ForwardReference> findings_in(const std::vector<SqlFile>& files) {
  std::vector<postgres::FileObjects> objects;
  for (const SqlFile& file : files) {
    objects.push_back(objects_in(file.text));
  }
  return postgres::forward_references(objects);
}

} // namespace

Comparison compare(const std::string& database, const std::vector<SqlFile>& files) {
  const LoadResult loaded = load(database, files);
  const std::vector<postgres::ForwardReference> findings = findings_in(files);
  if (loaded.is_loaded && findings.empty()) {
    return {.verdict = Verdict::Loads};
  }
  std::ostringstream out;
  if (!findings.empty()) {
    const postgres::ForwardReference& first = findings.front();
    const std::size_t line = last_line(files[first.file].text, first.offset);
    if (!loaded.is_loaded && first.file == loaded.file && line == loaded.line) {
      return {.verdict = Verdict::Refused};
    }
    out << "the rule: " << files[first.file].name << ":" << line << ": " << first.statement
        << " needs " << first.kind << " " << first.name << " of "
        << files[first.defining_file].name;
  } else {
    out << "the rule: nothing";
  }
  out << "\nthe server: ";
  if (loaded.is_loaded) {
    out << "nothing";
  } else {
    out << files[loaded.file].name << ":" << loaded.line << loaded.error;
  }
  for (const SqlFile& file : files) {
    out << "\n-- " << file.name << "\n" << (file.text.size() < 300 ? file.text : "…");
  }
  return {.details = out.str()};
}

std::vector<SqlFile> shuffled(std::vector<SqlFile> files, Random& random) {
  for (std::size_t left = files.size(); left > 1; --left) {
    std::swap(files[left - 1], files[random.below(left)]);
  }
  return files;
}

} // namespace confiture::testing
