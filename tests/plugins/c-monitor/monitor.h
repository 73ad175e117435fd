/* What the monitor's parts share. */
#ifndef MONITOR_H
#define MONITOR_H

#include <stdbool.h>

#include "script.h"

#define SERVICE "payments"
#define LATENCY_THRESHOLD_MS 500
#define ERROR_RATE_THRESHOLD 0.01
#define CHECK_INTERVAL_S 30

/* One look at the service. */
struct figures {
  double p99_ms;
  double error_rate;
  double cpu_pct;
  double memory_pct;
};

/* A text of the contract, which is not copied. */
script_string_t contract_text(const char *text);

/* Asks for the figures, all at once, over the last five minutes. False with a text in `error`, which is cut at `size`. */
bool ask_figures(struct figures *figures, char *error, size_t size);

/* Prints the figures, and emits an alert where they are too high. False where that could not be sent. */
bool report_figures(const struct figures *figures);

/* Emits the alert of a check that failed. False where that could not be sent. */
bool report_failure(const char *error);

#endif
