// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/markdown.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace racelab::report {
namespace {

constexpr std::size_t most_problems = 50;
constexpr std::size_t most_steps = 30;

// Each character that could mean something becomes its own HTML entity, which
// Markdown takes for text wherever it stands. Letters and digits alone could
// still be taken for an address ("www.…", "https:…"), hence the dot and colon,
// and for a mention, hence the at sign.
std::string text(std::string_view words) {
  constexpr std::string_view special = "\\`*_{}[]()<>#.!|~:@&$";
  std::string out;
  for (const char c : printable(words)) {
    out += special.find(c) == std::string_view::npos
               ? std::string(1, c)
               : fmt::format("&#{};", static_cast<unsigned>(c));
  }
  return out;
}

std::string code(std::string_view words) {
  return "<code>" + text(words) + "</code>";
}

std::string row(const problem& each) {
  return fmt::format("| {} | {} | {} | {} |\n", code(words_for(each.place)),
                     code(each.rule), each.count, text(full_sentence(each)));
}

std::string step_line(const flow_step& step) {
  std::string out = fmt::format("{}: {}", text(step.thread), text(step.words));
  if (!step.place.file.empty()) {
    out += fmt::format(" ({})", text(words_for(step.place)));
  }
  return out + '\n';
}

std::string steps(const problem& each) {
  const std::size_t shown = std::min(each.flow.size(), most_steps);
  if (shown == 0) return {};
  std::string out;
  if (shown < each.flow.size()) {
    out += fmt::format("The last {} of {} steps:\n\n", shown, each.flow.size());
  }
  // A block of code whose text nothing can end: an empty line would.
  out += "<pre>\n";
  for (std::size_t i = each.flow.size() - shown; i < each.flow.size(); ++i) {
    out += step_line(each.flow[i]);
  }
  return out + "</pre>\n\n";
}

std::string details(const problem& each) {
  std::string out = fmt::format("<details><summary>{}: {}</summary>\n\n{}.\n\n",
                                code(each.rule), code(words_for(each.place)),
                                text(each.meaning));
  for (const related_place& other : each.related) {
    out += fmt::format("- {}: {}\n", code(words_for(other.place)),
                       text(other.words));
  }
  out += (each.related.empty() ? "" : "\n") + steps(each);
  if (!each.again.empty()) {
    out += fmt::format("See it again: {}\n\n", code(each.again));
  }
  if (!each.lesson.empty()) {
    out += fmt::format("Explained by: {}\n\n",
                       code("./run_tsan.sh show " + each.lesson));
  }
  return out + "</details>\n\n";
}

std::string table(const std::vector<problem>& told) {
  if (told.empty()) return {};
  std::string out =
      "| place | rule | times | what happens |\n"
      "| --- | --- | ---: | --- |\n";
  for (const problem& each : told) out += row(each);
  out += '\n';
  for (const problem& each : told) out += details(each);
  return out;
}

std::string reasons(const problem_list& list) {
  std::string out;
  for (const test& each : list.tests) {
    for (const std::string& reason : each.reasons) {
      out += fmt::format("- {}: {}\n", code(each.name), text(reason));
    }
  }
  return out.empty() ? out : out + '\n';
}

}  // namespace

void markdown(const problem_list& list, const text_sink& to) {
  std::vector<problem> told;
  // Of a single subject they are what was asked for.
  const bool tells_expected = list.tests.size() == 1;
  std::size_t expected = 0;
  std::size_t others = 0;
  for (std::size_t i = 0; i < list.problems.size(); ++i) {
    if (list.problems[i].expected && !tells_expected) {
      ++expected;
    } else if (told.size() < most_problems) {
      told.push_back(list.whole(i));
    } else {
      ++others;
    }
  }
  std::string out =
      fmt::format("### {}\n\n{}\n\n", tool_name, text(list.title));
  out += table(told) + reasons(list);
  if (others != 0) out += fmt::format("And {} more.\n", others);
  if (expected != 0) {
    out += count_of(expected, "finding") + " of broken twins as expected.\n";
  }
  to(out);
}

}  // namespace racelab::report
