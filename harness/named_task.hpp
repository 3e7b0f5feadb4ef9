// Distributed under the Boost Software License, Version 1.0.
#pragma once

// From what a user typed to what is to be judged.

#include "harness/pipeline.hpp"

#include <string>
#include <vector>

namespace racelab {

// The subject "LESSON/VARIANT". Throws usage_error, with near names, if there
// is none.
task catalogue_task(const installation&, const std::string& name);

// A file that solves the lesson. Throws usage_error, with near names, if there
// is no such lesson or no such file.
task file_task(const installation&, const std::string& file,
               const std::string& lesson);

// Every subject of the catalogue, in its order.
std::vector<task> all_tasks(const installation&);

}  // namespace racelab
