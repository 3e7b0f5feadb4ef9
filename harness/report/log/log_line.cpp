// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/log/log_line.hpp"

#include "harness/report/log/frame_line.hpp"
#include "harness/report/log/text_scanner.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace racelab::report::log {
namespace {

constexpr auto npos = std::string_view::npos;

// So many gaps of a line at most are thought to be a section's indentation.
// What is in front of one has fewer, also if it is a table's row.
constexpr int most_gaps = 100;

// The longer of two that begin alike comes first.
constexpr std::array known_kinds{
    std::string_view("data race on vptr (ctor/dtor vs virtual call)"),
    std::string_view("data race"),
    std::string_view("heap-use-after-free (virtual call vs free)"),
    std::string_view("heap-use-after-free"),
    std::string_view("Swift access race"),
    std::string_view("race on external object"),
    std::string_view("thread leak"),
    std::string_view("destroy of a locked mutex"),
    std::string_view("double lock of a mutex"),
    std::string_view("use of an invalid mutex (e.g. uninitialized or "
                     "destroyed)"),
    std::string_view("unlock of an unlocked mutex (or by a wrong thread)"),
    std::string_view("read lock of a write locked mutex"),
    std::string_view("read unlock of a write locked mutex"),
    std::string_view("mutex held in the wrong context"),
    std::string_view("signal-unsafe call inside of a signal"),
    std::string_view("signal handler spoils errno"),
    std::string_view("lock-order-inversion (potential deadlock)"),
};

struct named_error {
  std::string_view words;
  std::string_view name;
};

// Errors whose header does not begin with their name, as their summaries name
// them.
constexpr std::array named_errors{
    named_error{"requested allocation size", "allocation-size-too-big"},
    named_error{"calloc parameters overflow", "calloc-overflow"},
    named_error{"reallocarray parameters overflow", "reallocarray-overflow"},
    named_error{"pvalloc parameters overflow", "pvalloc-overflow"},
    named_error{"invalid allocation alignment", "invalid-allocation-alignment"},
    named_error{"invalid alignment requested in aligned_alloc",
                "invalid-aligned-alloc-alignment"},
    named_error{"invalid alignment requested in posix_memalign",
                "invalid-posix-memalign-alignment"},
    named_error{"allocator is out of memory", "out-of-memory"},
    named_error{"out of memory", "out-of-memory"},
    named_error{"allocator exceeded the RSS limit", "rss-limit-exceeded"},
    named_error{"specified RSS limit exceeded", "rss-limit-exceeded"},
};

// What a sudden end is called, in an error's header and in its summary.
constexpr std::array<std::string_view, 7> signals{
    "SEGV", "BUS", "FPE", "ILL", "ABRT", "TRAP", "stack-overflow"};

constexpr std::string_view go_deadlock = "deadlock";

std::string error_kind(std::string_view words) {
  for (const named_error& each : named_errors)
    if (words.starts_with(each.words)) return std::string(each.name);
  const std::size_t on = words.find(" on ");
  if (on != npos) return std::string(words.substr(0, on));
  return std::string(words.substr(0, words.find(':')));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "==7==" at the end of `prefix` belongs to what follows.
std::optional<std::uint64_t> take_pid_before(std::string_view& prefix) {
  if (!prefix.ends_with("==")) return std::nullopt;
  const std::size_t begin = prefix.rfind("==", prefix.size() - 3);
  if (prefix.size() < 5 || begin == npos) return std::nullopt;
  text_scanner in(prefix.substr(begin + 2));
  const auto pid = in.number();
  if (!pid || in.rest() != "==") return std::nullopt;
  prefix = prefix.substr(0, begin);
  return pid;
}

// Whether words of the runtime that make no sense, cut off or of a kind that is
// not known yet, are the runtime's all the same. After other words they are a
// program's; after a name or a time that CI systems put there they are not.
bool is_runtimes(std::string_view prefix) {
  const std::size_t last = prefix.find_last_not_of(" \t");
  return last == npos || is_digit(prefix[last]) ||
         std::string_view("|]:>Z=").find(prefix[last]) != npos;
}

log_line understood(std::string_view prefix, said what) {
  return {prefix, std::move(what), false};
}

// What begins at `at` in the text, after at most so many columns of
// indentation.
log_line understood_at(std::string_view text, std::size_t at,
                       std::size_t columns, said what) {
  std::string_view prefix = text.substr(0, at);
  while (columns-- > 0 && prefix.ends_with(' ')) prefix.remove_suffix(1);
  return {prefix, std::move(what), prefix.size() + 2 <= at};
}

log_line not_understood(std::string_view prefix) {
  return {prefix, stranger{is_runtimes(prefix)}, false};
}

log_line read_warning(std::string_view prefix, std::string_view words) {
  constexpr std::string_view mark = " (pid=";
  const std::size_t at = words.rfind(mark);
  if (at == npos || at == 0) return not_understood(prefix);
  text_scanner in(words.substr(at + mark.size()));
  const auto pid = in.number();
  if (!pid || in.rest() != ")") return not_understood(prefix);
  header out;
  out.kind = words.substr(0, at);
  out.format = out.kind.starts_with("Swift") ? "swift" : "tsan";
  out.pid = pid;
  return understood(prefix, std::move(out));
}

log_line read_error(std::string_view prefix, std::string_view words) {
  const auto pid = take_pid_before(prefix);
  if (!pid || words.empty()) return not_understood(prefix);
  header out;
  out.kind = error_kind(words);
  out.format = "tsan";
  out.pid = pid;
  out.words = words;
  out.error = true;
  return understood(prefix, std::move(out));
}

log_line read_failure(std::string_view prefix, std::string_view words) {
  take_pid_before(prefix);
  return understood(prefix, runtime_failure{std::string(words)});
}

log_line read_claim(std::string_view prefix, std::string_view words,
                    std::string_view end) {
  text_scanner in(words);
  const auto count = in.number();
  if (!count || in.rest() != end) return not_understood(prefix);
  return understood(prefix, report_claim{*count});
}

struct reader {
  std::string_view mark;
  log_line (*read)(std::string_view prefix, std::string_view from_mark);
};

template <class Said>
log_line say(std::string_view prefix, std::string_view) {
  return understood(prefix, Said{});
}

// What "Sanitizer" stands in, most frequent first; a mark that contains
// another comes before it.
constexpr std::array readers{
    reader{"SUMMARY: ThreadSanitizer: ",
           [](std::string_view prefix, std::string_view words) {
             return understood(prefix, summary{std::string(words.substr(26))});
           }},
    reader{"WARNING: ThreadSanitizer: ",
           [](std::string_view prefix, std::string_view words) {
             return read_warning(prefix, words.substr(26));
           }},
    reader{"ERROR: ThreadSanitizer: ",
           [](std::string_view prefix, std::string_view words) {
             return read_error(prefix, words.substr(24));
           }},
    reader{"FATAL: ThreadSanitizer", read_failure},
    reader{"FATAL: Internal error: ThreadSanitizer's ", read_failure},
    reader{"ThreadSanitizer: CHECK failed", read_failure},
    reader{"ThreadSanitizer CHECK failed", read_failure},
    reader{"Sanitizer CHECK failed", read_failure},
    reader{"ERROR: ThreadSanitizer failed to ", read_failure},
    reader{"ThreadSanitizer failed to ", read_failure},
    reader{"ThreadSanitizer: hard rss limit exhausted", read_failure},
    reader{"ThreadSanitizer: nested bug in the same thread", read_failure},
    reader{"ThreadSanitizer: failed to ", read_failure},
    reader{"ThreadSanitizer: ERROR: Flag parsing failed", read_failure},
    reader{"ThreadSanitizer: incorrect value for ", read_failure},
    reader{"ThreadSanitizer:DEADLYSIGNAL", say<deadly_signal>},
    reader{"ThreadSanitizer: Matched ", say<suppression_list>},
    reader{"ThreadSanitizer: reported ",
           [](std::string_view prefix, std::string_view words) {
             return read_claim(prefix, words.substr(26), " warnings");
           }},
    reader{"ThreadSanitizer: growing ", say<chatter>},
    reader{"ThreadSanitizer can not provide additional info", say<chatter>},
};

// "==7==ThreadSanitizer: Thread limit (8128 threads) exceeded. Dying."
std::optional<log_line> find_last_words(std::string_view text) {
  const std::size_t at = text.find("ThreadSanitizer: ");
  if (at == npos || text.find(". Dying", at) == npos) return std::nullopt;
  std::string_view prefix = text.substr(0, at);
  take_pid_before(prefix);
  if (!is_runtimes(prefix)) return std::nullopt;
  return read_failure(text.substr(0, at), text.substr(at));
}

log_line read_runtime_words(std::string_view text) {
  for (const reader& each : readers) {
    const std::size_t at = text.find(each.mark);
    if (at != npos) return each.read(text.substr(0, at), text.substr(at));
  }
  if (const auto failure = find_last_words(text)) return *failure;
  const bool speaks = text.starts_with("ThreadSanitizer") ||
                      (text.starts_with("==") && text.find("==", 2) != npos);
  return {{}, stranger{speaks}, false};
}

bool says_race_in_go(std::string_view text) {
  return text.ends_with("WARNING: DATA RACE") ||
         text.ends_with("WARNING: DEADLOCK");
}

log_line read_go_header(std::string_view text) {
  const bool race = text.ends_with("RACE");
  const std::size_t at = text.rfind("WARNING: ");
  header out;
  out.kind = race ? "data race" : go_deadlock;
  out.format = "go";
  return understood(text.substr(0, at), std::move(out));
}

// "Found 2 data race(s)"
std::optional<log_line> find_go_claim(std::string_view text) {
  constexpr std::string_view mark = "Found ";
  if (!text.ends_with(go_claim)) return std::nullopt;
  const std::size_t at = text.rfind(mark);
  if (at == npos) return std::nullopt;
  return read_claim(text.substr(0, at), text.substr(at + mark.size()),
                    go_claim);
}

// "race: limit on 8128 simultaneously alive goroutines is exceeded, dying"
std::optional<log_line> find_go_limit(std::string_view text) {
  constexpr std::string_view mark = "race: limit on ";
  if (!text.ends_with(go_limit)) return std::nullopt;
  const std::size_t at = text.rfind(mark);
  if (at == npos) return std::nullopt;
  return read_failure(text.substr(0, at), text.substr(at));
}

// Not the underline of a heading: the runtime's line has 18 of them.
std::optional<std::string_view> before_separator(std::string_view text) {
  constexpr std::string_view line = "==================";
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (!text.ends_with(line)) return std::nullopt;
  text.remove_suffix(line.size());
  if (text.ends_with('=')) return std::nullopt;
  return text;
}

// Where a frame begins: "#3 " after its indentation.
std::size_t find_frame(std::string_view text) {
  constexpr std::string_view mark = "    #";
  for (std::size_t at = text.find(mark); at != npos;
       at = text.find(mark, at + 1))
    if (at + 5 < text.size() && is_digit(text[at + 5])) return at + 4;
  return npos;
}

// Or, where somebody has taken the indentation away, after the prefix.
std::size_t find_bare_frame(std::string_view text,
                            const line_context& context) {
  const std::size_t at = text.find_first_not_of(" \t", context.prefix_length);
  return at != npos && at + 1 < text.size() && text[at] == '#' &&
                 is_digit(text[at + 1])
             ? at
             : npos;
}

// Calls `parse` with what follows each indentation in the line, until it
// finds something there.
template <class Parse>
std::optional<log_line> find_section(std::string_view text,
                                     const line_context& context, Parse parse) {
  const auto attempt = [&](std::size_t at) -> std::optional<log_line> {
    auto found = parse(text.substr(at));
    if (!found) return std::nullopt;
    return understood_at(text, at, 4, std::move(*found));
  };
  const std::size_t prefix = std::min(context.prefix_length, text.size());
  if (auto found = attempt(prefix)) return found;
  std::size_t at = text.find("  ");
  for (int gap = 0; at != npos && gap < most_gaps; ++gap) {
    at = text.find_first_not_of(' ', at);
    if (at == npos) break;
    if (auto found = attempt(at)) return found;
    at = text.find("  ", at);
  }
  return std::nullopt;
}

// Go's sections are not indented, so their first words are looked for.
std::optional<log_line> find_go_section(std::string_view text) {
  constexpr std::array<std::string_view, 8> words{
      "Previous read at 0x", "Previous write at 0x",
      "Read at 0x",          "Write at 0x",
      "Goroutine ",          "Heap block of size ",
      "Global var ",         "Mutex "};
  for (const std::string_view each : words) {
    const std::size_t at = text.find(each);
    if (at == npos) continue;
    if (auto found = parse_go_section(text.substr(at)))
      return understood(text.substr(0, at), std::move(*found));
  }
  return std::nullopt;
}

std::optional<log_line> find_go_frame(std::string_view text) {
  const std::size_t gap = text.rfind("  ");
  if (gap == npos) return std::nullopt;
  const std::size_t at = gap + 2;
  const std::string_view words = text.substr(at);
  frame place;
  if (parse_go_place(words, place))
    return understood_at(text, at, 6, go_place{std::move(place)});
  if (const auto name = parse_go_function(words))
    return understood_at(text, at, 2, go_function{std::string(*name)});
  if (words == "[failed to restore the stack]")
    return understood_at(text, at, 2, section(*parse_go_section(words)));
  return std::nullopt;
}

// "==7==Hint: address points to the zero page."
std::optional<log_line> find_pid_note(std::string_view text) {
  for (std::size_t at = text.find("=="); at != npos;
       at = text.find("==", at + 1)) {
    text_scanner in(text.substr(at + 2));
    const auto pid = in.number();
    if (pid && in.take("=="))
      return understood(text.substr(0, at),
                        pid_note{*pid, std::string(in.rest())});
  }
  return std::nullopt;
}

std::optional<log_line> frame_at(std::string_view text, std::size_t at) {
  if (at == npos) return std::nullopt;
  auto found = parse_frame(text.substr(at));
  if (!found) return std::nullopt;
  return understood_at(text, at, 4, std::move(*found));
}

// Without its indentation "#3 done" is rather the program's.
bool has_place(const said& what) {
  const auto& where = std::get<frame>(what);
  return !where.file.empty() || !where.module.empty();
}

bool is_hint(std::string_view text) {
  return text.find("HINT: if you don't care about these errors") != npos;
}

}  // namespace

log_line read_outer_line(std::string_view text) {
  if (text.find(sanitizer_word) != npos) return read_runtime_words(text);
  if (says_race_in_go(text)) return read_go_header(text);
  if (const auto prefix = before_separator(text))
    return understood(*prefix, separator{});
  if (const auto claim = find_go_claim(text)) return *claim;
  if (const auto limit = find_go_limit(text)) return *limit;
  return {{}, stranger{}, false};
}

log_line read_line(std::string_view text, const line_context& context) {
  if (text.find_first_not_of(" \t") == npos) return {text, blank{}, false};
  if (!context.go) {
    if (auto found = frame_at(text, find_frame(text))) return *found;
    if (auto found = find_section(text, context, parse_section)) return *found;
  } else {
    if (auto found = find_go_section(text)) return *found;
    if (auto found = find_go_frame(text)) return *found;
  }
  log_line outer = read_outer_line(text);
  const auto* unknown = std::get_if<stranger>(&outer.what);
  if (unknown == nullptr || unknown->sanitizers) return outer;
  if (auto found = frame_at(text, find_bare_frame(text, context));
      found && has_place(found->what))
    return *found;
  if (is_hint(text)) return {{}, chatter{}, false};
  if (auto found = find_pid_note(text)) return *found;
  return outer;
}

std::vector<std::string_view> kinds() {
  std::vector<std::string_view> out(known_kinds.begin(), known_kinds.end());
  out.push_back(go_deadlock);
  for (const std::string_view each : signals) out.push_back(each);
  for (const named_error& each : named_errors)
    if (std::find(out.begin(), out.end(), each.name) == out.end())
      out.push_back(each.name);
  return out;
}

std::string_view kind_of_summary(std::string_view words) {
  for (const std::string_view each : known_kinds)
    if (words.starts_with(each) &&
        (words.size() == each.size() || words[each.size()] == ' '))
      return each;
  return {};
}

}  // namespace racelab::report::log
