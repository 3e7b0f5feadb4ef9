// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace racelab::report::log {

// What a log of ThreadSanitizer says, as plain values. All text is the log's
// own bytes, which may be hostile and need not be UTF-8: who shows it makes it
// printable first. Empty text and null mean that the log does not say it.
//
// A thread is called "main", "T1" or "goroutine 7", a lock "M0".

struct frame {
  unsigned number = 0;
  std::string function;
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string module;
  std::optional<std::uint64_t> offset;   // in the module
  std::optional<std::uint64_t> address;  // where there is no module
  std::string build_id;                  // of the module
  bool user = false;  // the stack's first frame in the user's own code
};

// What a stack is missing where the log has lines in place of its frames.
inline constexpr const char* foreign_frames =
    "its frames are in a format that is not understood";

struct stack {
  std::vector<frame> frames;

  // Why there are no frames: in the runtime's words, or foreign_frames.
  std::string missing;
};

struct access {
  std::string op;  // "read", "atomic write", "modifying access", …
  bool previous = false;
  std::optional<std::uint64_t> size;
  std::uint64_t address = 0;
  std::string object;  // what is accessed, if the log gives it a type
  std::string thread;
  std::vector<std::string> locks;  // "write M0", "read M1"
  log::stack stack;
};

struct location {
  std::string kind;  // "heap", "stack", "global", "tls" or "fd"
  std::string name;  // of a global, an object's type, or a descriptor's number
  std::optional<std::uint64_t> size;
  std::optional<std::uint64_t> address;
  std::string thread;  // whose it is, or who made it
  std::string module;  // of a global
  std::optional<std::uint64_t> offset;
  std::string file;  // where a global is declared, if the log says so
  unsigned line = 0;
  bool closed = false;  // the descriptor: the stack is that of closing it
  log::stack stack;
};

struct thread {
  std::string id;
  std::string name;
  std::optional<std::uint64_t> os_id;
  std::string state;  // "running" or "finished"
  std::string created_by;
  bool worker = false;  // of the system's own pool; nobody is said to make it
  log::stack stack;
};

struct lock {
  std::string id;
  std::optional<std::uint64_t> address;
  bool destroyed = false;  // and so without a stack
  log::stack stack;
};

// One step of a cycle of locks.
struct lock_edge {
  std::string acquired;
  std::string holding;
  std::string thread;
  log::stack stack;          // where `acquired` was taken
  log::stack holding_stack;  // where `holding` was, if the log has it
};

// A stack that is neither an access's nor anything else's above: where a mutex
// was misused, where a signal's handler was called, …
struct titled_stack {
  std::string title;  // empty if the log gives none
  log::stack stack;
};

struct log_report {
  std::string kind;    // "data race", "thread leak", "SEGV", …
  std::string format;  // "tsan", "go" or "swift"
  std::optional<std::uint64_t> pid;
  std::uint64_t line = 0;  // of the log where it begins, from 1
  std::string summary;     // without "SUMMARY: ThreadSanitizer: "
  std::vector<access> accesses;
  std::vector<location> locations;
  std::vector<log::thread> threads;
  std::vector<lock> locks;
  std::vector<std::string> cycle;
  std::vector<lock_edge> edges;
  std::vector<titled_stack> stacks;
  std::vector<std::string> notes;   // single lines that say something more
  std::uint64_t more_similar = 0;   // as many again, which the log leaves out
  bool headless = false;            // its beginning is not in the log
  bool complete = false;            // its end is
  std::uint64_t dropped_lines = 0;  // beyond what a report may hold
};

template <class Visit>
void for_each_stack(log_report& report, Visit visit) {
  for (access& each : report.accesses) visit(each.stack);
  for (location& each : report.locations) visit(each.stack);
  for (thread& each : report.threads) visit(each.stack);
  for (lock& each : report.locks) visit(each.stack);
  for (titled_stack& each : report.stacks) visit(each.stack);
  for (lock_edge& each : report.edges) {
    visit(each.stack);
    visit(each.holding_stack);
  }
}

}  // namespace racelab::report::log
