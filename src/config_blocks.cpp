#include "config_blocks.hpp"

#include "secret.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>

namespace confiture {

namespace {

using yaml::Kind;
using yaml::Node;

void read_profiles(const Node& profiles, ValueReader& values, SeedConfig& seeds) {
  for (const yaml::Member& member : profiles.members) {
    const std::string& name = member.key->text;
    const std::string key = "seed.profiles." + printable(name);
    if (member.key->kind != Kind::Text) {
      values.complain(*member.key, key, "expected a string, found " + describe(*member.key));
      continue;
    }
    const Node& node = values.mapping(member.value, key);
    SeedProfile& profile = seeds.profiles[name];
    values.read(node.find("include"), key + ".include", profile.include);
    values.read(node.find("exclude"), key + ".exclude", profile.exclude);
    const Node* said = node.find("name");
    std::optional<std::string> unused;
    values.read_optional(said, key + ".name", unused);
    if (said != nullptr && said->kind == Kind::Text && said->text != name) {
      values.complain(*said,
                      key + ".name",
                      fmt::format("seed profile '{}' is named '{}': a profile is its key",
                                  printable(name),
                                  quotable(said->text)));
    }
  }
}

} // namespace

void read_build(const Node& build, ValueReader& values, Config& config) {
  std::string sort_mode = "alphabetical";
  values.read(build.find("sort_mode"), "build.sort_mode", sort_mode);
  config.sort_mode = sort_mode == "hex" ? SortMode::Numbered : SortMode::Alphabetical;
  values.read(build.find("two_pass"), "build.two_pass", config.two_pass);

  const std::string comments_key = "build.validate_comments";
  const Node& comments = values.mapping(build.find("validate_comments"), comments_key);
  values.read(comments.find("enabled"), comments_key + ".enabled", config.validate_comments);
  values.read(comments.find("fail_on_unclosed_blocks"),
              comments_key + ".fail_on_unclosed_blocks",
              config.fail_on_unclosed);
  values.read(comments.find("fail_on_spillover"),
              comments_key + ".fail_on_spillover",
              config.fail_on_spillover);

  const std::string separators_key = "build.separators";
  const Node& separators = values.mapping(build.find("separators"), separators_key);
  values.read(separators.find("style"), separators_key + ".style", config.separator_style);
  values.read_optional(separators.find("custom_template"),
                       separators_key + ".custom_template",
                       config.separator_template);
}

void read_seeds(const Node& seed, ValueReader& values, SeedConfig& seeds) {
  std::string mode = "concatenate";
  values.read(seed.find("execution_mode"), "seed.execution_mode", mode);
  seeds.is_sequential = mode == "sequential";
  values.read(seed.find("continue_on_error"), "seed.continue_on_error", seeds.continue_on_error);
  if (const Node* node = seed.find("transaction_mode")) {
    seeds.commits_each = node->kind == Kind::Text && node->text == "transaction";
    if (!seeds.commits_each && (node->kind != Kind::Text || node->text != "savepoint")) {
      values.complain(*node,
                      "seed.transaction_mode",
                      "expected 'savepoint' or 'transaction', found " + describe(*node));
    }
  }
  read_profiles(values.mapping(seed.find("profiles"), "seed.profiles"), values, seeds);
}

} // namespace confiture
