// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Proves that a set of exercises is what it says: each start fails with what it
// declares, each solution passes, each wrong fix is rejected with what it
// declares, and there is something to read.

#include "harness/pipeline.hpp"
#include "harness/report/look.hpp"
#include "harness/workshop/exercise_set.hpp"

#include <boost/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace racelab::workshop {

enum class proof { holds, fails, open };  // open: the machine let us down

struct verified {
  std::string what;  // "start", "solution", "sleep_first.cpp", "texts"
  workshop::proof proof = proof::fails;
  std::string found;                 // "read-before-fetch", "nothing", …
  std::vector<std::string> reasons;  // why it does not hold, one line each
};

struct verified_exercise {
  std::string name;
  std::string kind;
  std::vector<verified> parts;
};

struct verified_set {
  std::string name;
  std::filesystem::path folder;
  std::vector<verified_exercise> exercises;
};

// Blocks until all is judged; what an earlier run has judged costs nothing.
// Throws interrupted.
verified_set verify(const installation&, const exercise_set&, const judging&);

// 0 all holds, 1 something fails, 3 nothing fails and something is open.
int status_of(const verified_set&);

std::string verified_text(const verified_set&, const report::look&);
boost::json::value verified_json(const verified_set&);

}  // namespace racelab::workshop
