// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/workshop_command_line.hpp"

#include "harness/command_line.hpp"
#include "harness/parser_words.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace racelab::workshop {
namespace {

constexpr const char* program = "./run_tsan.sh workshop";

constexpr const char* footer =
    "NAME is an exercise, as list names or numbers it, or its file. Without\n"
    "one it is the first that is not passed.\n\n"
    "The exercises' texts are in your locale's language (LC_ALL, LC_MESSAGES,\n"
    "LANG), where the set has them in it, else in English:\n"
    "  LANG=de_DE.UTF-8 ./run_tsan.sh workshop start\n\n"
    "Exit status:\n"
    "  0   done; check: passed; verify-set: all holds\n"
    "  1   not passed; verify-set: something is not as declared\n"
    "  2   the file does not compile\n"
    "  3   inconclusive: nothing could be proved either way; summary: some\n"
    "      folder could not be read\n"
    "  64  the command line makes no sense, or an answer is of no form that\n"
    "      could be right\n";

// The arguments' names and where they go, put together.
class parser {
 public:
  explicit parser(command_line& out) : out_(out) {
    app_.name(program);
    app_.description(
        "Exercises: a folder of files to be mended, written, understood or "
        "broken, judged\nby the judge that judges everything here.");
    app_.footer(footer);
    app_.require_subcommand(0, 1);
    app_.get_formatter()->column_width(22);
    app_.get_formatter()->label("SUBCOMMAND", "VERB");
    app_.get_formatter()->label("Subcommands", "Verbs");
    app_.get_formatter()->label("TEXT", "");
    app_.get_formatter()->label("REQUIRED", "");
    app_.set_help_flag("-h,--help", "Print this and exit");
    app_.add_flag("--json", json_,
                  "Write the result as JSON: check, list, hint, progress,\n"
                  "verify-set and summary");
    app_.add_option("--course", out_.course,
                    "The learner's folder (default: the working directory\n"
                    "if it is one, else racelab-course)")
        ->type_name("DIR");
    app_.add_option("--set", out_.set,
                    "The set of exercises (default: the course's, or\n"
                    "Racelab's own)")
        ->type_name("DIR");
    add_verbs();
  }

  void parse(std::vector<std::string> words) {
    // CLI11 takes them from the end.
    std::reverse(words.begin(), words.end());
    try {
      app_.parse(std::move(words));
    } catch (const CLI::CallForHelp&) {
      throw help{help_text(app_, program)};
    } catch (const CLI::ExtrasError&) {
      throw usage_error(unexpected(app_));
    } catch (const CLI::ParseError& error) {
      throw usage_error(one_line(error.what()));
    }
    check_verb_has_json();
    out_.format = json_ ? "json" : out_.format;
  }

 private:
  CLI::App* add(const char* name, const char* summary, verb which) {
    CLI::App* sub = app_.add_subcommand(name, summary);
    sub->fallthrough();
    sub->callback([this, which] { out_.verb = which; });
    return sub;
  }

  void check_verb_has_json() const {
    constexpr std::array have{verb::check,    verb::list,       verb::hint,
                              verb::progress, verb::verify_set, verb::summary};
    if (json_ && std::find(have.begin(), have.end(), out_.verb) == have.end()) {
      throw usage_error(
          "--json is for check, list, hint, progress, verify-set and summary");
    }
  }

  void add_name(CLI::App* sub, bool required = false) {
    sub->add_option("NAME", out_.name, "The exercise")->required(required);
  }

  void add_verbs() {
    add("start", "Lay out a course, or what is missing of it", verb::start)
        ->add_option("DIR", out_.course,
                     "Its folder (default: racelab-course)");
    add("watch",
        "Judge what you save, as soon as you do (without a\n"
        "verb: this)",
        verb::watch);
    CLI::App* check = add("check", "Judge an exercise", verb::check);
    add_name(check);
    check->add_flag("--again", out_.again,
                    "Judge again what has not changed since it was judged");
    check
        ->add_option("--format", out_.format,
                     "terminal, json, or gcc: lines for an editor")
        ->type_name("NAME")
        ->check(CLI::IsMember({"terminal", "json", "gcc"}));
    add_name(add("play",
                 "Be the scheduler of an exercise to be broken: you\n"
                 "pick who runs next",
                 verb::play));
    add("list", "The exercises, and how far you are", verb::list);
    add_name(add("hint", "The next of an exercise's three hints", verb::hint));
    add_name(add("reset", "Begin an exercise anew; your file is kept beside it",
                 verb::reset),
             true);
    add_name(add("solution",
                 "An exercise's solution, beside your own: after you\n"
                 "have passed it, or tried three times (where it is\n"
                 "solved by an answer: and seen all hints)",
                 verb::solution));
    add("progress", "How far you are, in numbers", verb::progress);
    add("verify-set", "Prove that a set of exercises is what it says",
        verb::verify_set)
        ->add_option("DIR", out_.set, "Its folder (default: Racelab's own)");
    add_new();
    add_summary();
  }

  void add_new() {
    CLI::App* sub = add("new",
                        "Begin an exercise of your own, in the set that\n"
                        "--set names (default: the working directory if it\n"
                        "is one, else racelab-exercises)",
                        verb::make_new);
    sub->add_option("NAME", out_.name, "The exercise")->required();
    sub->add_option("--kind", out_.kind,
                    "mend (default), write, predict, break or read")
        ->type_name("KIND")
        ->check(CLI::IsMember({"mend", "write", "predict", "break", "read"}));
    sub->add_option("--twin", out_.twin, "Begin with a twin's code")
        ->type_name("LESSON/VARIANT");
    sub->add_option("--lesson", out_.lesson,
                    "Begin with code of your own for this lesson")
        ->type_name("LESSON");
  }

  void add_summary() {
    CLI::App* sub =
        add("summary", "How far a class is: who is where, what stops most",
            verb::summary);
    sub->add_option("DIR", out_.places,
                    "A learner's folder, a folder of such, or an archive of\n"
                    "them (tar, tar.gz, zip)")
        ->required();
    sub->add_option("--format", out_.format, "terminal, csv, json or html")
        ->type_name("NAME")
        ->check(CLI::IsMember({"terminal", "csv", "json", "html"}));
  }

  command_line& out_;
  CLI::App app_;
  bool json_ = false;
};

}  // namespace

command_line parse_command_line(const std::vector<std::string>& words) {
  command_line out;
  parser(out).parse(words);
  return out;
}

}  // namespace racelab::workshop
