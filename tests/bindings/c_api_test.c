/* The interface for C, from C. Usage: c_api_test PROJECT FAULTY_PROJECT DIRECTORY: two projects
   with an environment `local`, the second of which cannot be built, and an empty directory to write
   to. */
#include <confiture.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: FAILED: %s\n", __FILE__, __LINE__, #condition);                      \
      ++failures;                                                                                  \
    }                                                                                              \
  } while (0)

/* What came out of a build. */
struct text {
  char* bytes;
  size_t size;
  int calls;
  int calls_left; /* until no more is wanted; less than 0 for never */
};

static int take(void* context, const char* bytes, size_t size) {
  struct text* text = context;
  ++text->calls;
  if (text->calls_left == 0) {
    return 1;
  }
  --text->calls_left;
  text->bytes = realloc(text->bytes, text->size + size);
  memcpy(text->bytes + text->size, bytes, size);
  text->size += size;
  return 0;
}

/* Nothing can be tested without. */
static confiture_environment* open_local(const char* project_dir) {
  confiture_error* error = NULL;
  confiture_environment* opened = confiture_environment_open(project_dir, "local", &error);
  if (opened == NULL) {
    fprintf(stderr, "%s: %s\n", project_dir, error->message);
    exit(1);
  }
  return opened;
}

static struct text read_file(const char* path) {
  struct text text = {NULL, 0, 0, -1};
  char block[4096];
  size_t count;
  FILE* file = fopen(path, "rb");
  CHECK(file != NULL);
  while (file != NULL && (count = fread(block, 1, sizeof block, file)) > 0) {
    take(&text, block, count);
  }
  if (file != NULL) {
    fclose(file);
  }
  return text;
}

static int is_digest(const char* text) {
  return strlen(text) == CONFITURE_DIGEST_SIZE - 1 &&
         strspn(text, "0123456789abcdef") == strlen(text);
}

static void test_fingerprints(confiture_environment* project) {
  char digest[CONFITURE_DIGEST_SIZE];
  char other[CONFITURE_DIGEST_SIZE];
  CHECK(confiture_fingerprint(project, digest, NULL) == 0);
  CHECK(is_digest(digest));
  confiture_environment_set_jobs(project, 1);
  CHECK(confiture_fingerprint(project, other, NULL) == 0);
  CHECK(strcmp(digest, other) == 0);
  confiture_environment_set_schema_only(project, 1);
  CHECK(confiture_fingerprint(project, other, NULL) == 0);
  CHECK(strcmp(digest, other) != 0);
  confiture_environment_set_schema_only(project, 0);
  confiture_environment_set_jobs(project, 0);
}

static void test_builds(const confiture_environment* project, const char* path) {
  char digest[CONFITURE_DIGEST_SIZE];
  confiture_build_result to_file;
  confiture_build_result to_callback;
  struct text received = {NULL, 0, 0, -1};
  struct text written;
  CHECK(confiture_build_file(project, path, &to_file, NULL) == 0);
  CHECK(confiture_build(project, take, &received, &to_callback, NULL) == 0);
  written = read_file(path);
  CHECK(to_file.size == written.size);
  CHECK(to_file.files > 1);
  CHECK(received.size == written.size && memcmp(received.bytes, written.bytes, written.size) == 0);
  CHECK(confiture_fingerprint(project, digest, NULL) == 0);
  CHECK(strcmp(digest, to_file.fingerprint) == 0);
  CHECK(strcmp(digest, to_callback.fingerprint) == 0);
  free(received.bytes);
  free(written.bytes);
}

static void test_stop(const confiture_environment* project) {
  confiture_error* error = NULL;
  struct text received = {NULL, 0, 0, 0};
  CHECK(confiture_build(project, take, &received, NULL, &error) == -1);
  CHECK(received.calls == 1);
  CHECK(error != NULL && strcmp(error->code, "STOPPED") == 0);
  confiture_error_free(error);
}

static void test_errors(const char* project_dir, const char* faulty_dir, const char* directory) {
  confiture_error* error = NULL;
  struct text received = {NULL, 0, 0, -1};
  confiture_environment* faulty;

  CHECK(confiture_environment_open(project_dir, "nope", &error) == NULL);
  CHECK(error != NULL && strcmp(error->code, "CONFIG_001") == 0);
  CHECK(strstr(error->message, "nope") != NULL);
  CHECK(strstr(error->hint, "local") != NULL);
  CHECK(error->system_error == 0 && error->path[0] == '\0');
  confiture_error_free(error);
  CHECK(confiture_environment_open(project_dir, "nope", NULL) == NULL);

  faulty = open_local(faulty_dir);
  error = NULL;
  CHECK(confiture_build(faulty, take, &received, NULL, &error) == -1);
  CHECK(received.calls == 0);
  CHECK(error != NULL && strcmp(error->code, "SCHEMA_001") == 0);
  confiture_error_free(error);

  error = NULL; /* a directory is no place for a file */
  CHECK(confiture_build_file(faulty, directory, NULL, &error) == -1);
  CHECK(error != NULL && error->message[0] != '\0');
  confiture_error_free(error);

  confiture_environment_close(faulty);
  confiture_environment_close(NULL);
  confiture_error_free(NULL);
}

static void test_lists(const char* path, const char* directory) {
  const char* files[2];
  char digest[CONFITURE_DIGEST_SIZE];
  confiture_error* error = NULL;
  files[0] = path;
  files[1] = "/no/such/file";
  CHECK(confiture_hash_files(files, 1, directory, digest, &error) == 0);
  CHECK(is_digest(digest));
  CHECK(error == NULL);
  CHECK(confiture_hash_files(files, 2, directory, digest, &error) == -1);
  CHECK(error != NULL && strcmp(error->path, files[1]) == 0 && error->system_error == ENOENT);
  confiture_error_free(error);
  CHECK(confiture_hash_files(NULL, 0, directory, digest, NULL) == 0);
  CHECK(strncmp(digest, "e3b0c442", 8) == 0); /* of nothing */
}

int main(int argc, char** argv) {
  char path[4096];
  confiture_environment* project;
  if (argc != 4) {
    return 2;
  }
  snprintf(path, sizeof path, "%s/schema.sql", argv[3]);
  CHECK(strcmp(confiture_version(), CONFITURE_VERSION) == 0);
  project = open_local(argv[1]);
  test_fingerprints(project);
  test_builds(project, path);
  test_stop(project);
  confiture_environment_close(project);
  test_errors(argv[1], argv[2], argv[3]);
  test_lists(path, argv[3]);
  return failures == 0 ? 0 : 1;
}
