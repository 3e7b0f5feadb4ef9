// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/play_view.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/excerpt.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace racelab::workshop {
namespace {

using report::ink;
using report::look;

using lines = std::vector<std::string>;

constexpr unsigned wide = 120;
constexpr std::size_t trace_heading = 3;
constexpr unsigned code_columns = 72;  // a course's .clang-format says so

lines lines_of(const std::string& text) {
  lines out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

// --- The code -----------------------------------------------------------

std::map<int, std::vector<const standing*>> by_line(const position& now) {
  std::map<int, std::vector<const standing*>> places;
  for (const standing& each : now.threads) {
    if (each.is != standing::state::ended && each.line > 0) {
      places[each.line].push_back(&each);
    }
  }
  return places;
}

// The lines around the threads' places, as many on each side as there is room
// for; a gap between two parts takes a row.
std::set<int> shown_lines(const std::set<int>& places, int count,
                          std::size_t rows) {
  const auto around = [&](int reach) {
    std::set<int> out;
    for (const int place : places) {
      for (int i = place - reach; i <= place + reach; ++i) {
        if (i >= 1 && i <= count) {
          out.insert(i);
        }
      }
    }
    return out;
  };
  const auto height = [](const std::set<int>& of) {
    std::size_t gaps = 0;
    for (const int each : of) {
      gaps += each != *of.begin() && of.count(each - 1) == 0 ? 1 : 0;
    }
    return of.size() + gaps;
  };
  std::set<int> best = around(0);
  for (int reach = 1; reach <= count; ++reach) {
    const std::set<int> wider = around(reach);
    if (height(wider) > rows) {
      break;
    }
    best = wider;
  }
  return best;
}

std::string marks(const std::vector<const standing*>& here,
                  const position& now) {
  std::string out;
  for (const standing* each : here) {
    out += (out.empty() ? "" : ",") + std::to_string(each->thread);
  }
  const bool next = std::any_of(
      here.begin(), here.end(),
      [&](const standing* each) { return each->thread == now.next; });
  return out + (next ? ">" : " ");
}

// What stands before each line: marks, its number and two spaces.
struct margin {
  unsigned marks;
  unsigned number;

  unsigned columns() const { return marks + number + 2; }
};

// Narrower where the code would be cut otherwise.
margin margin_beside(const std::map<int, std::string>& marked, int count,
                     const look& screen) {
  constexpr unsigned comfortable = 13;
  std::size_t longest = 0;
  for (const auto& [line, text] : marked) {
    longest = std::max(longest, text.size());
  }
  margin out{static_cast<unsigned>(longest),
             static_cast<unsigned>(std::to_string(count).size()) + 1};
  const unsigned room = screen.width - std::min(screen.width, code_columns);
  const unsigned wanted = std::min(room, comfortable);
  out.marks += wanted - std::min(wanted, out.columns());
  return out;
}

// Where what was looked for has shown.
std::set<int> lines_shown(const position& now) {
  std::set<int> out;
  if (now.shown) {
    out.insert(now.shown->line);
    for (const observe::frame& each : now.shown->related) {
      out.insert(each.line);
    }
    out.erase(0);
  }
  return out;
}

lines code_pane(const play_page& page, const position& now, const look& screen,
                std::size_t rows) {
  std::map<int, std::string> marked;
  const std::set<int> shown = lines_shown(now);
  std::set<int> wanted = shown;
  for (const auto& [line, threads] : by_line(now)) {
    marked[line] = marks(threads, now);
    wanted.insert(line);
  }
  const auto count = static_cast<int>(page.source.size());
  if (wanted.empty()) {
    wanted.insert(std::max(count / 2, 1));
  }
  const margin beside = margin_beside(marked, count, screen);
  lines out;
  int previous = 0;
  for (const int line : shown_lines(wanted, count, rows)) {
    if (previous != 0 && line != previous + 1) {
      out.push_back(
          report::right_cell("...", beside.columns(), ink::dim, screen));
    }
    previous = line;
    const auto here = marked.find(line);
    const std::string mark = here == marked.end() ? "" : here->second;
    const std::string code = report::cut(
        report::printable(page.source[static_cast<std::size_t>(line) - 1]),
        screen.width - std::min(screen.width, beside.columns()),
        report::symbols_of(screen).elided);
    out.push_back(report::right_cell(mark, beside.marks, ink::good, screen) +
                  report::right_cell(std::to_string(line), beside.number,
                                     ink::dim, screen) +
                  "  " +
                  report::paint(code,
                                shown.count(line) != 0 ? ink::bad
                                : mark.empty()         ? ink::plain
                                                       : ink::strong,
                                screen));
  }
  if (out.size() > rows) {
    out.resize(rows);
  }
  return out;
}

// --- The threads --------------------------------------------------------

std::string words_of(const standing& each, const position& now) {
  if (each.is == standing::state::waits) {
    return '(' + *each.words + ')';
  }
  const std::string words = each.words.value_or("goes on");
  return each.thread == now.next ? "> " + words : words;
}

// The heading and the last rows, or those up to the last one that is pointed
// at.
lines around_mark(lines all, std::size_t rows, const look& screen) {
  if (all.size() <= rows) {
    return all;
  }
  const std::string mark =
      report::paint(report::symbols_of(screen).here, ink::bad, screen);
  const auto marked = std::find_if(
      all.rbegin(), all.rend(),
      [&](const std::string& each) { return each.starts_with(mark); });
  constexpr std::ptrdiff_t after_mark = 2;
  const std::ptrdiff_t below = marked == all.rend() ? 0 : marked - all.rbegin();
  all.resize(all.size() - static_cast<std::size_t>(
                              std::max(below - after_mark, std::ptrdiff_t{0})));
  const std::size_t heading = std::min(trace_heading, rows);
  if (all.size() > rows) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(heading);
    all.erase(first, first + static_cast<std::ptrdiff_t>(all.size() - rows));
  }
  return all;
}

lines thread_pane(const play_page& page, const position& now,
                  const look& screen, std::size_t rows) {
  report::trace_options options;
  if (now.shown) {
    options.marked = now.shown->events;
    std::erase_if(options.marked, [&](std::size_t event) {
      return event >= now.past.events.size();
    });
  }
  for (const standing& each : now.threads) {
    const bool able = each.is == standing::state::may_run;
    const bool waits = each.is == standing::state::waits && each.words;
    if (now.next && (able || waits)) {
      const std::string number =
          able && page.by_hand ? fmt::format("[{}] ", each.thread) : "";
      options.next[each.thread] = number + words_of(each, now);
    }
  }
  lines all = lines_of(report::trace(now.past, options, screen));
  return around_mark(std::move(all), rows, screen);
}

// --- The page -----------------------------------------------------------

std::string rule(const look& screen) {
  std::string out;
  for (unsigned i = 0; i < screen.width; ++i) {
    out += report::symbols_of(screen).line;
  }
  return report::paint(out, ink::dim, screen);
}

lines head_of(const play_page& page, const position& now, const look& screen) {
  const unsigned right = report::width(now.token);
  const unsigned left = screen.width - right - 1;
  const std::string title = report::cut(page.title, left - 1, "");
  const std::string about =
      fmt::format("{} ({})", page.goal, report::circumstances(now.past));
  return {report::cell(title, left, ink::strong, screen) +
              report::paint(now.token, ink::dim, screen),
          report::cut(about, screen.width, report::symbols_of(screen).elided),
          rule(screen)};
}

lines foot_of(const play_page& page, const position& now, const look& screen) {
  lines out{rule(screen)};
  if (!page.message.empty()) {
    for (const std::string& each :
         report::wrap(report::printable(page.message), screen.width)) {
      out.push_back(
          report::paint(each, now.shown ? ink::bad : ink::plain, screen));
    }
  }
  if (!page.keys.empty()) {
    out.push_back(report::paint(report::cut(page.keys, screen.width, ""),
                                ink::dim, screen));
  }
  return out;
}

lines below(const play_page& page, const position& now, const look& screen,
            std::size_t rows) {
  const std::size_t for_threads = std::max<std::size_t>(rows * 3 / 5, 8);
  lines threads = thread_pane(page, now, screen, std::min(for_threads, rows));
  lines out =
      code_pane(page, now, screen, rows - std::min(rows, threads.size()));
  out.insert(out.end(), threads.begin(), threads.end());
  return out;
}

lines beside(const play_page& page, const position& now, look screen,
             std::size_t rows) {
  const unsigned half = screen.width / 2;
  screen.width = half - 1;
  const lines code = code_pane(page, now, screen, rows);
  screen.width = half;
  const lines threads = thread_pane(page, now, screen, rows);
  lines out;
  for (std::size_t i = 0; i < std::max(code.size(), threads.size()); ++i) {
    std::string line = i < code.size() ? code[i] : "";
    const unsigned used = report::painted_width(line);
    line += std::string(used < half ? half - used : 1, ' ');
    out.push_back(line + (i < threads.size() ? threads[i] : ""));
  }
  return out;
}

}  // namespace

std::vector<std::string> play_view(const play_page& page, const position& now,
                                   const look& screen, std::size_t rows) {
  lines out = head_of(page, now, screen);
  const lines foot = foot_of(page, now, screen);
  const std::size_t used = out.size() + foot.size();
  const std::size_t room = rows > used ? rows - used : 0;
  lines middle = screen.width < wide ? below(page, now, screen, room)
                                     : beside(page, now, screen, room);
  middle.resize(room);
  out.insert(out.end(), middle.begin(), middle.end());
  out.insert(out.end(), foot.begin(), foot.end());
  return out;
}

std::string play_text(const play_page& page, const position& now,
                      const look& screen) {
  std::string out;
  for (const standing& each : now.threads) {
    if (each.is == standing::state::may_run ||
        (each.is == standing::state::waits && each.words)) {
      out += report::paragraph(
          fmt::format("{} {}", report::thread_name(each.thread),
                      words_of(each, now)),
          2, screen);
    }
  }
  return page.message.empty()
             ? out
             : out + report::paragraph(page.message, 0, screen);
}

}  // namespace racelab::workshop
