// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/junit.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace racelab::report {
namespace {

// Printable text as XML 1.0 takes it, also within an attribute. Boost's
// property tree writes XML too, but lets through what no XML may hold: control
// characters, broken UTF-8, the two last characters of Unicode's first plane.
std::string xml(std::string_view shown) {
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string_view rest = shown.substr(i);
    if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      out += '?';
      i += 2;
      continue;
    }
    switch (shown[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += shown[i];
    }
  }
  return out;
}

// An attribute's value is one line.
std::string attribute(std::string_view text) { return xml(printable(text)); }

std::string lines(std::string_view text) { return xml(printable_lines(text)); }

std::string problem_text(const problem& each) {
  std::string out = fmt::format("{}: {} [{}]\n", words_for(each.place),
                                full_sentence(each), each.rule);
  for (const related_place& other : each.related) {
    out += fmt::format("{}: {}\n", words_for(other.place), other.words);
  }
  if (!each.again.empty()) out += "again: " + each.again + '\n';
  if (!each.lesson.empty()) {
    out += "explained by: ./run_tsan.sh show " + each.lesson + '\n';
  }
  return out;
}

// One test and its problems.
class test_case {
 public:
  test_case(const problem_list& list, std::size_t number)
      : list_(list), number_(number), own_(list.tests[number]) {}

  bool failed() const { return own_.outcome == outcome::failed; }
  bool unsure() const { return own_.outcome == outcome::inconclusive; }
  double seconds() const {
    return own_.took ? std::chrono::duration<double>(*own_.took).count() : 0;
  }

  std::string element() const {
    const std::vector<problem> problems = own_problems();
    std::string out =
        fmt::format(R"(    <testcase classname="{}" name="{}" time="{:.6f}")",
                    attribute(own_.suite), attribute(own_.name), seconds());
    if (!own_.file.empty()) {
      out += fmt::format(R"( file="{}")", attribute(own_.file));
    }
    return out + ">\n" + body(problems) + "    </testcase>\n";
  }

 private:
  std::vector<problem> own_problems() const {
    const auto first = std::lower_bound(
        list_.problems.begin(), list_.problems.end(), number_,
        [](const problem& each, std::size_t test) { return each.test < test; });
    std::vector<problem> out;
    for (auto next = static_cast<std::size_t>(first - list_.problems.begin());
         next < list_.problems.size() && list_.problems[next].test == number_;
         ++next) {
      out.push_back(list_.whole(next));
    }
    return out;
  }

  std::string text(const std::vector<problem>& problems) const {
    std::string out;
    for (const problem& each : problems) out += problem_text(each);
    for (const std::string& reason : own_.reasons) out += reason + '\n';
    return out + own_.diagnostics;
  }

  std::string headline(const std::vector<problem>& problems) const {
    if (!own_.reasons.empty()) return own_.reasons.front();
    return problems.empty() ? own_.name : problems.front().sentence;
  }

  std::string body(const std::vector<problem>& problems) const {
    if (!failed() && !unsure()) {
      const std::string said = text(problems);
      return said.empty()
                 ? said
                 : "      <system-out>" + lines(said) + "</system-out>\n";
    }
    const std::string_view kind = unsure() ? "error" : "failure";
    return fmt::format(
        "      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", kind,
        attribute(headline(problems)),
        attribute(problems.empty() ? kind : problems.front().rule),
        lines(text(problems)));
  }

  const problem_list& list_;
  std::size_t number_;
  const test& own_;
};

struct suite {
  std::string name;
  std::vector<test_case> cases;
};

std::vector<suite> suites_of(const problem_list& list) {
  std::vector<suite> out;
  for (std::size_t i = 0; i < list.tests.size(); ++i) {
    const std::string& name = list.tests[i].suite;
    auto found = std::find_if(out.begin(), out.end(), [&](const suite& each) {
      return each.name == name;
    });
    if (found == out.end()) found = out.insert(out.end(), {name, {}});
    found->cases.emplace_back(list, i);
  }
  return out;
}

struct sums {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  double seconds = 0;

  void add(const suite& of) {
    for (const test_case& each : of.cases) {
      ++tests;
      failures += each.failed() ? 1U : 0U;
      errors += each.unsure() ? 1U : 0U;
      seconds += each.seconds();
    }
  }
};

std::string attributes(const sums& of) {
  return fmt::format(
      R"(tests="{}" failures="{}" errors="{}" skipped="0" time="{:.6f}")",
      of.tests, of.failures, of.errors, of.seconds);
}

std::string properties(const problem_list& list) {
  if (list.versions.empty()) return {};
  std::string out = "    <properties>\n";
  for (const auto& [name, words] : list.versions) {
    out += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n",
                       attribute(name), attribute(words));
  }
  return out + "    </properties>\n";
}

void write(const suite& of, const problem_list& list, const text_sink& to) {
  sums own;
  own.add(of);
  to(fmt::format("  <testsuite name=\"{}\" {}>\n", attribute(of.name),
                 attributes(own)));
  to(properties(list));
  for (const test_case& each : of.cases) to(each.element());
  to("  </testsuite>\n");
}

}  // namespace

void junit(const problem_list& list, const text_sink& to) {
  const std::vector<suite> suites = suites_of(list);
  sums all;
  for (const suite& each : suites) all.add(each);
  to(
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"{}\" {}>\n",
                  tool_name, attributes(all)));
  for (const suite& each : suites) write(each, list, to);
  to("</testsuites>\n");
}

}  // namespace racelab::report
