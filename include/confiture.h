/* The interface for C, and for whatever can call C.

   Ownership: what a function with `open` in its name returns is closed by its counterpart, an error
   is freed with confiture_error_free, all other memory stays the caller's. Text is UTF-8 that ends
   in a zero byte, paths are bytes as the system has them; both are only read during the call.
   Nothing but the functions that may fail allocates for the caller.

   Errors: a function that can fail returns 0 or a handle on success, else -1 or NULL, and then sets
   *error, if `error` is not NULL. It never throws, never prints and never ends the process.

   Threads: functions may be called from any thread at any time. One handle may be used by many
   threads at once, but not while it is set or closed. A callback is called on the thread that made
   the call. Others help it, and are kept for the next call; each thread that has read a long list
   of files keeps a descriptor and half a megabyte as well. */
#pragma once

#include <confiture/api.h>
#include <confiture/version.h>

#include <stddef.h>
#include <stdint.h>

/* NOLINTBEGIN(modernize-use-using,readability-identifier-naming): it is C */

#ifdef __cplusplus
extern "C" {
#endif

/* Room for a SHA-256 in hexadecimal and its zero byte. */
#define CONFITURE_DIGEST_SIZE 65

/* The version of the library in use, which may be later than CONFITURE_VERSION. */
CONFITURE_API const char* confiture_version(void);

/* Why a call failed. */
typedef struct confiture_error {
  /* What kind of failure: CONFIG_001, SCHEMA_001 and so on as the command line program prints them,
     STOPPED if a callback wanted that, NO_MEMORY, INTERNAL_ERROR. */
  const char* code;
  const char* message; /* for people, in one or more lines */
  const char* hint;    /* what to do about it; maybe empty */
  const char* path;    /* of the file, where the system refused one of a list; else empty */
  int system_error;    /* its errno then, else 0 */
} confiture_error;

/* NULL is allowed. */
CONFITURE_API void confiture_error_free(confiture_error* error);

/* An environment: what to build and how. Its sources are looked for anew by each call. */
typedef struct confiture_environment confiture_environment;

/* Reads db/environments/NAME.yaml below `project_dir`. */
CONFITURE_API confiture_environment*
confiture_environment_open(const char* project_dir, const char* name, confiture_error** error);

/* NULL is allowed. */
CONFITURE_API void confiture_environment_close(confiture_environment* environment);

/* Leaves out the entries whose path names seeds, unless it is 0, which is the default. */
CONFITURE_API void confiture_environment_set_schema_only(confiture_environment* environment,
                                                         int is_schema_only);

/* The number of threads that read; 0, the default, chooses. */
CONFITURE_API void confiture_environment_set_jobs(confiture_environment* environment,
                                                  unsigned jobs);

/* Computes the fingerprint of the environment's sources: SHA-256 over their paths and contents. */
CONFITURE_API int confiture_fingerprint(const confiture_environment* environment,
                                        char digest[CONFITURE_DIGEST_SIZE],
                                        confiture_error** error);

/* What a build made. */
typedef struct confiture_build_result {
  uint64_t files;                          /* in the schema */
  uint64_t size;                           /* of the schema in bytes */
  char fingerprint[CONFITURE_DIGEST_SIZE]; /* of the same bytes */
} confiture_build_result;

/* Builds the schema into a file, which is replaced in one step, or left alone on failure. `output`
   NULL stands for db/generated/schema_NAME.sql in the project. `result` may be NULL. Seeds that an
   environment applies by themselves (seed.execution_mode: sequential) are left out. */
CONFITURE_API int confiture_build_file(const confiture_environment* environment,
                                       const char* output,
                                       confiture_build_result* result,
                                       confiture_error** error);

/* Takes the next `size` bytes. Returns 0 to go on; any other value ends the build (STOPPED). */
typedef int (*confiture_write)(void* context, const char* bytes, size_t size);

/* The same with the schema handed to `write` from beginning to end, once it is complete: nothing is
   written if a source is at fault. Until then it is kept in a temporary file (TMPDIR). */
CONFITURE_API int confiture_build(const confiture_environment* environment,
                                  confiture_write write,
                                  void* context,
                                  confiture_build_result* result,
                                  confiture_error** error);

/* Computes the fingerprint of `count` files in the order given, each with its path below
   `base_dir`, or with the whole path if it is not below. */
CONFITURE_API int confiture_hash_files(const char* const* files,
                                       size_t count,
                                       const char* base_dir,
                                       char digest[CONFITURE_DIGEST_SIZE],
                                       confiture_error** error);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-use-using,readability-identifier-naming) */
