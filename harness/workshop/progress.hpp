// Distributed under the Boost Software License, Version 1.0.
#pragma once

// How far a learner is: .racelab/progress.json in the course's folder, which
// survives whatever happens to those who write it.

#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace racelab::workshop {

struct exercise_progress {
  std::string passed_at;       // "2026-03-01T12:00:00Z"; empty: not yet
  std::string passed_version;  // of the exercise; empty: not known
  unsigned hints = 0;          // seen: 0 to 3
  std::vector<std::string>
      tries;  // honest ones: the digests of what was judged
  std::map<std::string, unsigned> findings;  // how often each came up
};

struct progress {
  static constexpr int schema = 3;

  std::string set;                   // its name
  std::filesystem::path set_folder;  // empty: the built-in one
  std::map<std::string, exercise_progress, std::less<>> exercises;

  // The digest of each file of the course as it was laid out, by its name: one
  // that still has it is not the learner's yet.
  std::map<std::string, std::string, std::less<>> files;
};

// What a progress.json of another version says, or one that is no progress at
// all.
class progress_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What a text says, and the names of its fields that say nothing that could be
// understood: "exercises.one_by_one.hints".
struct parsed_progress {
  progress state;
  std::vector<std::string> left_out;
};

// The state as text, and back: it throws progress_error if the text is none.
// A text of an older schema is migrated; one of a newer schema is refused with
// newer_progress.
std::string progress_text(const progress&);
parsed_progress parse_progress(const std::string& text);

class newer_progress : public progress_error {
 public:
  using progress_error::progress_error;
};

// What was read, and what there is to say about it besides: a sentence, empty
// if nothing.
struct read_progress {
  progress state;
  std::string remark;
  bool kept = true;  // false: an update could not be written
};

// The state of the course in a folder. Any number of processes and threads may
// use one folder at once.
class progress_file {
 public:
  // Touches nothing.
  explicit progress_file(std::filesystem::path course);

  const std::filesystem::path& path() const { return file_; }

  // Whether such a file has that name.
  static bool is_name(const std::filesystem::path&);

  bool exists() const;

  // Nothing, if there is none. Waits for nobody. A file that is broken is no
  // progress, and a field of it that is broken is left out: the remark says so,
  // and the next update keeps the file aside. Throws newer_progress.
  read_progress read() const;

  // Reads, applies `change` and writes, while no other process does the same:
  // blocks for as long as another one is at it, a few milliseconds. The file is
  // replaced in one step, after it is on the disk. What cannot be written
  // (read-only, full) is lost, and the remark says why; the state returned has
  // it. Throws newer_progress.
  read_progress update(const std::function<void(progress&)>& change) const;

 private:
  std::filesystem::path file_;
};

// The time now, as progress writes it.
std::string now_in_utc();

}  // namespace racelab::workshop
