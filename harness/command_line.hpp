// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace racelab {

enum class verb {
  judge,
  list,
  list_formats,
  check,
  show,
  replay,
  seeds,
  merge,
  report,
  matrix,
  bench,
  bench_compare,
  workshop,
  capture
};

// "--write FORMAT=FILE"
struct wanted_file {
  std::string format;
  std::filesystem::path file;
};

// What the user typed, without having looked at what it names.
struct command_line {
  racelab::verb verb = racelab::verb::judge;
  std::string subject;                // LESSON/VARIANT, or a file
  std::vector<std::string> subjects;  // of `seeds`, `matrix`; none: all
  bool sources = false;               // of `list`
  std::vector<std::string> workshop;  // what follows that verb
  std::vector<std::string> tools;     // of `matrix`; none: all
  std::vector<unsigned> times;        // of `matrix`: of Racelab's wall-clock
  bool quick = false;                 // of `bench`
  std::vector<std::string> figures;   // of `bench`; none: all
  std::filesystem::path old_bench;    // of `bench compare`
  std::filesystem::path new_bench;    // of `bench compare`; empty: measured
  std::vector<std::string> logs;      // of `report`; "-": standard input
  std::vector<std::filesystem::path> source_roots;  // of `report`
  std::vector<std::string> binaries;  // of `report`: they name its frames
  std::string lesson;                 // of a file
  std::string token;
  bool tsan = false;  // of `replay`: ThreadSanitizer's words
  std::string format = "terminal";
  std::vector<wanted_file> files;             // besides standard output
  std::vector<std::string> fail_on;           // rules, kinds; none: all
  std::vector<std::filesystem::path> ignore;  // suppressions
  std::filesystem::path baseline;             // empty: none
  std::filesystem::path new_baseline;         // to be written; empty: none
  std::optional<std::uint32_t> seed;
  std::optional<unsigned> schedules;
  std::optional<unsigned> time_budget;  // seconds
  bool profile = false;                 // of `check`
  std::uint32_t first_seed = 1;
  std::uint32_t last_seed = 1000;
  std::optional<std::string> shard;          // of `seeds`: "I/N"
  std::vector<std::filesystem::path> parts;  // of `merge`
  bool again = false;  // judge also what an earlier run has judged
  bool no_latency = false;
  std::string services = "simulated";  // or "http"
  unsigned jobs = 0;                   // 0: as many as there are processors
  std::filesystem::path out;           // folder or file; empty: the default
};

// The exit statuses, as --help gives them.
namespace exit_status {
inline constexpr int good = 0;
inline constexpr int findings = 1;
inline constexpr int does_not_compile = 2;
inline constexpr int inconclusive = 3;
inline constexpr int usage = 64;
}  // namespace exit_status

// What was typed makes no sense: one line that names it.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The user asked for help, and this is it.
struct help {
  std::string text;
};

// Throws usage_error, or help.
command_line parse_command_line(int argc, const char* const* argv);

}  // namespace racelab
