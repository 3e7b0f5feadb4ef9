// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/progress.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

progress sample() {
  progress out;
  out.set = "sample";
  out.set_folder = "/some/where";
  exercise_progress& first = out.exercises["first"];
  first.passed_at = "2026-03-01T12:00:00Z";
  first.passed_version = "abc";
  first.hints = 2;
  first.tries = {"a", "b"};
  first.findings = {{"hang", 3}};
  out.files["01_first.cpp"] = "digest";
  return out;
}

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

void add_hint(progress& to) { ++to.exercises["first"].hints; }

}  // namespace

BOOST_AUTO_TEST_SUITE(progress_)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  const parsed_progress parsed = parse_progress(progress_text(sample()));
  BOOST_TEST(parsed.left_out.empty());
  const progress& again = parsed.state;
  BOOST_TEST(again.set == "sample");
  BOOST_TEST(again.set_folder == fs::path("/some/where"));
  BOOST_TEST(again.exercises.at("first").passed_at == "2026-03-01T12:00:00Z");
  BOOST_TEST(again.exercises.at("first").tries.size() == 2);
  BOOST_TEST(again.exercises.at("first").findings.at("hang") == 3);
  BOOST_TEST(again.files.at("01_first.cpp") == "digest");
  BOOST_TEST(progress_text(again) == progress_text(sample()));
}

BOOST_AUTO_TEST_CASE(a_state_of_the_first_schema_is_migrated) {
  const parsed_progress parsed = parse_progress(
      R"({"schema": 1, "set": "racelab", "set_folder": "", "files": {},
          "exercises": {"first": {"passed_at": "", "hints": 1, "tries": 3,
                                  "findings": {"hang": 2}}}})");
  BOOST_TEST(parsed.left_out.empty());
  const progress& old = parsed.state;
  BOOST_TEST(old.exercises.at("first").tries.size() == 3);
  BOOST_TEST(old.exercises.at("first").hints == 1);
  BOOST_TEST(old.exercises.at("first").findings.at("hang") == 2);
  BOOST_TEST(has(progress_text(old), "\"schema\": 3"));
}

BOOST_AUTO_TEST_CASE(a_state_of_a_newer_schema_is_refused_and_stays) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  const std::string newer = R"({"schema": 99, "exercises": []})";
  samples::write(file.path(), newer);
  BOOST_CHECK_EXCEPTION(file.read(), newer_progress, [&](const auto& error) {
    return has(error.what(), "schema 99") &&
           has(error.what(), file.path().string());
  });
  BOOST_CHECK_THROW(file.update(add_hint), newer_progress);
  BOOST_TEST(samples::content(file.path()) == newer);
}

BOOST_AUTO_TEST_CASE(where_there_is_no_state_it_is_empty) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  BOOST_TEST(!file.exists());
  BOOST_TEST(file.read().state.exercises.empty());
  BOOST_TEST(file.read().remark.empty());
}

BOOST_AUTO_TEST_CASE(an_update_is_there_for_the_next_one) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  BOOST_TEST(file.update(add_hint).remark.empty());
  BOOST_TEST(file.update(add_hint).state.exercises.at("first").hints == 2);
  BOOST_TEST(file.read().state.exercises.at("first").hints == 2);
  BOOST_TEST(file.exists());
}

BOOST_AUTO_TEST_CASE(a_broken_file_is_kept_aside_and_said) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  for (const char* each : {"{\"schema\": 2, ", "[]", "",
                           "{\"schema\": \"two\"}", "{\"schema\": 0}"}) {
    samples::write(file.path(), each);
    BOOST_TEST(has(file.read().remark, "cannot be understood"), each);
    const read_progress after = file.update(add_hint);
    BOOST_TEST(has(after.remark, "progress.json.broken"), each);
    BOOST_TEST(after.state.exercises.at("first").hints == 1, each);
    BOOST_TEST(file.read().remark.empty(), each);
  }
  const std::string aside = file.path().string() + ".broken";
  BOOST_TEST(samples::content(aside) == "{\"schema\": 2, ");
  BOOST_TEST(samples::content(aside + ".2") == "[]");
}

BOOST_AUTO_TEST_CASE(
    of_a_file_with_a_bad_field_the_rest_is_kept_and_it_is_named) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  std::string text = progress_text(sample());
  const auto spoil = [&](const std::string& part, const std::string& by) {
    const std::size_t at = text.find(part);
    BOOST_REQUIRE(at != std::string::npos);
    text.replace(at, part.size(), by);
  };
  spoil("\"hints\": 2", "\"hints\": \"two\"");
  spoil("\"hang\": 3", "\"hang\": -3, \"crash\": 1");
  spoil("\"set\": \"sample\"", "\"set\": 7");
  samples::write(file.path(), text);
  const read_progress read = file.read();
  BOOST_TEST(has(read.remark,
                 "is understood but for set, "
                 "exercises.first.hints, "
                 "exercises.first.findings.hang"));
  const read_progress after = file.update(add_hint);
  const exercise_progress& first = after.state.exercises.at("first");
  BOOST_TEST(first.passed_at == "2026-03-01T12:00:00Z");
  BOOST_TEST(first.tries.size() == 2);
  BOOST_TEST(first.hints == 1);
  BOOST_TEST(first.findings.at("crash") == 1);
  BOOST_TEST(first.findings.count("hang") == 0);
  BOOST_TEST(has(after.remark, "it is kept as progress.json.broken"));
  BOOST_TEST(samples::content(file.path().string() + ".broken") == text);
  BOOST_TEST(file.read().remark.empty());
}

BOOST_AUTO_TEST_CASE(a_folder_in_the_file_s_place_is_kept_aside_as_well) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  fs::create_directories(file.path());
  BOOST_TEST(has(file.read().remark, "cannot be understood"));
  BOOST_TEST(has(file.update(add_hint).remark, "progress.json.broken"));
  BOOST_TEST(file.read().state.exercises.at("first").hints == 1);
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_written_that_is_said_and_no_more) {
  const scratch_folder folder;
  samples::write(folder.path() / ".racelab", "no folder");
  const read_progress after = progress_file(folder.path()).update(add_hint);
  BOOST_TEST(has(after.remark, "is not kept"));
  BOOST_TEST(has(after.remark, folder.path().string()));
  BOOST_TEST(after.state.exercises.at("first").hints == 1);
  BOOST_TEST(!after.kept);
}

BOOST_AUTO_TEST_CASE(two_processes_lose_nothing_of_each_other) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  constexpr unsigned updates = 40;
  const pid_t other = ::fork();
  BOOST_REQUIRE(other >= 0);
  for (unsigned i = 0; i < updates; ++i) file.update(add_hint);
  if (other == 0) ::_exit(0);
  int status = -1;
  BOOST_REQUIRE(::waitpid(other, &status, 0) == other);
  BOOST_TEST(status == 0);
  BOOST_TEST(file.read().state.exercises.at("first").hints == 2 * updates);
}

BOOST_AUTO_TEST_CASE(two_threads_lose_nothing_of_each_other) {
  const scratch_folder folder;
  const progress_file file(folder.path());
  constexpr unsigned updates = 40;
  const auto work = [&] {
    for (unsigned i = 0; i < updates; ++i) file.update(add_hint);
  };
  {
    const std::jthread one(work);
    const std::jthread other(work);
  }
  BOOST_TEST(file.read().state.exercises.at("first").hints == 2 * updates);
}

BOOST_AUTO_TEST_CASE(a_course_that_moved_keeps_its_progress) {
  const scratch_folder folder;
  progress_file(folder.path() / "before").update(add_hint);
  fs::rename(folder.path() / "before", folder.path() / "after");
  const read_progress moved = progress_file(folder.path() / "after").read();
  BOOST_TEST(moved.state.exercises.at("first").hints == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
