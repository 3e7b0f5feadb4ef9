// Distributed under the Boost Software License, Version 1.0.
#include "harness/command_line.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/matrix/tool.hpp"
#include "harness/near_names.hpp"
#include "harness/parser_words.hpp"
#include "harness/report/format.hpp"
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/log_line.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>

namespace racelab {
namespace {

constexpr const char* program = "./run_tsan.sh";

constexpr const char* statuses =
    "Exit status:\n"
    "  0   everything is as expected; check, replay: nothing is wrong\n"
    "  1   something is not as expected; check, replay: there are findings\n"
    "  2   the file does not compile\n"
    "  3   inconclusive: nothing could be proved either way\n"
    "  64  the command line makes no sense\n";

constexpr const char* report_statuses =
    "Exit status:\n"
    "  0   there is no report in the logs, or none that matters (--fail-on,\n"
    "      --ignore, --baseline)\n"
    "  1   there are reports\n"
    "  3   a log, a binary or another file cannot be read or written, or\n"
    "      there is no report that matters, and ThreadSanitizer itself failed\n"
    "      or the log speaks of reports that it does not contain\n"
    "  64  the command line makes no sense\n"
    "  130, 143, 129\n"
    "      Ctrl-C, SIGTERM or SIGHUP ended the reading: what had been read by\n"
    "      then is reported, and every file is whole\n";

bool is_among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const report::format& each : report::formats()) {
    names.emplace_back(each.name);
  }
  return names;
}

std::vector<std::string> finding_names() {
  return {detect::finding_ids.begin(), detect::finding_ids.end()};
}

std::vector<std::string> tool_names() {
  std::vector<std::string> names;
  for (const matrix::tool& each : matrix::tools()) names.push_back(each.name);
  return names;
}

// The rules of a log's reports.
std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const report::log::rule& each : report::log::rules()) {
    names.emplace_back(each.id);
  }
  return names;
}

// What a log's report can be called: its rule, or its kind as the log has it.
std::vector<std::string> report_names() {
  std::vector<std::string> names = rule_names();
  for (const std::string_view each : report::log::kinds()) {
    if (!is_among(names, each)) names.emplace_back(each);
  }
  return names;
}

// "a, b,\nc"
std::string in_lines(const std::vector<std::string>& words,
                     std::size_t columns) {
  std::string out;
  std::size_t line = 0;
  for (const std::string& each : words) {
    if (!out.empty()) {
      const bool fits = line + each.size() + 3 <= columns;
      out += fits ? ", " : ",\n";
      line = fits ? line + 2 : 0;
    }
    out += each;
    line += each.size();
  }
  return out;
}

std::string format_summary() {
  std::string out = "How to write the result down:";
  for (const report::format& each : report::formats()) {
    out += fmt::format("\n{} ({})", each.name, each.summary);
  }
  return out;
}

// The arguments' names and where they go, put together.
class parser {
 public:
  explicit parser(command_line& out) : out_(out) {
    app_.name(program);
    app_.description(
        "Judges concurrent C++ by evidence: runs it on a controlled scheduler, "
        "with\nThreadSanitizer, under every order of events that matters, and "
        "says what it saw.\n\nWithout a verb: judges the whole catalogue, "
        "prints a table, and writes a report\nfolder.");
    app_.footer(statuses);
    app_.require_subcommand(0, 1);
    app_.get_formatter()->column_width(22);
    app_.get_formatter()->label("SUBCOMMAND", "VERB");
    app_.get_formatter()->label("Subcommands", "Verbs");
    app_.get_formatter()->label("TEXT", "");
    app_.get_formatter()->label("REQUIRED", "");
    add_options();
    add_verbs();
  }

  void parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      throw help{help_text(app_, program)};
    } catch (const CLI::ExtrasError&) {
      throw usage_error(unexpected(app_));
    } catch (const CLI::ParseError& error) {
      throw usage_error(one_line(error.what()));
    }
    out_.format = json_ || (bench_json_given() && bench_json_to_output())
                      ? "json"
                      : out_.format;
    check_format(out_.format);
    for (const std::string& each : files_) {
      out_.files.push_back(file_of(each));
    }
    if (bench_json_given() && !bench_json_to_output())
      out_.files.push_back({"json", bench_json_});
    for (std::string& each : out_.fail_on) {
      each = kind_of(each);
    }
    check_tools();
    check_verb_takes_files();
    check_verb_judges();
    check_verb_takes_out();
    check_workshop_has_its_own();
    if (out_.verb == verb::judge &&
        std::count(argv, argv + argc, std::string_view("--")) > 0)
      throw usage_error("unknown option --");
  }

 private:
  static void check_format(const std::string& name) {
    if (report::find_format(name) == nullptr) {
      throw usage_error(fmt::format("unknown format '{}'{}", name,
                                    choices(name, format_names())));
    }
  }

  static wanted_file file_of(const std::string& words) {
    const std::size_t equals = words.find('=');
    if (equals == std::string::npos || equals + 1 == words.size()) {
      throw usage_error(fmt::format(
          "--write {}: it is FORMAT=FILE, for instance sarif=race.sarif",
          words));
    }
    const std::string format = words.substr(0, equals);
    check_format(format);
    if (words.substr(equals + 1) == "-") {
      throw usage_error(
          fmt::format("--write {}: it writes files; --format {} writes to "
                      "standard output",
                      words, format));
    }
    return {format, words.substr(equals + 1)};
  }

  // Of --fail-on. A rule may have spaces in place of its hyphens.
  std::string kind_of(const std::string& name) const {
    const bool logs = out_.verb == verb::report;
    const std::vector<std::string> known =
        logs ? report_names() : finding_names();
    if (is_among(known, name) || (logs && name.starts_with("race on "))) {
      return name;
    }
    std::string rule = name;
    std::replace(rule.begin(), rule.end(), ' ', '-');
    if (is_among(known, rule)) return rule;
    const std::string near = did_you_mean(name, known);
    throw usage_error(fmt::format(
        "{}{}", no_such_kind(name, logs),
        !near.empty()
            ? near
            : fmt::format("; there are {}{}",
                          fmt::join(logs ? rule_names() : known, ", "),
                          logs ? ", and each kind as --json has it" : "")));
  }

  // Findings that only subjects can have, and the other way round.
  static std::string no_such_kind(const std::string& name, bool logs) {
    if (!is_among(logs ? finding_names() : report_names(), name)) {
      return fmt::format("unknown kind '{}'", name);
    }
    return logs ? fmt::format("no log has a report of the kind '{}'", name)
                : fmt::format("check finds nothing of the kind '{}'", name);
  }

  bool bench_json_given() const { return json_of_bench_->count() != 0; }
  bool bench_json_to_output() const {
    return bench_json_.empty() || bench_json_ == "-";
  }

  void check_tools() const {
    for (const std::string& each : out_.tools)
      if (matrix::find_tool(each) == nullptr)
        throw usage_error(fmt::format("unknown tool '{}'{}", each,
                                      choices(each, tool_names())));
  }

  void check_verb_takes_files() const {
    const bool takes = out_.verb == verb::judge || out_.verb == verb::check ||
                       out_.verb == verb::show || out_.verb == verb::report ||
                       out_.verb == verb::bench;
    if (!out_.files.empty() && !takes) {
      throw usage_error(
          "--write is for the whole catalogue, check, show, report "
          "and bench");
    }
  }

  // Those that list or read something have nothing to judge anew.
  void check_verb_judges() const {
    const bool judges = out_.verb != verb::report && out_.verb != verb::list &&
                        out_.verb != verb::list_formats &&
                        out_.verb != verb::merge && out_.verb != verb::bench &&
                        out_.verb != verb::bench_compare;
    for (const CLI::Option* each : judging_) {
      if (!judges && each->count() != 0) {
        throw usage_error(
            fmt::format("{} is for verbs that judge", each->get_name()));
      }
    }
    if (out_.verb == verb::seeds && out_.seed) {
      throw usage_error("seeds has --from and --to instead of --seed");
    }
  }

  void check_verb_takes_out() const {
    const bool takes = out_.verb == verb::judge || out_.verb == verb::capture ||
                       out_.verb == verb::seeds || out_.verb == verb::merge ||
                       out_.verb == verb::matrix;
    if (!takes && out_option_->count() != 0) {
      throw usage_error(
          "--out is for the whole catalogue, capture, seeds, merge and matrix");
    }
  }

  void check_workshop_has_its_own() const {
    if (out_.verb != verb::workshop) return;
    for (const char* each :
         {"--json", "--format", "--write", "--again", "--out"}) {
      if (app_.get_option(each)->count() != 0) {
        throw usage_error(
            fmt::format("{} has to come after 'workshop VERB'", each));
      }
    }
  }

  // Takes one value each time it is given: what follows is another argument.
  template <class T>
  static CLI::Option* add_repeatable(CLI::App* to, const char* name,
                                     const char* value, std::vector<T>& values,
                                     const std::string& summary) {
    return to->add_option(name, values, summary)
        ->type_name(value)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }

  void add_options() {
    app_.set_help_flag("-h,--help", "Print this and exit");
    app_.add_flag("--json", json_, "Short for --format json");
    app_.add_option("--format", out_.format, format_summary())
        ->type_name("NAME");
    add_repeatable(&app_, "--write", "FORMAT=FILE", files_,
                   "Write the result to a file too, in another format;\n"
                   "any number of times. For the whole catalogue,\n"
                   "check, show, report and bench");
    add_judging();
  }

  void add_judging() {
    const CLI::Option* const seed =
        app_.add_option("--seed", out_.seed,
                        "Seed of the sample, where there are too many "
                        "schedules\nto try them all (default 1)")
            ->type_name("N");
    const CLI::Option* const schedules =
        app_.add_option("--schedules", out_.schedules,
                        "Thread interleavings tried for each subject\n"
                        "(default 200)")
            ->type_name("N");
    const CLI::Option* const time_budget =
        app_.add_option("--time-budget", out_.time_budget,
                        "Seconds after which the schedules of a subject are\n"
                        "left as they are: what was found by then counts,\n"
                        "and nothing found is inconclusive (default: none)")
            ->type_name("SECONDS")
            ->check(CLI::Range(1, 86400).description(""));
    const CLI::Option* const jobs =
        app_.add_option("--jobs", out_.jobs,
                        "Subjects judged at once (default: as many as there\n"
                        "are processors)")
            ->type_name("N")
            ->check(CLI::Range(0, 1000).description(""));
    const CLI::Option* const again =
        app_.add_flag("--again", out_.again,
                      "Judge again what has not changed since it was judged");
    const CLI::Option* const no_latency =
        app_.add_flag("--no-latency", out_.no_latency,
                      "Do not measure the real latency, for which a subject\n"
                      "is compiled a second time");
    const CLI::Option* const services =
        app_.add_option("--services", out_.services,
                        "What answers while latency is measured: simulated\n"
                        "(default), or http: a process with a database\n"
                        "behind it. The verdict is the scheduler's")
            ->type_name("KIND")
            ->check(CLI::IsMember({"simulated", "http"}))
            ->excludes(app_.get_option("--no-latency"));
    const CLI::Option* const out =
        app_.add_option("--out", out_.out,
                        "Report folder of the whole catalogue (default:\n"
                        "report, in the build directory); seeds and merge:\n"
                        "where their result is kept (default: nowhere)")
            ->type_name("PATH");
    judging_ = {seed,  schedules,  time_budget, jobs,
                again, no_latency, services};
    out_option_ = out;
  }

  CLI::App* add(const char* name, const char* summary, verb which) {
    CLI::App* sub = app_.add_subcommand(name, summary);
    sub->fallthrough();
    sub->footer(std::string("It takes the options of ") + program +
                " --help as well.\n\n" + statuses);
    sub->callback([this, which] { out_.verb = which; });
    return sub;
  }

  void add_lesson(CLI::App* sub, bool required) {
    sub->add_option("--lesson", out_.lesson,
                    required ? "The lesson that FILE solves"
                             : "The lesson that a FILE solves")
        ->type_name("LESSON")
        ->required(required);
  }

  void add_verbs() {
    CLI::App* list = add(
        "list", "The lessons, their variants, and what each shows", verb::list);
    list->add_flag("--sources", out_.sources,
                   "Instead: well-known lists of bugs, and which of\n"
                   "them the twins show");
    add("list-formats", "The formats of --format and --write",
        verb::list_formats);
    CLI::App* check = add("check", "Judge a solution of your own", verb::check);
    add_subject(check, "FILE", "The source file");
    add_lesson(check, true);
    add_failing(check, finding_names(), "");
    check->add_flag("--profile", out_.profile,
                    "Say where the time goes; what has not changed is judged\n"
                    "again");
    CLI::App* show =
        add("show",
            "The annotated report of one subject: its findings, with\n"
            "source and threads side by side; of a lesson, which\n"
            "variants it has",
            verb::show);
    add_subject(show, "LESSON/VARIANT", "As list names it, or a LESSON");
    CLI::App* replay =
        add("replay",
            "Run exactly one schedule again, and show everything\n"
            "that happens in it",
            verb::replay);
    add_subject(replay, "SUBJECT", "LESSON/VARIANT, or a file with --lesson");
    replay->add_option("TOKEN", out_.token, "The schedule, from a report")
        ->required();
    replay->add_flag("--tsan", out_.tsan,
                     "Instead: what ThreadSanitizer itself prints in it");
    add_lesson(replay, false);
    CLI::App* capture =
        add("capture",
            "Write what the documentation shows of the catalogue to a\n"
            "folder (--out; default: captured, in the build directory)",
            verb::capture);
    capture->footer(statuses);
    add_seeds();
    add_merge();
    add_report();
    add_matrix();
    add_bench();
    add_workshop();
  }

  // Has verbs, options and help of its own.
  void add_workshop() {
    CLI::App* workshop =
        app_.add_subcommand("workshop", "Exercises: start, check, hint, …");
    workshop->prefix_command();
    workshop->set_help_flag();
    workshop->callback([this, workshop] {
      out_.verb = verb::workshop;
      out_.workshop = workshop->remaining();
    });
  }

  // What of all that is found makes exit status 1.
  void add_failing(CLI::App* sub, const std::vector<std::string>& kinds,
                   std::string_view more) {
    add_repeatable(sub, "--fail-on", "KIND", out_.fail_on,
                   "Only problems of this kind make exit status 1; any\n"
                   "number of times (default: all kinds). There are\n" +
                       in_lines(kinds, 50) + std::string(more));
    sub->add_option("--baseline", out_.baseline,
                    "Problems that this file knows are told and counted,\n"
                    "and do not make exit status 1")
        ->type_name("FILE");
    sub->add_option("--write-baseline", out_.new_baseline,
                    "Write such a file, of all problems there are now. It\n"
                    "holds for other runs and builds as long as function,\n"
                    "file name and line are the same; of frames without\n"
                    "symbols, for other runs of the same build")
        ->type_name("FILE");
  }

  void add_report() {
    CLI::App* report = add("report",
                           "Make ThreadSanitizer's logs readable, of any\n"
                           "program: g++, clang, Rust, Go, Swift",
                           verb::report);
    report->add_option("FILE", out_.logs, "The logs; - is standard input")
        ->required();
    add_repeatable(report, "--source-root", "DIR", out_.source_roots,
                   "A directory with sources that the logs name; nothing\n"
                   "else is opened. /build/7/shop/cart.cpp is also found\n"
                   "as DIR/shop/cart.cpp. May be repeated (default: the\n"
                   "working directory)")
        ->check(CLI::Validator(CLI::ExistingDirectory).description(""));
    add_failing(report, rule_names(),
                ",\nand each kind as --json has it, for instance SEGV or\n"
                "'data race on vptr (ctor/dtor vs virtual call)'");
    add_repeatable(report, "--ignore", "FILE", out_.ignore,
                   "ThreadSanitizer's own suppressions (race:PATTERN,\n"
                   "mutex:, deadlock:, …): reports that they match are\n"
                   "left out, and it says which line matched how many\n"
                   "(repeatable)");
    add_repeatable(report, "--binary", "FILE", out_.binaries,
                   "A program or library that wrote the logs: names\n"
                   "frames that have none (repeatable)");
    report->footer(
        "Equal reports are one, with their count; what came first is shown. "
        "From a\npipe, each new one is shown as soon as it is complete:\n\n"
        "  tail -f app.log | ./run_tsan.sh report -\n\n"
        "--format and --write take all but trace.\n\n" +
        std::string(report_statuses));
  }

  void add_seeds() {
    CLI::App* seeds = add("seeds",
                          "Judge with many seeds, each a whole judgement, and\n"
                          "count those that are as expected",
                          verb::seeds);
    seeds->add_option("LESSON/VARIANT", out_.subjects,
                      "Subjects (default: all)");
    seeds->add_option("--from", out_.first_seed, "First seed (default 1)")
        ->type_name("N");
    seeds->add_option("--to", out_.last_seed, "Last seed (default 1000)")
        ->type_name("N");
    seeds
        ->add_option("--shard", out_.shard,
                     "Only this part of N, from 0/N on: every N-th seed of\n"
                     "each subject. GTEST_SHARD_INDEX and\n"
                     "GTEST_TOTAL_SHARDS, which runners of tests set, say\n"
                     "the same")
        ->type_name("I/N");
    seeds->footer(
        "--out DIR keeps the result in a file of the shard's own, and goes on "
        "from what is\nthere: what an earlier run with the same sources has "
        "judged is not judged again.\nAll shards may use one DIR, and merge "
        "joins them.\n\n" +
        std::string(statuses));
  }

  void add_merge() {
    CLI::App* merge =
        add("merge",
            "Join what the shards of a campaign have found (seeds\n"
            "--shard --out)",
            verb::merge);
    merge
        ->add_option("FILE|DIR", out_.parts,
                     "Results of seeds or of merge; of a DIR all its *.json")
        ->required();
    merge->footer(
        "In any order; what was joined can be joined again. --out FILE keeps "
        "the result.\n\nExit status:\n"
        "  0   every shard is there, and everything is as expected\n"
        "  1   every shard is there, and something is not as expected\n"
        "  3   a shard is missing or incomplete, two files contradict each\n"
        "      other (then nothing is written), or one cannot be read\n"
        "  64  the command line makes no sense\n");
  }

  void add_matrix() {
    CLI::App* matrix =
        add("matrix",
            "Which tool finds what: compilers' warnings, clang-tidy,\n"
            "cppcheck, sanitizers and Valgrind beside Racelab",
            verb::matrix);
    matrix->add_option("LESSON/VARIANT", out_.subjects,
                       "Subjects, and the patterns of their lessons\n"
                       "(default: all)");
    add_repeatable(matrix, "--tool", "NAME", out_.tools,
                   "Only this tool, and Racelab (repeatable). There are\n" +
                       in_lines(tool_names(), 50));
    matrix
        ->add_option("--times", out_.times,
                     "How long programs are run: so many times the\n"
                     "wall-clock that Racelab took (default 1,10)")
        ->type_name("N,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(1, 1000).description(""));
    matrix->footer(
        "What has been measured is kept, and a run that was interrupted goes "
        "on where it\nwas. --out DIR (default: the build directory) gets "
        "matrix.json, matrix.md, and\nwhat the tools wrote, in matrix/.\n\n"
        "Exit status:\n"
        "  0   every tool was run\n"
        "  3   a tool is missing or failed, and its cells say so\n"
        "  64  the command line makes no sense\n");
  }

  void add_bench() {
    CLI::App* bench =
        add("bench",
            "How fast Racelab is, as ratios to Go, oneTBB, Boost,\n"
            "ThreadSanitizer alone, Valgrind, a bare compiler",
            verb::bench);
    bench->add_flag("--quick", out_.quick,
                    "In two minutes: shorter samples, two twins, and\n"
                    "without the whole catalogue");
    add_repeatable(bench, "--figure", "NAME", out_.figures,
                   "Only this figure, or all that begin so: tasks/3,\n"
                   "channel, bug/dependent_calls (repeatable)");
    json_of_bench_ =
        bench
            ->add_option("--json", bench_json_,
                         "The figures as JSON, to a file, or instead of the\n"
                         "table: without FILE, or -")
            ->type_name("[FILE]")
            ->expected(0, 1);
    bench->footer(
        "Ours and theirs take turns, nine times at least. What a figure is, "
        "and "
        "when its\ngoal is met: docs/reference/bench.md.\n\n"
        "Exit status:\n"
        "  0   every goal is met\n"
        "  1   a goal is missed; compare: a figure is worse than it was\n"
        "  3   none is missed, but one is not decided, or a peer is missing\n"
        "  64  the command line makes no sense\n");
    CLI::App* compare = bench->add_subcommand(
        "compare", "Hold the figures against those of an earlier run");
    compare->fallthrough();
    compare->add_option("OLD.json", out_.old_bench, "What bench --json wrote")
        ->required();
    compare->add_option("NEW.json", out_.new_bench,
                        "The same, of now (default: it is measured now)");
    // Callbacks of what is outside come later.
    bench->callback([this, compare] {
      out_.verb = compare->parsed() ? verb::bench_compare : verb::bench;
    });
  }

  void add_subject(CLI::App* sub, const char* name, const char* summary) {
    sub->add_option(name, out_.subject, summary)->required();
  }

  command_line& out_;
  CLI::App app_;
  std::vector<const CLI::Option*> judging_;  // of no use to other verbs
  const CLI::Option* out_option_ = nullptr;
  bool json_ = false;
  const CLI::Option* json_of_bench_ = nullptr;
  std::string bench_json_;
  std::vector<std::string> files_;  // FORMAT=FILE
};

}  // namespace

command_line parse_command_line(int argc, const char* const* argv) {
  command_line out;
  parser(out).parse(argc, argv);
  return out;
}

}  // namespace racelab
