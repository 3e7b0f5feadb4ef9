// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/course_view.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/shell_word.hpp"
#include "harness/workshop/source_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace racelab::workshop {
namespace {

namespace json = boost::json;
using report::cell;
using report::count_of;
using report::end_line;
using report::ink;
using report::look;
using report::paint;
using report::printable;

constexpr std::array<std::string_view, exercise_text::levels> hint_titles{
    "what to look at", "what is wrong", "how to mend it"};

// Whether what was passed is what the exercise is now, as far as is known.
bool is_passed_as_it_is(const course& of, const exercise& which,
                        const exercise_progress& mine) {
  return mine.passed_version.empty() ||
         mine.passed_version == of.version(which);
}

std::string in_short(const exercise_progress& of, bool is_current) {
  std::string out;
  const auto add = [&](std::size_t count, std::string_view noun) {
    if (count == 0) return;
    out += (out.empty() ? "" : ", ") +
           fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  };
  const std::size_t tries = of.tries.size();
  if (tries != 0) {
    out = tries == 1 ? "1 try" : fmt::format("{} tries", tries);
  }
  add(of.hints, "hint");
  if (!is_current) out += out.empty() ? "changed since" : ", changed since";
  return out;
}

unsigned longest_name(const exercise_set& of) {
  std::size_t out = 0;
  for (const exercise& each : of.exercises) {
    out = std::max(out, each.name.size() + 3);
  }
  return static_cast<unsigned>(out);
}

std::string list_line(const course& of, const exercise& which,
                      const progress& state, const look& screen) {
  const exercise_progress mine = progress_of(state, which);
  const report::symbols& signs = report::symbols_of(screen);
  const bool passed = !mine.passed_at.empty();
  const bool is_next = of.next(state) == &which;
  const std::string name = numbered_name(of.set(), which);
  const std::string_view sign = passed    ? signs.good
                                : is_next ? signs.here
                                          : std::string_view(" ");
  const unsigned name_columns = longest_name(of.set());
  const std::string kind(name_of(which.kind));
  const std::string state_words =
      in_short(mine, is_passed_as_it_is(of, which, mine));
  const unsigned taken =
      2 + name_columns + 2 + 8 +
      (state_words.empty() ? 0 : report::width(state_words) + 2);
  const unsigned rest = screen.width > taken + 10 ? screen.width - taken : 10;
  return end_line(
      cell(sign, 2, passed ? ink::good : ink::strong, screen) +
      cell(name, name_columns + 2, is_next ? ink::strong : ink::plain, screen) +
      cell(kind, 8, ink::dim, screen) +
      cell(report::cut(printable(of.text(which).title), rest, signs.elided),
           rest, ink::plain, screen) +
      (state_words.empty() ? std::string()
                           : "  " + paint(state_words, ink::dim, screen)));
}

std::string file_list(std::string_view words,
                      const std::vector<std::filesystem::path>& files) {
  std::string out = fmt::format("{}\n", words);
  for (const std::filesystem::path& each : files) {
    out += fmt::format("  {}\n", printable(each.string()));
  }
  return out;
}

json::object exercise_json(const course& of, const exercise& which,
                           const progress& state) {
  const exercise_progress mine = progress_of(state, which);
  json::object findings;
  for (const auto& [id, count] : mine.findings) findings[id] = count;
  return {{"name", which.name},
          {"kind", name_of(which.kind)},
          {"lesson", which.lesson},
          {"title", of.text(which).title},
          {"file", printable(of.file(which).string())},
          {"needs", json::value_from(which.needs)},
          {"passed_at", mine.passed_at.empty() ? json::value(nullptr)
                                               : json::value(mine.passed_at)},
          {"passed_version", mine.passed_version.empty()
                                 ? json::value(nullptr)
                                 : json::value(mine.passed_version)},
          {"version", of.version(which)},
          {"tries", mine.tries.size()},
          {"hints", mine.hints},
          {"findings", std::move(findings)}};
}

// As wide as the files that are laid out.
constexpr unsigned most_columns = 72;

}  // namespace

exercise_progress progress_of(const progress& state, const exercise& which) {
  const auto found = state.exercises.find(which.name);
  return found == state.exercises.end() ? exercise_progress() : found->second;
}

std::size_t passed_in(const exercise_set& set, const progress& state) {
  return static_cast<std::size_t>(std::count_if(
      set.exercises.begin(), set.exercises.end(), [&](const exercise& each) {
        return !progress_of(state, each).passed_at.empty();
      }));
}

std::string laid_out_text(const course& of, const laying_out& done,
                          const look& screen) {
  std::string out = end_line(
      paint(fmt::format("{}: {} in {}", of.set().title,
                        count_of(of.set().exercises.size(), "exercise"),
                        printable(of.folder().string())),
            ink::strong, screen));
  if (done.made.empty() && done.renewed.empty()) {
    out += "Nothing was missing.\n";
  } else {
    out += fmt::format("{} made, {} renewed.\n",
                       count_of(done.made.size(), "file"), done.renewed.size());
  }
  if (!done.kept.empty()) {
    out += file_list(
        "Yours, and so not renewed (\"workshop reset NAME\" does that):",
        done.kept);
  }
  const exercise* next = of.next(of.state().read().state);
  if (next == nullptr) return out + "All of them are passed.\n";
  out += fmt::format("\nOpen {} and do what it says; then\n",
                     printable(of.file(*next).string()));
  out += fmt::format("  cd {} && ./run_tsan.sh workshop check\n",
                     printable(report::shell_word(of.folder().string())));
  out +=
      "or let this run there beside your editor: it judges what you save.\n"
      "  ./run_tsan.sh workshop\n";
  return out;
}

std::string list_text(const course& of, const progress& state,
                      const look& screen) {
  std::string out;
  for (const exercise& each : of.set().exercises) {
    out += list_line(of, each, state, screen);
  }
  return out + '\n' +
         fmt::format("{} of {} passed.\n", passed_in(of.set(), state),
                     of.set().exercises.size());
}

json::value list_json(const course& of, const progress& state) {
  json::array all;
  for (const exercise& each : of.set().exercises) {
    all.push_back(exercise_json(of, each, state));
  }
  const exercise* next = of.next(state);
  return json::object{{"schema", 1},
                      {"set", of.set().name},
                      {"title", of.set().title},
                      {"passed", passed_in(of.set(), state)},
                      {"next", next == nullptr ? json::value(nullptr)
                                               : json::value(next->name)},
                      {"exercises", std::move(all)}};
}

std::string reading_text(std::string_view text, unsigned indent,
                         const look& screen) {
  const unsigned columns = std::min(screen.width - indent, most_columns);
  std::string out;
  for (const std::string& each :
       filled(report::printable_lines(text), columns)) {
    out += end_line(std::string(indent, ' ') + each);
  }
  return out;
}

std::string hint_text(const course& of, const exercise& which, unsigned level,
                      const look& screen) {
  const exercise_text& text = of.text(which);
  std::string out =
      end_line(paint(fmt::format("{}: {}", which.name, printable(text.title)),
                     ink::strong, screen));
  for (std::size_t i = 0; i < std::min<std::size_t>(level, text.hints.size());
       ++i) {
    out += '\n' + end_line(paint(fmt::format("Hint {} of {}: {}", i + 1,
                                             text.hints.size(), hint_titles[i]),
                                 ink::dim, screen));
    out += reading_text(text.hints[i], 2, screen);
  }
  return out;
}

json::value hint_json(const course& of, const exercise& which, unsigned level) {
  json::array hints;
  const auto& all = of.text(which).hints;
  for (std::size_t i = 0; i < std::min<std::size_t>(level, all.size()); ++i) {
    hints.push_back(json::value_from(all[i]));
  }
  return json::object{{"schema", 1},
                      {"exercise", which.name},
                      {"hints", std::move(hints)},
                      {"of", all.size()}};
}

std::string progress_view(const course& of, const progress& state,
                          const look& screen) {
  const std::size_t passed = passed_in(of.set(), state);
  std::size_t tries = 0;
  std::size_t hints = 0;
  std::map<std::string, unsigned> findings;
  for (const exercise& each : of.set().exercises) {
    const exercise_progress mine = progress_of(state, each);
    tries += mine.tries.size();
    hints += mine.hints;
    for (const auto& [id, count] : mine.findings) findings[id] += count;
  }
  std::string out = end_line(
      paint(fmt::format("{} of {} passed", passed, of.set().exercises.size()),
            ink::strong, screen) +
      fmt::format(", {}, {}",
                  tries == 1 ? "1 try" : fmt::format("{} tries", tries),
                  count_of(hints, "hint")));
  for (const auto& [id, count] : findings) {
    out += fmt::format("  {:<24} {}\n", id,
                       count == 1 ? "once" : fmt::format("{} times", count));
  }
  if (const exercise* next = of.next(state)) {
    out += fmt::format("Next: {}\n", printable(of.file(*next).string()));
  }
  return out;
}

json::value progress_json(const course& of, const progress& state) {
  return list_json(of, state);
}

}  // namespace racelab::workshop
