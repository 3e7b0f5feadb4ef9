// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/happens_before.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace racelab::report {
namespace {

using observe::event;
using observe::event_kind;
using observe::observation;
using observe::thread_number;

// Lock hand-overs that a graph shows; more than these nobody can follow.
constexpr std::size_t most_hand_overs = 8;

using event_list = std::vector<std::size_t>;

// The index of the first event after `from` that `matches`.
template <class Predicate>
std::optional<std::size_t> next_event(const observation& seen, std::size_t from,
                                      Predicate matches) {
  for (std::size_t i = from + 1; i < seen.events.size(); ++i)
    if (matches(seen.events[i])) return i;
  return std::nullopt;
}

std::optional<std::size_t> next_of(const observation& seen, std::size_t from) {
  const thread_number self = seen.events[from].thread;
  return next_event(seen, from,
                    [&](const event& each) { return each.thread == self; });
}

void add_creation(const observation& seen, std::size_t at,
                  std::vector<order_edge>& out) {
  const auto begin = next_event(seen, at, [&](const event& each) {
    return each.kind == event_kind::thread_begin &&
           each.thread == seen.events[at].object;
  });
  if (begin) out.push_back({at, *begin, order::creation});
}

void add_join(const observation& seen, std::size_t at,
              std::vector<order_edge>& out) {
  for (std::size_t i = at; i-- > 0;) {
    const event& each = seen.events[i];
    if (each.kind == event_kind::thread_end &&
        each.thread == seen.events[at].object) {
      out.push_back({i, at, order::join});
      return;
    }
  }
}

bool waits_for_lock(const event& each) {
  if (each.kind != event_kind::blocked ||
      each.object == observe::unknown_thread)
    return false;
  const auto on = static_cast<observe::block_kind>(each.value);
  return on == observe::block_kind::mutex || on == observe::block_kind::rwlock;
}

// Of several locks that the holder released in the meantime, the first is taken
// for the one that was waited for: whichever it was, the first came before it.
void add_hand_over(const observation& seen, std::size_t at,
                   std::vector<order_edge>& out) {
  const event& waited = seen.events[at];
  const auto awake = next_of(seen, at);
  if (!awake || seen.events[*awake].kind != event_kind::unblocked) return;
  const auto taken = next_of(seen, *awake);
  // A wait that timed out is followed by something else.
  if (!taken || seen.events[*taken].kind != event_kind::lock ||
      seen.events[*taken].stack != waited.stack)
    return;
  const auto released = next_event(seen, at, [&](const event& each) {
    return each.kind == event_kind::unlock && each.thread == waited.object;
  });
  if (released && *released < *awake)
    out.push_back({*released, *taken, order::hand_over});
}

// --- The graph of a race -------------------------------------------------

thread_number parent_of(const observation& seen, thread_number thread) {
  return thread < seen.threads.size() ? seen.threads[thread].parent
                                      : observe::unknown_thread;
}

std::vector<thread_number> ancestry(const observation& seen,
                                    thread_number thread) {
  std::vector<thread_number> out;
  while (thread != observe::unknown_thread &&
         std::find(out.begin(), out.end(), thread) == out.end()) {
    out.push_back(thread);
    thread = parent_of(seen, thread);
  }
  return out;
}

// Both threads, and those that started them up to the first they share.
std::set<thread_number> threads_of(const observation& seen, thread_number one,
                                   thread_number other) {
  std::vector<thread_number> left = ancestry(seen, one);
  std::vector<thread_number> right = ancestry(seen, other);
  while (left.size() > 1 && right.size() > 1 && left.back() == right.back() &&
         left[left.size() - 2] == right[right.size() - 2]) {
    left.pop_back();
    right.pop_back();
  }
  std::set<thread_number> out(left.begin(), left.end());
  out.insert(right.begin(), right.end());
  return out;
}

// For each thread the last of its events that happens before `last`.
std::map<thread_number, std::size_t> past_of(const observation& seen,
                                             std::vector<order_edge> edges,
                                             std::size_t last) {
  std::sort(edges.begin(), edges.end(),
            [](const auto& a, const auto& b) { return a.to > b.to; });
  std::map<thread_number, std::size_t> past{{seen.events[last].thread, last}};
  for (const order_edge& each : edges) {
    const auto known = past.find(seen.events[each.to].thread);
    if (known == past.end() || known->second < each.to) continue;
    std::size_t& before =
        past.try_emplace(seen.events[each.from].thread, each.from)
            .first->second;
    before = std::max(before, each.from);
  }
  return past;
}

// The event of its thread that the earlier access came after: the last at its
// line, or else the last of all. None where all that followed it is known to
// happen before the race, which then would be none.
std::optional<std::size_t> place_of(
    const observation& seen, const observe::access& earlier, std::size_t race,
    const std::map<thread_number, std::size_t>& past) {
  const observe::frame* line = observe::subject_frame(earlier.stack);
  const auto bound = past.find(earlier.thread);
  std::optional<std::size_t> last, at_line;
  for (std::size_t i = 0; i < race; ++i) {
    const event& each = seen.events[i];
    if (each.thread != earlier.thread) continue;
    if (each.kind == event_kind::crash || each.kind == event_kind::thread_end)
      break;
    last = i;
    const observe::frame* here = observe::subject_frame(each.stack);
    if (line != nullptr && here != nullptr && here->line == line->line &&
        here->file == line->file)
      at_line = i;
  }
  for (const std::optional<std::size_t>& each : {at_line, last})
    if (each && (bound == past.end() || *each >= bound->second)) return each;
  return std::nullopt;
}

// Of the lock hand-overs those nearest to the race.
void keep_nearest(std::vector<order_edge>& edges, std::size_t race) {
  const auto hand_overs = std::stable_partition(
      edges.begin(), edges.end(),
      [](const auto& each) { return each.why != order::hand_over; });
  const auto distance = [&](const order_edge& each) {
    return each.to > race ? each.to - race : race - each.to;
  };
  std::stable_sort(hand_overs, edges.end(), [&](const auto& a, const auto& b) {
    return distance(a) < distance(b);
  });
  const auto count = static_cast<std::size_t>(edges.end() - hand_overs);
  edges.resize(edges.size() - count + std::min(count, most_hand_overs));
}

void keep_between(std::vector<order_edge>& edges, const observation& seen,
                  const std::set<thread_number>& threads) {
  std::erase_if(edges, [&](const order_edge& each) {
    return threads.count(seen.events[each.from].thread) == 0 ||
           threads.count(seen.events[each.to].thread) == 0;
  });
}

// Puts the nodes in their order and the edges between them.
race_graph graph_from(const observation& seen, const event_list& ends,
                      const std::vector<order_edge>& edges,
                      std::size_t earlier_place, std::size_t race) {
  race_graph out;
  const std::set<std::size_t> events(ends.begin(), ends.end());
  std::map<std::size_t, std::size_t> number;  // of an event's node
  std::map<thread_number, std::size_t> previous;
  const auto add = [&](const order_node& next) {
    const std::size_t here = out.nodes.size();
    const auto [last, first] = previous.try_emplace(next.thread, here);
    if (!first) {
      out.edges.push_back({last->second, here, order::program});
      last->second = here;
    }
    out.nodes.push_back(next);
    return here;
  };
  std::set<std::size_t> places = events;
  places.insert({earlier_place, race});
  for (const std::size_t each : places) {
    const thread_number self = seen.events[each].thread;
    if (each == race)
      number[each] = add({self, each, 0});
    else if (events.count(each) != 0)
      number[each] = add({self, each, std::nullopt});
    if (each == earlier_place) add({self, each, 1});
  }
  for (const order_edge& each : edges)
    out.edges.push_back({number[each.from], number[each.to], each.why});
  return out;
}

}  // namespace

std::string_view name_of(order why) {
  switch (why) {
    case order::program:
      return "program order";
    case order::creation:
      return "thread created";
    case order::join:
      return "thread joined";
    case order::hand_over:
      return "lock handed over";
  }
  return {};
}

std::vector<order_edge> order_edges(const observation& seen) {
  std::vector<order_edge> out;
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    if (each.kind == event_kind::thread_create) add_creation(seen, i, out);
    if (each.kind == event_kind::thread_join) add_join(seen, i, out);
    if (waits_for_lock(each)) add_hand_over(seen, i, out);
  }
  return out;
}

race_graph graph_of(const observation& seen, const observe::race& what) {
  if (what.accesses.size() != 2 || what.at_event >= seen.events.size())
    return {};
  const observe::access& later = what.accesses[0];
  const observe::access& earlier = what.accesses[1];
  if (later.operation == "lock" || later.thread == earlier.thread ||
      earlier.thread == observe::unknown_thread ||
      seen.events[what.at_event].thread != later.thread)
    return {};
  std::vector<order_edge> edges = order_edges(seen);
  const auto past = past_of(seen, edges, what.at_event);
  const auto place = place_of(seen, earlier, what.at_event, past);
  if (!place) return {};
  keep_between(edges, seen, threads_of(seen, later.thread, earlier.thread));
  keep_nearest(edges, what.at_event);
  event_list ends;
  for (const order_edge& each : edges) {
    ends.push_back(each.from);
    ends.push_back(each.to);
  }
  return graph_from(seen, ends, edges, *place, what.at_event);
}

}  // namespace racelab::report
