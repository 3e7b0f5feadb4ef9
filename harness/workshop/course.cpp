// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/course.hpp"

#include "harness/build/fingerprint.hpp"
#include "harness/build/source_tokens.hpp"
#include "harness/report/output_file.hpp"
#include "harness/workshop/course_files.hpp"
#include "harness/workshop/file_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_source = 1U << 20U;

// "07_read_too_soon.cpp" is the file of read_too_soon, whatever the number.
bool is_file_of(const fs::path& file, const std::string& name) {
  const std::string stem = file.stem().string();
  const std::size_t digits =
      std::min(stem.find_first_not_of("0123456789"), stem.size());
  return file.extension() == ".cpp" && digits > 0 &&
         stem.substr(digits) == '_' + name;
}

fs::path log_beside(fs::path file) { return file.replace_extension(".log"); }

// Lays files out one after the other and remembers what it did.
class layer {
 public:
  layer(const course& of, const progress& state)
      : folder_(of.folder()), files_(state.files) {}

  // `text` at `name`, unless the learner has made it his own.
  void lay(const std::string& name, const std::string& text) {
    const fs::path file = folder_ / name;
    const std::string wanted = digest_of(text);
    if (!fs::exists(file)) {
      fs::create_directories(file.parent_path());
      report::write_file_whole(file, text);
      done_.made.push_back(file);
    } else if (const std::string there = digest_of(content_of(file));
               there == files_[name] && there != wanted) {
      report::write_file_whole(file, text);
      done_.renewed.push_back(file);
    } else if (there != wanted) {
      // Outdated as well, if what it began as is not what it would be now.
      if (files_[name] != wanted) done_.kept.push_back(file);
      return;
    }
    files_[name] = wanted;
  }

  // The same, but makes nothing that is not there.
  void renew(const std::string& name, const std::string& text) {
    if (fs::exists(folder_ / name)) lay(name, text);
  }

  // Gives an unchanged file the number that it has now.
  void move(const fs::path& from, const fs::path& to) {
    if (from == to || !fs::exists(from) || fs::exists(to)) return;
    const auto was = files_.find(from.filename().string());
    if (was == files_.end() || was->second != digest_of(content_of(from))) {
      return;
    }
    fs::rename(from, to);
    files_[to.filename().string()] = was->second;
    files_.erase(was);
  }

  laying_out done() { return std::move(done_); }
  const auto& files() const { return files_; }

 private:
  fs::path folder_;
  std::map<std::string, std::string, std::less<>> files_;
  laying_out done_;
};

void lay_exercise(layer& to, const course& of, const exercise& each) {
  const std::string name = numbered_name(of.set(), each);
  const fs::path numbered = of.folder() / (name + ".cpp");
  const fs::path before = of.file(each);
  to.move(before, numbered);
  const fs::path file = of.file(each);
  to.lay(file.filename().string(), of.laid_out(each));
  if (each.log.empty()) return;
  to.move(log_beside(before), log_beside(numbered));
  to.lay(log_beside(file).filename().string(), content_of(each.log));
}

// What an error of the file system is about, in words.
[[noreturn]] void cannot_change(const fs::filesystem_error& error) {
  throw std::runtime_error(
      fmt::format("{} cannot be changed: {}; the course's folder has to be "
                  "one that you may write to",
                  error.path1().string(), error.code().message()));
}

struct told_editors {
  std::string name;
  std::string text;
};

// What names the course's folder or Racelab's.
std::vector<told_editors> for_editors(const course& of,
                                      const build::toolchain& tools,
                                      const fs::path& racelab) {
  std::vector<std::string> sources;
  for (const exercise& each : of.set().exercises) {
    sources.push_back(of.file(each).filename().string());
  }
  const fs::path run_tsan = racelab / "run_tsan.sh";
  return {
      {"compile_commands.json", compile_commands(of.folder(), sources, tools)},
      {".vscode/tasks.json", vscode_tasks(run_tsan)},
      {"run_tsan.sh", door(run_tsan)}};
}

fs::path free_name_for(const fs::path& file) {
  fs::path out;
  int number = 1;
  do {
    out = fmt::format("{}.{}", file.string(), number++);
  } while (fs::exists(out));
  return out;
}

laying_out lay_files(const course& of, progress& state,
                     const build::toolchain& tools, const fs::path& racelab) {
  layer files(of, state);
  for (const exercise& each : of.set().exercises) {
    report::remove_left_over(of.file(each));
    lay_exercise(files, of, each);
  }
  for (const told_editors& each : for_editors(of, tools, racelab)) {
    files.lay(each.name, each.text);
  }
  files.lay(".clang-format", clang_format());
  files.lay("README.md", readme(of.set()));
  fs::permissions(of.folder() / "run_tsan.sh", fs::perms::owner_all,
                  fs::perm_options::add);
  state.set = of.set().name;
  state.set_folder = of.set().built_in ? fs::path() : of.set().folder;
  state.files = files.files();
  return files.done();
}

// Returns where the learner's file is now; empty if it was not changed.
fs::path put_back(const fs::path& file, const std::string& text) {
  report::remove_left_over(file);
  fs::path kept;
  if (fs::exists(file)) {
    if (content_of(file) == text) return {};
    kept = free_name_for(file);
    fs::rename(file, kept);
  }
  try {
    report::write_file_whole(file, text);
  } catch (...) {
    std::error_code ignored;
    if (!kept.empty()) fs::rename(kept, file, ignored);
    throw;
  }
  return kept;
}

std::size_t index_of(const exercise_set& set, const exercise& which) {
  return static_cast<std::size_t>(find_exercise(set, which.name) -
                                  set.exercises.data());
}

}  // namespace

std::string digest_of(std::string_view text) {
  build::fingerprint out;
  out.add(text);
  return out.name();
}

std::string digest_of_code(std::string_view text) {
  std::string all;
  for (const build::source_token& each : build::tokenize(text)) {
    all += each.spelling + '\n';
  }
  return digest_of(all);
}

bool is_course(const fs::path& folder) {
  return progress_file(folder).exists();
}

course::course(exercise_set set, std::string_view language, fs::path folder)
    : set_(std::move(set)), folder_(std::move(folder)), state_(folder_) {
  for (const exercise& each : set_.exercises) {
    texts_.push_back(load_text(set_.folder, each.name, language));
    laid_out_.push_back(
        workshop::laid_out(each, texts_.back(), content_of(each.start)));
  }
}

const exercise_text& course::text(const exercise& which) const {
  return texts_[index_of(set_, which)];
}

const std::string& course::laid_out(const exercise& which) const {
  return laid_out_[index_of(set_, which)];
}

std::string course::version(const exercise& which) const {
  return digest_of_code(laid_out(which));
}

fs::path course::file(const exercise& which) const {
  const fs::path expected =
      (folder_ / (numbered_name(set_, which) + ".cpp")).lexically_normal();
  std::error_code ignored;
  if (fs::exists(expected, ignored)) return expected;
  for (const auto& each : fs::directory_iterator(folder_, ignored)) {
    if (is_file_of(each.path(), which.name)) {
      return (folder_ / each.path().filename()).lexically_normal();
    }
  }
  return expected;
}

const exercise* course::next(const progress& state) const {
  for (const exercise& each : set_.exercises) {
    const auto found = state.exercises.find(each.name);
    if (found == state.exercises.end() || found->second.passed_at.empty()) {
      return &each;
    }
  }
  return nullptr;
}

laying_out lay_out(const course& of, const build::toolchain& tools,
                   const fs::path& racelab) try {
  fs::create_directories(of.folder());
  laying_out done;
  done.remark = of.state()
                    .update([&](progress& state) {
                      done = lay_files(of, state, tools, racelab);
                    })
                    .remark;
  return done;
} catch (const fs::filesystem_error& error) {
  cannot_change(error);
}

void follow_move(const course& of, const build::toolchain& tools,
                 const fs::path& racelab) try {
  layer files(of, of.state().read().state);
  for (const told_editors& each : for_editors(of, tools, racelab)) {
    files.renew(each.name, each.text);
  }
  if (files.done().renewed.empty()) return;
  fs::permissions(of.folder() / "run_tsan.sh", fs::perms::owner_all,
                  fs::perm_options::add);
  of.state().update([&](progress& state) { state.files = files.files(); });
} catch (const std::exception&) {
  // The exercises can be judged all the same.
}

resetting reset(const course& of, const exercise& which) try {
  const fs::path file = of.file(which);
  const std::string& text = of.laid_out(which);
  resetting done;
  done.remark = of.state()
                    .update([&](progress& state) {
                      done.kept = put_back(file, text);
                      state.files[file.filename().string()] = digest_of(text);
                    })
                    .remark;
  return done;
} catch (const fs::filesystem_error& error) {
  cannot_change(error);
}

std::string read_learners_file(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    throw std::runtime_error(
        fmt::format("{} is not there; \"workshop start\" lays out again what "
                    "is missing",
                    file.string()));
  }
  const std::uintmax_t bytes = fs::file_size(file, ignored);
  if (!ignored && bytes > largest_source) {
    throw std::runtime_error(fmt::format(
        "{} is no solution: it has {} MB, and 1 MB is the most; \"workshop "
        "reset\" begins it anew and keeps it beside",
        file.string(), bytes >> 20U));
  }
  return content_of(file);
}

}  // namespace racelab::workshop
