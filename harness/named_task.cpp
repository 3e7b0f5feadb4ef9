// Distributed under the Boost Software License, Version 1.0.
#include "harness/named_task.hpp"

#include "harness/command_line.hpp"
#include "harness/near_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace racelab {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> subject_names(const installation& here) {
  std::vector<std::string> names;
  for (const catalogue::subject& each : catalogue::subjects(here.catalogue)) {
    names.push_back(catalogue::path(each));
  }
  return names;
}

std::vector<std::string> lesson_names(const installation& here) {
  std::vector<std::string> names;
  for (const catalogue::lesson& each : here.catalogue.lessons) {
    names.push_back(each.name);
  }
  return names;
}

std::vector<std::string> sources_beside(const fs::path& file) {
  std::vector<std::string> names;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code error;
  for (const auto& each : fs::directory_iterator(folder, error)) {
    if (each.path().extension() == file.extension()) {
      names.push_back((file.parent_path() / each.path().filename()).string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

task file_task(const installation& here, const std::string& file,
               const std::string& lesson) {
  if (catalogue::find_lesson(here.catalogue, lesson) == nullptr) {
    throw usage_error(fmt::format("unknown lesson '{}'{}", lesson,
                                  did_you_mean(lesson, lesson_names(here))));
  }
  std::error_code error;
  if (!fs::exists(file, error)) {
    throw usage_error(fmt::format("no such file: {}{}", file,
                                  did_you_mean(file, sources_beside(file))));
  }
  if (!fs::is_regular_file(file, error)) {
    throw usage_error(fmt::format("not a file: {}", file));
  }
  return task_for(file, lesson);
}

task catalogue_task(const installation& here, const std::string& name) {
  const catalogue::subject subject =
      catalogue::find_subject(here.catalogue, name);
  if (subject.variant == nullptr) {
    throw usage_error(fmt::format("unknown subject '{}'{}", name,
                                  did_you_mean(name, subject_names(here))));
  }
  return task_for(here, subject);
}

std::vector<task> all_tasks(const installation& here) {
  std::vector<task> tasks;
  for (const catalogue::subject& each : catalogue::subjects(here.catalogue)) {
    tasks.push_back(task_for(here, each));
  }
  return tasks;
}

}  // namespace racelab
