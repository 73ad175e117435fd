/* What the figures mean, and the alerts that tell of it. */

#include "monitor.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The time in words, as `new Date().toISOString()` has it. */
static void timestamp(char *text, size_t size) {
  struct timespec now;
  struct tm parts;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &parts);
  size_t length = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &parts);
  snprintf(text + length, size - length, ".%03ldZ", now.tv_nsec / 1000000);
}

/* A text as the inside of a JSON string; it is cut where there is no room. */
static void json_text(const char *text, char *json, size_t size) {
  size_t length = 0;
  for (; *text != '\0' && length + 7 < size; text++) {
    if (*text == '"' || *text == '\\') {
      json[length++] = '\\';
      json[length++] = *text;
    } else if ((unsigned char)*text < 0x20) {
      length += (size_t)snprintf(json + length, size - length, "\\u%04x", (unsigned)*text);
    } else {
      json[length++] = *text;
    }
  }
  json[length] = '\0';
}

static bool emit(const char *data, coral_script_events_severity_t severity) {
  script_string_t name = contract_text("alert"), text = contract_text(data);
  coral_script_events_error_t error;
  bool is_sent = coral_script_events_emit(&name, &text, severity, &error);
  if (!is_sent) coral_script_events_error_free(&error);
  return is_sent;
}

static bool send(const struct figures *figures, const char *what, coral_script_events_severity_t severity, bool is_slow,
                 bool is_failing) {
  char time[40], latency[60] = "", errors[60] = "", data[1000];
  timestamp(time, sizeof time);
  if (is_slow) snprintf(latency, sizeof latency, "\"latency_threshold_ms\":%d,", LATENCY_THRESHOLD_MS);
  if (is_failing) {
    snprintf(errors, sizeof errors, "\"error_rate_threshold_pct\":%.17g,", ERROR_RATE_THRESHOLD * 100);
  }
  snprintf(data, sizeof data,
           "{\"message\":\"%s %s\",\"service\":\"%s\",\"severity\":\"%s\",\"p99_latency_ms\":%.17g,%s"
           "\"error_rate_pct\":%.17g,%s\"cpu_usage_pct\":%.17g,\"memory_usage_pct\":%.17g,\"timestamp\":\"%s\"}",
           SERVICE, what, SERVICE, severity == CORAL_SCRIPT_EVENTS_SEVERITY_CRITICAL ? "critical" : "warning",
           figures->p99_ms, latency, figures->error_rate * 100, errors, figures->cpu_pct, figures->memory_pct, time);
  return emit(data, severity);
}

bool report_figures(const struct figures *figures) {
  bool is_slow = figures->p99_ms > LATENCY_THRESHOLD_MS;
  bool is_failing = figures->error_rate > ERROR_RATE_THRESHOLD;
  double p99 = figures->p99_ms, errors = figures->error_rate * 100;
  bool is_sent = true;
  if (is_slow && is_failing) {
    is_sent = send(figures, "service degraded: high latency AND high error rate", CORAL_SCRIPT_EVENTS_SEVERITY_CRITICAL,
                   true, true);
    printf("🚨 CRITICAL ALERT: %s degraded - P99=%.1fms, Errors=%.2f%%\n", SERVICE, p99, errors);
  } else if (is_slow) {
    is_sent = send(figures, "service experiencing high latency", CORAL_SCRIPT_EVENTS_SEVERITY_WARNING, true, false);
    printf("⚠️  WARNING: %s high latency - P99=%.1fms\n", SERVICE, p99);
  } else if (is_failing) {
    is_sent = send(figures, "service experiencing high error rate", CORAL_SCRIPT_EVENTS_SEVERITY_WARNING, false, true);
    printf("⚠️  WARNING: %s high error rate - Errors=%.2f%%\n", SERVICE, errors);
  } else {
    printf("✓ OK: %s healthy - P99=%.1fms, Errors=%.2f%%, CPU=%.1f%%, Memory=%.1f%%\n", SERVICE, p99, errors,
           figures->cpu_pct, figures->memory_pct);
  }
  return is_sent;
}

bool report_failure(const char *error) {
  char time[40], text[600], data[1000];
  timestamp(time, sizeof time);
  json_text(error, text, sizeof text);
  snprintf(data, sizeof data,
           "{\"message\":\"Failed to check %s service health\",\"service\":\"%s\",\"severity\":\"error\",\"error\":\"%s\","
           "\"timestamp\":\"%s\"}",
           SERVICE, SERVICE, text, time);
  return emit(data, CORAL_SCRIPT_EVENTS_SEVERITY_ERROR);
}
