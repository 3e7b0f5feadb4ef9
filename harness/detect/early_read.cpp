// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/early_read.hpp"

#include "harness/detect/timeline.hpp"

#include <string_view>

namespace racelab::detect {
namespace {

using observe::access;
using observe::call;
using observe::call_outcome;
using observe::frame;
using observe::observation;
using observe::race;
using observe::subject_frame;

// Memory that was freed too early is another matter.
bool is_plain_race(const race& what) {
  return what.accesses.size() == 2 && what.kind.starts_with("data-race");
}

bool same_line(const frame& left, const frame& right) {
  return left.file == right.file && left.line == right.line;
}

// Two threads in the same place do the same, so neither reads what the other
// is there to fetch. Columns tell two places of one line apart.
bool same_statement(const frame& left, const frame& right) {
  const bool columns_known = left.column != 0 && right.column != 0;
  return same_line(left, right) &&
         (!columns_known || left.column == right.column);
}

// An assignment reads the old value to free it, and a destructor does too:
// that is no use of the value.
bool only_disposes(const observe::stack& frames) {
  for (const frame& each : frames) {
    if (each.subject) return false;
    const std::string_view name = each.function;
    if (name.ends_with("operator=") || name.ends_with("::reset") ||
        name.ends_with("::swap") || name.ends_with("::assign") ||
        name.starts_with('~') || name.find("::~") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// What services answer is texts and what owns them, which libraries store. What
// the subject itself stores, some lines below the call, is a flag or a counter.
bool is_flag(const access& store) {
  return !store.stack.empty() && store.stack.front().subject;
}

// Of the calls that this thread had made by then, the one whose answer a store
// at `line` most likely keeps: the one in the same statement, else the nearest
// above, else the last.
const call* call_kept_at(const observation& seen, const frame& line,
                         const access& store, std::size_t moment) {
  const call* same = nullptr;
  const call* above = nullptr;
  const call* last = nullptr;
  for (const call& each : seen.calls) {
    if (each.thread != store.thread || !begun_before(each, moment)) continue;
    last = &each;
    const frame* place = subject_frame(each.stack);
    if (place == nullptr || place->file != line.file) continue;
    if (place->line == line.line) same = &each;
    const bool nearer =
        above == nullptr || subject_frame(above->stack)->line <= place->line;
    if (place->line < line.line && nearer) above = &each;
  }
  if (same != nullptr) return same;
  if (is_flag(store)) return nullptr;
  return above != nullptr ? above : last;
}

const call* call_kept_by(const observation& seen, const access& store,
                         std::size_t moment) {
  const frame* line = subject_frame(store.stack);
  if (line == nullptr) return nullptr;
  const call* kept = call_kept_at(seen, *line, store, moment);
  const bool answered = kept != nullptr &&
                        kept->outcome == call_outcome::answered &&
                        ended_before(*kept, moment);
  return answered ? kept : nullptr;
}

}  // namespace

bool is_write(const access& what) {
  return what.operation.find("write") != std::string::npos;
}

std::optional<early_read> early_read_in(const observation& seen,
                                        const race& what) {
  if (!is_plain_race(what)) return std::nullopt;
  const bool first_writes = is_write(what.accesses[0]);
  if (first_writes == is_write(what.accesses[1])) return std::nullopt;
  const access& writer = what.accesses[first_writes ? 0 : 1];
  const access& reader = what.accesses[first_writes ? 1 : 0];
  const frame* reads = subject_frame(reader.stack);
  if (reads == nullptr || only_disposes(reader.stack)) return std::nullopt;
  const call* fetch = call_kept_by(seen, writer, what.at_event);
  if (fetch == nullptr) return std::nullopt;
  if (same_statement(*reads, *subject_frame(writer.stack))) return std::nullopt;
  return early_read{&reader, &writer, fetch};
}

}  // namespace racelab::detect
