// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/log/parse_text.hpp"
#include "harness/tests/report/run_program.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A folder with one file in it.
class one_file {
 public:
  explicit one_file(const std::string& content) {
    std::string name = fs::temp_directory_path() / "report.XXXXXX";
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(path(), std::ios::binary) << content;
  }
  one_file(const one_file&) = delete;
  one_file& operator=(const one_file&) = delete;
  ~one_file() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string path() const { return folder_ / "app.log"; }

 private:
  fs::path folder_;
};

program_result report_of(const std::string& content,
                         const std::string& options = "") {
  const one_file log(content);
  return run_racelab("report " + options + ' ' + log.path());
}

// Nothing on standard output, and one line that says what and what to do.
void check_refused(const std::string& content, const std::string& words) {
  const program_result ended = report_of(content);
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(ended.out == "");
  BOOST_TEST(contains(ended.error, words), ended.error);
  BOOST_TEST(contains(ended.error, "/app.log"), ended.error);
  BOOST_TEST(std::count(ended.error.begin(), ended.error.end(), '\n') == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_verb)

BOOST_AUTO_TEST_CASE(a_report_is_shown_in_plain_words_within_80_columns) {
  const program_result ended = report_of(gcc_race);
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(ended.error == "");
  BOOST_TEST(contains(ended.out, "data race"));
  BOOST_TEST(
      contains(ended.out, "Write of 4 bytes by T2, holding write M7, read M9"));
  BOOST_TEST(contains(ended.out, "/home/me/shop/cart.cpp:12"));
  BOOST_TEST(contains(ended.out, "1 report.\n"));
  std::size_t column = 0;
  for (const char c : ended.out) {
    column = c == '\n' ? 0 : column + ((c & 0xC0) != 0x80);
    BOOST_REQUIRE(column <= 80U);
  }
}

BOOST_AUTO_TEST_CASE(a_report_says_what_happened_and_which_lesson_explains_it) {
  BOOST_TEST(
      contains(report_of(gcc_race).out, "T2 writes `items` at cart.cpp"));
  const program_result leak = report_of(
      "==================\nWARNING: ThreadSanitizer: thread leak (pid=7)\n"
      "  Thread T1 (tid=8, finished) created by main thread at:\n"
      "    #0 start /src/a.cpp:9 (app+0x1)\n\n==================\n");
  BOOST_TEST(
      contains(leak.out,
               "  It looks like thread-leak, which is explained by\n"
               "    ./run_tsan.sh show worker_pool/sender_left_behind\n"));
}

BOOST_AUTO_TEST_CASE(equal_reports_are_shown_once_with_their_count) {
  const program_result ended =
      report_of(std::string(gcc_race) + gcc_race + gcc_race);
  BOOST_TEST(contains(ended.out, "3 reports, 1 different.\n"));
  BOOST_TEST(ended.out.find("Write of 4") == ended.out.rfind("Write of 4"));
}

BOOST_AUTO_TEST_CASE(json_has_the_fields_that_programs_read) {
  const program_result ended =
      report_of(std::string(gcc_race) + gcc_race, "--json");
  BOOST_TEST(ended.status == 1);
  const boost::json::value all = boost::json::parse(ended.out);
  BOOST_TEST(all.at("schema") == 1);
  BOOST_TEST(all.at("total") == 2);
  BOOST_TEST(all.at("unparsed_lines") == 0);
  BOOST_TEST(all.at("runtime_failures").as_array().empty());
  const boost::json::value& race = all.at("reports").at(0);
  BOOST_TEST(race.at("kind") == "data race");
  BOOST_TEST(race.at("count") == 2);
  BOOST_TEST(race.at("pid") == 4711);
  BOOST_TEST(race.at("log").at("line") == 2);
  const boost::json::value& first = race.at("accesses").at(0);
  BOOST_TEST(first.at("size") == 4);
  BOOST_TEST(first.at("address") == "0x55d0c0a0f014");
  BOOST_TEST(first.at("locks").at(1) == "read M9");
  BOOST_TEST(first.at("stack").at(0).at("user") == true);
  BOOST_TEST(first.at("stack").at(0).at("column").is_null());
  BOOST_TEST(race.at("location").at("name") == "items");
  BOOST_TEST(race.at("threads").at(0).at("created_by") == "main");
  BOOST_TEST(race.at("locks").at(0).at("id") == "M7");
  BOOST_TEST(race.at("cycle").as_array().empty());
  BOOST_TEST(report_of(gcc_race, "--format json").out.starts_with("{"));
}

BOOST_AUTO_TEST_CASE(several_logs_are_one_result) {
  const one_file first(gcc_race);
  const one_file second("FATAL: ThreadSanitizer: gone\n"s + gcc_race);
  const program_result ended =
      run_racelab("report --json " + first.path() + ' ' + second.path());
  const boost::json::value all = boost::json::parse(ended.out);
  BOOST_TEST(all.at("total") == 2);
  BOOST_TEST(all.at("reports").as_array().size() == 1U);
  BOOST_TEST(all.at("runtime_failures").as_array().size() == 1U);
  BOOST_TEST(all.at("logs").at(1).at("file") == second.path().c_str());
}

BOOST_AUTO_TEST_CASE(standard_input_is_read_where_the_file_is_a_dash) {
  const one_file log(gcc_race);
  const program_result ended = run_racelab("report --json - <" + log.path());
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(contains(ended.out, "\"file\": \"standard input\""));
}

BOOST_AUTO_TEST_CASE(the_source_is_shown_from_a_file_and_from_a_pipe) {
  const one_file log(gcc_race);
  const fs::path root = fs::path(log.path()).parent_path();
  fs::create_directory(root / "shop");
  std::ofstream(root / "shop/cart.cpp")
      << std::string(11, '\n') << "  total_of += more;\n";
  const std::string out = log.path() + ".out";
  const std::string report = RACELAB_BINARY + " report --source-root "s +
                             root.string() + " >" + out + ' ';
  for (const std::string& command :
       {report + log.path(), "cat " + log.path() + " | " + report + '-'}) {
    BOOST_TEST(WEXITSTATUS(std::system(command.c_str())) == 1);
    std::ifstream in(out);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    BOOST_TEST(contains(text, "12  total_of += more;"), command);
    BOOST_TEST(contains(text, "T2 writes `total_of` at"), command);
    BOOST_TEST(!contains(text, "No source was found"), command);
  }
}

BOOST_AUTO_TEST_CASE(from_a_pipe_a_report_is_shown_when_it_is_complete) {
  const one_file log(gcc_race);
  // What comes second waits for what the first made appear.
  const std::string out = log.path() + ".out";
  const std::string command = "{ cat " + log.path() +
                              "; until grep -q 'Write of 4' " + out +
                              " 2>/dev/null; do :; done; cat " + log.path() +
                              "; } | " + RACELAB_BINARY + " report - >" + out;
  BOOST_TEST(WEXITSTATUS(std::system(command.c_str())) == 1);
  std::ifstream in(out);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  BOOST_TEST(contains(text, "2 reports, 1 different.\n  2 "));
  BOOST_TEST(text.find("Write of 4") == text.rfind("Write of 4"));
}

BOOST_AUTO_TEST_CASE(a_log_without_reports_is_said_to_have_none) {
  for (const std::string content : {"", "all is well\n"}) {
    const program_result ended = report_of(content);
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(contains(ended.out, "No report of ThreadSanitizer"));
    BOOST_TEST(report_of(content, "--json").status == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_runtime_that_failed_without_a_report_proves_nothing) {
  const program_result ended = report_of("FATAL: ThreadSanitizer: gone\n");
  BOOST_TEST(ended.status == 3);
  BOOST_TEST(contains(ended.out, "FATAL: ThreadSanitizer: gone"));
}

BOOST_AUTO_TEST_CASE(what_was_not_understood_is_shown) {
  const program_result ended =
      report_of("WARNING: ThreadSanitizer: something cut o\n");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "Not understood: 1 line"));
  BOOST_TEST(contains(ended.out, "line 1: WARNING: ThreadSanitizer: some"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_named) {
  const program_result missing = run_racelab("report /no/such.log");
  BOOST_TEST(missing.status == 3);
  BOOST_TEST(missing.error ==
             "racelab: cannot read /no/such.log: No such file or directory\n");
  const program_result directory = run_racelab("report /usr/");
  BOOST_TEST(directory.status == 3);
  BOOST_TEST(contains(directory.error, "/usr/ is a directory"));
  BOOST_TEST(contains(directory.error, "/usr/*"));
}

BOOST_AUTO_TEST_CASE(a_page_has_the_reports_and_needs_no_other_file) {
  const program_result ended = report_of(gcc_race, " --format html");
  BOOST_TEST(ended.status == 1);
  BOOST_TEST(ended.out.find("<!DOCTYPE html>") == 0u);
  BOOST_TEST(contains(ended.out, "default-src 'none'"));
  BOOST_TEST(contains(ended.out, "\"kind\":\"data race\""));
  BOOST_TEST(!contains(ended.out, "src="));
}

BOOST_AUTO_TEST_CASE(a_source_root_that_is_no_directory_makes_no_sense) {
  const program_result ended =
      report_of(gcc_race, " --source-root /no/such/directory");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(contains(ended.error, "/no/such/directory"));
}

BOOST_AUTO_TEST_CASE(a_compressed_log_is_refused_with_what_to_type) {
  check_refused("\x1f\x8b\x08\x00more"s, "zcat ");
  check_refused("\x28\xb5\x2f\xfdmore"s, "zstdcat ");
  check_refused(
      "\xfd"
      "7zXZ\0more"s,
      "xzcat ");
  check_refused("BZh91AY", "| ./run_tsan.sh report -");
  check_refused("\x04\x22\x4d\x18more", "lz4cat ");
}

BOOST_AUTO_TEST_CASE(a_binary_file_is_refused) {
  check_refused(
      "\x7f"
      "ELF\x02\x01",
      "is a binary file");
  check_refused(std::string(1000, '\x01') + "text", "is a binary file");
}

BOOST_AUTO_TEST_CASE(no_escape_sequence_of_a_log_reaches_the_terminal) {
  std::string hostile(gcc_race);
  for (const std::string_view where : {"add(int)", "cart.cpp", "worker"})
    hostile.insert(hostile.find(where), "\x07\x9b\xc2\x9b\xe2\x80\xae");
  hostile += "FATAL: ThreadSanitizer: \x08\x07 gone\n";
  hostile += "WARNING: ThreadSanitizer: \x07 cut\n";
  for (const char* options : {"", "--json"}) {
    const program_result ended = report_of(hostile, options);
    BOOST_TEST(ended.status == 1);
    for (const char* bad :
         {"\x07", "\x08", "\x1b", "\x9b", "\xc2\x9b", "\xe2\x80\xae"})
      BOOST_TEST(!contains(ended.out, bad));
  }
}

BOOST_AUTO_TEST_CASE(a_format_it_does_not_have_is_refused) {
  const program_result ended = report_of(gcc_race, "--format trace");
  BOOST_TEST(ended.status == 64);
  BOOST_TEST(run_racelab("report").status == 64);
}

BOOST_AUTO_TEST_CASE(help_gives_the_exit_statuses) {
  const program_result ended = run_racelab("report --help");
  BOOST_TEST(ended.status == 0);
  BOOST_TEST(contains(ended.out, "there is no report in the logs"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report::log
