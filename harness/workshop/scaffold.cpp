// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/scaffold.hpp"

#include "harness/command_line.hpp"
#include "harness/near_names.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/output_file.hpp"
#include "harness/report/shell_word.hpp"
#include "harness/workshop/file_content.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <utility>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using catalogue::manifest;

constexpr std::string_view mark = "TODO: ";

// Where a race's finding belongs that nobody has chosen yet.
constexpr const char* some_finding = "data-race";

[[noreturn]] void refuse(const std::string& what) { throw usage_error(what); }

void check_name(const std::string& name) {
  if (!is_exercise_name(name)) {
    refuse(
        fmt::format("'{}' cannot be an exercise's name: a small letter and "
                    "then small letters, digits and _",
                    name));
  }
}

void check_lesson(const std::string& name, const manifest& known) {
  if (catalogue::find_lesson(known, name) != nullptr) return;
  std::vector<std::string> names;
  for (const catalogue::lesson& each : known.lessons) {
    names.push_back(each.name);
  }
  refuse(fmt::format("there is no lesson '{}'{}", name,
                     did_you_mean(name, names)));
}

void check_twin(const std::string& name, const manifest& known) {
  if (catalogue::find_subject(known, name).variant != nullptr) return;
  std::vector<std::string> names;
  for (const catalogue::lesson& each : known.lessons) {
    for (const catalogue::variant& one : each.variants) {
      names.push_back(each.name + '/' + one.name);
    }
  }
  refuse(fmt::format("the catalogue has no '{}'{}", name,
                     did_you_mean(name, names)));
}

const catalogue::variant& pattern_of(const std::string& lesson,
                                     const manifest& known) {
  const catalogue::lesson& of = *catalogue::find_lesson(known, lesson);
  for (const catalogue::variant& each : of.variants) {
    if (each.kind == catalogue::kind::pattern) return each;
  }
  refuse(fmt::format("the lesson {} has no pattern to begin with", lesson));
}

std::string text_of(const std::string& name) {
  return fmt::format(
      "# {0}the title of {1}, in a few words\n"
      "{0}what happens, and what the learner is to do, in three to eight "
      "lines.\n\n"
      "## Hint 1\n{0}what to look at\n\n"
      "## Hint 2\n{0}what is wrong\n\n"
      "## Hint 3\n{0}how to mend it\n",
      mark, name);
}

// After the licence, so that it is part of no explanation of the code.
std::string with_remark(const std::string& source, std::string_view words) {
  const std::size_t at = source.find('\n') + 1;
  return fmt::format("{}//\n// {}{}\n{}", source.substr(0, at), mark, words,
                     source.substr(at));
}

// What one exercise consists of, put together.
class builder {
 public:
  builder(const new_exercise& wanted, const manifest& known)
      : wanted_(wanted), known_(known) {
    entry_["name"] = wanted.name;
    entry_["kind"] = name_of(wanted.kind);
    add("text.md", text_of(wanted.name), "the title, the task and three hints");
    wanted.twin.empty() ? begin_with_lesson() : begin_with_twin();
    if (is_solved_by_code(wanted.kind)) add_wrong_fixes();
    if (wanted.kind == exercise_kind::read) add_log();
  }

  const json::object& entry() const { return entry_; }
  const auto& files() const { return files_; }
  std::vector<std::string> to_do() const { return to_do_; }

 private:
  void add(const std::string& name, std::string text,
           const std::string& to_do) {
    files_.emplace_back(wanted_.name + '/' + name, std::move(text));
    to_do_.push_back(fmt::format("{}/{}: {}", wanted_.name, name, to_do));
  }

  void begin_with_twin() {
    const auto found = catalogue::find_subject(known_, wanted_.twin);
    entry_["twin"] = wanted_.twin;
    source_ = content_of(known_.root / found.variant->file);
    expected_ = found.variant->expected;
  }

  void begin_with_lesson() {
    const auto& pattern = pattern_of(wanted_.lesson, known_);
    source_ = content_of(known_.root / pattern.file);
    expected_ = {some_finding};
    entry_["lesson"] = wanted_.lesson;
    entry_["start"] = wanted_.name + "/start.cpp";
    add("start.cpp",
        with_remark(source_, "put the bug in, or take the solution out."),
        "the code as the learner gets it; now it is the lesson's pattern");
    if (wanted_.kind == exercise_kind::read) return;  // its log says it
    entry_["expected"] = json::value_from(expected_);
    to_do_.push_back(
        "set.json: what the judge finds in start.cpp (\"expected\")");
    if (!is_solved_by_code(wanted_.kind)) return;
    entry_["solution"] = wanted_.name + "/solution.cpp";
    files_.emplace_back(wanted_.name + "/solution.cpp", source_);
  }

  void add_wrong_fixes() {
    json::array all;
    for (const char* name : {"wrong_1.cpp", "wrong_2.cpp"}) {
      add(name, with_remark(source_, "mend it as somebody would who is wrong."),
          "a fix that looks right and is none; its finding in set.json");
      all.push_back(json::object{
          {"file", wanted_.name + '/' + name},
          {"expected",
           json::value_from(expected_.empty()
                                ? std::vector<std::string>{some_finding}
                                : expected_)}});
    }
    entry_["wrong_fixes"] = std::move(all);
  }

  void add_log() {
    add("tsan.log", fmt::format("{}what ThreadSanitizer says of it.\n", mark),
        "what ThreadSanitizer says of the start, and \"edge\" in set.json");
    entry_["log"] = wanted_.name + "/tsan.log";
    entry_["edge"] = json::array{1, 1};
  }

  const new_exercise& wanted_;
  const manifest& known_;
  std::string source_;
  std::vector<std::string> expected_;
  json::object entry_;
  std::vector<std::pair<std::string, std::string>> files_;
  std::vector<std::string> to_do_;
};

// "  " in front of every line of a value but the first.
std::string indented(const json::value& value, unsigned columns) {
  std::string out;
  std::string text = report::pretty(value);
  text.pop_back();
  for (const char each : text) {
    out += each;
    if (each == '\n') out.append(columns, ' ');
  }
  return out;
}

// The set with one exercise more. As its author wrote it, where its last list
// is that of the exercises; else in a form of its own.
std::string with_entry(const std::string& set, const json::object& entry) {
  json::value wanted = json::parse(set);
  wanted.at("exercises").as_array().push_back(entry);
  const std::size_t end = set.rfind(']');
  const std::size_t last = set.find_last_not_of(" \t\r\n", end - 1);
  std::string out = fmt::format("{},\n    {}{}", set.substr(0, last + 1),
                                indented(entry, 4), set.substr(last + 1));
  json::error_code failed;
  const json::value got = json::parse(out, failed);
  return !failed && got == wanted ? out : report::pretty(wanted);
}

std::string new_set(const fs::path& folder, const json::object& entry) {
  const std::string name = fs::absolute(folder).lexically_normal().filename();
  return report::pretty(
      json::object{{"schema", 1},
                   {"name", name.empty() ? "exercises" : name},
                   {"title", name.empty() ? "Exercises" : name},
                   {"exercises", json::array{entry}}});
}

void check_wanted(const new_exercise& wanted, const manifest& known) {
  check_name(wanted.name);
  if (wanted.twin.empty() == wanted.lesson.empty()) {
    refuse(
        "say which code it begins with: --twin LESSON/VARIANT, or --lesson "
        "LESSON for code of its own");
  }
  if (wanted.twin.empty()) {
    check_lesson(wanted.lesson, known);
    return;
  }
  check_twin(wanted.twin, known);
  const bool may_be_correct = wanted.kind == exercise_kind::predict ||
                              wanted.kind == exercise_kind::read;
  if (!may_be_correct &&
      catalogue::find_subject(known, wanted.twin).variant->expected.empty()) {
    refuse(fmt::format("{} is correct: there is nothing to {} in it",
                       wanted.twin, name_of(wanted.kind)));
  }
}

void check_free(const new_exercise& wanted, const manifest& known) {
  if (fs::exists(wanted.set / "set.json")) {
    const exercise_set there = load_set(wanted.set, known);
    if (find_exercise(there, wanted.name) != nullptr) {
      refuse(fmt::format("the set \"{}\" has an exercise {} already",
                         there.name, wanted.name));
    }
  }
  const fs::path folder = wanted.set / wanted.name;
  if (fs::exists(fs::symlink_status(folder))) {
    refuse(fmt::format("{} is there already, and stays as it is",
                       folder.string()));
  }
}

}  // namespace

scaffolding scaffold(const new_exercise& wanted, const manifest& known) {
  check_wanted(wanted, known);
  check_free(wanted, known);
  const builder parts(wanted, known);
  const fs::path set = wanted.set / "set.json";
  const bool is_new = !fs::exists(set);
  const std::string text = is_new ? new_set(wanted.set, parts.entry())
                                  : with_entry(content_of(set), parts.entry());
  scaffolding out{{}, parts.to_do()};
  fs::create_directories(wanted.set / wanted.name);
  for (const auto& [name, content] : parts.files()) {
    report::write_file_whole(wanted.set / name, content);
    out.made.push_back(wanted.set / name);
  }
  // Last, so that no set ever names what is not there.
  report::write_file_whole(set, text);
  if (is_new) {
    out.made.push_back(set);
    out.to_do.emplace_back("set.json: the set's title");
  }
  return out;
}

std::string scaffolding_text(const fs::path& set, std::string_view name,
                             const scaffolding& of) {
  const std::string folder =
      report::printable(report::shell_word(set.string()));
  std::string out = "Made:\n";
  for (const fs::path& each : of.made) {
    out += fmt::format("  {}\n", report::printable(each.string()));
  }
  out += "\nStill to be written:\n";
  for (const std::string& each : of.to_do) out += fmt::format("  {}\n", each);
  return out + fmt::format(
                   "\nUntil then this says what does not hold yet:\n"
                   "  ./run_tsan.sh workshop verify-set {0}\n"
                   "And so a learner sees it:\n"
                   "  ./run_tsan.sh workshop start try-{1} --set {0}\n",
                   folder, name);
}

bool is_still_to_be_written(std::string_view text) {
  return text.find(mark) != std::string_view::npos;
}

}  // namespace racelab::workshop
