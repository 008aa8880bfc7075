#include "bindings/environment.hpp"
#include <confiture/hash_files.hpp>
#include <confiture/outputs.hpp>

#include <confiture.h>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct confiture_environment : confiture::bindings::Environment {};

namespace {

using namespace confiture;

/// An error with the texts that it points to.
struct OwnedError : confiture_error {
  std::string texts[4]; // NOLINT(modernize-avoid-c-arrays): code, message, hint, path
};

/// That a callback did not want more.
struct Stopped {};

/// What cannot be told for want of memory. It is not freed.
confiture_error no_memory = {
    .code = "NO_MEMORY", .message = "out of memory", .hint = "", .path = "", .system_error = 0};

confiture_error* make_error(std::string_view code,
                            std::string_view message,
                            std::string_view hint = {},
                            std::string_view path = {},
                            int system_error = 0) {
  auto error = std::make_unique<OwnedError>();
  error->texts[0] = code;
  error->texts[1] = message;
  error->texts[2] = hint;
  error->texts[3] = path;
  error->code = error->texts[0].c_str();
  error->message = error->texts[1].c_str();
  error->hint = error->texts[2].c_str();
  error->path = error->texts[3].c_str();
  error->system_error = system_error;
  return error.release();
}

/// The failure that is being handled.
confiture_error* current_error() {
  try {
    throw;
  } catch (const FileError& error) {
    return make_error(
        name(error.code()), error.what(), error.hint(), error.path(), error.error_number());
  } catch (const Error& error) {
    return make_error(name(error.code()), error.what(), error.hint());
  } catch (const Stopped&) {
    return make_error("STOPPED", "The callback ended the build");
  } catch (const std::bad_alloc&) {
    return &no_memory;
  } catch (const std::exception& error) {
    return make_error("INTERNAL_ERROR", error.what());
  }
}

/// Tells the failure that is being handled, whatever it is.
void tell(confiture_error** error) noexcept {
  if (error == nullptr) {
    return;
  }
  try {
    *error = current_error();
  } catch (...) {
    *error = &no_memory;
  }
}

/// Runs `work`, from which nothing gets out.
template <typename Work> int guarded(confiture_error** error, const Work& work) noexcept {
  try {
    work();
    return 0;
  } catch (...) {
    tell(error);
    return -1;
  }
}

void copy_digest(const std::string& digest, char* target) {
  target[digest.copy(target, CONFITURE_DIGEST_SIZE - 1)] = '\0';
}

void run_build(const confiture_environment& environment,
               const BuildOptions& options,
               confiture_build_result* result) {
  const BuildResult built = bindings::build(environment, options);
  if (result != nullptr) {
    result->files = built.files;
    result->size = built.size;
    copy_digest(built.fingerprint.value_or(""), result->fingerprint);
  }
}

} // namespace

extern "C" {

const char* confiture_version(void) {
  return CONFITURE_VERSION;
}

void confiture_error_free(confiture_error* error) {
  if (error != &no_memory) {
    delete static_cast<OwnedError*>(error);
  }
}

confiture_environment*
confiture_environment_open(const char* project_dir, const char* name, confiture_error** error) {
  confiture_environment* opened = nullptr;
  guarded(error, [&] {
    opened = std::make_unique<confiture_environment>(
                 confiture_environment{bindings::open_environment(project_dir, name)})
                 .release();
  });
  return opened;
}

void confiture_environment_close(confiture_environment* environment) {
  delete environment;
}

void confiture_environment_set_schema_only(confiture_environment* environment, int is_schema_only) {
  environment->scope = is_schema_only != 0 ? Scope::SchemaOnly : Scope::Everything;
}

void confiture_environment_set_jobs(confiture_environment* environment, unsigned jobs) {
  environment->jobs = jobs;
}

int confiture_fingerprint(const confiture_environment* environment,
                          char* digest,
                          confiture_error** error) {
  return guarded(error, [&] { copy_digest(bindings::fingerprint(*environment), digest); });
}

int confiture_build_file(const confiture_environment* environment,
                         const char* output,
                         confiture_build_result* result,
                         confiture_error** error) {
  return guarded(error, [&] {
    run_build(*environment,
              {.output = output != nullptr ? output
                                           : default_output(environment->project_dir,
                                                            environment->config.environment)},
              result);
  });
}

int confiture_build(const confiture_environment* environment,
                    confiture_write write,
                    void* context,
                    confiture_build_result* result,
                    confiture_error** error) {
  return guarded(error, [&] {
    const auto receiver = [&](std::string_view piece) {
      if (write(context, piece.data(), piece.size()) != 0) {
        throw Stopped();
      }
    };
    run_build(*environment, {.output = {}, .receiver = receiver}, result);
  });
}

int confiture_hash_files(const char* const* files,
                         size_t count,
                         const char* base_dir,
                         char* digest,
                         confiture_error** error) {
  return guarded(error, [&] {
    copy_digest(hash_files(std::vector<std::string>(files, files + count), base_dir), digest);
  });
}

} // extern "C"
