#include "cli/finding_identity.hpp"
#include "cli/findings.hpp"
#include "failure.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using testing::contains;
using testing::count_of;
using testing::TemporaryDirectory;
using testing::write_file;

const cli::Style plain;

const std::string odd_name = "a%,:|`<b>*/\n\r\x1b\xff\xc3\xa9.sql";

Finding finding(const std::string& file, std::uint64_t line = 0, std::uint64_t column = 0) {
  return {.rule = "rule",
          .severity = Severity::Error,
          .message = "What.",
          .file = file,
          .line = line,
          .column = column};
}

std::vector<Finding> many(std::size_t count, Severity severity) {
  std::vector<Finding> findings;
  for (std::size_t line = 1; line <= count; ++line) {
    findings.push_back(finding("a.sql", line));
    findings.back().severity = severity;
  }
  return findings;
}

ordered_json sarif_result(const Finding& finding, const std::string& root = "/no/where") {
  return ordered_json::parse(cli::findings_sarif({finding}, {}, root))["runs"][0]["results"][0];
}

ordered_json gitlab_entry(const Finding& finding) {
  return ordered_json::parse(cli::findings_gitlab({finding}))[0];
}

// Text.

TEST_CASE("a finding in text is one line that editors understand") {
  CHECK(cli::findings_text({finding("a.sql", 3, 7)}, plain) == "a.sql:3:7: error [rule]: What.\n");
  CHECK(cli::findings_text({finding("a.sql", 3)}, plain) == "a.sql:3: error [rule]: What.\n");
  CHECK(cli::findings_text({finding("a.sql", 0, 7)}, plain) == "a.sql: error [rule]: What.\n");
  CHECK(cli::findings_text({finding("", 3)}, plain) == "error [rule]: What.\n");
  CHECK(cli::findings_text({}, plain).empty());
}

TEST_CASE("text shows the line with a caret where the finding is") {
  Finding one = finding("a.sql", 12, 3);
  const auto shown = [&](const std::string& text, std::uint64_t caret) {
    one.excerpt = {.text = text, .caret = caret};
    const std::string all = cli::findings_text({one}, plain);
    return all.substr(all.find('\n') + 1);
  };
  CHECK(shown("a b", 3) == "  12 | a b\n     |   ^\n");
  CHECK(shown("a b", 4) == "  12 | a b\n     |    ^\n");
  CHECK(shown("a b", 0) == "  12 | a b\n");
  CHECK(shown("", 0) == "");
  CHECK(shown("\ta\tb", 4) == "  12 | \ta\tb\n     | \t \t^\n");
  CHECK(shown("日e\u0301😀b", 5) == "  12 | 日e\u0301😀b\n     |      ^\n");
  CHECK(shown("\x1b[1m##[b", 8) ==
        "  12 | \\x1b[1m\\x23#[b\n     | " + std::string(13, ' ') + "^\n");
}

TEST_CASE("the severity of a finding in text has a word and a colour") {
  Finding one = finding("a.sql");
  const cli::Style colored(true);
  CHECK(contains(cli::findings_text({one}, colored), colored.error("error [rule]")));
  one.severity = Severity::Warning;
  CHECK(contains(cli::findings_text({one}, colored), colored.warning("warning [rule]")));
  one.severity = Severity::Notice;
  CHECK(contains(cli::findings_text({one}, colored), colored.hint("notice [rule]")));
}

TEST_CASE("a finding in text has no control characters") {
  Finding one = finding(odd_name);
  one.message = "a\n\x1b[1m\xff";
  CHECK(cli::findings_text({one}, plain) ==
        "a%,:|`<b>*/\\n\\r\\x1b\\xff\xc3\xa9.sql: error [rule]: a\n  \\x1b[1m\\xff\n");
}

TEST_CASE("of a message in several lines all but the first stand below the excerpt") {
  Finding one = finding("a.sql");
  one.line = 3;
  one.message = "no\nDETAIL:  d\n\n::error::x";
  one.excerpt = {.text = "SELECT", .caret = 0};
  CHECK(cli::findings_text({one}, plain) ==
        "a.sql:3: error [rule]: no\n  3 | SELECT\n  DETAIL:  d\n  \n  \\x3a:error::x\n");
}

TEST_CASE("a name in text is no command to GitHub's runner") {
  Finding one = finding("::error::x.sql");
  CHECK(cli::findings_text({one}, plain).starts_with("./::error::x.sql: "));
  one.file = " ::stop-commands::x";
  CHECK(cli::findings_text({one}, plain).starts_with("./ ::stop-commands::x: "));
  one.file = "##[a]##[b]";
  one.message = "##[error]";
  CHECK(cli::findings_text({one}, plain) == "\\x23#[a]\\x23#[b]: error [rule]: \\x23#[error]\n");
  one.file.clear();
  one.message = "::error::x";
  CHECK(cli::findings_text({one}, plain) == "error [rule]: ::error::x\n"); // it is not at the start
}

// GitHub's workflow commands. Their escapes are those of @actions/core 1.11.

TEST_CASE("a workflow command says where, what and how bad") {
  Finding one = finding("a.sql", 3, 7);
  CHECK(cli::findings_github({one}) == "::error file=a.sql,line=3,col=7,title=rule::What.\n");
  one.severity = Severity::Warning;
  one.column = 0;
  CHECK(cli::findings_github({one}) == "::warning file=a.sql,line=3,title=rule::What.\n");
  one.severity = Severity::Notice;
  one.line = 0;
  one.column = 7; // of no line
  CHECK(cli::findings_github({one}) == "::notice file=a.sql,title=rule::What.\n");
  one.file.clear();
  one.line = 3;
  CHECK(cli::findings_github({one}) == "::notice title=rule::What.\n");
}

TEST_CASE("a workflow command escapes what the runner would take for syntax") {
  Finding one = finding("%25,a:b\r\n.sql");
  one.rule = "a,b:c%";
  one.message = "1% of: a,b\r\n::error::x";
  CHECK(cli::findings_github({one}) ==
        "::error file=%2525%2Ca%3Ab%0D%0A.sql,title=a%2Cb%3Ac%25::1%25 of: a,b%0D%0A::error::x\n");
  one = finding("\x1b\xff\xc3\xa9");
  CHECK(cli::findings_github({one}) == "::error file=\\x1b\\xff\xc3\xa9,title=rule::What.\n");
}

TEST_CASE("ten findings of a severity get a workflow command") {
  std::vector<Finding> findings = many(12, Severity::Error);
  for (const Severity severity : {Severity::Warning, Severity::Notice}) {
    const std::vector<Finding> more = many(11, severity);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  const std::string commands = cli::findings_github(findings);
  CHECK(count_of(commands, "::error ") == 10);
  CHECK(count_of(commands, "::warning ") == 10);
  CHECK(count_of(commands, "::notice ") == 10);
  CHECK(contains(commands, "line=10,"));
  CHECK_FALSE(contains(commands, "line=11,"));
  const std::string summary = cli::findings_summary(findings, 1U << 20U);
  CHECK(contains(summary, "4 more findings\n"));
  CHECK(count_of(summary, "| error | rule |") == 2);
  CHECK(count_of(summary, "| warning | rule |") == 1);
  CHECK(count_of(summary, "| notice | rule |") == 1);
}

// The step's summary.

TEST_CASE("there is no summary where all findings have a command") {
  CHECK(cli::findings_summary({}, 1U << 20U).empty());
  CHECK(cli::findings_summary(many(10, Severity::Error), 1U << 20U).empty());
}

TEST_CASE("a summary is a table in Markdown") {
  CHECK(cli::findings_summary(many(11, Severity::Error), 1U << 20U) ==
        "\n### confiture-build: 1 more finding\n\n"
        "| Severity | Rule | File | Message |\n"
        "| --- | --- | --- | --- |\n"
        "| error | rule | a&#46;sql&#58;11 | What&#46; |\n");
}

TEST_CASE("nothing in a summary's cell means anything to Markdown or HTML") {
  std::vector<Finding> findings = many(11, Severity::Error);
  findings.back().file = "a|`<b>*_\n\x1b\xff\xc3\xa9";
  findings.back().line = 0;
  findings.back().message = "[x](y) & <img>|\nhttp://z @you #1 \\";
  const std::string summary = cli::findings_summary(findings, 1U << 20U);
  CHECK(contains(summary,
                 "| a&#124;&#96;&#60;b&#62;&#42;&#95;&#92;n&#92;x1b&#92;xff\xc3\xa9 "
                 "| &#91;x&#93;&#40;y&#41; &#38; &#60;img&#62;&#124;"
                 "<br>http&#58;//z &#64;you &#35;1 &#92; |\n"));
}

TEST_CASE("a summary keeps to its limit and says how much is missing") {
  const std::vector<Finding> findings = many(1'000, Severity::Error);
  const std::size_t whole = cli::findings_summary(findings, 1U << 20U).size();
  CHECK(cli::findings_summary(findings, whole).size() == whole);
  for (std::size_t limit = 0; limit < 600; ++limit) {
    CAPTURE(limit);
    const std::string summary = cli::findings_summary(findings, limit);
    CHECK(summary.size() <= limit);
    if (!summary.empty()) {
      const std::size_t rows = count_of(summary, "| error |");
      CHECK(
          summary.ends_with("\n\n" + std::to_string(990 - rows) + " more findings did not fit.\n"));
    }
  }
  CHECK(cli::findings_summary(findings, 600).size() > 500);
  CHECK(contains(cli::findings_summary(findings, whole - 1), "more finding"));
}

// SARIF 2.1.0.

TEST_CASE("a SARIF document has one run of this tool") {
  const std::vector<Rule> rules{{.id = "other", .summary = "S.", .help = "H."},
                                {.id = "rule", .summary = "Short.", .help = "Long.\nLonger."}};
  const std::string text = cli::findings_sarif({finding("a.sql", 3, 7)}, rules, "/no/where");
  CHECK(text.ends_with("}\n"));
  const ordered_json document = ordered_json::parse(text);
  CHECK(document["version"] == "2.1.0");
  CHECK(document["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json");
  REQUIRE(document["runs"].size() == 1);
  const ordered_json& run = document["runs"][0];
  CHECK(run["columnKind"] == "unicodeCodePoints");
  CHECK(run["tool"]["driver"]["name"] == "confiture-build");
  CHECK(run["tool"]["driver"]["version"].is_string());
  REQUIRE(run["tool"]["driver"]["rules"].size() == 2);
  const ordered_json& rule = run["tool"]["driver"]["rules"][1];
  CHECK(rule["id"] == "rule");
  CHECK(rule["shortDescription"]["text"] == "Short.");
  CHECK(rule["fullDescription"]["text"] == "Short.");
  CHECK(rule["help"]["text"] == "Long.\nLonger.");
  REQUIRE(run["results"].size() == 1);
  CHECK(run["results"][0]["ruleId"] == "rule");
  CHECK(run["results"][0]["ruleIndex"] == 1);
}

TEST_CASE("a SARIF document without findings has an empty list of results") {
  const ordered_json document = ordered_json::parse(cli::findings_sarif({}, {}, "/no/where"));
  CHECK(document["runs"][0]["results"] == ordered_json::array());
  CHECK(document["runs"][0]["tool"]["driver"]["rules"] == ordered_json::array());
}

TEST_CASE("a SARIF result says where, what and how bad") {
  Finding one = finding("a.sql", 3, 7);
  ordered_json result = sarif_result(one);
  CHECK(result["level"] == "error");
  CHECK(result["message"] == ordered_json{{"text", "What."}});
  REQUIRE(result["locations"].size() == 1);
  CHECK(result["locations"][0]["physicalLocation"] ==
        ordered_json::parse(R"({"artifactLocation": {"uri": "a.sql", "uriBaseId": "%SRCROOT%"},
                                "region": {"startLine": 3, "startColumn": 7}})"));
  CHECK_FALSE(result.contains("ruleIndex")); // no such rule
  one.severity = Severity::Warning;
  one.column = 0;
  result = sarif_result(one);
  CHECK(result["level"] == "warning");
  CHECK(result["locations"][0]["physicalLocation"]["region"] == ordered_json{{"startLine", 3}});
  one.severity = Severity::Notice;
  one.line = 0;
  result = sarif_result(one);
  CHECK(result["level"] == "note");
  CHECK_FALSE(result["locations"][0]["physicalLocation"].contains("region"));
}

TEST_CASE("a name in SARIF is a URI") {
  const auto location = [](const std::string& file) {
    return sarif_result(finding(file))["locations"][0]["physicalLocation"]["artifactLocation"];
  };
  CHECK(location("db/Az09-._~.sql")["uri"] == "db/Az09-._~.sql");
  CHECK(location("a b?#[%].sql")["uri"] == "a%20b%3F%23%5B%25%5D.sql");
  CHECK(location(odd_name)["uri"] == "a%25%2C%3A%7C%60%3Cb%3E%2A/%0A%0D%1B%FF%C3%A9.sql");
  CHECK(location("/x/a b.sql") == ordered_json{{"uri", "file:///x/a%20b.sql"}});
}

TEST_CASE("a message in SARIF and GitLab keeps its lines and loses other control characters") {
  Finding one = finding("a.sql");
  one.rule = "\xff";
  one.message = "a\n\x1b\xff";
  CHECK(sarif_result(one)["message"]["text"] == "a\n\\x1b\\xff");
  CHECK(sarif_result(one)["ruleId"] == "\xef\xbf\xbd");
  CHECK(gitlab_entry(one)["description"] == "a\n\\x1b\\xff");
  CHECK(gitlab_entry(one)["check_name"] == "\\xff");
}

TEST_CASE("the fingerprint of a line in SARIF moves with the line") {
  const TemporaryDirectory directory;
  const auto fingerprint = [&](std::uint64_t line) {
    return sarif_result(finding("a.sql", line), directory.path())["partialFingerprints"];
  };
  write_file(directory.path() / "a.sql", "one\ntwo\nthree\n");
  const ordered_json before = fingerprint(2);
  CHECK(before["primaryLocationLineHash"] != fingerprint(3)["primaryLocationLineHash"]);
  write_file(directory.path() / "a.sql", "zero\none\n\ttwo\r\nthree\n");
  CHECK(fingerprint(3) == before);
  write_file(directory.path() / "a.sql", "one\ntwo and more\nthree\n");
  CHECK(fingerprint(2)["primaryLocationLineHash"] != before["primaryLocationLineHash"]);
}

TEST_CASE("where no line can be hashed the fingerprint in SARIF is the identity") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.sql", "one\n");
  for (const Finding& one : {finding("a.sql"), finding("a.sql", 9), finding("none.sql", 1)}) {
    const ordered_json fingerprints = sarif_result(one, directory.path())["partialFingerprints"];
    CHECK(fingerprints["primaryLocationLineHash"] == cli::finding_identities({one})[0]);
    CHECK(fingerprints["findingIdentity/v1"] == cli::finding_identities({one})[0]);
  }
}

// Recorded from `sarif-multitool rewrite --insert RollingHashPartialFingerprints` 5.7.0.
TEST_CASE("the hash of a line is the one of GitHub's upload-sarif") {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "a.sql";
  const auto hash = [&](std::uint64_t line) { return cli::line_hashes(file, {line})[line]; };
  write_file(file, " a\nb\n  \t\tc\n d");
  CHECK(hash(1) == "271789c17abda88f:1");
  CHECK(hash(2) == "54703d4cd895b18:1");
  CHECK(hash(3) == "180aee12dab6264:1");
  CHECK(hash(4) == "a23a3dc5e078b07b:1");
  CHECK(hash(5).empty());
  std::string text =
      "create table a (\r\n\tid int\r\n);\r\r\n \n\nselect '\u00fc\u20ac\U0001F600';\n" +
      std::string(150, 'x') + "\n";
  for (int i = 0; i < 25; ++i) {
    text += "select 1;\n";
  }
  write_file(file, text);
  CHECK(hash(3) == "1491006488e89920:1");
  CHECK(hash(4) == "eededa54aa632e76:1");
  CHECK(hash(6) == "90f7e9df4d8dcb1a:1");
  CHECK(hash(8) == "52b56201ffb58620:1");
  CHECK(hash(9) == "803c16959658ac1:1");
  CHECK(hash(12) == "803c16959658ac1:4");
  CHECK(hash(34) == "c129715d7a2bc9a3:1"); // what follows the last line end
  CHECK(cli::line_hashes(file, {9, 12, 99}).size() == 2);
  write_file(file, "");
  CHECK(hash(1) == "c129715d7a2bc9a3:1");
}

TEST_CASE("only regular files have hashes of lines") {
  const TemporaryDirectory directory;
  CHECK(cli::line_hashes(directory.path(), {1}).empty());
  CHECK(cli::line_hashes("/dev/null", {1}).empty());
  CHECK(cli::line_hashes(directory.path() / "none", {1}).empty());
}

// GitLab's code quality report.

TEST_CASE("an entry for GitLab says where, what and how bad") {
  Finding one = finding("db/a.sql", 3, 7);
  CHECK(gitlab_entry(one) ==
        ordered_json{{"description", "What."},
                     {"check_name", "rule"},
                     {"fingerprint", cli::finding_identities({one})[0]},
                     {"severity", "major"},
                     {"location", {{"path", "db/a.sql"}, {"lines", {{"begin", 3}}}}}});
  one.severity = Severity::Warning;
  CHECK(gitlab_entry(one)["severity"] == "minor");
  one.severity = Severity::Notice;
  CHECK(gitlab_entry(one)["severity"] == "info");
  one.line = 0;
  CHECK(gitlab_entry(one)["location"]["lines"]["begin"] == 1);
  one.file = odd_name;
  CHECK(gitlab_entry(one)["location"]["path"] == "a%,:|`<b>*/\\n\\r\\x1b\\xff\xc3\xa9.sql");
  CHECK(cli::findings_gitlab({}) == "[]\n");
}

// What a finding is known by.

TEST_CASE("the identity of a finding stays when its line moves") {
  const Finding one = finding("a.sql", 3, 7);
  CHECK(cli::finding_identities({one}) == cli::finding_identities({finding("a.sql", 9)}));
  CHECK(cli::finding_identities({one})[0].size() == 64);
  Finding milder = one;
  milder.severity = Severity::Notice;
  CHECK(cli::finding_identities({one}) == cli::finding_identities({milder}));
  // Another before it is none of its business.
  CHECK(cli::finding_identities({finding("b.sql", 3), one})[1] ==
        cli::finding_identities({one})[0]);
}

TEST_CASE("no two findings have one identity") {
  std::vector<Finding> findings = many(3, Severity::Error);
  findings.push_back(finding("b.sql", 1));
  findings.push_back(findings.front());
  findings.back().rule = "rul";
  findings.back().file = "ea.sql";
  findings.push_back(findings.front());
  findings.back().message = "Else.";
  const std::vector<std::string> identities = cli::finding_identities(findings);
  CHECK(std::set(identities.begin(), identities.end()).size() == findings.size());
}

} // namespace
} // namespace confiture
