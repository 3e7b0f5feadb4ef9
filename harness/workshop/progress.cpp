// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/progress.hpp"

#include "harness/report/json.hpp"
#include "harness/report/output_file.hpp"
#include "harness/workshop/file_content.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
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

constexpr int no_schema = 0;
constexpr unsigned most_counted_tries = 10'000;

// --- Text -------------------------------------------------------------------

json::object exercise_json(const exercise_progress& of) {
  json::object findings;
  for (const auto& [id, count] : of.findings) findings[id] = count;
  return {{"passed_at", of.passed_at},
          {"passed_version", of.passed_version},
          {"hints", of.hints},
          {"tries", json::value_from(of.tries)},
          {"findings", std::move(findings)}};
}

// False if it is no value of that type.
template <class T>
bool take_value(const json::value& from, T& to) {
  auto value = json::try_value_to<T>(from);
  if (value) to = std::move(*value);
  return value.has_value();
}

// Takes what can be understood, and names the rest.
class field_reader {
 public:
  field_reader(const json::object& from, std::string where,
               std::vector<std::string>& left_out)
      : from_(from), where_(std::move(where)), left_out_(left_out) {}

  template <class T>
  void take(std::string_view name, T& to) {
    const json::value* found = from_.if_contains(name);
    if (found == nullptr || !take_value(*found, to)) leave_out(name);
  }

  // Each member of an object by itself.
  template <class Take>
  void take_each(std::string_view name, Take take_one) {
    const json::value* found = from_.if_contains(name);
    if (found == nullptr || !found->is_object()) return leave_out(name);
    for (const auto& [key, value] : found->get_object()) {
      if (!take_one(std::string(key), value)) {
        leave_out(fmt::format("{}.{}", name, std::string(key)));
      }
    }
  }

 private:
  void leave_out(std::string_view name) {
    left_out_.push_back(where_ + std::string(name));
  }

  const json::object& from_;
  std::string where_;
  std::vector<std::string>& left_out_;
};

exercise_progress parse_exercise(const std::string& name,
                                 const json::object& from,
                                 std::vector<std::string>& left_out) {
  exercise_progress out;
  field_reader fields(from, fmt::format("exercises.{}.", name), left_out);
  fields.take("passed_at", out.passed_at);
  fields.take("passed_version", out.passed_version);
  fields.take("hints", out.hints);
  fields.take("tries", out.tries);
  fields.take_each("findings",
                   [&](const std::string& id, const json::value& count) {
                     return take_value(count, out.findings[id]);
                   });
  std::erase_if(out.findings,
                [](const auto& each) { return each.second == 0; });
  return out;
}

// Schema 1 only counted the tries. Which files they were is not known any more;
// how many there were is.
void migrate_from_1(json::object& exercise) {
  json::value& tries = exercise["tries"];
  unsigned count = 0;
  if (!take_value(tries, count) || count > most_counted_tries) return;
  json::array numbered;
  for (unsigned i = 1; i <= count; ++i) {
    numbered.emplace_back(fmt::format("try {}", i));
  }
  tries = std::move(numbered);
}

// Schema 2 did not keep which version of an exercise was passed.
void migrate_from_2(json::object& exercise) { exercise["passed_version"] = ""; }

using migration = void (*)(json::object&);

// Of one exercise, from schema 1 on, each to the next one.
constexpr migration migrations[] = {migrate_from_1, migrate_from_2};
static_assert(std::size(migrations) == progress::schema - 1);

void migrate(json::object& state) {
  int schema = no_schema;
  take_value(state["schema"], schema);
  if (schema > progress::schema) {
    throw newer_progress(fmt::format(
        "it is of schema {}, and this Racelab knows those up to {}: update "
        "Racelab, or start a course in another folder",
        schema, progress::schema));
  }
  if (schema < 1) throw progress_error("its schema is no number from 1 on");
  json::value& exercises = state["exercises"];
  if (!exercises.is_object()) return;
  for (auto& [name, each] : exercises.get_object()) {
    for (int from = schema; each.is_object() && from < progress::schema;
         ++from) {
      migrations[from - 1](each.get_object());
    }
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

fs::path free_name_for_broken(const fs::path& file) {
  fs::path out = file.string() + ".broken";
  for (int i = 2; fs::exists(out); ++i) {
    out = fmt::format("{}.broken.{}", file.string(), i);
  }
  return out;
}

enum class aside { moved, copied };

std::string keep_aside(const fs::path& file, aside how) {
  const fs::path to = free_name_for_broken(file);
  std::error_code failed;
  if (how == aside::moved) {
    fs::rename(file, to, failed);
  } else {
    fs::copy_file(file, to, failed);
  }
  return failed ? fmt::format("it is not kept: {}", failed.message())
                : fmt::format("it is kept as {}", to.filename().string());
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

// What is read, and whether the file is broken as a whole.
struct reading {
  parsed_progress found;
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

std::string words_on(const fs::path& file, const reading& of) {
  if (!of.broken.empty()) {
    return fmt::format("{} cannot be understood ({})", file.string(),
                       of.broken);
  }
  if (of.found.left_out.empty()) return {};
  return fmt::format("{} is understood but for {}", file.string(),
                     fmt::join(of.found.left_out, ", "));
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

parsed_progress parse_progress(const std::string& text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  if (failed) {
    throw progress_error(
        fmt::format("it is no progress: {}", failed.message()));
  }
  if (!value.is_object()) throw progress_error("it is no progress");
  json::object& from = value.get_object();
  migrate(from);
  parsed_progress out;
  field_reader fields(from, "", out.left_out);
  std::string set_folder;
  fields.take("set", out.state.set);
  fields.take("set_folder", set_folder);
  out.state.set_folder = set_folder;
  fields.take_each("exercises",
                   [&](const std::string& name, const json::value& each) {
                     if (!each.is_object()) return false;
                     out.state.exercises[name] =
                         parse_exercise(name, each.get_object(), out.left_out);
                     return true;
                   });
  fields.take_each("files",
                   [&](const std::string& name, const json::value& digest) {
                     return take_value(digest, out.state.files[name]);
                   });
  return out;
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
  const std::string remark = words_on(file_, found);
  return {std::move(found.found.state), remark};
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
  if (until_written.is_held()) report::remove_left_over(file_);
  reading found = read_state(file_);
  if (const std::string words = words_on(file_, found); !words.empty()) {
    const bool anew = !found.broken.empty();
    add_remark(remark, fmt::format("{}{}; {}", words,
                                   anew ? ", so the progress begins anew" : "",
                                   keep_aside(file_, anew ? aside::moved
                                                          : aside::copied)));
  }
  progress& state = found.found.state;
  change(state);
  bool kept = true;
  try {
    report::write_file_whole(file_, progress_text(state), report::lasting::yes);
  } catch (const std::exception& error) {
    kept = false;
    add_remark(remark,
               fmt::format("the progress is not kept: {}", error.what()));
  }
  return {std::move(state), std::move(remark), kept};
}

std::string now_in_utc() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace racelab::workshop
