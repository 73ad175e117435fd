/* Watches the latency and the error rate of the payments service, and emits an `alert` when either is too high: what
   scripts/high-latency-alert.ts does, in C.

   Parameters:
     checks  how many checks to make before ending; without it, the monitor watches for ever */

#include "monitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The value of a parameter of the run; the caller frees it. None if there is no such parameter. */
static char *parameter(const char *name) {
  coral_script_context_run_context_t context;
  coral_script_context_get(&context);
  char *value = NULL;
  for (size_t index = 0; index < context.parameters.len; index++) {
    script_tuple2_string_string_t *pair = &context.parameters.ptr[index];
    if (pair->f0.len == strlen(name) && memcmp(pair->f0.ptr, name, pair->f0.len) == 0) {
      value = strndup((const char *)pair->f1.ptr, pair->f1.len);
    }
  }
  coral_script_context_run_context_free(&context);
  return value;
}

/* Ends the run with an exception; the message becomes the host's. */
static bool throw(exports_coral_script_program_exception_t *exception, const char *message) {
  script_string_dup(&exception->message, message);
  script_string_dup(&exception->stack, "");
  exception->in_promise = false;
  return false;
}

script_string_t contract_text(const char *text) {
  return (script_string_t){(uint8_t *)text, strlen(text)};
}

bool exports_coral_script_program_run(exports_coral_script_program_exception_t *exception) {
  /* A line at a time: what stays in a buffer when `run` returns is lost. */
  setvbuf(stdout, NULL, _IOLBF, 0);

  long checks = 0; /* for ever */
  char *text = parameter("checks");
  if (text != NULL) {
    char *end;
    checks = strtol(text, &end, 10);
    if (checks < 1 || *end != '\0') {
      char message[200];
      snprintf(message, sizeof message, "the parameter \"checks\" must be a whole number above 0, not \"%s\"", text);
      free(text);
      return throw(exception, message);
    }
    free(text);
  }

  printf("Starting high latency monitoring for %s...\n", SERVICE);
  printf("  Latency threshold: %dms\n", LATENCY_THRESHOLD_MS);
  printf("  Error rate threshold: %g%%\n", ERROR_RATE_THRESHOLD * 100);
  printf("  Check interval: %ds\n", CHECK_INTERVAL_S);

  for (long check = 1;; check++) {
    struct figures figures;
    char error[500];
    bool is_sent;
    if (ask_figures(&figures, error, sizeof error)) {
      is_sent = report_figures(&figures);
    } else {
      /* A check that fails is worth an alert too. If even that cannot be sent, the monitor ends. */
      fprintf(stderr, "Error checking service health: %s\n", error);
      is_sent = report_failure(error);
    }
    if (!is_sent) return throw(exception, "the alert could not be sent");
    if (check == checks) return true;
    sleep(CHECK_INTERVAL_S);
  }
}
