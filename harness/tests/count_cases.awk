# Distributed under the Boost Software License, Version 1.0.
#
# Counts the test cases in a JUnit file of CTest's and prints "PASSED FAILED".
#
# CTest knows executables alone. What Boost.Test reports of itself on the
# report level "short" is taken instead, where there is such a report:
#
#   Test module "errgroup" has failed with:
#     11 test cases out of 12 passed
#     1 test case out of 12 failed
#
# A test without one (a script, or an executable that died) counts as one, and
# so does a failure that no test case answers for. What was skipped counts
# nowhere.

/<testcase / {
  status = $0
  sub(/.* status="/, "", status)
  sub(/".*/, "", status)
  passed_here = failed_here = 0
}

/ test cases? out of [0-9]+ passed( with warnings)?$/ { passed_here += $1 }
/ test cases? out of [0-9]+ failed$/ { failed_here += $1 }

/<\/testcase>/ {
  if (status == "run" && passed_here + failed_here == 0) passed_here = 1
  if (status == "fail" && failed_here == 0) failed_here = 1
  if (status == "run" || status == "fail") {
    passed += passed_here
    failed += failed_here
  }
}

END { printf "%d %d\n", passed, failed }
