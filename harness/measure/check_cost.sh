#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# What a verdict costs: `check` of a solution beside a bare compile, link and
# run of the same file under ThreadSanitizer, interleaved, medians of nine
# rounds. The goal is a ratio of at most 1.5.
#
#   harness/measure/check_cost.sh [FILE LESSON]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

file=${1:-patterns/dependent_calls.cpp}
lesson=${2:-dependent_calls}
rounds=9
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# A program that calls the function once, with a shop that answers at once.
case $lesson in
  dependent_calls) arguments='"order"' ;;
  independent_calls) arguments='"order", "customer", "product"' ;;
  *) echo "no bare program is known for the lesson $lesson" >&2; exit 64 ;;
esac
cat >"$work/main.cpp" <<CPP
#include "$(realpath -- "$file")"
struct ready_shop : racelab::shop {
  std::unique_ptr<racelab::order> get_order(
      const racelab::context&, const std::string&) override {
    return std::make_unique<racelab::order>();
  }
  std::unique_ptr<racelab::customer> get_customer(
      const racelab::context&, const std::string&) override {
    return std::make_unique<racelab::customer>();
  }
  std::unique_ptr<racelab::product> get_product(
      const racelab::context&, const std::string&) override {
    return std::make_unique<racelab::product>();
  }
};
int main() {
  ready_shop shop;
  racelab::$lesson::get_order_details(
      racelab::context::background(), shop, $arguments);
}
CPP

bare() {
  g++ -std=c++20 -O1 -g -fsanitize=thread -I patterns "$work/main.cpp" \
    -o "$work/bare" -lboost_thread
  "$work/bare"
}

# Another comment each time, so that no earlier verdict can be taken.
judged() {
  { cat -- "$file"; echo "// round $1"; } >"$work/solution.cpp"
  ./run_tsan.sh check "$work/solution.cpp" --lesson "$lesson" >"$work/verdict"
}

milliseconds() {
  local begin end
  begin=$(date +%s%N)
  "$@"
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}

median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

judged 0  # builds the harness if need be
for ((round = 1; round <= rounds; ++round)); do
  milliseconds bare >>"$work/bare.ms"
  milliseconds judged "$round" >>"$work/check.ms"
done
bare_ms=$(median <"$work/bare.ms")
check_ms=$(median <"$work/check.ms")
echo "check $file: $check_ms ms"
echo "bare compile, link and run: $bare_ms ms"
awk -v c="$check_ms" -v b="$bare_ms" \
  'BEGIN { printf "ratio %.2f (goal: at most 1.50)\n", c / b }'
