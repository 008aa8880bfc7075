#include <confiture.h>
#include <stdio.h>

/* Prints the version and the fingerprint of a project. */
int main(int argc, char** argv) {
  confiture_error* error = NULL;
  char digest[CONFITURE_DIGEST_SIZE];
  confiture_environment* local = confiture_environment_open(argv[argc - 1], "local", &error);
  if (local == NULL || confiture_fingerprint(local, digest, &error) != 0) {
    fprintf(stderr, "%s: %s\n", error->code, error->message);
    confiture_error_free(error);
    return 1;
  }
  confiture_environment_close(local);
  printf("%s %s\n", confiture_version(), digest);
  return 0;
}
