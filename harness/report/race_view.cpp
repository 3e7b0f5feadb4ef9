// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/race_view.hpp"

#include "harness/report/access_view.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <vector>

namespace racelab::report {
namespace {

using observe::access;
using observe::frame;
using observe::observation;
using observe::race;

// Without the namespaces of Racelab and of the lesson, which every subject is
// in.
std::string short_function(const std::string& name) {
  constexpr std::string_view root = "racelab::";
  if (name.rfind(root, 0) != 0) {
    return name;
  }
  const std::size_t lesson = name.find("::", root.size());
  return name.substr(lesson == std::string::npos ? root.size() : lesson + 2);
}

// Who ran it, and where that thread comes from.
std::string origin(const observation& seen, const access& each) {
  if (each.thread == 0) {
    return "thread 0 called the function under test";
  }
  const std::string name = thread_name(each.thread);
  if (each.thread >= seen.threads.size()) {
    return name + " is not known";
  }
  const observe::thread& self = seen.threads[each.thread];
  std::string words = name + " was started by " + thread_name(self.parent);
  if (const frame* place = observe::subject_frame(self.created)) {
    words += fmt::format(" at line {}", place->line);
  }
  return words;
}

// The learner's calls that led there, where there are more than one.
std::string way_there(const access& each) {
  std::string words;
  bool innermost = true;
  for (const frame& one : each.stack) {
    if (!one.subject) {
      continue;
    }
    if (!innermost) {
      words += fmt::format("{} line {}", words.empty() ? "called from" : ",",
                           one.line);
    }
    innermost = false;
  }
  return words;
}

std::string what_it_does(const access& each) {
  if (each.operation == "lock") {
    return thread_name(each.thread) + " takes a lock, and holds another";
  }
  return fmt::format("{} of {} by {}", each.operation,
                     count_of(each.size, "byte"), thread_name(each.thread));
}

access_view view_of(const observation& seen, const access& each) {
  access_view out;
  out.what = what_it_does(each);
  out.elsewhere = "outside of the subject's own files";
  if (const frame* place = observe::subject_frame(each.stack)) {
    out.place = *place;
    out.place->function = short_function(place->function);
  }
  if (const std::string way = way_there(each); !way.empty()) {
    out.notes.push_back(way);
  }
  out.notes.push_back(origin(seen, each));
  return out;
}

std::string kind_of_memory(const race& what) {
  if (what.location == "heap") {
    return "on the heap";
  }
  if (what.location == "stack") {
    return "on a thread's stack";
  }
  if (what.location == "global") {
    return "of a global";
  }
  return what.location == "tls" ? "that is thread_local" : "";
}

}  // namespace

std::string memory_words(const race& what) {
  std::string words = kind_of_memory(what);
  if (words.empty()) {
    return {};
  }
  if (!what.location_name.empty()) {
    words += fmt::format(", \"{}\"", printable(what.location_name));
  }
  if (what.location_size != 0) {
    words += ", " + count_of(what.location_size, "byte");
  }
  if (const frame* place = observe::subject_frame(what.location_stack)) {
    words += fmt::format(
        ", {} line {}",
        what.location == "heap" ? "allocated at" : "its thread started at",
        place->line);
  }
  return "Both touch memory " + words + '.';
}

std::string race_view(const observation& seen, const race& what,
                      const sources& files, const look& screen) {
  // The later access comes first; people read it as it happened. A race has
  // two, a ring of locks may have more.
  std::vector<access_view> accesses;
  for (auto each = what.accesses.rbegin(); each != what.accesses.rend();
       ++each) {
    accesses.push_back(view_of(seen, *each));
  }
  std::string out = side_by_side(accesses, files, screen);
  if (const std::string memory = memory_words(what); !memory.empty()) {
    out += '\n' + paragraph(memory, 2, screen);
  }
  return out;
}

}  // namespace racelab::report
