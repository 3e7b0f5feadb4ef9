// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/opened_course.hpp"

#include "harness/command_line.hpp"
#include "harness/near_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr const char* default_folder = "racelab-course";

fs::path folder_of(const command_line& wanted) {
  if (!wanted.course.empty()) return wanted.course;
  return is_course(".") ? "." : default_folder;
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
        folder.string(), wanted.course.empty() ? "" : folder.string() + ' '));
  }
  return course_in(here, wanted, folder);
}

course course_to_lay_out(const installation& here, const command_line& wanted) {
  const fs::path folder = folder_of(wanted);
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
  if (const exercise* found = numbered(of.set(), name)) return *found;
  std::vector<std::string> names;
  for (const exercise& each : all) names.push_back(each.name);
  const std::string meant = did_you_mean(bare, names);
  throw usage_error(fmt::format(
      "there is no exercise '{}'{}", name,
      meant.empty() ? ": ./run_tsan.sh workshop list shows them all" : meant));
}

}  // namespace racelab::workshop
