// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/handed_in.hpp"
#include "harness/tests/workshop/archive_maker.hpp"
#include "harness/tests/workshop/samples.hpp"
#include "harness/workshop/file_content.hpp"
#include "harness/workshop/progress_archive.hpp"
#include "harness/workshop/scratch_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

#include <sys/stat.h>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

const std::string where = "/.racelab/progress.json";

std::string progress_with(unsigned hints) {
  progress out;
  out.set = "sample";
  out.exercises["first"].hints = hints;
  return progress_text(out);
}

unsigned hints_of(const handed_in& from) {
  const auto found = from.state.exercises.find("first");
  return found == from.state.exercises.end() ? 99 : found->second.hints;
}

std::vector<std::string> names_of(const std::vector<handed_in>& all) {
  std::vector<std::string> out;
  for (const handed_in& each : all) out.push_back(each.name);
  return out;
}

void expect_names(const std::vector<handed_in>& all,
                  const std::vector<std::string>& names) {
  BOOST_TEST(names_of(all) == names, boost::test_tools::per_element());
}

bool has(const std::string& all, const std::string& part) {
  if (all.find(part) == std::string::npos) BOOST_TEST_MESSAGE(all);
  return all.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(handed_in_)

BOOST_AUTO_TEST_CASE(a_learner_is_called_as_the_folder_is) {
  const scratch_folder folder;
  samples::write(folder.path() / ("alice" + where), progress_with(1));
  samples::write(folder.path() / ("bob/racelab-course" + where),
                 progress_with(2));
  const auto one = collect({folder.path() / "alice/"});
  expect_names(one, {"alice"});
  BOOST_TEST(hints_of(one.front()) == 1);
  const auto both = collect({folder.path()});
  expect_names(both, {"alice", "bob"});
  BOOST_TEST(hints_of(both.back()) == 2);
}

BOOST_AUTO_TEST_CASE(two_of_one_name_are_told_apart) {
  const scratch_folder folder;
  samples::write(folder.path() / ("monday/alice" + where), progress_with(1));
  samples::write(folder.path() / ("friday/alice" + where), progress_with(2));
  const auto both =
      collect({folder.path() / "monday", folder.path() / "friday"});
  BOOST_REQUIRE(both.size() == 2);
  BOOST_TEST(has(both[0].name, "friday/alice"));
  BOOST_TEST(has(both[1].name, "monday/alice"));
}

BOOST_AUTO_TEST_CASE(a_broken_folder_is_named_and_hides_no_other) {
  const scratch_folder folder;
  samples::write(folder.path() / ("alice" + where), "{\"schema\": ");
  samples::write(folder.path() / ("bob" + where), progress_with(2));
  fs::create_directories(folder.path() / "carol");
  const auto all = collect({folder.path(), folder.path() / "dave"});
  BOOST_REQUIRE(all.size() == 4);
  BOOST_TEST(has(all[1].problem, "it is no progress"));
  BOOST_TEST(hints_of(all[2]) == 2);
  BOOST_TEST(all[2].problem.empty());
  BOOST_TEST(all[3].problem == "there is no course in it");
  BOOST_TEST(has(all[0].name, "/dave"));
  BOOST_TEST(all[0].problem == "it is not there");
}

BOOST_AUTO_TEST_CASE(a_pipe_in_the_place_of_progress_is_not_waited_for) {
  const scratch_folder folder;
  fs::create_directories(folder.path() / "alice/.racelab");
  const fs::path pipe = folder.path() / ("alice" + where);
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto all = collect({folder.path() / "alice"});
  BOOST_REQUIRE(all.size() == 1);
  BOOST_TEST(has(all[0].problem, "no file"));
}

BOOST_AUTO_TEST_CASE(archives_of_all_forms_are_read) {
  const scratch_folder folder;
  for (const archive_form form :
       {archive_form::tar, archive_form::tar_gz, archive_form::zip}) {
    const fs::path file = folder.path() / "class.archive";
    {
      archive_maker to(file, form);
      to.add("class/alice/01_first.cpp", "int x;\n");
      to.add("class/alice" + where, progress_with(1));
      to.add("./class/j\xc3\xbcrgen/racelab-course" + where, progress_with(2));
    }
    const auto all = collect({file});
    expect_names(all, {"alice", "j\xc3\xbcrgen"});
    BOOST_TEST(hints_of(all.back()) == 2);
  }
}

BOOST_AUTO_TEST_CASE(an_archive_of_one_course_is_called_as_its_file_is) {
  const scratch_folder folder;
  const fs::path file = folder.path() / "alice.tar.gz";
  {
    archive_maker to(file, archive_form::tar_gz);
    to.add("racelab-course" + where, progress_with(1));
  }
  expect_names(collect({file}), {"alice"});
}

BOOST_AUTO_TEST_CASE(what_is_no_archive_or_cut_off_is_named) {
  const scratch_folder folder;
  samples::write(folder.path() / "text.zip", "only words");
  const fs::path file = folder.path() / "class.tar";
  {
    archive_maker to(file, archive_form::tar);
    to.add("alice" + where, progress_with(1));
    to.add("bob" + where, progress_with(2) + std::string(4000, ' '));
  }
  fs::resize_file(file, 3000);
  const auto all = collect({folder.path() / "text.zip", file});
  expect_names(all, {"alice", "class.tar", "text.zip"});
  BOOST_TEST(has(all[1].problem, "cut off"));
  BOOST_TEST(has(all[2].problem, "no tar, tar.gz or zip"));
}

BOOST_AUTO_TEST_CASE(a_member_outside_its_archive_and_a_link_are_refused) {
  const scratch_folder folder;
  samples::write(folder.path() / "secret", progress_with(3));
  const fs::path file = folder.path() / "class.tar";
  {
    archive_maker to(file, archive_form::tar);
    to.add("../../mallory" + where, progress_with(1));
    to.add("/root/eve" + where, progress_with(1));
    to.add_link("trudy" + where, (folder.path() / "secret").string());
    to.add("zoe" + where, progress_with(2));
  }
  const auto all = collect({file});
  expect_names(all, {"eve", "mallory", "trudy", "zoe"});
  BOOST_TEST(has(all[0].problem, "outside its archive"));
  BOOST_TEST(has(all[1].problem, "outside its archive"));
  BOOST_TEST(has(all[2].problem, "a link"));
  BOOST_TEST(hints_of(all[3]) == 2);
}

BOOST_AUTO_TEST_CASE(nothing_of_an_archive_is_written_anywhere) {
  const scratch_folder folder;
  const fs::path file = folder.path() / "class.tar";
  {
    archive_maker to(file, archive_form::tar);
    to.add("../escaped" + where, progress_with(1));
    to.add("alice" + where, progress_with(1));
    to.add_link("alice/.racelab/elsewhere", "/tmp");
  }
  const auto before = fs::last_write_time(folder.path());
  collect({file});
  BOOST_TEST(std::distance(fs::directory_iterator(folder.path()),
                           fs::directory_iterator()) == 1);
  BOOST_TEST((fs::last_write_time(folder.path()) == before));
  BOOST_TEST(!fs::exists(folder.path().parent_path() / "escaped"));
}

BOOST_AUTO_TEST_CASE(what_is_larger_inside_than_a_class_is_not_read_on) {
  const scratch_folder folder;
  for (const bool tar : {true, false}) {
    const fs::path file = folder.path() / "bomb";
    {
      archive_maker to(file, tar ? archive_form::tar_gz : archive_form::zip);
      to.add("alice" + where, progress_with(1));
      to.add_zeros("bob" + where, 3 << 20);
      to.add_zeros("zeros", 40 << 20);
    }
    BOOST_TEST(fs::file_size(file) < 1 << 20);
    const read_archive small = read_progress_archive(file, 4 << 20);
    BOOST_REQUIRE(small.courses.size() == 2);
    BOOST_TEST(small.courses[0].problem.empty());
    BOOST_TEST(has(small.courses[1].problem, "larger than any progress"));
    // A zip's members are not unpacked on the way to the next one.
    BOOST_TEST(small.problem.empty() == !tar);
    BOOST_TEST(read_progress_archive(file).problem.empty());
  }
}

BOOST_AUTO_TEST_CASE(what_is_compressed_twice_is_refused) {
  const scratch_folder folder;
  const fs::path inner = folder.path() / "inner.tar.gz";
  archive_maker(inner, archive_form::tar_gz).add("a", "b");
  const std::string command = "gzip -c '" + inner.string() + "' > '" +
                              (folder.path() / "outer").string() + "'";
  BOOST_REQUIRE(std::system(command.c_str()) == 0);
  BOOST_TEST(has(read_progress_archive(folder.path() / "outer").problem,
                 "compressed more than once"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
