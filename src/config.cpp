#include "config_blocks.hpp"
#include "config_value.hpp"
#include "environment_file.hpp"
#include "path.hpp"
#include "secret.hpp"
#include "suggest.hpp"
#include "utf8.hpp"
#include "yaml.hpp"
#include <confiture/config.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace confiture {

namespace {

using yaml::Kind;
using yaml::Node;

// The keys that the reference knows, also those that only other commands read.
const std::vector<std::string> root_keys = {
    "name",      "database_url", "include_dirs", "superuser_dirs",    "superuser_post_dirs",
    "build",     "exclude_dirs", "migration",    "infrastructure",    "acls_lint_enabled",
    "seed",      "drift",        "ssh_tunnel",   "function_coverage", "security_lint",
    "ownership", "acls",         "lint",         "tenancy",           "migration_table"};
const std::vector<std::string> entry_keys = {
    "path", "recursive", "include", "exclude", "auto_discover", "order"};
const std::vector<std::string> build_keys = {
    "sort_mode", "two_pass", "validate_comments", "separators", "lint"};
const std::vector<std::string> comment_keys = {
    "enabled", "fail_on_unclosed_blocks", "fail_on_spillover"};
const std::vector<std::string> separator_keys = {"style", "custom_template"};
const std::vector<std::string> seed_keys = {
    "execution_mode", "continue_on_error", "transaction_mode", "profiles"};

Error config_error(const std::string& message, std::string hint = {}) {
  return {ErrorCode::Config001, message, std::move(hint)};
}

std::string place(const std::string& file, const Node& node) {
  return fmt::format("{}, line {}", printable(file), node.position.line);
}

/// What iterating over the value gives in Python: a list's items, a string's characters, a
/// mapping's keys (reference, section 10).
std::vector<Node> items_of(const Node& node, const std::string& key, const std::string& file) {
  std::vector<Node> items;
  switch (node.kind) {
  case Kind::Sequence:
    std::transform(node.items.begin(), node.items.end(), std::back_inserter(items), [](auto* item) {
      return *item;
    });
    return items;
  case Kind::Mapping:
    std::transform(node.members.begin(),
                   node.members.end(),
                   std::back_inserter(items),
                   [](const yaml::Member& member) { return *member.key; });
    return items;
  case Kind::Text:
    for (std::string_view rest = node.text; !rest.empty();) {
      const std::size_t length = utf8::decode(rest).length;
      Node& character = items.emplace_back();
      character.kind = Kind::Text;
      character.text = rest.substr(0, length);
      character.position = node.position;
      rest.remove_prefix(length);
    }
    return items;
  default:
    throw config_error(fmt::format("{}: '{}' must be a list of directories, found {}",
                                   place(file, node),
                                   key,
                                   describe(node)));
  }
}

std::string list_hint(const Node& node, const std::string& key) {
  if (node.kind != Kind::Text) {
    return {};
  }
  return fmt::format(
      "'{0}' is a string here, which is read letter by letter; write a list: {0}: [{1}]",
      key,
      quotable(node.text));
}

/// A path is shown in many places, so one that holds a password is refused before.
void require_no_address(std::string_view directory, const std::string& where) {
  if (is_database_address(directory)) {
    throw config_error(
        fmt::format("{} must be the path of a directory, found '{}'", where, quotable(directory)));
  }
}

/// One environment file on its way to a Config.
class Loader {
public:
  Loader(std::string project_dir, std::string file)
      : project_dir_(std::move(project_dir)), file_(std::move(file)) {}

  Config load(const Node& root, const std::string& environment) {
    require_fields(root);
    Config config;
    config.environment = environment;
    note_misspelled_keys(root, config);
    read_include_dirs(*root.find("include_dirs"), config);
    read_other_dirs(root, config);
    refuse_misplaced_keys(root);
    read_database_url(*root.find("database_url"), config);
    read_build(values_.mapping(root.find("build"), "build"), values_, config);
    read_seeds(values_.mapping(root.find("seed"), "seed"), values_, config.seeds);
    report_complaints();
    if (config.include_dirs.empty()) {
      throw Error(ErrorCode::Schema001,
                  "No include_dirs specified in environment config",
                  fmt::format("Name the directories to build in {}, for example include_dirs: "
                              "[db/schema]",
                              printable(file_)));
    }
    return config;
  }

private:
  /// The reference ignores a key that it does not know, and so builds the wrong thing.
  void note_misspelled_keys(const Node& root, Config& config) const {
    const auto note = [&](const Node& mapping, const std::vector<std::string>& known) {
      for (const yaml::Member& member : mapping.members) {
        if (const auto meant = suggestion(member.key->text, known)) {
          config.notices.push_back(
              fmt::format("{}: unknown key '{}' is ignored; did you mean '{}'?",
                          place(file_, *member.key),
                          printable(member.key->text),
                          *meant));
        }
      }
    };
    note(root, root_keys);
    if (const Node* entries = root.find("include_dirs")) {
      for (const Node* entry : entries->items) {
        note(*entry, entry_keys);
      }
    }
    if (const Node* seed = root.find("seed")) {
      note(*seed, seed_keys);
    }
    if (const Node* build = root.find("build")) {
      note(*build, build_keys);
      for (const auto& [name, keys] : {std::pair("validate_comments", &comment_keys),
                                       std::pair("separators", &separator_keys)}) {
        if (const Node* block = build->find(name)) {
          note(*block, *keys);
        }
      }
    }
  }

  void require_fields(const Node& root) const {
    if (root.kind != Kind::Mapping) {
      throw config_error(
          fmt::format("Invalid config format in {}: expected dictionary, got <class '{}'>",
                      printable(file_),
                      yaml::type_name(root.kind)),
          "An environment file is a mapping with database_url and include_dirs.");
    }
    for (const char* key : {"database_url", "include_dirs"}) {
      if (root.find(key) == nullptr) {
        throw config_error(fmt::format("Missing required field '{}' in {}", key, printable(file_)));
      }
    }
  }

  [[nodiscard]] std::string resolve_directory(const Node& node, const std::string& key) const {
    if (node.kind != Kind::Text) {
      throw config_error(fmt::format("{}: '{}' must be the path of a directory, found {}",
                                     place(file_, node),
                                     key,
                                     describe(node)));
    }
    if (node.text.find('\0') != std::string::npos) {
      throw config_error(fmt::format("{}: '{}' holds a NUL character", place(file_, node), key));
    }
    require_no_address(node.text, fmt::format("{}: '{}'", place(file_, node), key));
    return path::resolve(path::join(project_dir_, node.text));
  }

  [[nodiscard]] Error missing_directory(const std::string& directory, std::string hint) const {
    return config_error(fmt::format("Include directory does not exist: {}\nSpecified in {}",
                                    printable(directory),
                                    printable(file_)),
                        std::move(hint));
  }

  void read_include_dirs(const Node& list, Config& config) {
    const std::string hint = list_hint(list, "include_dirs");
    const std::vector<Node> items = items_of(list, "include_dirs", file_);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string key = fmt::format("include_dirs[{}]", i);
      const bool is_mapping = items[i].kind == Kind::Mapping;
      IncludeEntry& entry = config.include_dirs.emplace_back();
      entry.path = directory_of_item(items[i], key);
      const bool tolerated = is_mapping && auto_discover_as_written(items[i]);
      if (!tolerated && !path::exists(entry.path)) {
        throw missing_directory(entry.path, hint);
      }
      if (is_mapping) {
        read_entry(items[i], key, entry);
      }
    }
  }

  /// The directory that an item of a list names, as a string or under the key `path`.
  [[nodiscard]] std::string directory_of_item(const Node& item, const std::string& key) const {
    if (item.kind == Kind::Text) {
      return resolve_directory(item, key);
    }
    if (item.kind != Kind::Mapping) {
      throw config_error(
          fmt::format("{}: invalid {} item type: {}; expected a path or a mapping with 'path'",
                      place(file_, item),
                      key,
                      describe(item)));
    }
    const Node* named = item.find("path");
    if (named == nullptr || is_falsy(*named)) {
      throw config_error(
          fmt::format("Missing 'path' field in {} item\nIn {}", key, place(file_, item)));
    }
    return resolve_directory(*named, key + ".path");
  }

  /// Python's truth of a value.
  static bool is_falsy(const Node& node) {
    switch (node.kind) {
    case Kind::Null:
      return true;
    case Kind::Boolean:
      return !node.boolean;
    case Kind::Integer:
      return node.integer == Integer(0);
    case Kind::Real:
      return node.real == 0.0;
    case Kind::Text:
      return node.text.empty();
    case Kind::Sequence:
      return node.items.empty();
    case Kind::Mapping:
      return node.members.empty();
    case Kind::Date:
      return false;
    }
    return false;
  }

  /// At load the reference looks at the value before it is converted, so `"no"` is still true.
  static bool auto_discover_as_written(const Node& item) {
    const Node* value = item.find("auto_discover");
    return value == nullptr || !is_falsy(*value);
  }

  void read_entry(const Node& item, const std::string& key, IncludeEntry& entry) {
    values_.read(item.find("recursive"), key + ".recursive", entry.recursive);
    values_.read(item.find("include"), key + ".include", entry.include);
    values_.read(item.find("exclude"), key + ".exclude", entry.exclude);
    values_.read(item.find("auto_discover"), key + ".auto_discover", entry.auto_discover);
    values_.read(item.find("order"), key + ".order", entry.order);
  }

  void read_other_dirs(const Node& root, Config& config) {
    if (const Node* list = root.find("exclude_dirs")) {
      for (const Node& item : items_of(*list, "exclude_dirs", file_)) {
        config.exclude_dirs.push_back(resolve_directory(item, "exclude_dirs"));
      }
    }
    for (const auto& [key, directories] :
         {std::pair("superuser_dirs", &config.superuser_dirs),
          std::pair("superuser_post_dirs", &config.superuser_post_dirs)}) {
      if (const Node* list = root.find(key)) {
        read_superuser_dirs(*list, key, *directories);
      }
    }
  }

  /// Only the paths count, but the items are include entries, and wrong ones are wrong.
  void read_superuser_dirs(const Node& list,
                           const std::string& key,
                           std::vector<std::string>& directories) {
    const std::vector<Node> items = items_of(list, key, file_);
    for (std::size_t i = 0; i < items.size(); ++i) {
      directories.push_back(directory_of_item(items[i], key));
      if (items[i].kind == Kind::Mapping) {
        IncludeEntry unused;
        read_entry(items[i], fmt::format("{}[{}]", key, i), unused);
      }
    }
  }

  void refuse_misplaced_keys(const Node& root) const {
    for (const yaml::Member& member : root.members) {
      if (member.key->kind != Kind::Text) {
        throw config_error(
            fmt::format("Invalid configuration in {}: keys must be strings, found {}",
                        place(file_, *member.key),
                        describe(*member.key)),
            "'on', 'yes', 'no' and 'off' are booleans in YAML; put them in quotes.");
      }
    }
    if (const Node* node = root.find("tenancy")) {
      throw Error(ErrorCode::Config010,
                  fmt::format("{}: 'tenancy' is a fact about the schema, not about one environment",
                              place(file_, *node)),
                  "Move it to db/project.yaml, where every environment reads it.");
    }
    if (const Node* node = root.find("migration_table")) {
      throw config_error(
          fmt::format("{}: unknown config key 'migration_table' at top level", place(file_, *node)),
          "Move it under 'migration:' and rename it to 'tracking_table'.");
    }
  }

  void read_database_url(const Node& node, Config& config) {
    std::string& url = config.database_url;
    Node shown = node;
    if (node.kind != Kind::Text) {
      shown.text = "***";
    }
    values_.read(&shown, "database_url", url);
    if (node.kind == Kind::Text && !url.starts_with("postgresql://") &&
        !url.starts_with("postgres://")) {
      // The value is not shown: it may hold a password.
      values_.complain(node, "database_url", "must start with postgresql:// or postgres://");
    }
  }

  void report_complaints() const {
    if (values_.complaints().empty()) {
      return;
    }
    std::string message = fmt::format("Invalid configuration in {}:", printable(file_));
    for (const Complaint& complaint : values_.complaints()) {
      message += fmt::format("\n  line {}, column {}: {}: {}",
                             complaint.position.line,
                             complaint.position.column,
                             complaint.key,
                             complaint.problem);
    }
    throw config_error(message);
  }

  std::string project_dir_;
  std::string file_;
  ValueReader values_;
};

} // namespace

Config load_config(const std::string& project_dir, const std::string& environment) {
  const EnvironmentFile file = read_environment_file(project_dir, environment);
  const yaml::Document document = yaml::Document::parse(file.text, file.path);
  Config config = Loader(project_dir, file.path).load(document.root(), environment);
  config.file = file.path;
  return config;
}

Config config_for_directories(const std::vector<std::string>& directories,
                              const std::string& environment) {
  require_environment_name(environment);
  Config config;
  config.environment = environment;
  for (const std::string& directory : directories) {
    require_no_address(directory, "An argument");
    IncludeEntry& entry = config.include_dirs.emplace_back();
    entry.path = path::resolve(directory);
    if (!path::exists(entry.path)) {
      throw config_error(
          fmt::format("Include directory does not exist: {}", printable(entry.path)),
          "Give directories that exist, or no directory to build the one that db/environments "
          "describes.");
    }
  }
  return config;
}

} // namespace confiture
