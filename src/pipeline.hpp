#pragma once

#include "batch.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace confiture {

/// That a thread has open to read files, one of which stays open while a piece of a large one
/// waits.
inline constexpr unsigned usual_descriptors = 2;

/// The way of a batch. Whatever runs side by side, `take` and each of `in_order` see the batches
/// one at a time and in the order in which they were taken.
struct Stages {
  std::function<bool(Batch&)> take;    ///< makes the next batch; false when there are no more
  std::function<void(Batch&)> prepare; ///< may run for several batches at once
  std::vector<std::function<void(Batch&)>> in_order; ///< may run for different batches at once
  unsigned descriptors = usual_descriptors; ///< open at once for each thread that prepares batches
};

/// Sends all batches through all stages, on at most `jobs` threads, up to and with one that ends
/// the run: what had been taken after it sees none of the stages in order. A stage that throws ends
/// the run too; of several failures the one of the earliest batch is rethrown, so that it does not
/// depend on timing. A batch that failed sees no further stage.
void run_pipeline(const Stages& stages, unsigned jobs);

/// Calls `body` for ranges that together cover every position below `count` once, in any order, on
/// at most `jobs` threads; what it throws is rethrown. Up to `grain` positions are not worth
/// another thread.
void for_each_range(std::size_t count,
                    unsigned jobs,
                    std::size_t grain,
                    const std::function<void(std::size_t begin, std::size_t end)>& body);

/// The number of threads to use where none is asked for.
unsigned default_jobs();

} // namespace confiture
