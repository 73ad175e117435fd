/* What the monitor asks, all at once; it knows nothing of thresholds. */

#include "monitor.h"

#include <stdio.h>

enum { P99, ERROR_RATE, CPU, MEMORY, QUESTIONS };

static const uint64_t WINDOW_NS = 5ull * 60 * 1000 * 1000 * 1000;

static void start_all(coral_script_requests_own_request_t *requests) {
  coral_script_telemetry_question_t questions[QUESTIONS] = {
      [P99] = {.tag = CORAL_SCRIPT_TELEMETRY_QUESTION_PERCENTILE,
               .val.percentile = {contract_text(SERVICE), contract_text("http.server.duration"), 0.99, WINDOW_NS}},
      [ERROR_RATE] = {.tag = CORAL_SCRIPT_TELEMETRY_QUESTION_ERROR_RATE,
                      .val.error_rate = {contract_text(SERVICE), WINDOW_NS}},
      [CPU] = {.tag = CORAL_SCRIPT_TELEMETRY_QUESTION_CPU},
      [MEMORY] = {.tag = CORAL_SCRIPT_TELEMETRY_QUESTION_MEMORY},
  };
  for (int index = 0; index < QUESTIONS; index++) requests[index] = coral_script_requests_start(&questions[index]);
}

/* Waits until every answer is there. */
static void wait_for_all(const coral_script_requests_own_request_t *requests) {
  for (int index = 0; index < QUESTIONS; index++) {
    coral_script_requests_borrow_request_t pending = coral_script_requests_borrow_request(requests[index]);
    coral_script_requests_list_borrow_request_t list = {&pending, 1};
    script_list_u32_t ready;
    coral_script_requests_wait(&list, NULL, &ready);
    script_list_u32_free(&ready);
  }
}

static void error_text(const coral_script_errors_error_t *error, char *text, size_t size) {
  if (error->tag == CORAL_SCRIPT_ERRORS_ERROR_BUDGET_EXCEEDED) {
    const coral_script_errors_exceeded_budget_t *budget = &error->val.budget_exceeded;
    snprintf(text, size, "the budget %.*s of %llu is exceeded", (int)budget->name.len, budget->name.ptr,
             (unsigned long long)budget->limit);
  } else {
    /* Every other case holds a text. */
    snprintf(text, size, "%.*s", (int)error->val.denied.len, error->val.denied.ptr);
  }
}

bool ask_figures(struct figures *figures, char *error, size_t size) {
  coral_script_requests_own_request_t requests[QUESTIONS];
  start_all(requests);
  wait_for_all(requests);

  bool is_answered = true;
  coral_script_telemetry_answer_t answers[QUESTIONS];
  for (int index = 0; index < QUESTIONS; index++) {
    coral_script_errors_error_t failure;
    coral_script_requests_borrow_request_t request = coral_script_requests_borrow_request(requests[index]);
    if (!coral_script_requests_method_request_take(request, &answers[index], &failure)) {
      if (is_answered) error_text(&failure, error, size);
      coral_script_errors_error_free(&failure);
      is_answered = false;
    }
    coral_script_requests_request_drop_own(requests[index]);
  }
  if (!is_answered) return false;

  figures->p99_ms = answers[P99].val.number / 1e6; /* latencies come in nanoseconds */
  figures->error_rate = answers[ERROR_RATE].val.error_rate.rate;
  figures->cpu_pct = answers[CPU].val.number;
  figures->memory_pct = (double)answers[MEMORY].val.memory.used / (double)answers[MEMORY].val.memory.total * 100;
  return true;
}
