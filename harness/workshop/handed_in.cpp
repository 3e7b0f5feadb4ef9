// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/handed_in.hpp"

#include "harness/workshop/course.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/progress_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <system_error>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

// CLASS/LEARNER/racelab-course, and one folder more for who packs it again.
constexpr int deepest = 3;

std::string learner_of(const fs::path& course, const std::string& otherwise) {
  fs::path named = course.lexically_normal();
  if (named.filename().empty()) named = named.parent_path();
  if (named.filename() == "racelab-course") named = named.parent_path();
  const std::string name = named.filename().string();
  return name.empty() || name == "." || name == ".." ? otherwise : name;
}

// "alice.tar.gz" is alice's.
std::string name_of_archive(const fs::path& file) {
  std::string out = file.filename().string();
  for (const char* each : {".gz", ".tgz", ".tar", ".zip"}) {
    if (out.ends_with(each)) out.erase(out.rfind('.'));
  }
  return out;
}

progress understood(const std::string& text) try {
  return parse_progress(text).state;
} catch (const progress_error& error) {
  throw std::runtime_error(fmt::format("its progress.json: {}", error.what()));
}

handed_in from_folder(const fs::path& course) {
  handed_in out{
      learner_of(fs::absolute(course), course.string()), course, {}, {}};
  const fs::path file = progress_file(course).path();
  try {
    // No pipe, which would never end.
    if (!fs::is_regular_file(file) || fs::file_size(file) > largest_progress) {
      throw std::runtime_error("its progress.json is no file, or too large");
    }
    out.state = understood(content_of(file));
  } catch (const std::exception& error) {
    out.problem = error.what();
  }
  return out;
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& each : fs::directory_iterator(folder)) {
    if (each.is_directory() && !each.is_symlink() &&
        !each.path().filename().string().starts_with('.')) {
      out.push_back(each.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Whoever collects the folders of a class, collects them side by side.
void add_folder(std::vector<handed_in>& to, const fs::path& folder,
                int depth) try {
  if (is_course(folder)) {
    to.push_back(from_folder(folder));
    return;
  }
  const std::size_t before = to.size();
  if (depth < deepest) {
    for (const fs::path& each : folders_in(folder)) {
      add_folder(to, each, depth + 1);
    }
  }
  // Below a learner's own folder there may be anything.
  if (to.size() == before && depth <= 1) {
    to.push_back({learner_of(fs::absolute(folder), folder.string()),
                  folder,
                  {},
                  "there is no course in it"});
  }
} catch (const fs::filesystem_error& error) {
  to.push_back({learner_of(fs::absolute(folder), folder.string()),
                folder,
                {},
                error.code().message()});
}

void add_archive(std::vector<handed_in>& to, const fs::path& file) {
  const std::string name = name_of_archive(file);
  read_archive found = read_progress_archive(file);
  for (archived_progress& each : found.courses) {
    handed_in next{learner_of(each.course, name),
                   file / each.course,
                   {},
                   std::move(each.problem)};
    try {
      if (next.problem.empty()) next.state = understood(each.text);
    } catch (const std::runtime_error& error) {
      next.problem = error.what();
    }
    to.push_back(std::move(next));
  }
  if (found.problem.empty() && found.courses.empty()) {
    found.problem = "there is no course in it";
  }
  if (!found.problem.empty()) {
    to.push_back({file.filename().string(), file, {}, found.problem});
  }
}

void add_place(std::vector<handed_in>& to, const fs::path& place) {
  std::error_code failed;
  const fs::file_status what = fs::status(place, failed);
  if (fs::is_directory(what)) {
    add_folder(to, place, 0);
  } else if (fs::is_regular_file(what)) {
    add_archive(to, place);
  } else {
    to.push_back({place.string(),
                  place,
                  {},
                  fs::exists(what) ? "it is no folder and no archive"
                                   : "it is not there"});
  }
}

void tell_apart(std::vector<handed_in>& all) {
  std::map<std::string, int> count;
  for (const handed_in& each : all) ++count[each.name];
  for (handed_in& each : all) {
    if (count[each.name] > 1) {
      each.name = fmt::format("{} ({})", each.name, each.place.string());
    }
  }
}

}  // namespace

std::vector<handed_in> collect(const std::vector<fs::path>& places) {
  std::vector<handed_in> out;
  for (const fs::path& each : places) add_place(out, each);
  tell_apart(out);
  std::stable_sort(out.begin(), out.end(),
                   [](const handed_in& one, const handed_in& other) {
                     return one.name < other.name;
                   });
  return out;
}

}  // namespace racelab::workshop
