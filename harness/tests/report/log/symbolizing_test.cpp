// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/symbolizing.hpp"

#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/run_program.hpp"

#include <boost/json.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;
namespace json_ = boost::json;
using namespace std::string_literals;

// For each compiler and each way to link, a folder with the same programs.
const std::vector<std::string> fixtures = {RACELAB_FIXTURES};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class temporary_folder {
 public:
  temporary_folder() {
    std::string name = fs::temp_directory_path() / "symbolizing.XXXXXX";
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

// What the program says of itself.
std::string log_of(const std::string& program, bool symbolize) {
  const temporary_folder folder;
  const std::string command = "TSAN_OPTIONS=symbolize="s +
                              (symbolize ? "1 " : "0 ") + program + " 2>" +
                              (folder / "log");
  BOOST_REQUIRE(std::system(command.c_str()) != 0);
  std::string log = content_of(folder / "log");
  BOOST_REQUIRE(contains(log, "ThreadSanitizer: reported 2 warnings"));
  return log;
}

// As JSON has them: the frames of the fixture's own files, with functions and
// places, each stack headed by the name of the part it is in; and globals.
void add_frames(const json_::value& part, const std::string& name,
                std::string& to) {
  if (const auto* array = part.if_array()) {
    for (const json_::value& each : *array) add_frames(each, name, to);
    return;
  }
  const auto* object = part.if_object();
  if (object == nullptr) return;
  if (object->if_contains("kind") != nullptr &&
      object->if_contains("size") != nullptr)
    to += json_::serialize(object->at("name")) + " of " +
          json_::serialize(object->at("size")) + '\n';
  const auto* module = object->if_contains("function") != nullptr
                           ? object->at("module").if_string()
                           : nullptr;
  if (module == nullptr) {
    for (const auto& [key, value] : *object) {
      if (value.is_array()) to += name + '/' + std::string(key) + '\n';
      add_frames(value, key, to);
    }
  } else if (module->find("fixture") != json_::string::npos) {
    to += "  ";
    for (const char* const key : {"function", "file", "line", "user"})
      to += json_::serialize(object->at(key)) + ' ';
    to += '\n';
  }
}

std::string frames_in_json(const std::string& log, const std::string& options) {
  const temporary_folder folder;
  std::ofstream(folder / "log") << log;
  const program_result ended =
      run_racelab("report --json " + options + ' ' + (folder / "log"));
  BOOST_TEST(ended.error == "");
  std::string frames;
  add_frames(json_::parse(ended.out).at("reports"), "reports", frames);
  return frames;
}

std::string both_binaries(const std::string& folder) {
  return "--binary " + folder + "/fixture --binary " + folder +
         "/libfixture.so";
}

log_report first_report(const std::string& log) {
  parsed_log parsed = parse_text(log);
  BOOST_REQUIRE(!parsed.reports.empty());
  return std::move(parsed.reports.front());
}

log_report filled_in(const std::string& log, symbolizing& names) {
  log_report report = first_report(log);
  names.fill_in(report);
  return report;
}

std::vector<frame> innermost_frames(const log_report& report) {
  return report.accesses.at(0).stack.frames;
}

std::string offset_in(const std::string& log) {
  const std::size_t at = log.find("(fixture+0x") + 9;
  return log.substr(at, log.find(')', at) - at);
}

// A report with one frame, of a module by that path.
std::string report_of(const std::string& path, const std::string& offset,
                      const std::string& build_id = "") {
  const std::string name = fs::path(path).filename().string();
  const std::string id = build_id.empty() ? "" : " (BuildId: " + build_id + ')';
  return "==================\n"
         "WARNING: ThreadSanitizer: data race (pid=1)\n"
         "  Read of size 8 at 0x000000404088 by main thread:\n"
         "    #0 <null> <null> (" +
         name + '+' + offset + ')' + id +
         "\n\n"
         "SUMMARY: ThreadSanitizer: data race (" +
         path + '+' + offset + ')' + id + " \n==================\n";
}

// Where the fixture is at fault, by the fixture's folder.
std::string racing_offset(const std::string& folder) {
  return offset_in(log_of(folder + "/fixture", false));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_frames_of_a_log)

BOOST_DATA_TEST_CASE(get_what_the_runtime_itself_would_have_printed, fixtures) {
  const std::string program = sample + "/fixture";
  const std::string expected = frames_in_json(log_of(program, true), "");
  const std::string seen =
      frames_in_json(log_of(program, false), both_binaries(sample));
  BOOST_TEST(seen == expected);
  for (const char* const each : {"add_twice", "unlock_what_is_free", "guard"})
    BOOST_TEST(contains(seen, each));
}

BOOST_DATA_TEST_CASE(of_a_stripped_program_come_from_its_unstripped_twin,
                     fixtures) {
  const std::string expected =
      frames_in_json(log_of(sample + "/fixture", true), "");
  for (const char* const less : {"/stripped/fixture", "/symbols/fixture"}) {
    const std::string log = log_of(sample + less, true);
    BOOST_TEST(frames_in_json(log, "") != expected);
    BOOST_TEST(frames_in_json(log, "--binary " + sample + "/fixture") ==
               expected);
  }
}

BOOST_DATA_TEST_CASE(come_from_the_file_whose_path_the_log_has, fixtures) {
  symbolizing names({});
  const log_report report =
      filled_in(log_of(sample + "/fixture", false), names);
  const std::vector<frame> frames = innermost_frames(report);
  BOOST_TEST_REQUIRE(frames.size() >= 4U);
  BOOST_TEST(contains(frames[0].function, "add"));
  BOOST_TEST(frames[0].file.ends_with("symbolizing_fixture.cpp"));
  BOOST_TEST(frames[0].line > 0U);
  for (std::size_t i = 0; i < frames.size(); ++i)
    BOOST_TEST(frames[i].number == i);
  BOOST_TEST_REQUIRE(report.locations.size() == 1U);
  BOOST_TEST(report.locations[0].name == "shop::cart");
  BOOST_TEST(report.locations[0].size.value_or(0) == 16U);
  BOOST_TEST(names.remarks().empty());
}

BOOST_DATA_TEST_CASE(are_named_by_the_symbol_table_without_debug_information,
                     fixtures) {
  const std::string path = sample + "/symbols/fixture";
  symbolizing names({});
  const std::vector<frame> frames = innermost_frames(
      filled_in(report_of(path, racing_offset(sample)), names));
  BOOST_TEST_REQUIRE(frames.size() == 1U);
  BOOST_TEST(contains(frames[0].function, "call<"));
  BOOST_TEST(frames[0].file == "");
  BOOST_TEST(frames[0].line == 0U);
}

BOOST_DATA_TEST_CASE(of_another_build_are_left_alone_and_that_is_said,
                     fixtures) {
  const std::string program = sample + "/fixture";
  const std::string log = report_of(program, racing_offset(sample), "00ff00ff");
  for (const bool given : {false, true}) {
    symbolizing names(given ? std::vector{program}
                            : std::vector<std::string>{});
    const std::vector<frame> frames = innermost_frames(filled_in(log, names));
    filled_in(log, names);
    BOOST_TEST_REQUIRE(frames.size() == 1U);
    BOOST_TEST(frames[0].function == "");
    BOOST_TEST_REQUIRE(names.remarks().size() == 1U);
    const std::string remark = names.remarks()[0];
    BOOST_TEST(remark.starts_with(program + " was not used: its build id is "));
    BOOST_TEST(contains(remark, "but fixture in the log is 00ff00ff"));
    BOOST_TEST(contains(remark, "--binary FILE"));
  }
}

BOOST_DATA_TEST_CASE(are_matched_by_build_id_whatever_the_file_is_called,
                     fixtures) {
  symbolizing first({});
  filled_in(report_of(sample + "/fixture", "0x0", "00"), first);
  const std::string said = first.remarks().at(0);
  constexpr std::string_view before = "its build id is ";
  const std::size_t at = said.find(before) + before.size();
  const std::string build_id = said.substr(at, said.find(',', at) - at);
  BOOST_TEST(build_id.size() >= 16U);

  const temporary_folder folder;
  fs::copy_file(sample + "/fixture", folder / "twin");
  const std::string offset = racing_offset(sample);
  symbolizing names({sample + "/symbols/fixture", folder / "twin"});
  const std::vector<frame> by_name =
      innermost_frames(filled_in(report_of("/nowhere/twin", offset), names));
  BOOST_TEST(by_name.size() >= 4U);
  const std::vector<frame> by_id = innermost_frames(
      filled_in(report_of("/nowhere/app", offset, build_id), names));
  BOOST_TEST_REQUIRE(!by_id.empty());
  BOOST_TEST(by_id[0].function != "");
  const std::vector<frame> by_nothing =
      innermost_frames(filled_in(report_of("/nowhere/app", offset), names));
  BOOST_TEST(by_nothing[0].function == "");
}

BOOST_DATA_TEST_CASE(that_the_runtime_named_stay_as_they_are, fixtures) {
  const std::string at = " (fixture+" + racing_offset(sample) + ")\n";
  const std::string log =
      "WARNING: ThreadSanitizer: data race (pid=1)\n"
      "  Read of size 8 at 0x000000404088 by main thread:\n"
      "    #0 inner /a.cpp:3" +
      at + "    #1 outer <null>" + at +
      "    #2 main /a.cpp:9 (fixture+0x1)\n"
      "\nSUMMARY: ThreadSanitizer: data race /a.cpp:3 in inner\n";
  symbolizing names({sample + "/fixture"});
  BOOST_TEST(all_of(filled_in(log, names)) == all_of(first_report(log)));
}

BOOST_DATA_TEST_CASE(with_a_function_that_is_not_there_stay_as_they_are,
                     fixtures) {
  const std::string offset = racing_offset(sample);
  std::string log = report_of("/nowhere/fixture", offset);
  log.replace(log.find("#0 <null>"), 9, "#0 other(int)");
  symbolizing names({sample + "/fixture"});
  BOOST_TEST(all_of(filled_in(log, names)) == all_of(first_report(log)));
  filled_in(log, names);
  BOOST_TEST_REQUIRE(names.remarks().size() == 1U);
  BOOST_TEST(
      contains(names.remarks()[0], sample + "/fixture was not used for "));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_binary)

BOOST_AUTO_TEST_CASE(that_cannot_be_read_is_named_with_what_is_wanted) {
  const temporary_folder folder;
  std::ofstream(folder / "log") << "";
  for (const std::string bad :
       {"/no/such/file", "/dev/null", "/etc/passwd", "/usr"}) {
    const program_result ended =
        run_racelab("report --binary " + bad + ' ' + (folder / "log"));
    BOOST_TEST(ended.status == 3);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(ended.error == "racelab: cannot read " + bad +
                                  ": --binary takes a program or a shared "
                                  "library (an ELF file), stripped or not\n");
  }
}

BOOST_AUTO_TEST_CASE(that_nothing_wants_is_said_to_be_of_no_use) {
  const temporary_folder folder;
  std::ofstream(folder / "log") << gcc_race;
  const program_result ended = run_racelab(
      "report --binary "s + RACELAB_BINARY + ' ' + (folder / "log"));
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(contains(ended.error, RACELAB_BINARY + " was not used"s));
  BOOST_TEST(std::count(ended.error.begin(), ended.error.end(), '\n') == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_hostile_log)

BOOST_AUTO_TEST_CASE(makes_it_open_no_pipe_no_device_and_nothing_relative) {
  const temporary_folder folder;
  const std::string pipe = folder / "pipe";
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  BOOST_REQUIRE(watch >= 0);
  for (const std::string& each : {pipe, "/dev/zero"s, "/proc/version"s})
    BOOST_REQUIRE(inotify_add_watch(watch, each.c_str(), IN_OPEN) >= 0);
  symbolizing names({});
  for (const std::string& path : {pipe, "/dev/zero"s, "/proc/version"s, "pipe"s,
                                  "/"s, "/no/such"s, "/tmp"s}) {
    const std::string log = report_of(path, "0x1");
    BOOST_TEST(all_of(filled_in(log, names)) == all_of(first_report(log)));
  }
  char event[4096];
  BOOST_TEST(read(watch, event, sizeof event) == -1);
  close(watch);
  BOOST_TEST(names.remarks().empty());
}

BOOST_AUTO_TEST_CASE(with_many_modules_keeps_few_files_open) {
  const std::string program = fixtures.at(0) + "/fixture";
  const temporary_folder folder;
  const auto open_files = [] {
    return std::distance(fs::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = open_files();
  symbolizing names({});
  for (int i = 0; i < 300; ++i) {
    const std::string path = folder / std::to_string(i);
    fs::create_symlink(program, path);
    filled_in(report_of(path, "0x1", i % 2 == 0 ? "00" : ""), names);
  }
  BOOST_TEST(open_files() - before <= 100);
  BOOST_TEST(names.remarks().size() <= 30U);
  BOOST_TEST(names.remarks().back() ==
             "more binaries of other builds were not used");
}

BOOST_AUTO_TEST_CASE(may_name_a_damaged_file) {
  const std::string whole = content_of(fixtures.at(0) + "/fixture");
  const std::string offset = racing_offset(fixtures.at(0));
  const temporary_folder folder;
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    std::string bytes = whole;
    if (i % 4 == 0) bytes.resize(random() % bytes.size());
    for (int n = 0; n < 1 << i % 10 && !bytes.empty(); ++n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const std::string path = folder / std::to_string(i);
    std::ofstream(path, std::ios::binary) << bytes;
    symbolizing names({});
    const log_report report = filled_in(report_of(path, offset), names);
    BOOST_TEST(report.accesses.size() == 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
