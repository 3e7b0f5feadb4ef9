// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/section_line.hpp"

#include "harness/report/log/text_scanner.hpp"

#include <array>

namespace racelab::report::log {
namespace {

// " 'worker'", or nothing. The name may have quotes.
void take_name(text_scanner& in) {
  const std::string_view text = in.rest();
  if (!text.starts_with(" '")) return;
  for (std::size_t end = text.find('\'', 2); end != std::string_view::npos;
       end = text.find('\'', end + 1)) {
    const std::string_view after = text.substr(end + 1);
    if (after == ":" || after == "." || after.starts_with(" (mutexes: ") ||
        after.starts_with(" at")) {
      in = text_scanner(after);
      return;
    }
  }
}

// "main thread", "thread T1", "thread T1 'worker'", "main goroutine" or
// "goroutine 7".
std::optional<std::string> take_thread(text_scanner& in) {
  const text_scanner before = in;
  if (in.take("main thread") || in.take("main goroutine")) return "main";
  if (in.take("thread T")) {
    if (const auto id = in.number()) {
      take_name(in);
      return "T" + std::to_string(*id);
    }
  } else if (in.take("goroutine ")) {
    if (const auto id = in.number()) return "goroutine " + std::to_string(*id);
  }
  in = before;
  return std::nullopt;
}

std::optional<std::string> take_lock(text_scanner& in) {
  const text_scanner before = in;
  if (in.take("M"))
    if (const auto id = in.number()) return "M" + std::to_string(*id);
  in = before;
  return std::nullopt;
}

// The words of an operation: a first access has a capital letter.
std::optional<std::string> take_operation(text_scanner& in, bool previous) {
  constexpr std::array names{"read", "write", "atomic read", "atomic write"};
  for (const std::string_view name : names) {
    std::string printed(name);
    if (!previous) printed[0] = static_cast<char>(printed[0] - 'a' + 'A');
    if (in.take(printed + ' ')) return std::string(name);
  }
  return std::nullopt;
}

// "Modifying access of Swift variable at "
std::optional<std::string> take_typed_operation(text_scanner& in, bool previous,
                                                std::string& object) {
  const bool modifying =
      in.take(previous ? "modifying access of " : "Modifying access of ");
  if (!modifying &&
      !in.take(previous ? "read-only access of " : "Read-only access of "))
    return std::nullopt;
  const auto type = in.until(" at 0x");
  if (!type) return std::nullopt;
  object = *type;
  return modifying ? "modifying access" : "read-only access";
}

// " (mutexes: write M0, read M1)", or nothing.
bool take_locks(text_scanner& in, std::vector<std::string>& locks) {
  if (!in.take(" (mutexes: ")) return true;
  do {
    const std::string how = in.take("write ")  ? "write "
                            : in.take("read ") ? "read "
                                               : "";
    const auto id = take_lock(in);
    if (how.empty() || !id) return false;
    locks.push_back(how + *id);
  } while (in.take(", "));
  return in.take(")");
}

std::optional<section> parse_access(std::string_view text) {
  text_scanner in(text);
  access out;
  out.previous = in.take("Previous ");
  if (auto op = take_typed_operation(in, out.previous, out.object)) {
    out.op = *op;
    // `until` has taken the address's beginning.
    in = text_scanner(text.substr(text.size() - in.rest().size() - 2));
  } else if (auto plain = take_operation(in, out.previous)) {
    out.op = *plain;
    if (in.take("of size ")) {
      out.size = in.number();
      in.take(" ");
    }
    if (!in.take("at ")) return std::nullopt;
  } else {
    return std::nullopt;
  }
  const auto address = in.address();
  if (!address || !in.take(" by ")) return std::nullopt;
  const auto by = take_thread(in);
  if (!by || !take_locks(in, out.locks) || in.rest() != ":")
    return std::nullopt;
  out.address = *address;
  out.thread = *by;
  return out;
}

// "(program+0x12)". Older runtimes print the sum's second part as a pointer,
// which looks the same.
void take_module(text_scanner& in, location& out) {
  if (!in.take("(")) return;
  const std::string_view inside = in.rest().substr(0, in.rest().rfind(')'));
  const std::size_t plus = inside.rfind('+');
  if (plus == std::string_view::npos) return;
  text_scanner offset(inside.substr(plus + 1));
  out.offset = offset.address();
  out.module = inside.substr(0, plus);
}

std::optional<section> parse_global(text_scanner in) {
  location out;
  out.kind = "global";
  const std::string_view text = in.rest();
  // A name may contain quotes.
  std::size_t end = text.find("' of size ");
  if (end == std::string_view::npos) end = text.find("' at 0x");
  if (end == std::string_view::npos) return std::nullopt;
  out.name = text.substr(0, end);
  in = text_scanner(text.substr(end + 1));
  if (in.take(" of size ")) out.size = in.number();
  if (!in.take(" at ")) return std::nullopt;
  out.address = in.address();
  in.take(" ");
  take_module(in, out);
  return out;
}

std::optional<section> parse_descriptor(text_scanner in) {
  location out;
  out.kind = "fd";
  const auto number = in.number();
  if (!number) return std::nullopt;
  out.name = std::to_string(*number);
  out.closed = in.take(" destroyed by ");
  if (!out.closed && !in.take(" created by ")) return std::nullopt;
  const auto by = take_thread(in);
  if (!by || !in.take(" at:") || !in.at_end()) return std::nullopt;
  out.thread = *by;
  return out;
}

// "heap block of size 8 at 0x12 allocated by thread T1:", or an object of a
// type that the program has told the runtime.
std::optional<section> parse_block(text_scanner in) {
  location out;
  out.kind = "heap";
  const auto type = in.until(" of size ");
  const auto size = in.number();
  if (!type || !size || !in.take(" at ")) return std::nullopt;
  if (*type != "heap block" && *type != "Heap block") out.name = *type;
  out.size = size;
  out.address = in.address();
  if (!out.address || !in.take(" allocated by ")) return std::nullopt;
  const auto by = take_thread(in);
  if (!by || !in.take(":")) return std::nullopt;
  out.thread = *by;
  return out;
}

std::optional<section> parse_memory_of(text_scanner in, const char* kind) {
  location out;
  out.kind = kind;
  const auto of = take_thread(in);
  if (!of || in.rest() != ".") return std::nullopt;
  out.thread = *of;
  return out;
}

std::optional<section> parse_location(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Location is ")) return std::nullopt;
  if (in.take("global '")) return parse_global(in);
  if (in.take("stack of ")) return parse_memory_of(in, "stack");
  if (in.take("TLS of ")) return parse_memory_of(in, "tls");
  if (in.take("file descriptor ")) return parse_descriptor(in);
  return parse_block(in);
}

std::optional<section> parse_edge(text_scanner in, std::string lock) {
  lock_edge out;
  const auto holding = take_lock(in);
  if (!holding || !in.take(" in ")) return std::nullopt;
  const auto by = take_thread(in);
  if (!by || in.rest() != ":") return std::nullopt;
  out.acquired = std::move(lock);
  out.holding = *holding;
  out.thread = *by;
  return out;
}

std::optional<section> parse_lock(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Mutex ")) return std::nullopt;
  const auto id = take_lock(in);
  if (!id) return std::nullopt;
  if (in.take(" acquired here while holding mutex "))
    return parse_edge(in, *id);
  if (in.rest() == " previously acquired by the same thread here:")
    return holding_stack{*id};
  lock out;
  out.id = *id;
  if (in.take(" is already destroyed")) {
    out.destroyed = true;
    return out;
  }
  if (in.take(" (")) {
    out.address = in.address();
    if (!in.take(")")) return std::nullopt;
  }
  if (in.rest() != " created at:") return std::nullopt;
  return out;
}

// What follows "thread T1 'name' (tid=7, running)".
bool take_creation(text_scanner& in, thread& out) {
  if (in.take(" is a GCD worker thread")) {
    out.worker = true;
    return in.at_end();
  }
  if (in.take(" created at:")) return in.at_end();
  if (!in.take(" created by ")) return false;
  const auto by = take_thread(in);
  if (!by) return false;
  out.created_by = *by;
  in.take(" at");
  in.take(":");
  return in.at_end();
}

std::optional<section> parse_thread(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Thread T")) return std::nullopt;
  const auto id = in.number();
  if (!id) return std::nullopt;
  thread out;
  out.id = "T" + std::to_string(*id);
  if (in.take(" '")) {
    const auto name = in.until("' (tid=");
    if (!name) return std::nullopt;
    out.name = *name;
  } else if (!in.take(" (tid=")) {
    return std::nullopt;
  }
  out.os_id = in.number();
  if (in.take(", ")) {
    const auto state = in.until(")");
    if (!state) return std::nullopt;
    out.state = *state;
  } else if (!in.take(")")) {
    return std::nullopt;
  }
  if (!take_creation(in, out)) return std::nullopt;
  return out;
}

std::optional<section> parse_cycle(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Cycle in lock order graph: ")) return std::nullopt;
  lock_cycle out;
  do {
    const auto id = take_lock(in);
    if (!id) return std::nullopt;
    if (in.take(" (") && !in.until(")")) return std::nullopt;
    out.locks.push_back(*id);
  } while (in.take(" => "));
  // The first lock is named again at the end.
  if (out.locks.size() > 1 && out.locks.front() == out.locks.back())
    out.locks.pop_back();
  return out;
}

std::optional<section> parse_more(std::string_view text) {
  text_scanner in(text);
  if (!in.take("And ")) return std::nullopt;
  const auto count = in.number();
  if (!count || !in.take(" more similar thread leak")) return std::nullopt;
  return more_similar{*count};
}

std::optional<section> parse_title(std::string_view text) {
  if (text == "As if synchronized via sleep:" || text == "and:")
    return titled_stack{std::string(text.substr(0, text.size() - 1)), {}};
  text_scanner in(text);
  if (in.take("Signal ") && in.number() && in.take(" handler invoked at:"))
    return titled_stack{std::string(text.substr(0, text.size() - 1)), {}};
  return std::nullopt;
}

std::optional<section> parse_words(std::string_view text) {
  if (text.starts_with("[failed to restore the stack]"))
    return no_stack{"failed to restore the stack"};
  if (text.starts_with("Hint: use TSAN_OPTIONS="))
    return note{std::string(text)};
  return std::nullopt;
}

// "Global var main.x of size 8 at 0x12 declared at /a.go:3"
std::optional<section> parse_go_global(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Global var ")) return std::nullopt;
  location out;
  out.kind = "global";
  const auto name = in.until(" of size ");
  if (!name) return std::nullopt;
  out.name = *name;
  out.size = in.number();
  if (!in.take(" at ")) return std::nullopt;
  out.address = in.address();
  if (!in.take(" declared at ")) return std::nullopt;
  const std::string_view place = in.rest();
  const std::size_t colon = place.rfind(':');
  out.file = place.substr(0, colon);
  if (colon != std::string_view::npos)
    out.line = static_cast<unsigned>(
        text_scanner(place.substr(colon + 1)).number().value_or(0));
  return out;
}

std::optional<section> parse_goroutine(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Goroutine ")) return std::nullopt;
  const auto id = in.number();
  if (!id) return std::nullopt;
  if (in.take(" lock mutex ")) {
    const auto acquired = in.number();
    if (!acquired || !in.take(" while holding mutex ")) return std::nullopt;
    const auto holding = in.number();
    if (!holding || in.rest() != ":") return std::nullopt;
    lock_edge out;
    out.acquired = "M" + std::to_string(*acquired);
    out.holding = "M" + std::to_string(*holding);
    out.thread = "goroutine " + std::to_string(*id);
    return out;
  }
  if (!in.take(" (")) return std::nullopt;
  const auto state = in.until(")");
  if (!state || in.rest() != " created at:") return std::nullopt;
  thread out;
  out.id = "goroutine " + std::to_string(*id);
  out.state = *state;
  return out;
}

std::optional<section> parse_go_lock(std::string_view text) {
  text_scanner in(text);
  if (!in.take("Mutex ")) return std::nullopt;
  const auto id = in.number();
  if (!id || in.rest() != " was previously locked here:") return std::nullopt;
  return holding_stack{"M" + std::to_string(*id)};
}

}  // namespace

std::optional<section> parse_section(std::string_view text) {
  // One look at the first letter, since most lines are something else.
  switch (text.empty() ? '\0' : text[0]) {
    case 'P':
    case 'R':
    case 'W':
      return parse_access(text);
    case 'A':
      if (auto found = parse_access(text)) return found;
      if (auto found = parse_more(text)) return found;
      return parse_title(text);
    case 'M':
      if (auto found = parse_access(text)) return found;
      return parse_lock(text);
    case 'L':
      return parse_location(text);
    case 'T':
      return parse_thread(text);
    case 'C':
      return parse_cycle(text);
    case 'S':
    case 'a':
      return parse_title(text);
    case 'H':
    case '[':
      return parse_words(text);
    default:
      return std::nullopt;
  }
}

std::optional<section> parse_go_section(std::string_view text) {
  switch (text.empty() ? '\0' : text[0]) {
    case 'P':
    case 'R':
    case 'W':
      return parse_access(text);
    case 'H':
      return parse_block(text_scanner(text));
    case 'G':
      if (auto found = parse_go_global(text)) return found;
      return parse_goroutine(text);
    case 'M':
      return parse_go_lock(text);
    case '[':
      return parse_words(text);
    default:
      return std::nullopt;
  }
}

}  // namespace racelab::report::log
