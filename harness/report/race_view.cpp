// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/race_view.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/excerpt.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report {
namespace {

using observe::access;
using observe::frame;
using observe::observation;
using observe::race;

using block = std::vector<std::string>;  // painted lines

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

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

std::string place_words(const frame& place) {
  std::string words = fmt::format("{}:{}", file_name(place.file), place.line);
  if (!place.function.empty()) {
    words += " in " + printable(short_function(place.function));
  }
  return words;
}

void add_words(block& out, std::string_view words, unsigned columns, ink colour,
               const look& screen) {
  for (const std::string& line : wrap(words, columns)) {
    out.push_back(paint(line, colour, screen));
  }
}

std::string capitalized(std::string words) {
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return words;
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

block access_block(const observation& seen, const access& each,
                   const sources& files, unsigned columns, const look& screen) {
  block out;
  add_words(out, capitalized(what_it_does(each)), columns, ink::strong, screen);
  const frame* place = observe::subject_frame(each.stack);
  if (place == nullptr) {
    add_words(out, "outside of the subject's own files", columns, ink::dim,
              screen);
  } else {
    add_words(out, place_words(*place), columns, ink::dim, screen);
    out.emplace_back();
    for (std::string& line :
         excerpt(files, *place, {.columns = columns}, screen)) {
      out.push_back(std::move(line));
    }
  }
  out.emplace_back();
  if (const std::string way = way_there(each); !way.empty()) {
    add_words(out, way, columns, ink::dim, screen);
  }
  add_words(out, origin(seen, each), columns, ink::dim, screen);
  return out;
}

std::string side_by_side(const block& left, const block& right,
                         unsigned columns, const look& screen) {
  std::string out;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    std::string line = i < left.size() ? left[i] : std::string();
    const unsigned taken = painted_width(line);
    line += std::string(columns > taken ? columns - taken : 0, ' ');
    line += ' ' + paint(symbols_of(screen).middle, ink::dim, screen) + ' ';
    line += i < right.size() ? right[i] : std::string();
    out += end_line("  " + line);
  }
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
  const unsigned columns = (screen.width - 2 - 3) / 2;
  // The later access comes first; people read it as it happened. A race has
  // two, a ring of locks may have more.
  std::vector<block> blocks;
  for (auto each = what.accesses.rbegin(); each != what.accesses.rend();
       ++each) {
    blocks.push_back(access_block(seen, *each, files, columns, screen));
  }
  if (blocks.size() % 2 != 0) {
    blocks.emplace_back();
  }
  std::string out;
  for (std::size_t i = 0; i < blocks.size(); i += 2) {
    out += i == 0 ? "" : "\n";
    out += side_by_side(blocks[i], blocks[i + 1], columns, screen);
  }
  if (const std::string memory = memory_words(what); !memory.empty()) {
    out += '\n' + paragraph(memory, 2, screen);
  }
  return out;
}

}  // namespace racelab::report
