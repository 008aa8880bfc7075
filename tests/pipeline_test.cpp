#include "pipeline.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace confiture {
namespace {

/// Numbers the batches from 0 up to `count`, in `first`.
auto counting(std::size_t count) {
  return [count, next = std::size_t{0}](Batch& batch) mutable {
    batch.clear();
    batch.first = next;
    return next++ < count;
  };
}

std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

constexpr unsigned job_counts[] = {1, 2, 3, 8};

TEST_CASE("ordered stages see every batch once and in order and prepared") {
  for (const unsigned jobs : job_counts) {
    CAPTURE(jobs);
    constexpr std::size_t count = 500;
    std::vector<std::size_t> first_stage;
    std::vector<std::size_t> second_stage;
    std::atomic<std::size_t> prepared{0};
    Stages stages;
    stages.take = counting(count);
    stages.prepare = [&](Batch& batch) {
      if (batch.first % 3 == 0) {
        std::this_thread::yield();
      }
      batch.body.append(std::to_string(batch.first));
      ++prepared;
    };
    stages.in_order.emplace_back([&](Batch& batch) {
      if (batch.body.view() == std::to_string(batch.first)) {
        first_stage.push_back(batch.first);
      }
    });
    stages.in_order.emplace_back([&](Batch& batch) { second_stage.push_back(batch.first); });
    run_pipeline(stages, jobs);
    CHECK(prepared == count);
    CHECK(first_stage == first_numbers(count));
    CHECK(second_stage == first_numbers(count));
  }
}

TEST_CASE("no batches are no work") {
  for (const unsigned jobs : job_counts) {
    bool worked = false;
    Stages stages;
    stages.take = counting(0);
    stages.prepare = [&](Batch&) { worked = true; };
    stages.in_order.emplace_back([&](Batch&) { worked = true; });
    run_pipeline(stages, jobs);
    CHECK_FALSE(worked);
  }
}

/// Holds one batch back until a later one has come, where there are threads for it.
class Latecomer {
public:
  explicit Latecomer(std::size_t number) : number_(number) {}

  void meet(const Batch& batch) {
    a_later_one_came_ = a_later_one_came_ || batch.first > number_;
    for (int i = 0; batch.first == number_ && !a_later_one_came_ && i < 1'000; ++i) {
      std::this_thread::yield();
    }
  }

private:
  std::size_t number_;
  std::atomic<bool> a_later_one_came_{false};
};

/// Runs 100 batches through stages that fail for batch 40 and later ones, and returns what was
/// thrown; `seen` takes the batches that came through.
std::string failure_when(const std::string& stage, unsigned jobs, std::vector<std::size_t>& seen) {
  const auto fail_in = [stage](const std::string& name, const Batch& batch) {
    if (name == stage && batch.first >= 40) {
      throw std::runtime_error(std::to_string(batch.first));
    }
  };
  Stages stages;
  stages.take = [&, take = counting(100)](Batch& batch) mutable {
    const bool more = take(batch);
    fail_in("take", batch);
    return more;
  };
  Latecomer latecomer(40);
  stages.prepare = [&](Batch& batch) {
    latecomer.meet(batch);
    fail_in("prepare", batch);
  };
  stages.in_order.emplace_back([&](Batch& batch) { fail_in("in order", batch); });
  stages.in_order.emplace_back([&](Batch& batch) { seen.push_back(batch.first); });
  try {
    run_pipeline(stages, jobs);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("of several failures the earliest batch's is thrown") {
  for (const unsigned jobs : job_counts) {
    for (const std::string stage : {"take", "prepare", "in order"}) {
      for (int repetition = 0; repetition < 20; ++repetition) { // timing must not matter
        std::vector<std::size_t> seen;
        CAPTURE(jobs);
        CAPTURE(stage);
        REQUIRE(failure_when(stage, jobs, seen) == "40");
        REQUIRE(seen == first_numbers(40)); // what failed goes no further
      }
    }
  }
}

TEST_CASE("a failure ends a run that would have no end") {
  for (const unsigned jobs : job_counts) {
    Stages stages;
    stages.take = counting(static_cast<std::size_t>(-1));
    stages.prepare = [](Batch& batch) {
      if (batch.first == 10) {
        throw std::runtime_error("ten");
      }
    };
    CAPTURE(jobs);
    CHECK_THROWS_WITH(run_pipeline(stages, jobs), "ten");
  }
}

TEST_CASE("a batch can end a run, and what was taken after it does not count") {
  for (const unsigned jobs : job_counts) {
    for (int repetition = 0; repetition < 20; ++repetition) { // timing must not matter
      std::vector<std::size_t> seen;
      Stages stages;
      stages.take = counting(static_cast<std::size_t>(-1));
      Latecomer latecomer(10);
      stages.prepare = [&](Batch& batch) {
        latecomer.meet(batch);
        batch.ends_run = batch.first == 10;
        if (batch.first > 10) {
          throw std::runtime_error("after the end");
        }
      };
      stages.in_order.emplace_back([&](Batch& batch) { seen.push_back(batch.first); });
      CAPTURE(jobs);
      CHECK_NOTHROW(run_pipeline(stages, jobs));
      CHECK(seen == first_numbers(11));
    }
  }
}

TEST_CASE("every position is visited once") {
  for (const unsigned jobs : job_counts) {
    for (const std::size_t count : {0U, 1U, 256U, 257U, 5'000U}) {
      std::vector<std::atomic<int>> visits(count);
      for_each_range(count, jobs, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t position = begin; position < end; ++position) {
          ++visits[position];
        }
      });
      CAPTURE(jobs);
      CAPTURE(count);
      std::size_t visited_once = 0;
      for (const std::atomic<int>& visit : visits) {
        visited_once += visit == 1 ? 1 : 0;
      }
      CHECK(visited_once == count);
    }
  }
}

} // namespace
} // namespace confiture
