// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The detection matrix: every subject of the catalogue against every tool,
// judged by the rule in judging.hpp.

#include "harness/matrix/cell.hpp"
#include "harness/matrix/judging.hpp"
#include "harness/matrix/tool.hpp"
#include "harness/pipeline.hpp"

#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace racelab::matrix {

struct plan {
  std::vector<const tool*> tools;  // Racelab always has its column, too
  std::vector<unsigned> times;   // how much of Racelab's wall-clock, ascending
  std::filesystem::path folder;  // what is kept, and built; made if missing
  judging how;
};

struct tool_in_use {
  const tool* by = nullptr;
  std::string version;
  std::string missing;  // why it cannot be used; empty: it can
};

// One tool at one subject.
struct cell {
  const tool* by = nullptr;
  std::vector<measurement> seen;           // one for each of plan::times, or
  std::vector<judged_measurement> judged;  // one; in the same order

  // What tells most of them: the best state, then the most runs.
  const judged_measurement& best() const;
};

struct row {
  std::string lesson;
  std::string variant;
  report::kind kind = report::kind::antipattern;
  std::string file;
  std::vector<std::string> expected;
  std::set<int> right_lines;
  double racelab_seconds = 0;  // of one judgement, without the compiler
  std::vector<cell> cells;     // in the order of `tools`
};

struct result {
  std::vector<tool_in_use> tools;
  std::vector<unsigned> times;
  unsigned at_once = 1;  // tools that read text; half of it: programs
  std::vector<row> rows;
};

// How far it is.
struct progress {
  std::size_t done = 0;  // measurements
  std::size_t planned = 0;
  std::string doing;
};
using progress_function = std::function<void(const progress&)>;

// Measures what is not kept from an earlier run, and judges everything. The
// patterns of the tasks' lessons are always among the rows, for the rule needs
// them. Blocks until all is done: text is read on all processors (`at_once`),
// programs run on half of them, so that none is kept waiting by another, and
// Racelab has the machine for itself. What fails is in its cell. Throws
// interrupted; what had been measured by then is kept.
result make_matrix(const installation&, std::span<const task>, const plan&,
                   const progress_function&);

}  // namespace racelab::matrix
