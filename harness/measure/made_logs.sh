# Distributed under the Boost Software License, Version 1.0.
# shellcheck shell=bash
#
# Logs to measure the reader of reports with, on standard output, for the
# scripts beside this one. The reports are those of harness/tests/report/logs,
# relative to the working directory.

# plain_lines MEGABYTES: lines as a server writes them, of different lengths.
plain_lines() {
  awk -v megabytes="$1" 'BEGIN {
    for (n = 1; size < megabytes * 1000000; ++n) {
      line = sprintf("2024-05-07T09:%02d:%02d.%03dZ INFO request %d of /%s " \
        "served in %d ms", n / 60000 % 60, n / 1000 % 60, n % 1000, n,
        n % 7 ? "cart/items" : "checkout/orders/of/a/customer/by/name",
        n * 7919 % 400)
      size += length(line) + 1
      print line
    }
  }'
}

# reports MEGABYTES [differ]: all logs that have reports, again and again, each
# time of other processes; or of other functions too, so that none of them is
# the same problem as another.
reports() {
  cat harness/tests/report/logs/*.log | tr -d '\0' |
    awk -v megabytes="$1" -v differ="${2-}" '
      { lines[NR] = $0 }
      END {
        for (round = 1; size < megabytes * 1000000; ++round)
          for (i = 1; i <= NR; ++i) {
            line = lines[i]
            if (line ~ /^WARNING: ThreadSanitizer/)
              sub(/pid=[0-9]+/, "pid=" round, line)
            if (differ && line ~ /^ +#[0-9]+ /)
              sub(/#[0-9]+ /, "&in_" round "_", line)
            size += length(line) + 1
            print line
          }
      }'
}
