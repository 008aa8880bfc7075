#include "pipeline.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace confiture {

namespace {

using tbb::filter_mode;

/// How many threads a limit of this process is enough for, if each takes `share` of it and
/// everything else `others`.
rlim_t threads_within(decltype(RLIMIT_NOFILE) resource, rlim_t others, rlim_t share) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return RLIM_INFINITY;
  }
  return limit.rlim_cur < others + share ? 1 : (limit.rlim_cur - others) / share;
}

/// Short of memory or descriptors, fewer threads do the work, slower.
unsigned threads_within_limits(unsigned wanted, unsigned descriptors) {
  constexpr rlim_t mebibyte = rlim_t{1024} * 1024;
  const rlim_t readers = threads_within(RLIMIT_NOFILE, 12, descriptors);
  // glibc reserves 128 MiB where a thread allocates for the first time, and cuts that in half.
  const rlim_t reservations = threads_within(RLIMIT_AS, 64 * mebibyte, 160 * mebibyte);
  const rlim_t stacks = threads_within(RLIMIT_DATA, 32 * mebibyte, 16 * mebibyte);
  return static_cast<unsigned>(std::min<rlim_t>({wanted, readers, reservations, stacks}));
}

/// Whether the first call was in a process that this one was forked from: oneTBB's threads stayed
/// there, with whatever lock they held.
bool was_forked() {
  static const pid_t first_process = ::getpid();
  return first_process != ::getpid();
}

/// At most `wanted`, as many threads as there can be at once, this one included. oneTBB aborts the
/// process when it cannot create one, so they are tried first; but not again, which would take as
/// long as reading thirty files each time: oneTBB keeps its threads while the calling one lives.
unsigned available_threads(unsigned wanted, unsigned descriptors) {
  if (wanted <= 1 || was_forked()) {
    return 1;
  }
  wanted = threads_within_limits(wanted, descriptors);
  thread_local unsigned tried = 1;
  if (wanted <= tried) {
    return wanted;
  }
  std::vector<std::thread> others;
  others.reserve(wanted); // must not throw once a thread waits
  std::atomic<bool> counted{false};
  try {
    while (others.size() + 1 < wanted) {
      others.emplace_back([&counted] { counted.wait(false); });
    }
  } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch): as many as there are
  } catch (const std::bad_alloc&) {    // NOLINT(bugprone-empty-catch): likewise
  }
  counted = true;
  counted.notify_all();
  for (std::thread& thread : others) {
    thread.join();
  }
  tried = static_cast<unsigned>(others.size()) + 1;
  return tried;
}

/// Runs `work` with at most `jobs` threads at its disposal, also where there are fewer cores.
template <typename Work> void with_threads(unsigned jobs, const Work& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, jobs);
  tbb::task_arena(static_cast<int>(jobs)).execute(work);
}

void run_on_this_thread(const Stages& stages) {
  Batch batch;
  while (stages.take(batch)) {
    stages.prepare(batch);
    for (const auto& stage : stages.in_order) {
      stage(batch);
    }
    if (batch.ends_run) {
      return;
    }
  }
}

/// The stages as oneTBB's filters over a ring of batches.
class ThreadedRun {
public:
  ThreadedRun(const Stages& stages, std::size_t live_batches)
      : stages_(stages), ring_(live_batches) {}

  void run() {
    auto chain = tbb::make_filter<void, Batch*>(
        filter_mode::serial_in_order, [this](tbb::flow_control& control) { return take(control); });
    chain &= tbb::make_filter<Batch*, Batch*>(
        filter_mode::parallel, [this](Batch* batch) { return guarded(stages_.prepare, batch); });
    chain &= tbb::make_filter<Batch*, Batch*>(filter_mode::serial_in_order,
                                              [this](Batch* batch) { return admit(batch); });
    for (const auto& stage : stages_.in_order) {
      chain &= tbb::make_filter<Batch*, Batch*>(
          filter_mode::serial_in_order, [&stage](Batch* batch) { return guarded(stage, batch); });
    }
    tbb::parallel_pipeline(
        ring_.size(),
        chain & tbb::make_filter<Batch*, void>(filter_mode::serial_in_order,
                                               [this](Batch* batch) { release(*batch); }));
    if (failure_ != nullptr) {
      std::rethrow_exception(failure_);
    }
  }

private:
  /// A place in the ring is free again when it comes around: batches leave in the order in which
  /// they came, and no more are under way than there are places.
  Batch* take(tbb::flow_control& control) {
    Batch& batch = ring_[taken_++ % ring_.size()];
    try {
      if (stopping_ || !stages_.take(batch)) {
        control.stop();
        return nullptr;
      }
    } catch (...) {
      batch.failure = std::current_exception();
      stopping_ = true;
    }
    return &batch;
  }

  /// Voids what was taken after the last batch that counts.
  Batch* admit(Batch* batch) {
    batch->is_void = has_ended_;
    has_ended_ = has_ended_ || batch->ends_run || batch->failure != nullptr;
    stopping_ = stopping_ || has_ended_;
    return batch;
  }

  static Batch* guarded(const std::function<void(Batch&)>& stage, Batch* batch) {
    if (!batch->is_void && batch->failure == nullptr) {
      try {
        stage(*batch);
      } catch (...) {
        batch->failure = std::current_exception();
      }
    }
    return batch;
  }

  void release(Batch& batch) {
    if (!batch.is_void && batch.failure != nullptr && failure_ == nullptr) {
      failure_ = batch.failure;
      stopping_ = true;
    }
    batch.clear();
  }

  const Stages& stages_;
  std::vector<Batch> ring_;
  std::size_t taken_ = 0;
  std::atomic<bool> stopping_{false};
  bool has_ended_ = false;
  std::exception_ptr failure_;
};

} // namespace

void run_pipeline(const Stages& stages, unsigned jobs) {
  jobs = available_threads(jobs, stages.descriptors);
  if (jobs <= 1) {
    run_on_this_thread(stages);
    return;
  }
  // Enough that no thread waits for a place while each in-order stage is busy with one.
  const std::size_t live_batches = jobs + stages.in_order.size();
  with_threads(jobs, [&] { ThreadedRun(stages, live_batches).run(); });
}

void for_each_range(std::size_t count,
                    unsigned jobs,
                    std::size_t grain,
                    const std::function<void(std::size_t begin, std::size_t end)>& body) {
  jobs = count <= grain ? 1 : available_threads(jobs, usual_descriptors);
  if (jobs <= 1) {
    body(0, count);
    return;
  }
  with_threads(jobs, [&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, grain),
        [&](const tbb::blocked_range<std::size_t>& range) { body(range.begin(), range.end()); });
  });
}

unsigned default_jobs() {
  return std::max(2U, static_cast<unsigned>(tbb::info::default_concurrency()));
}

} // namespace confiture
