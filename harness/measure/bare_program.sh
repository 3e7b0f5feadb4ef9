# Distributed under the Boost Software License, Version 1.0.
# shellcheck shell=bash
#
# What a verdict's cost is compared with; to be sourced.

# bare_program FILE LESSON FOLDER: a program there that calls the function once,
# with a shop that answers at once.
bare_program() {
  local file=$1 lesson=$2 folder=$3 arguments
  case $lesson in
    dependent_calls) arguments='"order"' ;;
    independent_calls) arguments='"order", "customer", "product"' ;;
    *) echo "no bare program is known for the lesson $lesson" >&2; exit 64 ;;
  esac
  cat >"$folder/main.cpp" <<CPP
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
}

# Compiles, links and runs it.
run_bare_program() {
  local folder=$1
  g++ -std=c++20 -O1 -g -fsanitize=thread -I patterns "$folder/main.cpp" \
    -o "$folder/bare" -lboost_thread
  "$folder/bare"
}

# Runs a command and prints how long that took.
milliseconds() {
  local begin end
  begin=$(date +%s%N)
  "$@"
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}

# Of an odd number of lines.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[(NR + 1) / 2] }'; }
