// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/solution.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/output_file.hpp"
#include "harness/sandbox/child_process.hpp"
#include "harness/workshop/answer_checks.hpp"
#include "harness/workshop/attempt.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/scratch_folder.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using report::ink;
using report::look;

// Empty if the files are equal.
std::string diff(const fs::path& mine, const fs::path& other,
                 const std::string& label) {
  sandbox::command command;
  command.arguments = {"diff", "-u", "--label",     mine.string(), "--label",
                       label,  "--", mine.string(), other.string()};
  auto running = sandbox::child_process::start(command, {});
  const sandbox::ended end = running.wait();
  if (end.kind != sandbox::ended::how::exited || end.code > 1) {
    throw std::runtime_error(fmt::format(
        "diff (of the package diffutils) {}: {}", sandbox::describe(end),
        report::printable(running.output())));
  }
  return running.output();
}

std::string painted(const std::string& differences, const look& screen) {
  std::string out;
  for (const source_line& each : lines_of(differences)) {
    const ink colour = each.text.starts_with('+')   ? ink::good
                       : each.text.starts_with('-') ? ink::bad
                       : each.text.starts_with('@') ? ink::dim
                                                    : ink::plain;
    out += report::end_line(
        report::paint(report::printable(each.text), colour, screen));
  }
  return out;
}

std::string code_solution(const course& of, const exercise& which,
                          const look& screen) {
  const fs::path mine = of.file(which);
  read_learners_file(mine);
  const scratch_folder folder;
  const fs::path other = folder.path() / "solution.cpp";
  report::write_file_whole(
      other,
      laid_out_solution(which, of.text(which), content_of(which.solution)));
  const std::string differences = diff(mine, other, "the solution");
  return differences.empty() ? "Your file is the solution, word for word.\n"
                             : painted(differences, screen);
}

}  // namespace

std::string solution_text(const installation& here, const course& of,
                          const exercise& which, const judging& how,
                          const look& screen) {
  if (is_solved_by_code(which.kind)) return code_solution(of, which, screen);
  report::subject_result judged;
  if (which.kind != exercise_kind::read) {
    const task given = given_task(here, which);
    judged = judge_all(here, {&given, 1}, how, {}).front();
  }
  const answers right =
      right_answers(which, judged, read_learners_file(of.file(which)));
  std::string out;
  for (const std::string& each : questions_of(which.kind)) {
    out += report::end_line(fmt::format("  {}: {}", each, right.at(each)));
  }
  return out;
}

}  // namespace racelab::workshop
