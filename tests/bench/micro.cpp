// Single functions alone: patterns, order, the text of sources, separators. What takes bytes is
// told in bytes a second, what takes paths in paths a second.

#include "buffer.hpp"
#include "glob.hpp"
#include "order.hpp"
#include "random.hpp"
#include "separator.hpp"
#include "text.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {
namespace {

using testing::Random;

constexpr std::uint32_t seed = 7;
constexpr std::size_t text_bytes = std::size_t{512} * 1024; // about a batch

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void count_paths(benchmark::State& state, std::size_t paths) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths));
}

/// Paths in the layout of corpus.py, shuffled: `root` then area, module and entity.
std::vector<std::string> paths(const std::string& root, std::size_t count) {
  constexpr std::size_t files_a_module = 50;
  constexpr std::size_t modules_an_area = 50;
  std::vector<std::string> made;
  for (std::size_t number = 0; number < count; ++number) {
    const std::size_t module = number / files_a_module;
    made.push_back(root + std::to_string(module / modules_an_area) + "_area/" +
                   std::to_string(module % modules_an_area) + "_module/" + std::to_string(number) +
                   "_entity.sql");
  }
  Random random(seed);
  for (std::size_t left = made.size(); left > 1; --left) {
    std::swap(made[left - 1], made[random.below(left)]);
  }
  return made;
}

void match_pattern(benchmark::State& state, const std::string& pattern) {
  const Glob glob(pattern);
  const auto tried = paths("", 1000);
  for (auto _ : state) {
    for (const std::string& path : tried) {
      benchmark::DoNotOptimize(glob.matches(path));
    }
  }
  count_paths(state, tried.size());
}
BENCHMARK_CAPTURE(match_pattern, default, "**/*.sql");
BENCHMARK_CAPTURE(match_pattern, folder, "*_area/");
BENCHMARK_CAPTURE(match_pattern, class, "**/[0-9]*_e?tity.sql");
BENCHMARK_CAPTURE(match_pattern, many_stars, "**/*a*a*a*a*.sql");

void alphabetical_order(benchmark::State& state) {
  const auto made = paths("/project/db/schema/", static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::vector<std::string_view> sorted(made.begin(), made.end());
    std::sort(sorted.begin(), sorted.end(), comes_before);
    benchmark::DoNotOptimize(sorted.data());
  }
  count_paths(state, made.size());
}
BENCHMARK(alphabetical_order)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void numbered_order(benchmark::State& state) {
  const auto made = paths("/project/db/schema/", static_cast<std::size_t>(state.range(0)));
  const std::vector<std::string_view> views(made.begin(), made.end());
  for (auto _ : state) {
    benchmark::DoNotOptimize(confiture::numbered_order(views));
  }
  count_paths(state, made.size());
}
BENCHMARK(numbered_order)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

// The lines that the text of sources is made of.

const std::vector<std::string> plain = {
    "CREATE TABLE app.tb_entity (id bigint PRIMARY KEY, amount numeric(12, 2));\n",
    "-- why this column exists, and which report reads it, is kept beside the column\n",
    "COMMENT ON TABLE app.tb_entity IS 'row 0.123456789012 of the ledger';\n",
};

const std::vector<std::string> accented = {
    "COMMENT ON TABLE app.tb_confiture IS 'pâte à tartiner, crème brûlée, œufs';\n",
    "-- 説明: この列は請求書の合計金額を保持します\n",
};

const std::vector<std::string> with_returns = {
    "CREATE TABLE app.tb_entity (id bigint PRIMARY KEY);\r\n",
    "-- written on another system\r\n",
};

const std::vector<std::string> commented = {
    "/* one */ SELECT a * b / c; /* two\n * three\n */\n",
    "CREATE VIEW app.v_all AS SELECT * FROM app.tb_entity; /**/\n",
};

std::string text_of(const std::vector<std::string>& pieces) {
  Random random(seed);
  std::string text;
  while (text.size() < text_bytes) {
    text += random.pick(pieces);
  }
  return text;
}

void check_utf8(benchmark::State& state, const std::vector<std::string>& pieces) {
  const std::string text = text_of(pieces);
  for (auto _ : state) {
    text::Utf8Check check;
    benchmark::DoNotOptimize(check.take(text));
  }
  count_bytes(state, text.size());
}
BENCHMARK_CAPTURE(check_utf8, plain, plain);
BENCHMARK_CAPTURE(check_utf8, accented, accented);

void translate_newlines(benchmark::State& state, const std::vector<std::string>& pieces) {
  const std::string text = text_of(pieces);
  std::string changed = text;
  for (auto _ : state) {
    std::memcpy(changed.data(), text.data(), text.size());
    text::NewlineTranslation translation;
    if (translation.concerns(changed)) {
      benchmark::DoNotOptimize(translation.translate(changed.data(), changed.size()));
    }
    benchmark::ClobberMemory();
  }
  count_bytes(state, text.size());
}
BENCHMARK_CAPTURE(translate_newlines, none_to_do, plain);
BENCHMARK_CAPTURE(translate_newlines, every_line, with_returns);

void scan_comments(benchmark::State& state, const std::vector<std::string>& pieces) {
  const std::string text = text_of(pieces);
  for (auto _ : state) {
    text::CommentScan scan;
    scan.take(text);
    benchmark::DoNotOptimize(scan.open_line());
  }
  count_bytes(state, text.size());
}
BENCHMARK_CAPTURE(scan_comments, plain, plain);
BENCHMARK_CAPTURE(scan_comments, commented, commented);

void append_separators(benchmark::State& state,
                       const std::string& style,
                       const std::optional<std::string>& custom_template) {
  const Separator separator(style, custom_template);
  const auto made = paths("", 1000);
  Buffer out;
  for (auto _ : state) {
    out.resize(0);
    for (const std::string& path : made) {
      separator.require_safe(path);
      separator.append(out, path);
    }
    benchmark::DoNotOptimize(out.data());
  }
  count_paths(state, made.size());
}
BENCHMARK_CAPTURE(append_separators, block_comment, "block_comment", std::nullopt);
BENCHMARK_CAPTURE(append_separators, custom, "custom", "\n-- {file_path.name}\n");

} // namespace
} // namespace confiture

BENCHMARK_MAIN();
