// Distributed under the Boost Software License, Version 1.0.
#include "harness/detect/early_read.hpp"

#include "harness/detect/timeline.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

namespace racelab::detect {
namespace {

using observe::access;
using observe::call;
using observe::call_outcome;
using observe::frame;
using observe::observation;
using observe::race;
using observe::subject_frame;

// In how many lines more than one "x = call()" may stand.
constexpr int most_breaks = 2;

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

// Whether the subject called a library's function of such a name to get there.
template <class Matches>
bool inside(const observe::stack& frames, Matches matches) {
  const auto own = std::find_if(frames.begin(), frames.end(),
                                [](const frame& each) { return each.subject; });
  return std::any_of(frames.begin(), own, [&](const frame& each) {
    return matches(std::string_view(each.function));
  });
}

// An assignment reads the old value to free it, and a destructor does too:
// that is no use of the value.
bool only_disposes(const observe::stack& frames) {
  return inside(frames, [](std::string_view name) {
    return name.ends_with("operator=") || name.ends_with("::reset") ||
           name.ends_with("::swap") || name.ends_with("::assign") ||
           name.starts_with('~') || name.find("::~") != std::string_view::npos;
  });
}

// Two who add to a container meet in what it knows of itself, and not in an
// answer that one of them puts there.
bool adds(const observe::stack& frames) {
  return inside(frames, [](std::string_view name) {
    return name.ends_with("::push") || name.ends_with("::push_back") ||
           name.ends_with("::push_front") || name.ends_with("::append") ||
           name.ends_with("::emplace") || name.ends_with("::emplace_back") ||
           name.ends_with("::emplace_front") || name.ends_with("::insert") ||
           name.ends_with("operator+=");
  });
}

// Who takes something out of a container stores no answer there.
bool takes_out(const observe::stack& frames) {
  return inside(frames, [](std::string_view name) {
    return name.ends_with("::pop") || name.ends_with("::pop_front") ||
           name.ends_with("::pop_back") || name.ends_with("::erase") ||
           name.ends_with("::clear");
  });
}

// What services answer is texts and what owns them, which libraries store. What
// the subject itself stores, some lines below the call, is a flag or a counter.
bool is_flag(const access& store) {
  return !store.stack.empty() && store.stack.front().subject;
}

std::vector<const frame*> outermost_first(const observe::stack& frames) {
  std::vector<const frame*> own;
  for (const frame& each : frames)
    if (each.subject) own.insert(own.begin(), &each);
  return own;
}

// How many lines below the call the store is, in the innermost function of the
// subject's that one thread was in with both; 0: in the same statement. Nothing
// if there is none.
std::optional<int> lines_below(const observe::stack& call,
                               const observe::stack& store) {
  const auto calls = outermost_first(call);
  const auto stores = outermost_first(store);
  if (calls.empty() || stores.empty()) return std::nullopt;
  const auto [in_call, in_store] =
      std::mismatch(calls.begin(), calls.end(), stores.begin(), stores.end(),
                    [](const frame* left, const frame* right) {
                      return same_statement(*left, *right);
                    });
  if (in_call == calls.end() || in_store == stores.end()) return 0;
  if ((*in_call)->file != (*in_store)->file) return std::nullopt;
  const int lines = (*in_store)->line - (*in_call)->line;
  const bool broken_statement = lines < 0 && lines >= -most_breaks &&
                                *in_store == stores.back() &&
                                !store.front().subject;
  return broken_statement ? 0 : lines;
}

// Of the calls that this thread had made by then, the one whose answer a store
// most likely keeps: the one in the same statement, else the nearest above.
const call* call_kept_by(const observation& seen, const access& store,
                         std::size_t moment) {
  const call* kept = nullptr;
  int nearest = is_flag(store) ? 0 : std::numeric_limits<int>::max();
  for (const call& each : seen.calls) {
    if (each.thread != store.thread || !begun_before(each, moment)) continue;
    const auto distance = lines_below(each.stack, store.stack);
    if (!distance || *distance < 0 || *distance > nearest) continue;
    nearest = *distance;
    kept = &each;
  }
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
  if (takes_out(writer.stack)) return std::nullopt;
  const frame* reads = subject_frame(reader.stack);
  if (reads == nullptr || only_disposes(reader.stack)) return std::nullopt;
  if (adds(reader.stack) && adds(writer.stack)) return std::nullopt;
  const call* fetch = call_kept_by(seen, writer, what.at_event);
  if (fetch == nullptr) return std::nullopt;
  if (same_statement(*reads, *subject_frame(writer.stack))) return std::nullopt;
  return early_read{&reader, &writer, fetch};
}

}  // namespace racelab::detect
