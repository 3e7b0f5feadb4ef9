// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/opened_course.hpp"

#include "harness/command_line.hpp"
#include "harness/near_names.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/shell_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr const char* default_folder = "racelab-course";

// Where an exercise is named by its file, its folder.
fs::path folder_of(const command_line& wanted) {
  if (!wanted.course.empty()) return wanted.course;
  const fs::path of_file = fs::path(wanted.name).parent_path();
  if (!of_file.empty()) return of_file;
  return is_course(".") ? "." : default_folder;
}

// In JSON, for editors and for the next time.
void check_can_be_noted(const fs::path& folder) {
  if (folder.empty()) return;
  const std::string name = fs::absolute(folder).string();
  if (const std::string shown = report::printable(name); shown != name) {
    throw usage_error(fmt::format(
        "{}: a course and its set lie in folders whose names are text (UTF-8)",
        shown));
  }
}

void check_is_in(const fs::path& folder, const std::string& name) {
  const fs::path of_file = fs::path(name).parent_path();
  std::error_code ignored;
  if (!of_file.empty() && !fs::equivalent(of_file, folder, ignored)) {
    throw usage_error(fmt::format("{} is no file of the course in {}", name,
                                  folder.string()));
  }
}

// The set that a course was laid out from.
fs::path set_of(const installation& here, const progress& state) {
  if (state.set_folder.empty()) return built_in_set(here.catalogue);
  if (!fs::exists(state.set_folder)) {
    throw usage_error(fmt::format(
        "the set \"{}\" of this course is not in {} any more; say where it is "
        "with --set DIR",
        state.set, state.set_folder.string()));
  }
  return state.set_folder;
}

course course_in(const installation& here, const command_line& wanted,
                 const fs::path& folder) {
  const progress state = progress_file(folder).read().state;
  const fs::path set = wanted.set.empty() ? set_of(here, state) : wanted.set;
  return {load_set(set, here.catalogue), language_of_environment(), folder};
}

// "course/07_read_too_soon.cpp" is read_too_soon.
std::string without_number(const std::string& name) {
  const std::string stem = fs::path(name).stem().string();
  const std::size_t digits = stem.find_first_not_of("0123456789");
  return digits != std::string::npos && digits > 0 && stem[digits] == '_'
             ? stem.substr(digits + 1)
             : stem;
}

// The exercise that "3" or "03" is. Null if none is.
const exercise* numbered(const exercise_set& set, const std::string& word) {
  std::size_t number = 0;
  const char* end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number);
  const bool is_one = read.ptr == end && read.ec == std::errc() && number > 0 &&
                      number <= set.exercises.size();
  return is_one ? &set.exercises[number - 1] : nullptr;
}

}  // namespace

course open_course(const installation& here, const command_line& wanted) {
  const fs::path folder = folder_of(wanted);
  if (!is_course(folder)) {
    throw usage_error(fmt::format(
        "there is no course in {}; ./run_tsan.sh workshop start {}lays one out",
        folder.string(),
        wanted.course.empty() ? ""
                              : report::shell_word(folder.string()) + ' '));
  }
  check_is_in(folder, wanted.name);
  return course_in(here, wanted, folder);
}

course course_to_lay_out(const installation& here, const command_line& wanted) {
  const fs::path folder = folder_of(wanted);
  check_can_be_noted(folder);
  check_can_be_noted(wanted.set);
  if (fs::exists(folder) && !fs::is_directory(folder)) {
    throw usage_error(fmt::format("{} is not a folder", folder.string()));
  }
  course out = course_in(here, wanted, folder);
  const std::string before = progress_file(folder).read().state.set;
  if (!before.empty() && before != out.set().name) {
    throw usage_error(fmt::format(
        "{} is a course of the set \"{}\"; lay this one out elsewhere: "
        "./run_tsan.sh workshop start DIR",
        folder.string(), before));
  }
  return out;
}

const exercise& named_exercise(const course& of, const std::string& name) {
  const std::vector<exercise>& all = of.set().exercises;
  if (name.empty()) {
    const exercise* next = of.next(of.state().read().state);
    return next == nullptr ? all.back() : *next;
  }
  if (const exercise* found = find_exercise(of.set(), name)) return *found;
  const std::string bare = without_number(name);
  if (const exercise* found = find_exercise(of.set(), bare)) return *found;
  if (const exercise* found = numbered(of.set(), bare)) return *found;
  std::vector<std::string> names;
  for (const exercise& each : all) names.push_back(each.name);
  const std::string meant = did_you_mean(bare, names);
  throw usage_error(fmt::format(
      "there is no exercise '{}'{}", name,
      meant.empty() ? ": ./run_tsan.sh workshop list shows them all" : meant));
}

}  // namespace racelab::workshop
