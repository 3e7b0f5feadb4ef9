// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/explanation.hpp"

#include "harness/report/layout.hpp"
#include "harness/report/log/accessed_expression.hpp"
#include "harness/report/log/user_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace racelab::report::log {
namespace {

using std::string;
using std::string_view;

// --- Words ------------------------------------------------------------------

string file_name(string_view path) {
  return string(path.substr(path.rfind('/') + 1));
}

string at(const frame& where) {
  if (!where.file.empty())
    return where.line == 0
               ? fmt::format(" in {}", file_name(where.file))
               : fmt::format(" at {}:{}", file_name(where.file), where.line);
  if (!where.function.empty()) return fmt::format(" in {}", where.function);
  if (!where.module.empty())
    return fmt::format(" at {}+{:#x}", file_name(where.module),
                       where.offset.value_or(0));
  return " at a place without a name";
}

string at(const stack& where) {
  const frame* told = telling_frame(where);
  if (where.missing == foreign_frames)
    return " at a place that is not understood";
  return told == nullptr ? " at a place that the runtime has forgotten"
                         : at(*told);
}

string at(const log_report& report) {
  return report.stacks.empty() ? "" : at(report.stacks.front().stack);
}

string lock_words(const log_report& report) {
  return report.locks.empty() ? "a mutex" : report.locks.front().id;
}

// --- Two accesses -----------------------------------------------------------

struct doing {
  string_view now;    // "reads"
  string_view still;  // "reading"
};

bool is_named(const frame& each, string_view name) {
  return each.function == name || each.function.starts_with(string(name) + '(');
}

bool frees(const access& each) {
  if (each.stack.frames.empty()) return false;
  const frame& innermost = each.stack.frames.front();
  return is_named(innermost, "free") ||
         innermost.function.starts_with("operator delete");
}

doing doing_of(const access& each) {
  if (frees(each)) return {"frees", "freeing"};
  if (each.op == "write") return {"writes", "writing"};
  if (each.op == "atomic read") return {"atomically reads", "reading"};
  if (each.op == "atomic write") return {"atomically writes", "writing"};
  if (each.op == "modifying access") return {"changes", "changing"};
  return {"reads", "reading"};
}

const location* descriptor_of(const log_report& report) {
  const auto found =
      std::find_if(report.locations.begin(), report.locations.end(),
                   [](const location& each) { return each.kind == "fd"; });
  return found == report.locations.end() ? nullptr : &*found;
}

string descriptor_sentence(const access& later, const access& earlier,
                           const location& descriptor) {
  return fmt::format(
      "{} uses file descriptor {}{} while {} may still be using it{}; nothing "
      "orders the two.",
      thread_words(later.thread), descriptor.name, at(later.stack),
      thread_words(earlier.thread), at(earlier.stack));
}

string one_access(const access& only) {
  return fmt::format(
      "{} {}{} what another thread may still be using; nothing orders the "
      "two.",
      thread_words(only.thread), doing_of(only).now, at(only.stack));
}

string race(const log_report& report, const sources& files) {
  if (report.accesses.empty())
    return "Two threads use the same memory, and nothing orders them.";
  const access& later = report.accesses.front();
  if (report.accesses.size() == 1) return one_access(later);
  const access& earlier = report.accesses[1];
  if (const location* descriptor = descriptor_of(report))
    return descriptor_sentence(later, earlier, *descriptor);
  const string name = accessed_expression(report, files);
  const string_view now = doing_of(later).now;
  const string_view still = doing_of(earlier).still;
  const string who = thread_words(later.thread);
  const string other = thread_words(earlier.thread);
  if (name.empty())
    return fmt::format(
        "{} {}{} what {} may still be {}{}; nothing orders the two.", who, now,
        at(later.stack), other, still, at(earlier.stack));
  return fmt::format(
      "{} {} `{}`{} while {} may still be {} it{}; nothing orders the two.",
      who, now, name, at(later.stack), other, still, at(earlier.stack));
}

string virtual_race(const log_report& report, const sources&) {
  if (report.accesses.size() < 2)
    return "A virtual call meets an object that is still being made or already "
           "being destroyed.";
  const access& later = report.accesses.front();
  const access& earlier = report.accesses[1];
  return fmt::format(
      "{} and {} meet at an object with virtual functions, which one of them "
      "is still making or already destroying:{} and{}; nothing orders the two.",
      thread_words(later.thread), thread_words(earlier.thread), at(later.stack),
      at(earlier.stack));
}

string use_after_free(const log_report& report, const sources&) {
  if (report.accesses.size() < 2)
    return fmt::format("Memory is used after it was freed{}.", at(report));
  const access& later = report.accesses.front();
  const access& earlier = report.accesses[1];
  return fmt::format("{} {}{} memory that {} has freed{}.",
                     thread_words(later.thread), doing_of(later).now,
                     at(later.stack), thread_words(earlier.thread),
                     at(earlier.stack));
}

string external_race(const log_report& report, const sources&) {
  if (report.accesses.size() < 2)
    return fmt::format("ThreadSanitizer reports: {}.", report.kind);
  const access& later = report.accesses.front();
  const access& earlier = report.accesses[1];
  const string object = later.object.empty() ? "an object" : later.object;
  return fmt::format(
      "{} {} {}{} while {} may still be {} it{}; nothing orders the two.",
      thread_words(later.thread), doing_of(later).now, object, at(later.stack),
      thread_words(earlier.thread), doing_of(earlier).still, at(earlier.stack));
}

// --- Locks, threads, signals ------------------------------------------------

string lock_order(const log_report& report, const sources&) {
  if (report.edges.empty())
    return "Locks are taken in opposite orders: two threads that do so at once "
           "can wait for each other for ever.";
  string out;
  for (const lock_edge& each : report.edges)
    out += fmt::format("{}{} takes {}{} while it holds {}",
                       out.empty() ? "" : ", ", thread_words(each.thread),
                       each.acquired, at(each.stack), each.holding);
  return out +
         ": threads that do so at once can wait for one another for ever.";
}

string thread_leak(const log_report& report, const sources&) {
  if (report.threads.empty())
    return "A thread was neither joined nor detached.";
  const thread& leaked = report.threads.front();
  string out = thread_words(leaked.id);
  if (!leaked.created_by.empty() && !leaked.stack.frames.empty())
    out += fmt::format(", which {} started{},", thread_words(leaked.created_by),
                       at(leaked.stack));
  out += " was neither joined nor detached";
  if (report.more_similar != 0)
    out += fmt::format("; there are {} more like it", report.more_similar);
  return out + '.';
}

string double_lock(const log_report& report, const sources&) {
  return fmt::format("A thread locks {}{} although it already holds it.",
                     lock_words(report), at(report));
}

string wrong_unlock(const log_report& report, const sources&) {
  return fmt::format("{} is unlocked{} by a thread that does not hold it.",
                     lock_words(report), at(report));
}

string destroyed_while_locked(const log_report& report, const sources&) {
  return fmt::format("{} is destroyed{} while it is locked.",
                     lock_words(report), at(report));
}

string invalid_mutex(const log_report& report, const sources&) {
  return fmt::format(
      "{} is used{} before it was made or after it was destroyed.",
      lock_words(report), at(report));
}

string read_lock(const log_report& report, const sources&) {
  return fmt::format(
      "{} is locked for reading{} by the thread that has it locked for "
      "writing.",
      lock_words(report), at(report));
}

string read_unlock(const log_report& report, const sources&) {
  return fmt::format(
      "{} is unlocked{} as if it were locked for reading, and it is locked "
      "for writing.",
      lock_words(report), at(report));
}

string wrong_context(const log_report& report, const sources&) {
  return fmt::format("A mutex is held{} where none may be.", at(report));
}

// What the handler called: the frame inside of its own.
string called_in(const log_report& report) {
  if (report.stacks.empty() || report.stacks.front().stack.frames.empty())
    return "a function";
  const frame& innermost = report.stacks.front().stack.frames.front();
  return innermost.user || innermost.function.empty() ? "a function"
                                                      : innermost.function;
}

string unsafe_call(const log_report& report, const sources&) {
  return fmt::format(
      "A signal handler calls {}{}, which no handler may: the thread that it "
      "interrupted can be in the middle of the same.",
      called_in(report), at(report));
}

string spoilt_errno(const log_report& report, const sources&) {
  return fmt::format(
      "A signal handler{} changes errno and does not put it back: the code "
      "that it interrupted takes it for its own.",
      at(report));
}

// --- Ends of the program ----------------------------------------------------

string bad_memory(const log_report& report, const sources&) {
  return fmt::format("The program uses memory that it may not use{} ({}).",
                     at(report), report.kind);
}

string bad_arithmetic(const log_report& report, const sources&) {
  return fmt::format(
      "The program computes what has no result{}: a division by zero, or one "
      "that overflows.",
      at(report));
}

string bad_instruction(const log_report& report, const sources&) {
  return fmt::format("The program comes to what is no instruction{}.",
                     at(report));
}

string trap(const log_report& report, const sources&) {
  return fmt::format("The program stops itself at a trap{}.", at(report));
}

string abort_(const log_report& report, const sources&) {
  return fmt::format("The program gives itself up{}.", at(report));
}

string deep_stack(const log_report& report, const sources&) {
  return fmt::format(
      "The stack is exhausted{}: something calls itself too "
      "often, or a local variable is too large.",
      at(report));
}

string bad_allocation(const log_report& report, const sources&) {
  return fmt::format("The program asks{} for memory that it cannot get ({}).",
                     at(report), report.kind);
}

string memory_limit(const log_report& report, const sources&) {
  return fmt::format("The program uses more memory than it is allowed{}.",
                     at(report));
}

string other(const log_report& report, const sources&) {
  return fmt::format("ThreadSanitizer reports: {}{}.", report.kind, at(report));
}

// --- The kinds --------------------------------------------------------------

struct kind_words {
  string_view kind;  // how it begins
  log::rule rule;
  string (*sentence)(const log_report&, const sources&);
};

constexpr rule race_rule{
    "data-race",
    "two threads use the same memory, one of them writes, and nothing orders "
    "them"};
constexpr rule virtual_rule{
    "vptr-race",
    "a virtual call meets the construction or destruction of its object"};
constexpr rule freed_rule{"use-after-free",
                          "memory is used after it was freed"};
constexpr rule external_rule{
    "external-race",
    "two threads use the same object, one of them changes it, and nothing "
    "orders them"};
constexpr rule lock_order_rule{"lock-order-inversion",
                               "locks are taken in opposite orders",
                               level::warning};
constexpr rule leak_rule{"thread-leak",
                         "a thread was started and neither joined nor detached",
                         level::warning};
constexpr rule mutex_rule{"mutex-misuse",
                          "a mutex is used as no mutex may be used"};
constexpr rule signal_rule{"unsafe-signal-handler",
                           "a signal handler does what no handler may do"};
constexpr rule crash_rule{"crash", "the program came to a sudden end"};
constexpr rule allocation_rule{
    "bad-allocation", "the program asks for memory that it cannot get"};
constexpr rule other_rule{"other", "ThreadSanitizer reports something else"};

// The longer of two that begin alike comes first.
constexpr std::array kinds{
    kind_words{"data race on vptr", virtual_rule, virtual_race},
    kind_words{"data race", race_rule, race},
    kind_words{"heap-use-after-free (virtual call", virtual_rule, virtual_race},
    kind_words{"heap-use-after-free", freed_rule, use_after_free},
    kind_words{"Swift access race", external_rule, external_race},
    kind_words{"race on ", external_rule, external_race},
    kind_words{"lock-order-inversion", lock_order_rule, lock_order},
    kind_words{"thread leak", leak_rule, thread_leak},
    kind_words{"double lock", mutex_rule, double_lock},
    kind_words{"unlock of an unlocked mutex", mutex_rule, wrong_unlock},
    kind_words{"destroy of a locked mutex", mutex_rule, destroyed_while_locked},
    kind_words{"use of an invalid mutex", mutex_rule, invalid_mutex},
    kind_words{"read lock of a write locked", mutex_rule, read_lock},
    kind_words{"read unlock of a write locked", mutex_rule, read_unlock},
    kind_words{"mutex held in the wrong context", mutex_rule, wrong_context},
    kind_words{"signal-unsafe call", signal_rule, unsafe_call},
    kind_words{"signal handler spoils errno", signal_rule, spoilt_errno},
    kind_words{"SEGV", crash_rule, bad_memory},
    kind_words{"BUS", crash_rule, bad_memory},
    kind_words{"FPE", crash_rule, bad_arithmetic},
    kind_words{"ILL", crash_rule, bad_instruction},
    kind_words{"ABRT", crash_rule, abort_},
    kind_words{"TRAP", crash_rule, trap},
    kind_words{"stack-overflow", crash_rule, deep_stack},
    kind_words{"allocation-size-too-big", allocation_rule, bad_allocation},
    kind_words{"calloc-overflow", allocation_rule, bad_allocation},
    kind_words{"reallocarray-overflow", allocation_rule, bad_allocation},
    kind_words{"pvalloc-overflow", allocation_rule, bad_allocation},
    kind_words{"invalid-", allocation_rule, bad_allocation},
    kind_words{"out-of-memory", allocation_rule, bad_allocation},
    kind_words{"rss-limit-exceeded", allocation_rule, memory_limit},
    kind_words{"", other_rule, other},
};

const kind_words& words_of(const log_report& report) {
  return *std::find_if(kinds.begin(), kinds.end(), [&](const kind_words& each) {
    return string_view(report.kind).starts_with(each.kind);
  });
}

}  // namespace

const rule& rule_of(const log_report& report) { return words_of(report).rule; }

std::vector<rule> rules() {
  std::vector<rule> out;
  for (const kind_words& each : kinds)
    if (std::none_of(out.begin(), out.end(), [&](const rule& known) {
          return known.id == each.rule.id;
        }))
      out.push_back(each.rule);
  return out;
}

std::string explanation(const log_report& report, const sources& files) {
  return sentence_start(words_of(report).sentence(report, files));
}

std::string thread_words(const std::string& thread) {
  if (thread.empty()) return "a thread";
  return thread == "main" ? "the main thread" : thread;
}

std::string access_words(const access& each) {
  string out = each.op;
  if (!each.object.empty()) out += " of " + each.object;
  if (each.size) out += " of " + count_of(*each.size, "byte");
  return out + " by " + thread_words(each.thread);
}

std::string missing_stack(const stack& where) {
  if (where.missing.empty()) return "no stack: the log has none";
  if (where.missing == foreign_frames)
    return fmt::format(
        "no stack: {}; do without stack_trace_format in "
        "TSAN_OPTIONS",
        where.missing);
  return fmt::format(
      "no stack: the runtime {}; its history is too short: try "
      "TSAN_OPTIONS=history_size=7 (with Go, GORACE=history_size=7)",
      where.missing);
}

std::string sentence_start(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

const frame* telling_frame(const stack& where) {
  if (const frame* users = user_frame(where)) return users;
  const auto found =
      std::find_if(where.frames.begin(), where.frames.end(),
                   [](const frame& each) { return !each.file.empty(); });
  if (found != where.frames.end()) return &*found;
  return where.frames.empty() ? nullptr : &where.frames.front();
}

}  // namespace racelab::report::log
