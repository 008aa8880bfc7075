#pragma once

/* What the shared library offers. All else in it is hidden, so that it can change, and cannot meet
   the symbols of other libraries in one process. */
#define CONFITURE_API __attribute__((visibility("default")))
