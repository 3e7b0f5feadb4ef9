// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/learner_line.hpp"

#include <algorithm>
#include <utility>

namespace racelab::detect {

finding found(const observe::observation& seen, std::string_view id,
              std::string message, const observe::frame* line) {
  finding result;
  result.id = id;
  result.message = std::move(message);
  result.schedule = seen.token;
  if (line != nullptr) {
    result.file = line->file;
    result.line = line->line;
  }
  return result;
}

void relate(finding& what, const observe::frame* line) {
  if (line != nullptr && !involves(what, line->file, line->line))
    what.related.push_back(*line);
}

const observe::frame* creation_line(const observe::observation& seen,
                                    observe::thread_number thread) {
  return thread < seen.threads.size()
             ? observe::subject_frame(seen.threads[thread].created)
             : nullptr;
}

bool involves(const finding& what, std::string_view file, int line) {
  if (line == 0) return false;
  return (what.file == file && what.line == line) ||
         std::any_of(what.related.begin(), what.related.end(),
                     [&](const observe::frame& each) {
                       return each.file == file && each.line == line;
                     });
}

}  // namespace racelab::detect
