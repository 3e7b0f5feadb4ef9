// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/schedule_json.hpp"

#include "harness/report/circumstances.hpp"
#include "harness/report/event_words.hpp"
#include "harness/report/happens_before.hpp"
#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"
#include "harness/report/race_repetitions.hpp"
#include "harness/report/spans.hpp"
#include "harness/report/telling_events.hpp"
#include "harness/report/trace.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

using observe::event;
using observe::event_kind;
using observe::observation;

const look page_look{.width = 80, .colour = false, .unicode = true};

json_::value thread_number(observe::thread_number thread) {
  return thread == observe::unknown_thread ? json_::value(nullptr)
                                           : json_::value(thread);
}

json_::value access_json(const observe::access& each, bool earlier) {
  return json_::object{{"thread", thread_number(each.thread)},
                       {"what", words_for(each, earlier)},
                       {"stack", stack_json(each.stack)}};
}

json_::array accesses_of(const observation& seen, std::size_t index) {
  json_::array out;
  const auto race = std::find_if(
      seen.races.begin(), seen.races.end(),
      [&](const observe::race& each) { return each.at_event == index; });
  if (race == seen.races.end()) return out;
  for (const observe::access& each : race->accesses)
    out.push_back(access_json(each, &each != &race->accesses.front()));
  return out;
}

json_::array events_of(const observation& seen) {
  json_::array out;
  const std::set<std::size_t> repetitions = race_repetitions(seen);
  for (std::size_t i = 0; i < seen.events.size(); ++i) {
    const event& each = seen.events[i];
    const bool minor = repetitions.count(i) != 0 || !explains_something(each);
    json_::object to{{"time", milliseconds(each.time)},
                     {"thread", thread_number(each.thread)},
                     {"what", words_for(seen, each, page_look)}};
    if (minor) to["minor"] = true;
    if (!each.stack.empty()) to["stack"] = stack_json(each.stack);
    if (each.kind == event_kind::race) to["race"] = accesses_of(seen, i);
    out.push_back(std::move(to));
  }
  return out;
}

json_::array threads_of(const observation& seen) {
  json_::array out;
  for (const observe::thread& each : seen.threads)
    out.push_back(json_::object{{"parent", thread_number(each.parent)},
                                {"created_stack", stack_json(each.created)}});
  return out;
}

json_::array spans_json(const observation& seen) {
  json_::array out;
  for (const span& each : spans_of(seen))
    out.push_back(json_::object{{"kind", name_of(each.kind)},
                                {"thread", thread_number(each.thread)},
                                {"begin", each.begin},
                                {"end", each.end},
                                {"ended", each.ended},
                                {"failed", each.failed},
                                {"words", each.words}});
  return out;
}

json_::array edges_json(const std::vector<order_edge>& edges) {
  json_::array out;
  for (const order_edge& each : edges)
    out.push_back(json_::object{
        {"from", each.from}, {"to", each.to}, {"why", name_of(each.why)}});
  return out;
}

json_::value node_json(const observation& seen, const observe::race& what,
                       const order_node& each) {
  json_::object out{{"thread", thread_number(each.thread)},
                    {"event", each.event}};
  if (each.access)
    out["what"] = words_for(what.accesses[*each.access], *each.access != 0);
  else
    out["what"] = words_for(seen, seen.events[each.event], page_look);
  out["access"] = each.access ? json_::value(*each.access) : nullptr;
  return out;
}

}  // namespace

json_::value schedule_json(const observation& seen) {
  json_::object out{
      {"token", seen.token},         {"circumstances", circumstances(seen)},
      {"threads", threads_of(seen)}, {"events", events_of(seen)},
      {"spans", spans_json(seen)},   {"order", edges_json(order_edges(seen))}};
  out["ending"] = ending_words(seen);
  out["truncated"] = seen.truncated;
  return out;
}

json_::value timeline_json(const observation& seen) {
  const auto time_of = [&](std::size_t event) {
    return milliseconds(seen.events[event].time);
  };
  json_::array spans;
  for (const span& each : spans_of(seen))
    spans.push_back(json_::object{{"kind", name_of(each.kind)},
                                  {"thread", thread_number(each.thread)},
                                  {"begin", time_of(each.begin)},
                                  {"end", time_of(each.end)},
                                  {"ended", each.ended},
                                  {"failed", each.failed},
                                  {"words", each.words}});
  return json_::object{
      {"token", seen.token},
      {"circumstances", circumstances(seen)},
      {"threads", seen.threads.size()},
      {"end", seen.events.empty() ? "0" : time_of(seen.events.size() - 1)},
      {"ending", ending_words(seen)},
      {"spans", std::move(spans)}};
}

json_::value graph_json(const observation& seen, const observe::race& what) {
  const race_graph graph = graph_of(seen, what);
  if (graph.nodes.empty()) return nullptr;
  json_::array nodes;
  for (const order_node& each : graph.nodes)
    nodes.push_back(node_json(seen, what, each));
  return json_::object{{"nodes", std::move(nodes)},
                       {"edges", edges_json(graph.edges)}};
}

}  // namespace racelab::report
