// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/progress.hpp"

#include "harness/report/json.hpp"
#include "harness/report/output_file.hpp"
#include "harness/workshop/file_content.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json.hpp>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* state_folder = ".racelab";
constexpr const char* state_file = "progress.json";

// --- Text -------------------------------------------------------------------

json::object exercise_json(const exercise_progress& of) {
  json::object findings;
  for (const auto& [id, count] : of.findings) findings[id] = count;
  return {{"passed_at", of.passed_at},
          {"hints", of.hints},
          {"tries", json::value_from(of.tries)},
          {"findings", std::move(findings)}};
}

exercise_progress parse_exercise(const json::value& from) {
  exercise_progress out;
  out.passed_at = json::value_to<std::string>(from.at("passed_at"));
  out.hints = json::value_to<unsigned>(from.at("hints"));
  out.tries = json::value_to<std::vector<std::string>>(from.at("tries"));
  for (const auto& [id, count] : from.at("findings").as_object()) {
    out.findings[std::string(id)] = json::value_to<unsigned>(count);
  }
  return out;
}

// Schema 1 only counted the tries. Which files they were is not known any more;
// how many there were is.
void migrate_from_1(json::object& state) {
  for (auto& [name, each] : state.at("exercises").as_object()) {
    json::value& tries = each.at("tries");
    const auto count = json::value_to<unsigned>(tries);
    json::array numbered;
    for (unsigned i = 1; i <= count; ++i) {
      numbered.emplace_back(fmt::format("try {}", i));
    }
    tries = std::move(numbered);
  }
}

using migration = void (*)(json::object&);

// From schema 1 on, each to the next one.
constexpr migration migrations[] = {migrate_from_1};
static_assert(std::size(migrations) == progress::schema - 1);

void migrate(json::object& state) {
  const auto schema = json::value_to<int>(state.at("schema"));
  if (schema > progress::schema) {
    throw newer_progress(fmt::format(
        "it is of schema {}, and this Racelab knows those up to {}: update "
        "Racelab, or start a course in another folder",
        schema, progress::schema));
  }
  if (schema < 1) throw progress_error("its schema is no number from 1 on");
  for (int from = schema; from < progress::schema; ++from) {
    migrations[from - 1](state);
  }
}

// --- Files ------------------------------------------------------------------

// Held for as long as it lives. One that cannot be made holds nothing.
class folder_lock {
 public:
  explicit folder_lock(const fs::path& folder)
      : descriptor_(::open((folder / "lock").c_str(),
                           O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 &&
           errno == EINTR) {
    }
  }
  folder_lock(const folder_lock&) = delete;
  folder_lock& operator=(const folder_lock&) = delete;

  bool is_held() const { return descriptor_ >= 0; }

  ~folder_lock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  int descriptor_;
};

// What a writer that was killed has left beside its file.
bool is_left_over(const std::string& name) {
  const std::string begin = std::string(state_file) + '.';
  constexpr std::size_t random = 6;  // as mkstemp makes names
  return name.starts_with(begin) && name.size() == begin.size() + random &&
         !name.ends_with(".broken");
}

// For who holds the lock: nobody else is writing.
void remove_left_over(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> found;
  for (const auto& each : fs::directory_iterator(folder, ignored)) {
    if (is_left_over(each.path().filename().string())) {
      found.push_back(each.path());
    }
  }
  for (const fs::path& each : found) fs::remove(each, ignored);
}

fs::path free_name_for_broken(const fs::path& file) {
  fs::path out = file.string() + ".broken";
  for (int i = 2; fs::exists(out); ++i) {
    out = fmt::format("{}.broken.{}", file.string(), i);
  }
  return out;
}

std::string keep_aside(const fs::path& file) {
  const fs::path aside = free_name_for_broken(file);
  std::error_code failed;
  fs::rename(file, aside, failed);
  return failed ? fmt::format("it stays where it is: {}", failed.message())
                : fmt::format("it is kept as {}", aside.filename().string());
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw std::runtime_error(
        fmt::format("cannot make {}: {}", folder.string(), failed.message()));
  }
}

void add_remark(std::string& to, const std::string& more) {
  to += (to.empty() ? "" : "; ") + more;
}

// What is read, and whether the file is broken.
struct reading {
  progress state;
  std::string broken;  // why
};

reading read_state(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return {};
  try {
    return {parse_progress(content_of(file)), {}};
  } catch (const newer_progress& error) {
    throw newer_progress(fmt::format("{}: {}", file.string(), error.what()));
  } catch (const std::runtime_error& error) {
    return {{}, error.what()};
  }
}

}  // namespace

std::string progress_text(const progress& of) {
  json::object exercises;
  for (const auto& [name, each] : of.exercises) {
    exercises[name] = exercise_json(each);
  }
  json::object files;
  for (const auto& [name, digest] : of.files) files[name] = digest;
  return report::pretty(json::object{{"schema", progress::schema},
                                     {"set", of.set},
                                     {"set_folder", of.set_folder.string()},
                                     {"exercises", std::move(exercises)},
                                     {"files", std::move(files)}});
}

progress parse_progress(const std::string& text) try {
  json::value value = json::parse(text);
  json::object& from = value.as_object();
  migrate(from);
  progress out;
  out.set = json::value_to<std::string>(from.at("set"));
  out.set_folder = json::value_to<std::string>(from.at("set_folder"));
  for (const auto& [name, each] : from.at("exercises").as_object()) {
    out.exercises[std::string(name)] = parse_exercise(each);
  }
  for (const auto& [name, digest] : from.at("files").as_object()) {
    out.files[std::string(name)] = json::value_to<std::string>(digest);
  }
  return out;
} catch (const progress_error&) {
  throw;
} catch (const boost::system::system_error& error) {
  throw progress_error(
      fmt::format("it is no progress: {}", error.code().message()));
} catch (const std::exception& error) {
  throw progress_error(fmt::format("it is no progress: {}", error.what()));
}

progress_file::progress_file(fs::path course)
    : file_(std::move(course) / state_folder / state_file) {}

bool progress_file::is_name(const fs::path& file) {
  return file.filename() == state_file &&
         file.parent_path().filename() == state_folder;
}

bool progress_file::exists() const {
  std::error_code ignored;
  return fs::exists(file_, ignored);
}

read_progress progress_file::read() const {
  reading found = read_state(file_);
  read_progress out{std::move(found.state), {}};
  if (!found.broken.empty()) {
    out.remark = fmt::format("{} cannot be understood ({})", file_.string(),
                             found.broken);
  }
  return out;
}

read_progress progress_file::update(
    const std::function<void(progress&)>& change) const {
  std::string remark;
  try {
    make_folder(file_.parent_path());
  } catch (const std::exception& error) {
    remark = error.what();
  }
  const folder_lock until_written(file_.parent_path());
  if (until_written.is_held()) remove_left_over(file_.parent_path());
  reading found = read_state(file_);
  if (!found.broken.empty()) {
    add_remark(remark,
               fmt::format("{} could not be understood ({}), so the progress "
                           "begins anew; {}",
                           file_.string(), found.broken, keep_aside(file_)));
  }
  change(found.state);
  try {
    report::write_file_whole(file_, progress_text(found.state),
                             report::lasting::yes);
  } catch (const std::exception& error) {
    add_remark(remark,
               fmt::format("the progress is not kept: {}", error.what()));
  }
  return {std::move(found.state), std::move(remark)};
}

std::string now_in_utc() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace racelab::workshop
