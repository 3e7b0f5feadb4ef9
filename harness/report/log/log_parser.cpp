// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_parser.hpp"

#include "harness/report/log/bare_line.hpp"
#include "harness/report/log/log_line.hpp"
#include "harness/report/log/wrapped_line.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <string.h>

namespace racelab::report::log {
namespace {

constexpr auto npos = std::string_view::npos;

// Longer than any name that a compiler writes.
constexpr std::size_t longest_line = 1U << 20;

// So many processes at most are thought to be reporting at one time.
constexpr std::size_t most_open = 16;

// A report that has had no line for so long was cut off.
constexpr std::uint64_t most_lines_between = 20'000;

// A header that nothing announced and no part of a report follows was text of a
// program.
constexpr std::uint64_t most_lines_to_body = 50;

// A log that was cut at its front has the rest of a report here, if anywhere.
constexpr std::uint64_t front_lines = 2'000;

// After so many lines in turn the next is thought to be in turn too.
constexpr unsigned turns_until_sure = 2;

constexpr std::size_t most_kept = 100;
constexpr std::size_t kept_bytes = 400;

std::size_t find_in(std::string_view text, std::size_t from,
                    std::string_view word) {
  // Faster than string_view::find by far.
  const void* const at = ::memmem(text.data() + from, text.size() - from,
                                  word.data(), word.size());
  return at == nullptr ? npos
                       : static_cast<std::size_t>(static_cast<const char*>(at) -
                                                  text.data());
}

// Surely a part of a report, and nothing that other programs print as well.
bool is_part(const said& what) {
  if (const auto* each = std::get_if<frame>(&what))
    return each->offset.has_value();
  const auto* part = std::get_if<section>(&what);
  return part != nullptr && !std::holds_alternative<note>(*part) &&
         !std::holds_alternative<titled_stack>(*part);
}

// An access as Go's runtime has it: no other program prints such a line, and it
// is not indented.
bool is_access_in_go(std::string_view text) {
  const std::size_t at = text.find(" at 0x");
  return at != npos && text.find("goroutine", at) != npos;
}

// "2 race:foo", "   1 race_top:bar"
bool is_suppression(std::string_view text) {
  const std::size_t number = text.find_first_of("0123456789");
  if (number == npos) return false;
  const std::size_t space = text.find_first_not_of("0123456789", number);
  return space != npos && text[space] == ' ' && text.find(':', space) != npos;
}

// "rax = 0x0000000000000000  rbx = …"
bool is_register_dump(std::string_view text) {
  return text.find(" = 0x") != npos && text.size() < 200;
}

}  // namespace

// Where the next word lies that may matter, in one piece of the log. Each word
// is searched for only once in any part of it.
class log_parser::hints {
 public:
  explicit hints(std::string_view lines)
      : lines_(lines),
        sanitizer_(find_in(lines, 0, sanitizer_word)),
        go_(find_in(lines, 0, go_words)),
        claim_(find_in(lines, 0, go_claim)),
        limit_(find_in(lines, 0, go_limit)) {}

  std::size_t next(std::size_t from) {
    if (sanitizer_ < from) sanitizer_ = find_in(lines_, from, sanitizer_word);
    if (go_ < from) go_ = find_in(lines_, from, go_words);
    if (claim_ < from) claim_ = find_in(lines_, from, go_claim);
    if (limit_ < from) limit_ = find_in(lines_, from, go_limit);
    return std::min({sanitizer_, go_, claim_, limit_});
  }

 private:
  std::string_view lines_;
  std::size_t sanitizer_;
  std::size_t go_;
  std::size_t claim_;
  std::size_t limit_;
};

log_parser::log_parser(report_function on_report)
    : on_report_(std::move(on_report)) {}

// --- Lines ----------------------------------------------------------------

void log_parser::feed(std::string_view piece) {
  counts_.bytes += piece.size();
  counts_.only_nul = counts_.only_nul && piece.find_first_not_of('\0') == npos;
  if (!partial_.empty() || shortened_) {
    const std::size_t end = piece.find('\n');
    keep_partial(piece.substr(0, end));
    if (end == npos) return;
    piece.remove_prefix(end + 1);
    take_line(partial_);
    partial_.clear();
    shortened_ = false;
  }
  const std::size_t last = piece.rfind('\n');
  if (last != npos) {
    take_lines(piece.substr(0, last + 1));
    piece.remove_prefix(last + 1);
  }
  keep_partial(piece);
}

void log_parser::keep_partial(std::string_view piece) {
  if (partial_.ends_with('\r')) {
    piece.remove_prefix(std::min(piece.find_first_not_of('\r'), piece.size()));
    if (!piece.empty()) take_ended_part();
  }
  const std::size_t end = piece.rfind('\r');
  if (end != npos && end + 1 < piece.size()) {
    append_partial(piece.substr(0, end + 1));
    take_ended_part();
    piece.remove_prefix(end + 1);
  }
  append_partial(piece);
}

// A log may have no line end but "\r", and need not fit into memory. Its lines
// are all numbered as one, as other tools do.
void log_parser::take_ended_part() {
  ++counts_.lines;
  take_pieces(partial_);
  --counts_.lines;
  partial_.clear();
  shortened_ = false;
}

void log_parser::append_partial(std::string_view piece) {
  const std::size_t room = longest_line - partial_.size();
  partial_ += piece.substr(0, room);
  if (piece.size() <= room || shortened_) return;
  shortened_ = true;
  ++counts_.shortened_lines;
}

// Whole lines, the last one's end included.
void log_parser::take_lines(std::string_view lines) {
  hints where(lines);
  std::size_t at = 0;
  while (at < lines.size()) {
    if (may_skip()) at = skip_to_hint(lines, at, where);
    if (at == lines.size()) return;
    const std::size_t end = lines.find('\n', at);
    std::string_view line = lines.substr(at, end - at);
    if (line.size() > longest_line) {
      line = line.substr(0, longest_line);
      ++counts_.shortened_lines;
    }
    take_line(line);
    at = end + 1;
  }
}

// Outside of reports nothing counts but what begins one.
bool log_parser::may_skip() const {
  return open_.empty() && !in_failure_ && !in_list_ &&
         counts_.lines >= front_lines;
}

// The beginning of the line before the next one that may matter, since that may
// be a separator.
std::size_t log_parser::skip_to_hint(std::string_view lines, std::size_t at,
                                     hints& where) {
  const auto line_begin = [&](std::size_t within) {
    const std::size_t newline =
        within == at ? npos : lines.rfind('\n', within - 1);
    return newline == npos || newline < at ? at : newline + 1;
  };
  std::size_t stop = where.next(at);
  if (stop == npos) {
    stop = lines.size();
  } else {
    stop = line_begin(stop);
    if (stop > at) stop = line_begin(stop - 1);
  }
  counts_.lines += static_cast<std::uint64_t>(
      std::count(lines.begin() + static_cast<std::ptrdiff_t>(at),
                 lines.begin() + static_cast<std::ptrdiff_t>(stop), '\n'));
  return stop;
}

void log_parser::take_line(std::string_view line) {
  ++counts_.lines;
  take_pieces(line);
}

// One after the other where "\r" ends a line without "\n".
void log_parser::take_pieces(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  for (std::size_t end = line.find('\r'); end != npos; end = line.find('\r')) {
    take_wrapped(line.substr(0, end));
    line.remove_prefix(line.find_first_not_of('\r', end));
  }
  take_wrapped(line);
}

void log_parser::take_wrapped(std::string_view line) {
  const auto inside = unwrapped(line);
  if (!inside) return take_text(line);
  std::string_view rest = *inside;
  if (rest.ends_with('\n')) rest.remove_suffix(1);
  for (std::size_t end = rest.find('\n'); end != npos; end = rest.find('\n')) {
    take_text(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  take_text(rest);
}

void log_parser::take_text(std::string_view line) {
  const std::string_view text = bare_line(line, bare_);
  if (in_list_ && take_list_item(text)) return;
  if (open_.empty() && counts_.lines > front_lines && !in_failure_)
    take_outside(text);
  else
    take_inside(text);
}

void log_parser::finish() {
  if (!partial_.empty()) take_line(partial_);
  partial_.clear();
  while (!open_.empty()) close(open_.begin(), false);
  if (deadly_signal_) fail("ThreadSanitizer:DEADLYSIGNAL");
}

bool log_parser::take_list_item(std::string_view text) {
  in_list_ = is_suppression(text);
  return in_list_;
}

void log_parser::take_outside(std::string_view text) {
  take_said(read_outer_line(text), text);
}

void log_parser::take_inside(std::string_view text) {
  line_context context;
  if (!open_.empty()) {
    context.go = open_.back().builder.go();
    context.prefix_length = open_.back().prefix_length;
  }
  take_said(read_line(text, context), text);
  if (!open_.empty()) close_forgotten();
}

// --- What a line says -----------------------------------------------------

void log_parser::take_said(log_line&& line, std::string_view text) {
  said& what = line.what;
  if (in_failure_ && std::holds_alternative<frame>(what)) return;
  in_failure_ = in_failure_ && std::holds_alternative<blank>(what);
  if (const auto* begin = std::get_if<header>(&what)) {
    open(line.prefix, *begin, text);
  } else if (std::holds_alternative<separator>(what)) {
    end_at_separator(line.prefix);
  } else if (auto* failure = std::get_if<runtime_failure>(&what)) {
    fail(std::move(failure->words));
    in_failure_ = true;
  } else if (std::holds_alternative<deadly_signal>(what)) {
    deadly_signal_ = true;
  } else if (std::holds_alternative<suppression_list>(what)) {
    in_list_ = true;
  } else if (const auto* claim = std::get_if<report_claim>(&what)) {
    counts_.claimed_reports = std::max(counts_.claimed_reports, claim->count);
  } else if (const auto* other = std::get_if<stranger>(&what)) {
    take_stranger(*other, text);
  } else if (!std::holds_alternative<chatter>(what)) {
    add_to_best(std::move(line), text);
  }
}

// What is indented as the report's lines are is taken for one of them.
bool log_parser::owns(const open_report& report, std::string_view text) {
  const std::size_t prefix = std::min(report.prefix_length, text.size());
  return text.substr(prefix).starts_with("  ") &&
         source_of(text.substr(0, prefix)) == report.source;
}

void log_parser::take_stranger(const stranger& other, std::string_view text) {
  if (other.sanitizers) {
    not_understood(text);
    return;
  }
  if (open_.empty()) {
    if (is_access_in_go(text)) not_understood(text);
    return;
  }
  if (take_bare_prefix(text) || is_register_dump(text)) return;
  const auto owner =
      std::find_if(open_.rbegin(), open_.rend(),
                   [&](const open_report& each) { return owns(each, text); });
  if (owner != open_.rend())
    not_understood(text);
  else if (open_.back().builder.has_body() || open_.back().announced)
    ++counts_.interleaved_lines;
  (owner == open_.rend() ? open_.back() : *owner).builder.add_stranger();
}

// An empty line with what stands before every line of a report. Numbers in it
// may have become longer, and a space at its end may be gone.
bool log_parser::take_bare_prefix(std::string_view text) {
  for (open_report& each : open_) {
    const std::size_t length = each.prefix_length;
    if (length == 0 || text.size() + 1 < length || text.size() > length + 2 ||
        source_of(text) != each.source)
      continue;
    each.builder.add(blank{});
    each.last_line = counts_.lines;
    return true;
  }
  return false;
}

void log_parser::open(std::string_view prefix, const header& begin,
                      std::string_view text) {
  any_header_ = true;
  deadly_signal_ = deadly_signal_ && !begin.error;
  std::string source = source_of(prefix);
  // A process makes one report at a time.
  for (auto each = open_.begin(); each != open_.end();) {
    const auto next = std::next(each);
    const report_builder& report = each->builder;
    if (report.headless() ||
        (each->source == source &&
         (report.go() || begin.format == "go" || report.pid() == begin.pid)))
      close(each, false);
    each = next;
  }
  if (open_.size() >= most_open) close(open_.begin(), false);
  const bool beside = !open_.empty() && open_.back().announced &&
                      !open_.back().builder.has_body() &&
                      open_.back().last_line + 1 == counts_.lines;
  turns_ = beside ? turns_until_sure : 0;
  const bool announced = begin.error || (separator_line_ != 0 &&
                                         separator_line_ + 1 >= counts_.lines);
  open_.push_back({report_builder(begin, counts_.lines),
                   std::move(source),
                   prefix.size(),
                   announced,
                   counts_.lines,
                   {counts_.lines, std::string(text.substr(0, kept_bytes))}});
  goes_on(std::prev(open_.end()));
}

// Only at the front of a log is a part without a header what is left of a
// report.
void log_parser::open_headless(log_line&& line, std::string_view text) {
  if (!line.indented || !is_part(line.what)) {
    if (is_access_in_go(text)) not_understood(text);
    return;
  }
  if (any_header_ || counts_.lines > front_lines) {
    not_understood(text);
    return;
  }
  open_.push_back({report_builder(counts_.lines),
                   source_of(line.prefix),
                   line.prefix.size(),
                   false,
                   counts_.lines,
                   {counts_.lines, std::string(text.substr(0, kept_bytes))}});
  open_.back().builder.add(std::move(line.what));
}

// A line goes to the report that it continues best; among equals, to the one
// that had a line last, or, where processes write in turn, that waits longest.
// What stands before the line tells processes apart, and if no report has that,
// it is a piece of somebody else's line.
void log_parser::add_to_best(log_line&& line, std::string_view text) {
  said& what = line.what;
  if (open_.empty()) {
    const auto* end = std::get_if<summary>(&what);
    if (end == nullptr)
      open_headless(std::move(line), text);
    else if (!kind_of_summary(end->words).empty())
      take_lone_summary(text);
    return;
  }
  const std::string source = source_of(line.prefix);
  auto best = open_.end();
  unsigned most = 0;
  for (auto each = open_.begin(); each != open_.end(); ++each) {
    const unsigned fit = each->builder.fit(what);
    const unsigned score = fit == 0 ? 0 : fit + (each->source == source) * 8U;
    if (score == 0 || score < most) continue;
    if (score == most && turns_ >= turns_until_sure) continue;
    most = score;
    best = each;
  }
  if (best == open_.end() ||
      (std::holds_alternative<blank>(what) && best->source != source)) {
    if (std::holds_alternative<summary>(what))
      take_lone_summary(text);
    else
      take_stranger({}, text);
    return;
  }
  turns_ = std::next(best) == open_.end() ? 0 : turns_ + 1;
  if (!std::holds_alternative<blank>(what)) goes_on(best);
  best->builder.add(std::move(what));
  best->last_line = counts_.lines;
  open_.splice(open_.end(), open_, best);
  if (open_.back().builder.ended()) close(std::prev(open_.end()), true);
}

// Whoever goes on behind another's lines may have lines of its own there.
void log_parser::goes_on(open_list::iterator which) {
  const std::uint64_t line = which->first.number;
  auto& mixed = counts_.mixed_reports;
  if (!which->between.empty() && mixed.size() < most_kept) {
    mixed.merge(which->between);
    mixed.insert(line);
  }
  which->between.clear();
  for (open_report& each : open_)
    if (each.first.number != line && each.source == which->source &&
        each.between.size() < most_open)
      each.between.insert(line);
}

void log_parser::take_lone_summary(std::string_view text) {
  ++counts_.lone_summaries;
  not_understood(text);
}

// The line both begins and ends reports. In the middle of a stack it is
// another process's that begins one.
void log_parser::end_at_separator(std::string_view prefix) {
  separator_line_ = counts_.lines;
  const std::string source = source_of(prefix);
  const auto ends = [&](const open_report& each) {
    return each.builder.has_body() && each.builder.may_end() &&
           (each.source == source || open_.size() == 1);
  };
  const auto last = std::find_if(open_.rbegin(), open_.rend(), ends);
  if (last == open_.rend()) return;
  close(std::prev(last.base()), true);
  // The same line does not begin the next one as well.
  separator_line_ = 0;
}

void log_parser::close(open_list::iterator which, bool complete) {
  open_report done = std::move(*which);
  open_.erase(which);
  // Or the log was cut off right behind it.
  const bool at_end = done.last_line == counts_.lines;
  const bool confirmed = done.builder.has_body() || done.announced || at_end;
  const std::uint64_t lines = done.builder.lines();
  log_report report = done.builder.take(complete);
  if (confirmed && !report.kind.empty()) {
    ++counts_.reports;
    on_report_(std::move(report));
  } else {
    counts_.unparsed_lines += report.headless ? lines - 1 : 0;
    not_understood(std::move(done.first));
  }
}

void log_parser::close_forgotten() {
  const open_report& oldest = open_.front();
  const bool bare = !oldest.builder.has_body() && !oldest.announced;
  const std::uint64_t patience = bare ? most_lines_to_body : most_lines_between;
  if (counts_.lines - oldest.last_line > patience) close(open_.begin(), false);
}

void log_parser::fail(std::string words) {
  ++counts_.failures;
  if (counts_.runtime_failures.size() >= most_kept) return;
  words.resize(std::min(words.size(), kept_bytes));
  counts_.runtime_failures.push_back(std::move(words));
}

void log_parser::not_understood(std::string_view text) {
  not_understood({counts_.lines, std::string(text.substr(0, kept_bytes))});
}

void log_parser::not_understood(numbered_line&& line) {
  ++counts_.unparsed_lines;
  if (counts_.first_unparsed.size() < most_kept)
    counts_.first_unparsed.push_back(std::move(line));
}

}  // namespace racelab::report::log
