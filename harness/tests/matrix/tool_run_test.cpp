// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/tool_run.hpp"
#include "harness/matrix/kept_measurements.hpp"
#include "harness/matrix/tool_failure.hpp"
#include "harness/pipeline.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

std::vector<message> every_line_that_says_bug(std::string_view text,
                                              const fs::path&) {
  std::vector<message> all;
  for (std::size_t at = text.find("bug"); at != std::string_view::npos;
       at = text.find("bug", at + 1))
    all.push_back({"bug", "it is one", {{{"antipatterns/a.cpp", 1}}}});
  return all;
}

// A tool that is a shell's script.
tool scripted(tool_kind kind, std::string script) {
  tool out;
  out.name = "scripted";
  out.kind = kind;
  out.command = {"/bin/sh", "-c",        std::move(script), "sh",
                 "{file}",  "{program}", "{circumstances}"};
  out.reader = every_line_that_says_bug;
  out.bound = seconds(120);
  return out;
}

struct fixture {
  fixture() {
    std::string name = (fs::temp_directory_path() / "matrix.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    at = {name, name, {}};
    about.services = 3;
    about.max_steps = 6;
    about.unit = std::chrono::milliseconds(10);
  }
  ~fixture() { fs::remove_all(at.folder); }
  fixture(const fixture&) = delete;
  fixture& operator=(const fixture&) = delete;

  measurement read(const std::string& script) const {
    return read_source(scripted(tool_kind::text, script), "a.cpp", {}, at);
  }

  measurement run(const std::string& script, double budget = 0) const {
    return run_with(scripted(tool_kind::program, script), budget);
  }

  measurement run_with(const tool& by, double budget = 0) const {
    return run_program(by, "a_program", about,
                       std::chrono::duration<double>(budget), at,
                       [](std::size_t) {});
  }

  run_place at;
  explore::scenario about;
};

constexpr const char* begun = "echo 'racelab: begun'; ";
constexpr const char* ended = "echo 'racelab: ended'";

std::string whole_run(const std::string& script) {
  return begun + script + "; " + ended;
}

bool says(const tool_failure& error, std::string_view word) {
  return std::string_view(error.what()).find(word) != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_tool_that_reads_text, fixture)

BOOST_AUTO_TEST_CASE(has_one_run_with_all_it_says_and_its_raw_output) {
  const measurement out = read("echo bug in $1");
  BOOST_REQUIRE(out.runs.size() == 1u);
  BOOST_TEST(out.messages.size() == 1u);
  BOOST_TEST(out.runs[0].messages.size() == 1u);
  BOOST_TEST(out.raw.find("bug in a.cpp") != std::string::npos);
  BOOST_TEST(out.not_run.empty());
}

BOOST_AUTO_TEST_CASE(that_fails_is_not_silent) {
  BOOST_CHECK_EXCEPTION(
      read("echo 'cannot do that'; exit 2"), tool_failure,
      [](const auto& error) { return says(error, "cannot do that"); });
  BOOST_CHECK_THROW(read("kill -SEGV $$"), tool_failure);
}

BOOST_AUTO_TEST_CASE(that_is_missing_is_not_silent) {
  tool missing = scripted(tool_kind::text, "");
  missing.command = {"there_is_no_such_tool"};
  BOOST_CHECK_THROW(read_source(missing, "a.cpp", {}, at), tool_failure);
  missing.version_command = {"there_is_no_such_tool", "--version"};
  BOOST_CHECK_THROW(version_of(missing, at), tool_failure);
}

BOOST_AUTO_TEST_CASE(that_writes_what_cannot_be_read_is_not_silent) {
  tool odd = scripted(tool_kind::text, "echo hello");
  odd.reader = [](std::string_view, const fs::path&) -> std::vector<message> {
    throw std::runtime_error("no XML");
  };
  BOOST_CHECK_THROW(read_source(odd, "a.cpp", {}, at), tool_failure);
}

BOOST_AUTO_TEST_CASE(may_write_a_file_instead_of_its_output) {
  tool writer = scripted(tool_kind::text, "");
  writer.command = {"/bin/sh", "-c", "echo bug >{xml}; echo bug bug bug"};
  const measurement out = read_source(writer, "a.cpp", {}, at);
  BOOST_TEST(out.raw.find("bug bug") == std::string::npos);
  BOOST_TEST(out.messages.size() == 1u);
}

BOOST_AUTO_TEST_CASE(has_a_version_the_first_line_with_a_number) {
  tool any;
  any.version_command = {"/bin/sh", "-c",
                         "echo LLVM; echo '  version 14.0.6'; echo 7"};
  BOOST_TEST(version_of(any, at) == "version 14.0.6");
}

BOOST_AUTO_TEST_CASE(ends_when_it_is_told_to) {
  std::stop_source stop;
  stop.request_stop();
  at.stop = stop.get_token();
  BOOST_CHECK_THROW(read("cat </dev/zero >/dev/null"), interrupted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_program, fixture)

BOOST_AUTO_TEST_CASE(is_run_once_if_there_is_no_time_for_more) {
  const measurement out = run(whole_run("echo bug"));
  BOOST_REQUIRE(out.runs.size() == 1u);
  BOOST_TEST((out.runs[0].ending == ending::ended));
  BOOST_TEST(out.runs[0].circumstances == "o0");
  BOOST_TEST(out.messages.size() == 1u);
}

BOOST_AUTO_TEST_CASE(is_run_again_in_other_circumstances_while_there_is_time) {
  // Ends the time itself, in its third run.
  const fs::path count = at.folder / "count";
  std::stop_source stop;
  at.stop = stop.get_token();
  measurement out;
  std::vector<std::string> orders;
  const tool by = scripted(tool_kind::program,
                           whole_run("echo \"$*\" >>" + count.string()));
  BOOST_CHECK_THROW(
      run_program(by, "a_program", about, std::chrono::hours(1), at,
                  [&](std::size_t number) {
                    if (number == 4) stop.request_stop();
                  }),
      interrupted);
  std::ifstream lines(count);
  for (std::string line; std::getline(lines, line);) orders.push_back(line);
  BOOST_REQUIRE(orders.size() >= 3u);
  BOOST_TEST(orders[0] != orders[1]);
  BOOST_TEST(orders[1] != orders[2]);
}

BOOST_AUTO_TEST_CASE(that_a_signal_ends_has_crashed) {
  const measurement out = run(std::string(begun) + "kill -SEGV $$");
  BOOST_TEST((out.runs.at(0).ending == ending::crashed));
  BOOST_TEST(out.raw.find("crashed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_ends_early_has_crashed_unless_the_tool_says_why) {
  BOOST_TEST((run(std::string(begun) + "exit 1").runs.at(0).ending ==
              ending::crashed));
  BOOST_TEST((run(std::string(begun) + "echo bug; exit 1").runs.at(0).ending ==
              ending::ended));
}

BOOST_AUTO_TEST_CASE(that_hangs_is_ended_after_its_bound) {
  // What it writes first is there long before that, however busy the machine.
  tool by = scripted(tool_kind::program,
                     std::string(begun) + "mkfifo f; cat f; " + ended);
  by.bound = seconds(30);
  const measurement out = run_with(by);
  BOOST_REQUIRE(out.runs.size() == 1u);
  BOOST_TEST((out.runs[0].ending == ending::hung));
  BOOST_TEST(out.messages.empty());
}

BOOST_AUTO_TEST_CASE(that_never_began_is_the_tools_failure) {
  BOOST_CHECK_EXCEPTION(
      run("echo 'FATAL: ThreadSanitizer: unexpected memory mapping'"),
      tool_failure,
      [](const auto& error) { return says(error, "memory mapping"); });
}

BOOST_AUTO_TEST_CASE(that_says_nothing_of_what_it_offers_is_a_failure) {
  const fs::path program = at.folder / "program";
  std::ofstream(program) << "#!/bin/sh\necho hello\n";
  fs::permissions(program, fs::perms::owner_all);
  BOOST_CHECK_THROW(describe_program(program, at), tool_failure);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_kept_measurement, fixture)

BOOST_AUTO_TEST_CASE(is_found_again_with_all_that_was_seen) {
  const kept_measurements store(at.folder / "kept");
  BOOST_TEST(!store.find("key").has_value());
  measurement of;
  of.times = 10;
  of.seconds = 1.5;
  of.messages = {{"bug", "it is", {{{"a.cpp", 3}, {"b.cpp", 4}}, {}}}};
  of.runs = {{"o1", ending::hung, {0}}, {"o2", ending::ended, {}}};
  of.raw = "raw";
  store.keep("key", of);
  const auto kept = store.find("key");
  BOOST_REQUIRE(kept.has_value());
  BOOST_TEST(kept->times == 10u);
  BOOST_TEST(kept->seconds == 1.5);
  BOOST_TEST((kept->messages == of.messages));
  BOOST_REQUIRE(kept->runs.size() == 2u);
  BOOST_TEST((kept->runs[0].ending == ending::hung));
  BOOST_TEST(kept->runs[0].messages == of.runs[0].messages,
             boost::test_tools::per_element());
  BOOST_TEST(kept->runs[1].circumstances == "o2");
  BOOST_TEST(kept->raw == "raw");
}

BOOST_AUTO_TEST_CASE(that_cannot_be_read_is_none) {
  const kept_measurements store(at.folder / "kept");
  store.keep("key", {});
  for (const auto& each : fs::recursive_directory_iterator(at.folder / "kept"))
    if (each.path().filename() == "measurement.json")
      std::ofstream(each.path()) << "{";
  BOOST_TEST(!store.find("key").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::matrix
