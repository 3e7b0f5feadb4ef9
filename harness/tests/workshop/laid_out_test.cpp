// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/laid_out.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/source_lines.hpp"

#include <boost/test/unit_test.hpp>

namespace racelab::workshop {
namespace {

std::string file_of(exercise_kind kind) {
  return laid_out(samples::of_kind(kind), samples::text(), samples::source());
}

bool has(const std::string& all, const std::string& part) {
  return all.find(part) != std::string::npos;
}

std::string with(std::string text, const std::string& instead_of,
                 const std::string& other) {
  const std::size_t at = text.find(instead_of);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, instead_of);
  return text.replace(at, instead_of.size(), other);
}

// What is said of a mend with that replaced.
std::vector<refusal> refused(const std::string& instead_of,
                             const std::string& other) {
  const std::string given = file_of(exercise_kind::mend);
  return changes_outside(exercise_kind::mend, given,
                         with(given, instead_of, other));
}

int line_with(const std::string& text, const std::string& part) {
  for (const source_line& each : lines_of(text)) {
    if (has(each.text, part)) return each.number;
  }
  BOOST_FAIL(part);
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laid_out_)

BOOST_AUTO_TEST_CASE(the_comment_that_gives_the_bug_away_is_gone) {
  const std::string text = file_of(exercise_kind::mend);
  BOOST_TEST(!has(text, "BUG"));
  BOOST_TEST(!has(text, "everybody can see"));
  BOOST_TEST(has(text, "  // a comment of its own\n  g();\n"));
  BOOST_TEST(has(text, "// What it is about.\n"));
}

BOOST_AUTO_TEST_CASE(the_task_is_on_top_and_the_marks_are_in_the_namespace) {
  const std::string text = file_of(exercise_kind::mend);
  BOOST_TEST(text.starts_with("// Too soon\n//\n// Somebody reads"));
  BOOST_TEST(line_with(text, "namespace racelab") <
             line_with(text, "yours from here"));
  BOOST_TEST(line_with(text, "g();") < line_with(text, "yours to here"));
  BOOST_TEST(line_with(text, "yours to here") <
             line_with(text, "}  // namespace"));
}

BOOST_AUTO_TEST_CASE(what_is_to_be_typed_stands_whole_under_the_task) {
  const std::string check = "//   ./run_tsan.sh workshop check too_soon\n";
  const std::string play = "//   ./run_tsan.sh workshop play too_soon\n";
  BOOST_TEST(has(file_of(exercise_kind::break_code), play + check));
  BOOST_TEST(has(file_of(exercise_kind::mend), check));
  BOOST_TEST(!has(file_of(exercise_kind::mend), play));
}

BOOST_AUTO_TEST_CASE(a_line_of_the_task_is_no_wider_than_the_catalogue_s) {
  exercise_text text = samples::text();
  text.task = std::string(40, 'x') + ' ' + std::string(40, 'y') + '\n';
  const std::string out =
      laid_out(samples::of_kind(exercise_kind::write), text, samples::source());
  for (const source_line& each : lines_of(out)) {
    BOOST_TEST(each.text.size() <= 72);
  }
}

BOOST_AUTO_TEST_CASE(a_file_to_be_read_with_a_log_keeps_its_lines) {
  const std::string text = file_of(exercise_kind::read);
  BOOST_TEST(line_with(text, "g();") == line_with(samples::source(), "g();"));
  BOOST_TEST(line_with(text, "your answer") > line_with(text, "g();"));
}

BOOST_AUTO_TEST_CASE(a_file_as_it_was_laid_out_is_unchanged) {
  for (const exercise_kind each :
       {exercise_kind::mend, exercise_kind::write, exercise_kind::predict,
        exercise_kind::break_code, exercise_kind::read}) {
    BOOST_TEST(changes_outside(each, file_of(each), file_of(each)).empty());
  }
}

BOOST_AUTO_TEST_CASE(the_learner_s_part_may_be_anything) {
  BOOST_TEST(refused("  g();\n", "  h();\n  // BUG or not\n  i();\n").empty());
}

BOOST_AUTO_TEST_CASE(comments_and_empty_lines_are_free_everywhere) {
  BOOST_TEST(refused("// What it is about.", "// I was here.\n\n").empty());
}

BOOST_AUTO_TEST_CASE(it_is_the_code_that_counts_and_not_how_it_is_written) {
  BOOST_TEST(
      refused("}  // namespace racelab::wait_group_lesson", "}").empty());
  BOOST_TEST(refused("namespace racelab::wait_group_lesson {",
                     "namespace racelab::wait_group_lesson  // mine\n{")
                 .empty());
  BOOST_TEST(
      !refused("namespace racelab::", "namespace /*racelab*/::").empty());
}

BOOST_AUTO_TEST_CASE(a_stray_line_is_to_be_taken_away) {
  const auto found = refused("namespace racelab::", "xyz\nnamespace racelab::");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(has(found[0].message, "take it away"));
  BOOST_TEST(found[0].line ==
             line_with(file_of(exercise_kind::mend), "namespace racelab::"));
}

BOOST_AUTO_TEST_CASE(a_mark_in_a_string_or_in_another_comment_is_none) {
  for (const char* each :
       {"/*\n// --- yours from here ---\n*/ int x;",
        "auto s = R\"(\n// --- yours from here ---\n)\"; int x;",
        "// \\\n// --- yours from here ---\nint x;"}) {
    BOOST_TEST(!refused("namespace racelab::",
                        std::string(each) + "\nnamespace racelab::")
                    .empty(),
               each);
  }
}

BOOST_AUTO_TEST_CASE(headers_of_others_may_come_and_go) {
  BOOST_TEST(refused("#include \"concurrency/wait_group.hpp\"",
                     "#include <boost/thread/thread.hpp>\n#include <latch>\n"
                     "#include \"concurrency/errgroup.hpp\"  // mine")
                 .empty());
}

BOOST_AUTO_TEST_CASE(a_changed_line_outside_is_named_with_what_it_was) {
  const auto found =
      refused("#include \"lessons/wait_group.hpp\"", "int lesson = 1;");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(has(found[0].message, "it was"));
  BOOST_TEST(has(found[0].message, "lessons/wait_group.hpp"));
  BOOST_TEST(found[0].line ==
             line_with(file_of(exercise_kind::mend), "lessons/wait_group"));
}

BOOST_AUTO_TEST_CASE(an_added_line_outside_is_named) {
  const auto found =
      refused("namespace racelab::", "#define const\nnamespace racelab::");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(has(found[0].message, "may be added"));
}

BOOST_AUTO_TEST_CASE(no_header_that_is_a_solution_or_lies_elsewhere_is_added) {
  for (const char* each :
       {"#include <wait_group.cpp>", "#include \"mine.hpp\"",
        "#include </root/cheat.hpp>", "#include <../cheat.hpp>",
        "#include \"concurrency/../wait_group.cpp\"", "#include NAME",
        "#include <latch> \\", "#include <latch> // */ int cheat; /*",
        "#include <latch> // \\"}) {
    BOOST_TEST(!refused("namespace racelab::",
                        std::string(each) + "\nnamespace racelab::")
                    .empty(),
               each);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_after_the_part_is_not_the_learner_s_either) {
  BOOST_TEST(!refused("}  // namespace racelab::wait_group_lesson\n",
                      "}  // namespace racelab::wait_group_lesson\n"
                      "int main() {}\n")
                  .empty());
  BOOST_TEST(
      !refused("}  // namespace racelab::wait_group_lesson\n", "").empty());
}

BOOST_AUTO_TEST_CASE(a_comment_that_swallows_the_next_line_is_no_comment) {
  BOOST_TEST(
      !refused("namespace racelab::", "// swallow \\\nnamespace racelab::")
           .empty());
  BOOST_TEST(
      !refused("namespace racelab::", "// swallow \\  \nnamespace racelab::")
           .empty());
}

BOOST_AUTO_TEST_CASE(the_marks_have_to_stay) {
  const std::string given = file_of(exercise_kind::mend);
  const auto found = changes_outside(
      exercise_kind::mend, given, with(given, "// --- yours from", "// mine"));
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(has(found[0].message, "marks"));
}

BOOST_AUTO_TEST_CASE(marks_of_one_s_own_make_nothing_the_learner_s) {
  BOOST_TEST(!refused("#include \"lessons/wait_group.hpp\"",
                      "// --- yours from here ---\nint x;")
                  .empty());
  BOOST_TEST(!refused("}  // namespace racelab::wait_group_lesson\n",
                      "int x;\n// --- yours to here ---\n")
                  .empty());
}

BOOST_AUTO_TEST_CASE(code_that_is_only_looked_at_stays_as_it_is) {
  for (const exercise_kind each :
       {exercise_kind::predict, exercise_kind::break_code,
        exercise_kind::read}) {
    const std::string given = file_of(each);
    BOOST_TEST(
        !changes_outside(each, given, with(given, "g();", "h();")).empty());
    BOOST_TEST(
        !changes_outside(each, given, "#include <latch>\n" + given).empty());
    BOOST_TEST(changes_outside(each, given, "// note\n" + given).empty());
  }
}

BOOST_AUTO_TEST_CASE(answers_are_found_between_their_marks_alone) {
  const std::string given = file_of(exercise_kind::predict);
  const answers none = answers_in(exercise_kind::predict, given);
  BOOST_TEST(none.at("verdict").empty());
  BOOST_TEST(none.at("lines").empty());
  const std::string filled = with(given, "// lines:", "//  lines :  27 31  ");
  BOOST_TEST(answers_in(exercise_kind::predict, filled).at("lines") == "27 31");
  BOOST_TEST(answers_in(exercise_kind::predict, "// lines: 3\n" + given)
                 .at("lines")
                 .empty());
}

BOOST_AUTO_TEST_CASE(answers_that_are_filled_in_are_found_again) {
  const std::string given = file_of(exercise_kind::read);
  const answers all{
      {"first", "a.cpp:1"}, {"second", "b.cpp:2"}, {"edge", "1 -> 2"}};
  const std::string filled = with_answers(given, all);
  BOOST_TEST((answers_in(exercise_kind::read, filled) == all));
  BOOST_TEST(changes_outside(exercise_kind::read, given, filled).empty());
}

BOOST_AUTO_TEST_CASE(a_line_is_found_again_whatever_comments_came_and_went) {
  const std::string given =
      "// one\n// two\n\n" + file_of(exercise_kind::predict);
  const std::map<int, int> lines = lines_in(samples::source(), given);
  BOOST_TEST(lines.at(line_with(samples::source(), "g();")) ==
             line_with(given, "g();"));
  BOOST_TEST(lines.count(line_with(samples::source(), "BUG")) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
