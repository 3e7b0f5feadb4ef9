// Distributed under the Boost Software License, Version 1.0.
//
// What the HTML pages are made of, before any browser looks at them.
#include "harness/report/happens_before.hpp"
#include "harness/report/html/frame_table.hpp"
#include "harness/report/html/marked_part.hpp"
#include "harness/report/html/page.hpp"
#include "harness/report/log/source_roots.hpp"
#include "harness/report/log/urgency.hpp"
#include "harness/report/spans.hpp"
#include "harness/tests/observation_builder.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace racelab::report {
namespace {

namespace fs = std::filesystem;

using observe::event_kind;
using observe::observation;
using tests::access_at;
using tests::block_kind;
using tests::story;

// The kinds of order that there are between different threads, in order.
std::string order_in(const observation& seen) {
  std::string out;
  for (const order_edge& each : order_edges(seen))
    out += (out.empty() ? "" : ", ") + std::string(name_of(each.why));
  return out;
}

// Thread 1 waits for a mutex of thread 0, and has it later.
observation handed_over(int waited_at, int taken_at) {
  observation seen = story()
                         .begins()
                         .creates(0, 1, 10)
                         .begins(1)
                         .locks(0, 11)
                         .blocks(1, block_kind::mutex, waited_at)
                         .unlocks(0)
                         .goes_on(1)
                         .locks(1, taken_at)
                         .told();
  for (observe::event& each : seen.events)
    if (each.kind == event_kind::blocked) each.object = 0;
  return seen;
}

observation racing() {
  return story()
      .begins()
      .creates(0, 1, 10)
      .creates(0, 2, 11)
      .begins(1)
      .begins(2)
      .calls(1, "order", "o1", 20)
      .answers(1)
      .races(access_at("read", 2, 30), access_at("write", 1, 20))
      .ends(1)
      .joins(0, 1)
      .told();
}

std::size_t node_of(const race_graph& graph, std::size_t access) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].access == access) return i;
  throw std::out_of_range("no such access in the graph");
}

bool leads(const race_graph& graph, std::size_t from, std::size_t to) {
  if (from == to) return true;
  for (const order_edge& each : graph.edges)
    if (each.from == from && leads(graph, each.to, to)) return true;
  return false;
}

// A directory of the test's own, with a root in it and a secret beside it.
class tree {
 public:
  tree() {
    std::string name = (fs::temp_directory_path() / "racelab.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = fs::canonical(name);
    write("root/src/shop.cpp", "one\ntwo\r\nthree");
    write("secret.cpp", "secret\n");
    fs::create_symlink(path_ / "secret.cpp", path_ / "root/src/link.cpp");
  }
  tree(const tree&) = delete;
  tree& operator=(const tree&) = delete;
  ~tree() { fs::remove_all(path_); }

  std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }

 private:
  fs::path path_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(order_of_events)

BOOST_AUTO_TEST_CASE(a_thread_is_ordered_by_its_creation_and_its_join) {
  const observation seen =
      story().begins().creates(0, 1, 10).begins(1).ends(1).joins(0, 1).told();
  BOOST_TEST(order_in(seen) == "thread created, thread joined");
}

BOOST_AUTO_TEST_CASE(a_lock_that_was_waited_for_is_handed_over) {
  const observation seen = handed_over(20, 20);
  BOOST_TEST(order_in(seen) == "thread created, lock handed over");
  const order_edge edge = order_edges(seen).back();
  BOOST_TEST((seen.events[edge.from].kind == event_kind::unlock));
  BOOST_TEST((seen.events[edge.to].kind == event_kind::lock));
}

BOOST_AUTO_TEST_CASE(another_lock_than_was_waited_for_proves_nothing) {
  BOOST_TEST(order_in(handed_over(20, 25)) == "thread created");
}

BOOST_AUTO_TEST_CASE(no_way_leads_from_one_access_of_a_race_to_the_other) {
  const observation seen = racing();
  const race_graph graph = graph_of(seen, seen.races.front());
  const std::size_t later = node_of(graph, 0);
  const std::size_t earlier = node_of(graph, 1);
  BOOST_TEST(!leads(graph, earlier, later));
  BOOST_TEST(!leads(graph, later, earlier));
  BOOST_TEST(leads(graph, 0, later));
  BOOST_TEST(leads(graph, 0, earlier));
}

BOOST_AUTO_TEST_CASE(the_earlier_access_stands_where_its_line_was_last) {
  const observation seen = racing();
  const race_graph graph = graph_of(seen, seen.races.front());
  const std::size_t place = graph.nodes[node_of(graph, 1)].event;
  BOOST_TEST((seen.events[place].kind == event_kind::call_begin ||
              seen.events[place].kind == event_kind::call_end));
  BOOST_TEST(place < seen.races.front().at_event);
}

// Thread 1 is at the line of its access, starts thread 2, and goes on.
BOOST_AUTO_TEST_CASE(an_access_stands_where_nothing_orders_it_before_the_race) {
  const observation seen =
      story()
          .begins()
          .creates(0, 1, 10)
          .begins(1)
          .calls(1, "order", "o1", 20)
          .answers(1)
          .creates(1, 2, 21)
          .begins(2)
          .locks(1, 22)
          .races(access_at("read", 2, 30), access_at("write", 1, 20))
          .told();
  const race_graph graph = graph_of(seen, seen.races.front());
  BOOST_REQUIRE(!graph.nodes.empty());
  const std::size_t earlier = node_of(graph, 1);
  BOOST_TEST(
      (seen.events[graph.nodes[earlier].event].kind == event_kind::lock));
  BOOST_TEST(!leads(graph, earlier, node_of(graph, 0)));
}

BOOST_AUTO_TEST_CASE(accesses_that_are_ordered_have_no_graph) {
  const observation seen =
      story()
          .begins()
          .creates(0, 1, 10)
          .begins(1)
          .calls(1, "order", "o1", 20)
          .answers(1)
          .ends(1)
          .joins(0, 1)
          .races(access_at("read", 0, 30), access_at("write", 1, 20))
          .told();
  BOOST_TEST(graph_of(seen, seen.races.front()).nodes.empty());
}

BOOST_AUTO_TEST_CASE(a_race_of_nobody_knows_whom_has_no_graph) {
  const observation seen =
      story()
          .begins()
          .races(access_at("read", 0, 30),
                 access_at("write", observe::unknown_thread, 20))
          .told();
  BOOST_TEST(graph_of(seen, seen.races.front()).nodes.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spans)

BOOST_AUTO_TEST_CASE(calls_waits_and_sleeps_last_until_they_end) {
  const observation seen = story()
                               .begins()
                               .calls(0, "order", "o1", 10)
                               .fails(0, "no such order")
                               .sleeps(0, std::chrono::milliseconds(5))
                               .goes_on(0)
                               .blocks(0, block_kind::condition, 12)
                               .told();
  const std::vector<span> all = spans_of(seen);
  BOOST_REQUIRE(all.size() == 3u);
  BOOST_TEST(name_of(all[0].kind) == "call");
  BOOST_TEST(all[0].words == "order o1");
  BOOST_TEST(all[0].failed);
  BOOST_TEST(name_of(all[1].kind) == "sleep");
  BOOST_TEST(all[1].ended);
  BOOST_TEST(name_of(all[2].kind) == "wait");
  BOOST_TEST(!all[2].ended);
  BOOST_TEST(all[2].end == seen.events.size() - 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(data_cannot_end_the_element_that_it_is_in) {
  const std::string hostile = "</script><script>hacked()</script><!--";
  const std::string empty = html_page(boost::json::object{});
  const std::string page = html_page(boost::json::object{{"text", hostile}});
  BOOST_TEST(page.find("hacked()</script>") == std::string::npos);
  const std::string written =
      page.substr(page.find("{\"text\""),
                  page.size() - empty.size() + std::string("{}").size());
  BOOST_TEST(boost::json::parse(written).at("text").as_string() == hostile);
}

BOOST_AUTO_TEST_CASE(a_part_of_a_line_is_found_in_what_is_shown_of_the_line) {
  const auto marked = [](std::string_view line, std::string_view part) {
    return boost::json::serialize(
        marked_part(line, line.substr(line.find(part), part.size())));
  };
  BOOST_TEST(marked("  a.b = 1;", "a.b") == "[2,5]");
  BOOST_TEST(marked("\ta = 1;", "a") == "[2,3]");
  BOOST_TEST(marked("/* \u00fc */ a = 1;", "a") == "[8,9]");
  BOOST_TEST(marked("\x01 a = 1;", "a") == "[5,6]");
  BOOST_TEST(marked("a = 1;", "") == "null");
}

BOOST_AUTO_TEST_CASE(each_frame_is_there_once) {
  boost::json::value value = boost::json::parse(
      R"({"stack": [{"line": 1}, {"line": 2}],
          "more": [{"held_stack": [{"line": 2}]}]})");
  frame_table table;
  table.take_from(value);
  BOOST_TEST(boost::json::serialize(value) ==
             R"({"stack":[0,1],"more":[{"held_stack":[1]}]})");
  BOOST_TEST(boost::json::serialize(table.frames()) ==
             R"([{"line":1},{"line":2}])");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(roots_of_sources)

BOOST_AUTO_TEST_CASE(a_file_below_a_root_is_read) {
  const tree here;
  const log::source_roots roots({here / "root"});
  const std::vector<std::string> lines{"one", "two", "three"};
  BOOST_TEST((roots.read(here / "root/src/shop.cpp")->lines == lines));
  BOOST_TEST((roots.read("src/shop.cpp")->lines == lines));
  BOOST_TEST((roots.read("./src/shop.cpp")->lines == lines));
}

BOOST_AUTO_TEST_CASE(another_machines_path_is_found_by_its_end) {
  const tree here;
  const log::source_roots roots({here / "root"});
  BOOST_TEST(roots.read("/builds/7/src/shop.cpp").has_value());
  BOOST_TEST(!roots.read("/builds/7/other/shop.cpp").has_value());
}

BOOST_AUTO_TEST_CASE(nothing_outside_a_root_is_read) {
  const tree here;
  const log::source_roots roots({here / "root"});
  BOOST_TEST(!roots.find(here / "secret.cpp"));
  BOOST_TEST(!roots.find(here / "root/../secret.cpp"));
  BOOST_TEST(!roots.find("../secret.cpp"));
  BOOST_TEST(!roots.find("src/../../secret.cpp"));
  BOOST_TEST(!roots.find(here / "root/src/link.cpp"));
  BOOST_TEST(!roots.find("src/link.cpp"));
  BOOST_TEST(!roots.find("/etc/passwd"));
  BOOST_TEST(!roots.find("src"));
  BOOST_TEST(!roots.find(""));
  BOOST_TEST(!roots.find(std::string("src/shop.cpp\0x", 14)));
  BOOST_TEST(!roots.find(std::string(100000, 'a')));
}

BOOST_AUTO_TEST_CASE(a_directory_that_only_begins_alike_is_outside) {
  const tree here;
  here.write("root2/shop.cpp", "text");
  BOOST_TEST(!log::source_roots({here / "root"}).find(here / "root2/shop.cpp"));
}

BOOST_AUTO_TEST_CASE(a_root_that_is_none_is_named) {
  const tree here;
  BOOST_CHECK_EXCEPTION(
      log::source_roots({here / "nowhere"}), std::runtime_error,
      [](const std::runtime_error& error) {
        return std::string(error.what()).find("nowhere is no directory") !=
               std::string::npos;
      });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_to_mend_first)

BOOST_AUTO_TEST_CASE(a_crash_comes_before_a_race_and_a_leak_last) {
  log::grouping reports;
  for (const char* kind :
       {"thread leak", "signal-unsafe call inside of a signal",
        "lock-order-inversion (potential deadlock)", "data race",
        "heap-use-after-free", "double lock of a mutex", "SEGV"}) {
    log::log_report report;
    report.kind = kind;
    reports.add(std::move(report), 0);
  }
  std::string order;
  for (const std::size_t each : log::by_urgency(reports))
    order += std::to_string(each);
  BOOST_TEST(order == "4632510");
}

BOOST_AUTO_TEST_CASE(what_has_a_line_of_the_user_s_own_comes_before_others) {
  log::grouping reports;
  const std::string library = "/usr/include/c++/12/thread";
  for (const std::string& file :
       {library, library, std::string("/src/shop.cpp")}) {
    log::log_report report;
    report.kind = "data race";
    log::frame place;
    place.file = file;
    report.accesses.emplace_back().stack.frames.push_back(place);
    reports.add(std::move(report), 0);
  }
  BOOST_TEST((log::by_urgency(reports) == std::vector<std::size_t>{1, 0}));
}

BOOST_AUTO_TEST_CASE(of_equal_kinds_the_more_frequent_comes_first) {
  log::grouping reports;
  for (const char* title : {"one", "other", "other"}) {
    log::log_report report;
    report.kind = "data race";
    log::frame place;
    place.function = title;
    report.stacks.emplace_back().stack.frames.push_back(place);
    reports.add(std::move(report), 0);
  }
  BOOST_TEST((log::by_urgency(reports) == std::vector<std::size_t>{1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
