// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/exercise_rules.hpp"

#include "harness/build/source_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace racelab::workshop {
namespace {

using build::source_token;
using build::token_kind;
using words = std::set<std::string_view>;

// The two builds of a subject differ in these.
const words of_the_build = {
    "__SANITIZE_THREAD__", "__SANITIZE_ADDRESS__", "__has_feature",
    "thread_sanitizer",    "address_sanitizer",    "__OPTIMIZE__",
    "__OPTIMIZE_SIZE__",   "__NO_INLINE__",        "NDEBUG"};

// A name that may be there or not tells what the program was linked with.
const words of_the_program = {"weak", "__weak__"};

// The processor's own clock, of which the compiled code shows no name.
const words of_the_processor = {"_rdtsc",
                                "__rdtsc",
                                "__rdtscp",
                                "__builtin_ia32_rdtsc",
                                "__builtin_ia32_rdtscp",
                                "__builtin_readcyclecounter"};

constexpr std::string_view asks_where =
    "asks where it runs: it has to be right anywhere";
constexpr std::string_view opens_files =
    "opens files: the exercise is about its arguments alone";
constexpr std::string_view looks_at_clock =
    "looks at a clock: the exercise can be solved without one";

std::string_view reason_for(std::string_view word) {
  if (of_the_build.contains(word)) {
    return "asks how it is built: it has to be right however that is";
  }
  if (of_the_program.contains(word)) return asks_where;
  if (of_the_processor.contains(word)) return looks_at_clock;
  return {};
}

std::string_view reason_for(build::outside what) {
  switch (what) {
    case build::outside::machine:
      return asks_where;
    case build::outside::files:
      return opens_files;
    case build::outside::clock:
      break;
  }
  return looks_at_clock;
}

refusal refuse(int line, std::string_view name, std::string_view why) {
  return {line, fmt::format("\u201c{}\u201d {}", name, why)};
}

// What a directive would do, where it may not stand.
std::string_view reason_for_directive(const std::vector<source_token>& all,
                                      std::size_t at) {
  if (all[at].spelling == "_Pragma" || all[at].spelling == "__pragma") {
    return "a solution needs no pragma";
  }
  if (all[at].spelling != "#" || !all[at].begins_line || at + 1 == all.size()) {
    return {};
  }
  static const words includes = {"include", "include_next", "import"};
  static const words macros = {"define", "undef"};
  static const words others = {"pragma", "line"};
  const std::string_view name = all[at + 1].spelling;
  if (includes.contains(name)) return "#include belongs above your part";
  if (macros.contains(name)) return "a solution needs no macros";
  if (others.contains(name)) return "a solution needs no #pragma and no #line";
  return {};
}

}  // namespace

std::vector<refusal> forbidden_words(std::string_view learners) {
  const std::vector<source_token> all = build::tokenize(learners);
  const line_range theirs = learners_part(learners);
  std::vector<refusal> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const source_token& token = all[i];
    if (token.line < theirs.first || token.line > theirs.last) continue;
    if (const auto no = reason_for_directive(all, i); !no.empty()) {
      found.push_back({token.line, std::string(no)});
    } else if (token.kind == token_kind::identifier) {
      const std::string_view why = reason_for(token.spelling);
      if (!why.empty()) {
        found.push_back(refuse(token.line, token.spelling, why));
      }
    }
  }
  return found;
}

std::vector<refusal> forbidden_uses(const std::vector<build::outside_use>& all,
                                    bool needs_clock) {
  std::vector<refusal> found;
  for (const build::outside_use& each : all) {
    if (each.what == build::outside::clock && needs_clock) continue;
    found.push_back(refuse(each.line, each.name, reason_for(each.what)));
  }
  return found;
}

}  // namespace racelab::workshop
