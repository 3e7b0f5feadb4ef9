// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_terminal.hpp"

#include "harness/observe/symbolizer.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/log/access_pair.hpp"
#include "harness/report/log/explanation.hpp"
#include "harness/report/log/held_locks.hpp"
#include "harness/report/log/likely_lesson.hpp"
#include "harness/report/log/log_summary.hpp"
#include "harness/report/log/urgency.hpp"
#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace racelab::report::log {
namespace {

constexpr unsigned indent = 2;
constexpr unsigned frame_indent = 4;
constexpr std::size_t shown_unparsed = 3;

// Beyond the user's own frame a stack says little that is new.
constexpr std::size_t most_frames = 8;

// The end of a path is what tells it from others.
std::string end_of(const std::string& path, unsigned columns,
                   const look& screen) {
  const std::string_view elided = symbols_of(screen).elided;
  std::string shown = printable(path);
  if (width(shown) <= columns) return shown;
  // A column has seldom more than four bytes.
  const std::size_t most = 4 * static_cast<std::size_t>(columns);
  const std::size_t first = std::max(shown.size(), most + 1) - most;
  for (std::size_t at = shown.find('/', first); at != std::string::npos;
       at = shown.find('/', at + 1)) {
    const std::string rest = std::string(elided) + shown.substr(at);
    if (width(rest) <= columns) return rest;
  }
  return cut(shown.substr(shown.rfind('/') + 1), columns, elided);
}

std::string place_of(const frame& each, unsigned columns, const look& screen) {
  std::string after;
  const std::string* path = &each.file;
  if (!each.file.empty()) {
    if (each.line != 0) after += ':' + std::to_string(each.line);
    if (each.column != 0) after += ':' + std::to_string(each.column);
  } else if (!each.module.empty()) {
    path = &each.module;
    after = fmt::format("+{:#x}", each.offset.value_or(0));
  } else {
    return each.address ? fmt::format("{:#x}", *each.address) : "";
  }
  const unsigned room = columns - std::min(columns - 1, width(after));
  return end_of(*path, room, screen) + after;
}

std::string function_of(const frame& each) {
  if (each.function.empty()) return "(no symbol)";
  return printable(observe::readable_function(each.function));
}

// The name on the left, the place on the right, each with half of the line.
std::string frame_line(const frame& each, const sources& files,
                       const look& screen) {
  const symbols& signs = symbols_of(screen);
  const unsigned room = screen.width - frame_indent;
  const unsigned names = room / 2 - 2;
  std::string out(indent, ' ');
  out += cell(each.user ? signs.here : "", frame_indent - indent, ink::bad,
              screen);
  out += cell(cut(function_of(each), names, signs.elided), names + 2,
              each.user ? ink::strong : ink::plain, screen);
  const auto source = files.find(each.file);
  const std::string path = source == files.end() ? "" : source->second.path;
  const std::string place = paint(place_of(each, room - names - 2, screen),
                                  each.user ? ink::plain : ink::dim, screen);
  return end_line(out + link(place, path, screen));
}

// From the first frame to somewhat beyond the user's own.
std::size_t frames_shown(const std::vector<frame>& frames) {
  const auto users = std::find_if(frames.begin(), frames.end(),
                                  [](const frame& each) { return each.user; });
  const auto own = static_cast<std::size_t>(users - frames.begin());
  return std::min(frames.size(),
                  std::max(most_frames, users == frames.end() ? 0 : own + 2));
}

std::string stack_lines(const stack& where, const sources& files,
                        const look& screen) {
  if (where.frames.empty() && where.missing.empty()) return "";
  if (where.frames.empty())
    return paragraph(printable(missing_stack(where)), frame_indent, screen);
  const std::size_t shown = frames_shown(where.frames);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i)
    out += frame_line(where.frames[i], files, screen);
  if (shown < where.frames.size())
    out += end_line(std::string(frame_indent, ' ') +
                    paint(fmt::format("{} {} more", symbols_of(screen).elided,
                                      where.frames.size() - shown),
                          ink::dim, screen));
  return out;
}

std::string part(const std::string& title, const stack& where,
                 const sources& files, const look& screen) {
  return paragraph(title, indent, screen) + stack_lines(where, files, screen);
}

std::string text_of(const log_report& report, const access& each,
                    const sources& files, const look& screen) {
  std::string title = sentence_start((each.previous ? "earlier " : "") +
                                     printable(access_words(each)));
  if (const std::string held = held_locks(report, each); !held.empty())
    title += ", " + printable(held);
  return part(title, each.stack, files, screen);
}

std::string text_of(const location& each, const sources& files,
                    const look& screen) {
  std::string title = "The memory: ";
  if (each.kind == "global") {
    title += "the global " + printable(each.name);
  } else if (each.kind == "heap") {
    title += (each.name.empty() ? "a block on the heap"
                                : "an object " + printable(each.name)) +
             ", allocated by " + printable(thread_words(each.thread));
  } else if (each.kind == "fd") {
    title = fmt::format("The file descriptor {}, {} by {}",
                        printable(each.name), each.closed ? "closed" : "opened",
                        printable(thread_words(each.thread)));
  } else {
    title +=
        (each.kind == "tls" ? "a thread-local variable of " : "the stack of ") +
        printable(thread_words(each.thread));
  }
  if (each.size) title += ", " + count_of(*each.size, "byte");
  return part(title, each.stack, files, screen);
}

std::string text_of(const thread& each, const sources& files,
                    const look& screen) {
  std::string title = sentence_start(printable(each.id));
  if (!each.name.empty()) title += " '" + printable(each.name) + "'";
  if (!each.state.empty()) title += " (" + printable(each.state) + ")";
  if (each.worker)
    title += " is one of the system's own workers";
  else
    title += each.created_by.empty()
                 ? ", created"
                 : ", created by " + printable(thread_words(each.created_by));
  return part(title, each.stack, files, screen);
}

std::string text_of(const lock& each, const sources& files,
                    const look& screen) {
  return part("Lock " + printable(each.id) +
                  (each.destroyed ? ", destroyed since" : ", first used"),
              each.stack, files, screen);
}

std::string text_of(const lock_edge& each, const sources& files,
                    const look& screen) {
  std::string out =
      part(fmt::format("{} takes {} while it holds {}",
                       sentence_start(printable(thread_words(each.thread))),
                       printable(each.acquired), printable(each.holding)),
           each.stack, files, screen);
  if (!each.holding_stack.frames.empty())
    out += part("It had taken " + printable(each.holding), each.holding_stack,
                files, screen);
  return out;
}

std::string text_of(const titled_stack& each, const sources& files,
                    const look& screen) {
  return part(
      each.title.empty() ? "Where" : sentence_start(printable(each.title)),
      each.stack, files, screen);
}

template <class Parts>
std::string texts_of(const Parts& parts, const sources& files,
                     const look& screen) {
  std::string out;
  for (const auto& each : parts) out += text_of(each, files, screen);
  return out;
}

std::string title_of(const log_report& report, std::uint64_t count, bool known,
                     const look& screen) {
  const std::string kind = printable(report.kind);
  const std::string times =
      count > 1 ? fmt::format(" {} {}", symbols_of(screen).times, count) : "";
  std::string where =
      fmt::format("  ({}line {}", known ? "known, " : "", report.line);
  if (report.pid) where += fmt::format(", process {}", *report.pid);
  where += ')';
  const bool fits = width(kind + times + where) <= screen.width;
  return end_line(paint(kind, known ? ink::dim : ink::bad, screen) + times +
                  (fits ? "" : "\n") + paint(where, ink::dim, screen));
}

std::string shortcomings(const log_report& report, const look& screen) {
  std::string out;
  if (report.headless)
    out += paragraph("The log begins within this report.", indent, screen);
  if (!report.complete)
    out += paragraph("The log has no end of this report.", indent, screen);
  if (report.dropped_lines != 0)
    out += paragraph(fmt::format("{} of this report are left out.",
                                 count_of(report.dropped_lines, "line")),
                     indent, screen);
  return out;
}

// A log in which there cannot be anything, so that nobody takes it for a good
// sign.
std::string emptiness_text(const log_source& each, const look& screen) {
  if (!each.unreadable.empty() || !each.counts.only_nul) return "";
  return paragraph(
      printable(each.name) + (each.counts.bytes == 0
                                  ? " is empty."
                                  : " has nothing but NUL bytes in it."),
      0, screen);
}

std::string unparsed_text(const log_counts& counts, const look& screen) {
  if (counts.unparsed_lines == 0) return "";
  std::string out =
      paragraph(fmt::format("Not understood: {} of the sanitizer's.",
                            count_of(counts.unparsed_lines, "line")),
                0, screen);
  const std::size_t shown =
      std::min(shown_unparsed, counts.first_unparsed.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const numbered_line& each = counts.first_unparsed[i];
    const std::string begin = fmt::format("  line {}: ", each.number);
    out += begin + cut(printable(each.text), screen.width - width(begin),
                       symbols_of(screen).elided);
    out += '\n';
  }
  if (shown < counts.unparsed_lines)
    out += paragraph("--json has more of them.", indent, screen);
  return out;
}

std::string failures_text(const log_counts& counts, const look& screen) {
  if (counts.failures == 0) return "";
  std::string out = end_line(paint(
      "ThreadSanitizer itself failed, so a report may be missing:", ink::unsure,
      screen));
  for (const std::string& each : counts.runtime_failures)
    out += paragraph(printable(each), indent, screen);
  return out;
}

std::string lacking_text(const log_counts& counts, const look& screen) {
  const std::string words = lacking_reports(counts);
  return words.empty() ? "" : paragraph(words, 0, screen);
}

std::string mixed_text(const log_counts& counts, const look& screen) {
  const std::string words = mixed_reports(counts);
  return words.empty() ? "" : paragraph(words, 0, screen);
}

std::string common_locks_text(const log_report& report, const look& screen) {
  const std::string words = common_locks(report);
  return words.empty() ? "" : paragraph(printable(words), indent, screen);
}

// The user's own files whose source would have been shown.
std::set<std::string> files_without_source(const log_result& result,
                                           const sources& files) {
  std::set<std::string> out;
  for (const report_group& group : result.reports.groups()) {
    const log_report first = group.first();
    for (const access& each : first.accesses)
      if (const frame* users = user_frame(each.stack);
          users != nullptr && !users->file.empty() &&
          !files.contains(users->file))
        out.insert(users->file);
  }
  return out;
}

std::string missing_sources(const log_result& result, const sources& files,
                            const look& screen) {
  const std::set<std::string> missing = files_without_source(result, files);
  if (missing.empty()) return "";
  std::string words = "No source was found of " + printable(*missing.begin());
  if (missing.size() > 1)
    words += fmt::format(" and {} more", missing.size() - 1);
  return paragraph(words + ": --source-root DIR says where it is.", 0, screen);
}

// The command has a line of its own, so that it can be copied.
std::string lesson_text(const log_report& report, const look& screen) {
  const auto lesson = likely_lesson_of(report);
  if (!lesson) return "";
  return paragraph(fmt::format("It looks like {}, which is explained by",
                               lesson->finding),
                   indent, screen) +
         end_line(fmt::format("{:{}}./run_tsan.sh show {}", "", frame_indent,
                              lesson->subject));
}

// How often there was again what had been shown before anybody knew.
std::string repetitions(const log_result& result, const look& screen) {
  std::string out;
  for (const report_group& each : result.reports.groups())
    if (each.shown && each.count > 1)
      out += paragraph(fmt::format("{} {} the {} of line {}", each.count,
                                   symbols_of(screen).times,
                                   printable(each.first().kind), each.line),
                       indent, screen);
  return out;
}

std::string ignoring_text(const log_result& result, const look& screen) {
  std::string out;
  for (const ignoring_line& each : result.ignoring)
    out += paragraph(
        fmt::format("{} ignored by {} ({}:{})", each.reports,
                    printable(each.words), printable(each.file), each.line),
        indent, screen);
  return out;
}

}  // namespace

std::string log_report_text(const report_group& group, const sources& files,
                            const look& screen) {
  const log_report report = group.first();
  std::string out = title_of(report, group.count, group.known, screen);
  out += paragraph(printable(explanation(report, files)), indent, screen);
  out += shortcomings(report, screen);
  for (const std::string& each : report.notes)
    out += paragraph(printable(each), indent, screen);
  if (!report.cycle.empty())
    out += paragraph(printable(fmt::format("Locks in a ring: {}, {}",
                                           fmt::join(report.cycle, ", "),
                                           report.cycle.front())),
                     indent, screen);
  const std::string locks = common_locks_text(report, screen);
  if (const std::string pair = access_pair(report, files, screen);
      !pair.empty())
    out += '\n' + pair + (locks.empty() ? "" : '\n' + locks) + '\n';
  else
    out += locks;
  for (const access& each : report.accesses)
    out += text_of(report, each, files, screen);
  out += texts_of(report.edges, files, screen) +
         texts_of(report.stacks, files, screen) +
         texts_of(report.locations, files, screen) +
         texts_of(report.locks, files, screen) +
         texts_of(report.threads, files, screen);
  if (report.more_similar != 0)
    out += paragraph(fmt::format("And {} more like it, which the log leaves "
                                 "out.",
                                 report.more_similar),
                     indent, screen);
  return out + lesson_text(report, screen);
}

std::string log_closing_text(const log_result& result, const sources& files,
                             const look& screen) {
  std::string out;
  for (const log_source& each : result.sources) {
    const std::string more = failures_text(each.counts, screen) +
                             unparsed_text(each.counts, screen) +
                             mixed_text(each.counts, screen) +
                             lacking_text(each.counts, screen);
    if (!more.empty() && result.sources.size() > 1)
      out += printable(each.name) + ":\n";
    out += more + emptiness_text(each, screen);
  }
  out += summary_of(result) + '\n' + ignoring_text(result, screen);
  return out + repetitions(result, screen) +
         missing_sources(result, files, screen);
}

void log_text(const log_result& result, const sources& files,
              const look& screen, const text_sink& to) {
  for (const std::size_t number : by_urgency(result.reports)) {
    const report_group& each = result.reports.groups()[number];
    if (each.shown) continue;
    if (result.sources.size() > 1)
      to(end_line(paint(printable(result.sources.at(each.log).name), ink::dim,
                        screen)));
    to(log_report_text(each, files, screen) + '\n');
  }
  to(log_closing_text(result, files, screen));
}

}  // namespace racelab::report::log
