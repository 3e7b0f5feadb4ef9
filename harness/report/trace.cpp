// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/trace.hpp"

#include "harness/report/event_words.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"
#include "harness/report/telling_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace racelab::report {
namespace {

using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

constexpr unsigned narrowest_column = 13;
constexpr unsigned widest_column = 44;
constexpr unsigned gutter = 2;

// What happened at one moment, in the columns of the threads it happened to.
struct row {
  std::string time;
  std::map<thread_number, std::string> cells;
  bool marked = false;
  std::size_t last_event = 0;
  unsigned times = 1;
};

struct columns {
  std::vector<thread_number> threads;  // each with a column of its own
  bool others = false;                 // and one more for all the others
  unsigned time_width = 0;
  unsigned width = 0;

  std::size_t count() const { return threads.size() + (others ? 1 : 0); }
  std::size_t of(thread_number thread) const {
    const auto found = std::find(threads.begin(), threads.end(), thread);
    return static_cast<std::size_t>(found - threads.begin());
  }
};

// From a thread's first event until its end it has a line down its column.
struct lifetimes {
  std::map<thread_number, std::size_t> first, last;
};

void add_words(row& to, thread_number thread, const std::string& words) {
  std::string& cell = to.cells[thread];
  cell += (cell.empty() ? "" : "; ") + words;
}

const observe::race* race_at(const observation& seen, std::size_t index) {
  const auto found = std::find_if(
      seen.races.begin(), seen.races.end(),
      [&](const observe::race& each) { return each.at_event == index; });
  return found == seen.races.end() ? nullptr : &*found;
}

row row_for(const observation& seen, std::size_t index, const look& screen) {
  const event& moment = seen.events[index];
  row out;
  out.time = milliseconds(moment.time);
  out.last_event = index;
  const observe::race* race =
      moment.kind == event_kind::race ? race_at(seen, index) : nullptr;
  if (race == nullptr || race->accesses.empty()) {
    add_words(out, moment.thread, words_for(seen, moment, screen));
    return out;
  }
  for (const observe::access& each : race->accesses) {
    add_words(out, each.thread,
              words_for(each, &each != &race->accesses.front()));
  }
  return out;
}

bool repeats(const row& previous, const row& next) {
  return previous.time == next.time && previous.cells == next.cells &&
         previous.marked == next.marked;
}

bool points_at(const trace_options& options, std::size_t index) {
  const auto& marked = options.marked;
  return std::find(marked.begin(), marked.end(), index) != marked.end();
}

std::vector<row> rows_of(const observation& seen, const trace_options& options,
                         const look& screen) {
  std::vector<row> rows;
  const std::set<std::size_t> repetitions = race_repetitions(seen);
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const bool race = seen.events[i].kind == event_kind::race;
    const bool wanted = points_at(options, i);
    const bool left_out =
        race ? repetitions.count(i) != 0
             : !options.everything && !explains_something(seen.events[i]);
    if (left_out && !wanted) {
      continue;
    }
    const bool marked = race || wanted;
    row next = row_for(seen, i, screen);
    next.marked = marked;
    if (!rows.empty() && repeats(rows.back(), next)) {
      rows.back().last_event = i;
      ++rows.back().times;
    } else {
      rows.push_back(std::move(next));
    }
  }
  return rows;
}

lifetimes lifetimes_of(const observation& seen) {
  lifetimes out;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& moment = seen.events[i];
    out.first.try_emplace(moment.thread, i);
    if (moment.kind == event_kind::thread_end ||
        moment.kind == event_kind::crash) {
      out.last[moment.thread] = i;
    }
  }
  return out;
}

// Those in marked rows first, then in order of their numbers.
std::vector<thread_number> by_importance(const std::vector<row>& rows) {
  std::vector<thread_number> order;
  std::set<thread_number> marked, all;
  for (const row& each : rows) {
    for (const auto& [thread, words] : each.cells) {
      all.insert(thread);
      if (each.marked) {
        marked.insert(thread);
      }
    }
  }
  for (const std::set<thread_number>* group : {&marked, &all}) {
    for (const thread_number thread : *group) {
      const bool known =
          thread != observe::unknown_thread &&
          std::find(order.begin(), order.end(), thread) == order.end();
      if (known) {
        order.push_back(thread);
      }
    }
  }
  return order;
}

bool has_unknown(const std::vector<row>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const row& each) {
    return each.cells.count(observe::unknown_thread) != 0;
  });
}

columns columns_of(const std::vector<row>& rows, const look& screen) {
  columns out;
  out.time_width = 2;
  for (const row& each : rows) {
    out.time_width = std::max(out.time_width, width(each.time));
  }
  const unsigned room = screen.width - gutter - out.time_width - 2;
  const std::size_t most = std::max(room / (narrowest_column + 1), 2u);
  out.threads = by_importance(rows);
  out.others = has_unknown(rows) || out.threads.size() > most;
  const std::size_t own = most - (out.others ? 1 : 0);
  out.threads.resize(std::min(out.threads.size(), own));
  std::sort(out.threads.begin(), out.threads.end());
  const auto count =
      static_cast<unsigned>(std::max<std::size_t>(out.count(), 1));
  out.width = std::min(room / count - 1, widest_column);
  return out;
}

std::string born(const observation& seen, thread_number thread) {
  if (thread == 0) {
    return "the caller";
  }
  const observe::frame* place =
      thread < seen.threads.size()
          ? observe::subject_frame(seen.threads[thread].created)
          : nullptr;
  return place == nullptr ? "" : fmt::format("started :{}", place->line);
}

std::string rules_under(const columns& table, const look& screen) {
  std::string rules(gutter + table.time_width + 2, ' ');
  for (std::size_t i = 0; i < table.count(); ++i) {
    for (unsigned column = 0; column < table.width; ++column) {
      rules += symbols_of(screen).line;
    }
    rules += ' ';
  }
  return end_line(paint(rules, ink::dim, screen));
}

std::string heading(const observation& seen, const columns& table,
                    const look& screen) {
  const symbols& signs = symbols_of(screen);
  std::string names = std::string(gutter, ' ') +
                      right_cell("ms", table.time_width, ink::dim, screen) +
                      "  ";
  std::string births(gutter + table.time_width + 2, ' ');
  for (std::size_t i = 0; i < table.count(); ++i) {
    const bool own = i < table.threads.size();
    const std::string name =
        own ? thread_name(table.threads[i]) : "other threads";
    const std::string birth = own ? born(seen, table.threads[i]) : "";
    names += cell(name, table.width + 1, ink::strong, screen);
    births += cell(cut(birth, table.width, signs.elided), table.width + 1,
                   ink::dim, screen);
  }
  return end_line(names) + end_line(births) + rules_under(table, screen);
}

// The lines of one cell: what follows the first is indented.
std::vector<std::string> cell_lines(const std::string& words,
                                    unsigned columns) {
  if (width(words) <= columns) {
    return {words};
  }
  std::vector<std::string> lines = wrap(words, columns);
  const std::string rest = words.substr(lines.front().size());
  lines.resize(1);
  for (const std::string& line :
       wrap(rest.substr(std::min(rest.find_first_not_of(' '), rest.size())),
            columns - 1)) {
    lines.push_back(' ' + line);
  }
  return lines;
}

class row_printer {
 public:
  row_printer(const observation& seen, const columns& table, const look& screen)
      : life_(lifetimes_of(seen)), table_(table), screen_(screen) {}

  std::string print(const row& each) {
    std::vector<std::vector<std::string>> cells(table_.count());
    std::size_t height = 1;
    for (const auto& [thread, words] : each.cells) {
      std::vector<std::string>& lines = cells[table_.of(thread)];
      for (std::string& line :
           cell_lines(text_for(each, thread, words), table_.width)) {
        lines.push_back(std::move(line));
      }
      height = std::max(height, lines.size());
    }
    std::string out;
    for (std::size_t i = 0; i < height; ++i) {
      out += print_line(each, cells, i);
    }
    last_time_ = each.time;
    return out;
  }

 private:
  std::string text_for(const row& each, thread_number thread,
                       const std::string& words) const {
    std::string text = words;
    if (table_.of(thread) == table_.threads.size()) {
      text = thread_name(thread) + ": " + text;
    }
    if (each.times > 1) {
      text += fmt::format(" {}{}", symbols_of(screen_).times, each.times);
    }
    return text;
  }

  std::string print_line(const row& each,
                         const std::vector<std::vector<std::string>>& cells,
                         std::size_t index) const {
    const symbols& signs = symbols_of(screen_);
    const bool first = index == 0;
    std::string line =
        cell(first && each.marked ? signs.here : "", gutter, ink::bad, screen_);
    const bool tell_time = first && each.time != last_time_;
    line += right_cell(tell_time ? each.time : "", table_.time_width, ink::dim,
                       screen_);
    line += "  ";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      line +=
          index < cells[i].size()
              ? cell(cells[i][index], table_.width + 1,
                     each.marked ? ink::bad : ink::plain, screen_)
              : cell(idle_sign(each, i), table_.width + 1, ink::dim, screen_);
    }
    return end_line(std::move(line));
  }

  std::string_view idle_sign(const row& each, std::size_t column) const {
    if (column == table_.threads.size()) {
      return "";
    }
    const thread_number thread = table_.threads[column];
    const auto first = life_.first.find(thread);
    const auto last = life_.last.find(thread);
    const bool born =
        first != life_.first.end() && first->second <= each.last_event;
    const bool ended =
        last != life_.last.end() && last->second <= each.last_event;
    return born && !ended ? symbols_of(screen_).alive : "";
  }

  lifetimes life_;
  const columns& table_;
  const look& screen_;
  std::string last_time_;
};

std::string_view ending_name(const observation& seen) {
  switch (seen.ending) {
    case observe::ending::finished:
      return {};
    case observe::ending::left_threads:
      return "Some threads never ended";
    case observe::ending::stuck:
      return "The function can never return";
    case observe::ending::crashed:
      return "The program crashed";
    case observe::ending::ended_process:
      return "The program ended itself";
    case observe::ending::unmodelled:
      return "The scheduler has no model of what it used";
    case observe::ending::over_limit:
      return "It went over a limit";
    case observe::ending::out_of_time:
      return "It took too long and was ended";
    case observe::ending::meddled:
      return "It wrote into memory that is not its own";
  }
  return {};
}

std::string ending(const observation& seen, const look& screen) {
  const std::string words = ending_words(seen);
  return words.empty() ? words : paragraph(words, gutter, screen);
}

}  // namespace

std::string ending_words(const observation& seen) {
  std::string words(ending_name(seen));
  if (!words.empty()) {
    words += seen.ending_reason.empty()
                 ? "."
                 : ": " + printable(seen.ending_reason) + '.';
  }
  return words;
}

std::string trace(const observation& seen, const trace_options& options,
                  const look& screen) {
  std::vector<row> rows = rows_of(seen, options, screen);
  if (!options.next.empty()) {
    rows.push_back(
        {.time = {}, .cells = options.next, .last_event = seen.events.size()});
  }
  if (rows.empty()) {
    return "  Nothing was recorded.\n";
  }
  const columns table = columns_of(rows, screen);
  row_printer printer(seen, table, screen);
  std::string out = heading(seen, table, screen);
  for (const row& each : rows) {
    const bool is_next = !options.next.empty() && &each == &rows.back();
    out += is_next ? rules_under(table, screen) : "";
    out += printer.print(each);
  }
  if (seen.truncated) {
    out +=
        "  The recorder's memory was exhausted here: what followed is "
        "missing.\n";
  }
  return out + ending(seen, screen);
}

}  // namespace racelab::report
