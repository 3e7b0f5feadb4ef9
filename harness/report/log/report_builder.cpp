// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/report_builder.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace racelab::report::log {
namespace {

// Far more than any runtime prints; a log that never ends stays within it.
constexpr std::size_t most_bytes = 4U << 20;
constexpr std::size_t most_frames = 1024;  // of one stack
constexpr std::size_t most_parts = 4096;   // sections of a report

// How much of a summary is compared with every frame of its report.
constexpr std::size_t longest_place = 4096;

// The order in which the runtimes print the parts of a report.
unsigned rank_of(const section& part) {
  struct ranks {
    unsigned operator()(const lock_cycle&) const { return 1; }
    unsigned operator()(const lock_edge&) const { return 2; }
    unsigned operator()(const holding_stack&) const { return 2; }
    unsigned operator()(const access& a) const { return a.previous ? 3 : 2; }
    unsigned operator()(const titled_stack& t) const {
      return t.title.starts_with("As if") ? 4 : 1;
    }
    unsigned operator()(const location&) const { return 5; }
    unsigned operator()(const lock&) const { return 6; }
    unsigned operator()(const thread&) const { return 7; }
    unsigned operator()(const more_similar&) const { return 8; }
    unsigned operator()(const no_stack&) const { return 0; }
    unsigned operator()(const note&) const { return 0; }
  };
  return std::visit(ranks(), part);
}

bool are_near(std::uint64_t a, std::uint64_t b) {
  return (a > b ? a - b : b - a) < 16;
}

bool names_place(std::string_view words, const stack& where) {
  words = words.substr(0, longest_place);
  return std::any_of(
      where.frames.begin(), where.frames.end(), [&](const frame& each) {
        return !each.file.empty() &&
               words.find(each.file + ':' + std::to_string(each.line)) !=
                   std::string_view::npos;
      });
}

std::size_t size_of(const frame& each) {
  return sizeof each + each.function.size() + each.file.size() +
         each.module.size() + each.build_id.size();
}

}  // namespace

report_builder::report_builder(const header& begin, std::uint64_t line)
    : error_(begin.error) {
  report_.kind = begin.kind;
  report_.format = begin.format;
  report_.pid = begin.pid;
  report_.line = line;
  if (!begin.words.empty()) report_.notes.push_back(begin.words);
}

report_builder::report_builder(std::uint64_t line) {
  report_.format = "tsan";
  report_.line = line;
  report_.headless = true;
}

bool report_builder::may_end() const {
  return rank_ == last_rank || after_blank_ || go();
}

// --- Whose line it is -----------------------------------------------------

unsigned report_builder::fit(const said& what) const {
  if (const auto* each = std::get_if<frame>(&what))
    return fit_frame(each->number);
  if (const auto* each = std::get_if<section>(&what)) return fit_section(*each);
  if (const auto* each = std::get_if<summary>(&what)) return fit_summary(*each);
  if (const auto* each = std::get_if<pid_note>(&what))
    return report_.pid == each->pid ? 3 : 0;
  if (std::holds_alternative<blank>(what)) return 1;
  if (std::holds_alternative<go_function>(what))
    return go() && current_ != nullptr && !after_blank_ ? 2 : 0;
  if (std::holds_alternative<go_place>(what))
    return go() && current_ != nullptr && !after_blank_ &&
                   !current_->frames.empty() &&
                   current_->frames.back().file.empty()
               ? 3
               : 0;
  return 0;
}

unsigned report_builder::fit_frame(unsigned number) const {
  if (rank_ == last_rank) return 0;
  const std::size_t next =
      current_ == nullptr || after_blank_ ? 0 : current_->frames.size();
  if (number < next) return 0;
  return number == next ? 3 : 1;
}

unsigned report_builder::fit_section(const section& part) const {
  if (rank_ == last_rank) return 0;
  const bool in_stack = current_ != nullptr && !current_->frames.empty() &&
                        !after_blank_ && !go();
  const unsigned rank = rank_of(part);
  unsigned score = rank != 0 && rank < rank_ ? 1 : in_stack ? 2 : 3;
  if (const auto* each = std::get_if<access>(&part)) {
    const bool first = report_.accesses.empty();
    if (each->previous == first && !report_.headless) return 1;
    if (!first && are_near(report_.accesses[0].address, each->address))
      score += 2;
  }
  if (const auto* each = std::get_if<thread>(&part)) {
    if (has_thread(each->id)) return 1;
    score += mentions(each->id) ? 1 : 0;
  }
  return score;
}

unsigned report_builder::fit_summary(const summary& end) const {
  if (rank_ == last_rank) return 0;
  if (!report_.kind.empty() && !error_ && !end.words.starts_with(report_.kind))
    return 1;
  const auto named = [&](const auto& each) {
    return names_place(end.words, each.stack);
  };
  const bool known =
      std::any_of(report_.accesses.begin(), report_.accesses.end(), named) ||
      std::any_of(report_.stacks.begin(), report_.stacks.end(), named);
  return known ? 4 : 3;
}

bool report_builder::mentions(const std::string& id) const {
  const auto by = [&](const access& each) { return each.thread == id; };
  return std::any_of(report_.accesses.begin(), report_.accesses.end(), by);
}

bool report_builder::has_thread(const std::string& id) const {
  const auto same = [&](const thread& each) { return each.id == id; };
  return std::any_of(report_.threads.begin(), report_.threads.end(), same);
}

// --- Putting it together --------------------------------------------------

void report_builder::add(said&& what) {
  ++lines_;
  if (std::holds_alternative<blank>(what)) {
    // No runtime puts one behind a header.
    spaced_ = spaced_ || !has_body_;
    ++blanks_;
    after_blank_ = has_body_ && (!spaced_ || blanks_ > 1);
    return;
  }
  blanks_ = 0;
  if (size_ > most_bytes) {
    ++report_.dropped_lines;
    return;
  }
  has_body_ = true;
  if (auto* each = std::get_if<frame>(&what)) {
    add(std::move(*each));
  } else if (auto* part = std::get_if<section>(&what)) {
    add(std::move(*part));
  } else if (auto* end = std::get_if<summary>(&what)) {
    report_.summary = std::move(end->words);
    rank_ = last_rank;
  } else if (auto* more = std::get_if<pid_note>(&what)) {
    add_body(note{std::move(more->words)});
  } else if (auto* function = std::get_if<go_function>(&what)) {
    frame next;
    next.number = static_cast<unsigned>(current_stack().frames.size());
    next.function = std::move(function->name);
    add(std::move(next));
  } else if (auto* place = std::get_if<go_place>(&what)) {
    frame& last = current_stack().frames.back();
    last.file = std::move(place->where.file);
    last.line = place->where.line;
    last.offset = place->where.offset;
  }
  after_blank_ = false;
}

// Where the log gives a stack no title, it gets an empty one.
stack& report_builder::current_stack() {
  if (current_ == nullptr || (after_blank_ && !current_->frames.empty())) {
    if (report_.stacks.size() < most_parts) report_.stacks.emplace_back();
    current_ = &report_.stacks.back().stack;
  }
  return *current_;
}

void report_builder::add(frame&& next) {
  stack& where = current_stack();
  if (where.frames.size() >= most_frames) {
    ++report_.dropped_lines;
    return;
  }
  size_ += size_of(next);
  where.missing.clear();
  where.frames.push_back(std::move(next));
}

void report_builder::add(section&& part) {
  size_ += sizeof part;
  rank_ = std::max(rank_, rank_of(part));
  std::visit([this](auto& each) { add_body(std::move(each)); }, part);
}

void report_builder::begin_stack(stack& where, bool has_frames) {
  current_ = &where;
  wants_frames_ = has_frames;
}

void report_builder::add_stranger() {
  if (current_ != nullptr && wants_frames_ && !after_blank_ &&
      current_->frames.empty() && current_->missing.empty())
    current_->missing = foreign_frames;
}

void report_builder::add_body(access&& part) {
  size_ += part.object.size() + 64 * part.locks.size();
  begin_stack(report_.accesses.emplace_back(std::move(part)).stack);
}

void report_builder::add_body(location&& part) {
  size_ += part.name.size() + part.file.size() + part.module.size();
  const bool has_frames = part.kind == "heap" || part.kind == "fd";
  begin_stack(report_.locations.emplace_back(std::move(part)).stack,
              has_frames && !go());
}

void report_builder::add_body(thread&& part) {
  size_ += part.name.size();
  const bool has_frames = !part.worker;
  begin_stack(report_.threads.emplace_back(std::move(part)).stack, has_frames);
}

void report_builder::add_body(lock&& part) {
  const bool has_frames = !part.destroyed;
  begin_stack(report_.locks.emplace_back(std::move(part)).stack, has_frames);
}

void report_builder::add_body(lock_edge&& part) {
  begin_stack(report_.edges.emplace_back(std::move(part)).stack);
}

void report_builder::add_body(titled_stack&& part) {
  begin_stack(report_.stacks.emplace_back(std::move(part)).stack);
}

void report_builder::add_body(no_stack&& part) {
  current_stack().missing = std::move(part.words);
}

// It belongs to the step of the cycle that is printed before it.
void report_builder::add_body(holding_stack&&) {
  if (report_.edges.empty()) report_.edges.emplace_back();
  begin_stack(report_.edges.back().holding_stack);
}

void report_builder::add_body(lock_cycle&& part) {
  size_ += 64 * part.locks.size();
  report_.cycle = std::move(part.locks);
}

void report_builder::add_body(more_similar&& part) {
  report_.more_similar = part.count;
}

void report_builder::add_body(note&& part) {
  size_ += part.words.size() + sizeof part;
  report_.notes.push_back(std::move(part.words));
}

log_report report_builder::take(bool complete) {
  report_.complete = complete;
  if (report_.headless) {
    report_.kind = kind_of_summary(report_.summary);
    const auto is_real = [](const access& each) {
      return !each.stack.missing.empty() ||
             (!each.stack.frames.empty() && each.stack.frames[0].offset);
    };
    if (report_.kind.empty() &&
        std::any_of(report_.accesses.begin(), report_.accesses.end(), is_real))
      report_.kind = "data race";
  } else if (error_ && !report_.summary.empty()) {
    report_.kind = report_.summary.substr(0, report_.summary.find(' '));
  }
  return std::move(report_);
}

}  // namespace racelab::report::log
