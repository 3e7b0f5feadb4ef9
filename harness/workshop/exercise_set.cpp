// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_set.hpp"

#include "harness/catalogue/manifest_entry.hpp"
#include "harness/detect/finding_id.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using catalogue::entry;
using catalogue::place;

constexpr int schema = 1;

struct named_kind {
  exercise_kind kind;
  std::string_view name;
};

constexpr std::array kinds{named_kind{exercise_kind::mend, "mend"},
                           named_kind{exercise_kind::write, "write"},
                           named_kind{exercise_kind::predict, "predict"},
                           named_kind{exercise_kind::break_code, "break"},
                           named_kind{exercise_kind::read, "read"}};

exercise_kind parse_kind(const entry& from) try {
  return kind_named(from.text("kind"));
} catch (const std::invalid_argument& error) {
  from.where().fail(error.what());
}

void check_name(const std::string& name, const place& where) {
  if (!is_exercise_name(name)) {
    where.fail("a name is a small letter and then small letters, digits and _");
  }
}

std::vector<std::string> findings(const entry& from, std::string_view field) {
  std::vector<std::string> ids = from.optional_texts(field);
  for (const std::string& each : ids) {
    if (!detect::is_finding_id(each)) {
      from.where().fail(fmt::format("unknown finding \"{}\"", each));
    }
  }
  return ids;
}

fs::path file_of(const entry& from, std::string_view field,
                 const fs::path& folder) {
  const std::string name = from.text(field);
  catalogue::require_file(folder, name, from.where());
  return folder / name;
}

// One exercise being read.
class exercise_parser {
 public:
  exercise_parser(const entry& from, const exercise_set& so_far,
                  const catalogue::manifest& known)
      : from_(from), set_(so_far), known_(known) {}

  exercise parse() {
    from_.require_only({"name", "kind", "twin", "lesson", "start", "expected",
                        "solution", "log", "edge", "needs", "wrong_fixes"});
    out_.name = from_.text("name");
    check_name(out_.name, from_.where());
    if (find_exercise(set_, out_.name) != nullptr) {
      fail("the name is given twice");
    }
    out_.kind = parse_kind(from_);
    if (from_.has("twin") == from_.has("lesson")) {
      fail("has to have \"twin\", or \"lesson\" and \"start\"");
    }
    from_.has("twin") ? parse_twin() : parse_own();
    parse_expected();
    parse_solution();
    parse_log();
    parse_needs();
    parse_wrong_fixes();
    check_expected();
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    from_.where().fail(what);
  }

  void parse_twin() {
    out_.twin = from_.text("twin");
    const auto subject = catalogue::find_subject(known_, out_.twin);
    if (subject.variant == nullptr) {
      fail(fmt::format("the catalogue has no \"{}\"", out_.twin));
    }
    if (from_.has("start")) fail("\"start\" is its twin's file");
    out_.lesson = subject.lesson->name;
    out_.start = known_.root / subject.variant->file;
    out_.expected = subject.variant->expected;
    if (!is_solved_by_code(out_.kind)) return;
    for (const catalogue::variant& each : subject.lesson->variants) {
      if (each.kind == catalogue::kind::pattern) {
        out_.solution = known_.root / each.file;
      }
    }
  }

  void parse_own() {
    out_.lesson = from_.text("lesson");
    if (catalogue::find_lesson(known_, out_.lesson) == nullptr) {
      fail(fmt::format("the catalogue has no lesson \"{}\"", out_.lesson));
    }
    out_.start = file_of(from_, "start", set_.folder);
  }

  void parse_expected() {
    if (!from_.has("expected")) return;
    if (out_.kind == exercise_kind::read) {
      fail("what is to be read in a log is its \"edge\", not \"expected\"");
    }
    out_.expected = findings(from_, "expected");
  }

  void parse_solution() {
    const bool by_code = is_solved_by_code(out_.kind);
    if (from_.has("solution")) {
      if (!by_code) fail("what is solved by an answer has no \"solution\"");
      out_.solution = file_of(from_, "solution", set_.folder);
    }
    if (by_code && out_.solution.empty()) fail("\"solution\" is missing");
  }

  void parse_log() {
    const bool reads = out_.kind == exercise_kind::read;
    if (from_.has("log") != reads || from_.has("edge") != reads) {
      fail("\"log\" and \"edge\" belong to the kind \"read\", and only to it");
    }
    if (!reads) return;
    out_.log = file_of(from_, "log", set_.folder);
    const json::array& lines = from_.list("edge");
    if (lines.size() != 2 || !lines[0].is_int64() || !lines[1].is_int64()) {
      fail("\"edge\" is two numbers of lines");
    }
    out_.edge = {static_cast<int>(lines[0].get_int64()),
                 static_cast<int>(lines[1].get_int64())};
  }

  void parse_needs() {
    out_.needs = from_.optional_texts("needs");
    for (const std::string& each : out_.needs) {
      if (find_exercise(set_, each) == nullptr) {
        fail(fmt::format("needs \"{}\", which does not come before it", each));
      }
    }
  }

  void parse_wrong_fixes() {
    if (!is_solved_by_code(out_.kind)) {
      if (from_.has("wrong_fixes")) {
        fail("what is solved by an answer has no \"wrong_fixes\"");
      }
      return;
    }
    for (const json::value& each : from_.list("wrong_fixes")) {
      const entry fix(each, from_.where().at("a wrong fix"));
      fix.require_only({"file", "expected", "also"});
      wrong_fix next{file_of(fix, "file", set_.folder),
                     findings(fix, "expected"), findings(fix, "also")};
      if (next.expected.empty()) fix.where().fail("\"expected\" is missing");
      out_.wrong_fixes.push_back(std::move(next));
    }
    if (out_.wrong_fixes.size() < 2) fail("has fewer than two wrong fixes");
  }

  void check_expected() const {
    const bool may_be_correct =
        out_.kind == exercise_kind::predict || out_.kind == exercise_kind::read;
    if (out_.expected.empty() && !may_be_correct) {
      fail("\"expected\" is missing: what is wrong with its start?");
    }
  }

  const entry& from_;
  const exercise_set& set_;
  const catalogue::manifest& known_;
  exercise out_;
};

}  // namespace

std::string_view name_of(exercise_kind kind) {
  return std::find_if(kinds.begin(), kinds.end(),
                      [&](const named_kind& each) { return each.kind == kind; })
      ->name;
}

exercise_kind kind_named(std::string_view word) {
  for (const named_kind& each : kinds) {
    if (each.name == word) return each.kind;
  }
  throw std::invalid_argument(fmt::format(
      "kind \"{}\" is none of mend, write, predict, break, read", word));
}

bool is_exercise_name(std::string_view name) {
  const bool good = std::all_of(name.begin(), name.end(), [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') ||
           each == '_';
  });
  return good && !name.empty() && name.front() >= 'a';
}

bool is_solved_by_code(exercise_kind kind) {
  return kind == exercise_kind::mend || kind == exercise_kind::write;
}

fs::path built_in_set(const catalogue::manifest& known) {
  return known.root / "harness" / "workshop" / "exercises";
}

exercise_set load_set(const fs::path& folder,
                      const catalogue::manifest& known) {
  const fs::path file = folder / "set.json";
  const json::value value = catalogue::read_manifest(file);
  const place top(file.string(), "");
  const entry from(value, top);
  from.require_only({"schema", "name", "title", "exercises"});
  const json::value& version = from.field("schema");
  if (!version.is_int64() || version.get_int64() != schema) {
    top.fail(
        fmt::format("\"schema\" is not {}, which is all that this "
                    "Racelab reads",
                    schema));
  }
  exercise_set out;
  out.name = from.text("name");
  out.title = from.text("title");
  out.folder = fs::weakly_canonical(fs::absolute(folder));
  out.built_in = out.folder == fs::weakly_canonical(built_in_set(known));
  for (const json::value& each : from.list("exercises")) {
    const std::string name = entry(each, top.at("an exercise")).text("name");
    const entry next(each, top.at(fmt::format("exercise \"{}\"", name)));
    out.exercises.push_back(exercise_parser(next, out, known).parse());
  }
  if (out.exercises.empty()) top.fail("has no exercises");
  return out;
}

const exercise* find_exercise(const exercise_set& set, std::string_view name) {
  const auto found =
      std::find_if(set.exercises.begin(), set.exercises.end(),
                   [&](const exercise& each) { return each.name == name; });
  return found == set.exercises.end() ? nullptr : &*found;
}

std::string numbered_name(const exercise_set& set, const exercise& which) {
  std::size_t number = 1;
  for (const exercise& each : set.exercises) {
    if (each.name == which.name) break;
    ++number;
  }
  return fmt::format("{:02}_{}", number, which.name);
}

}  // namespace racelab::workshop
